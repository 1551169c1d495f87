"""Manifest and result -> the methods section of a paper, in full sentences."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined

from syndetect.candidates.lsh import banding
from syndetect.pairs import Derivation
from syndetect.pairs.verify import n_by_relation
from syndetect.report.pair_tables import RELATIONS_LISTED
from syndetect.trace import Status
from syndetect.trace.outlets import METER, UNKNOWN_OUTLET, Shares

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["REFERENCES", "render_methods"]

REFERENCES: Mapping[str, tuple[str, str]] = {  # key -> year, and the whole reference
    "broder": (
        "1997",
        "Broder, 'On the resemblance and containment of documents', Proceedings of Compression and "
        "Complexity of Sequences (1997)",
    ),
    "korn": (
        "1998",
        "Korn & Graubard, 'Confidence intervals for proportions with small expected number of positive "
        "counts estimated from survey data', Survey Methodology 24 (1998), 193-201",
    ),
    "leskovec": (
        "2014",
        "Leskovec, Rajaraman & Ullman, 'Mining of Massive Datasets', 2nd edition (2014), section 3.4.2",
    ),
    "meter": ("2002", METER.citation),
    "schleimer": (
        "2003",
        "Schleimer, Wilkerson & Aiken, 'Winnowing: local algorithms for document fingerprinting', "
        "SIGMOD (2003)",
    ),
}
DIGITS = 3  # of a share: more would pretend a precision that no interval has


def render_methods(result: "Result") -> str:
    """Write the methods section of a run.

    Parameters
    ----------
    result : Result

    Returns
    -------
    str
        Markdown. Its numbers are those of the manifest, the tables and the
        parameters; no seconds, no date of the run, nothing of the names,
        number or order of the input files. The same for the same result.
    """
    facts = {
        **_read(result),
        **_text(result),
        **_pairs(result),
        **_derivation(result),
        **_stories(result),
        **_copy(result),
        "p": _written(result.manifest["parameters"]),
        "version": result.manifest["version"],
        "parameters": result.manifest["parameters_fingerprint"],
        "digest": result.manifest["corpus"]["digest"],
        "years": {key: year for key, (year, _) in REFERENCES.items()},
        "references": _references(result),
        "definition": result.dependence.definition,
    }
    return _tidy(_environment().get_template("methods.md").render(facts))


@cache
def _environment() -> Environment:
    return Environment(  # no escapes: Markdown for a text editor
        loader=PackageLoader("syndetect.report", "templates"), undefined=StrictUndefined
    )


def _tidy(text: str) -> str:
    """Put every paragraph on one line: where the template breaks lines says nothing."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(_unwrap(block) for block in blocks) + "\n"


def _unwrap(block: str) -> str:
    items = re.split(r"\n(?=- )", block)
    return "\n".join(" ".join(item.split()) for item in items)


def _written(value: Any) -> Any:
    """Return parameters with numbers as a text writes them: 7, not 7.0."""
    if isinstance(value, Mapping):
        return {name: _written(each) for name, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read(result: "Result") -> dict[str, Any]:
    """Say what was read and what was not."""
    articles, corpus = result.articles, result.manifest["corpus"]
    reasons = Counter(record.reason.replace("_", " ") for record in result.corpus.quarantine)
    languages = Counter(" ".join(article.language.split()) for article in articles)
    del languages[""]
    days = sorted(article.published[:10] for article in articles if article.published)
    outlets = {article.outlet for article in articles if article.outlet}
    return {
        "articles": _counted(len(articles), "article"),
        "outlets": _counted(len(outlets), "outlet"),
        "n_outlets": len(outlets),
        "n_without_outlet": sum(not article.outlet for article in articles),
        "records": _counted(corpus["n_in"], "record"),
        "n_excluded": f"{corpus['n_quarantined']:,}",
        "excluded": _listed(reasons),
        "n_partial_files": sum(entry.status != "complete" for entry in result.corpus.ledger),
        "n_timed": len(days),
        "first_day": days[0] if days else "",
        "last_day": days[-1] if days else "",
        "languages": _listed(languages),
    }


def _text(result: "Result") -> dict[str, Any]:
    """Say what the bodies hold."""
    summary = result.manifest["summary"]
    return {
        **{name: f"{summary[name]:,}" for name in ("n_words", "n_quote_words", "n_furniture_words")},
        "n_credited": f"{summary['n_articles_with_text_credit']:,}",
        "agencies": _stage(result, "furniture")["agencies"],
    }


def _pairs(result: "Result") -> dict[str, Any]:
    """Say how pairs were found, and how they are related."""
    params = result.params
    cut = banding(params.sketch.signature_size, params.candidates.threshold)
    counts = _stage(result, "candidates")
    relations = n_by_relation(result.pairs.verified)
    return {
        "bands": cut.bands,
        "rows": cut.rows,
        "n_searches": ("one", "two", "three")[
            bool(params.passages.n_partners) + bool(params.event.n_neighbours)
        ],
        "counts": {name: f"{value:,}" for name, value in counts.items() if isinstance(value, int)},
        "pairs": _counted(len(result.pairs), "pair"),
        "relations": _listed({name.replace("_", " "): relations[name] for name in RELATIONS_LISTED}),
    }


def _derivation(result: "Result") -> dict[str, Any]:
    """Say which articles were measured, and what they are."""
    status = Counter(result.traced.status)
    classes = Counter(result.tables["articles"].data["derivation"])
    wording = {
        "too short": "too short",
        "teaser": "no more than a teaser over a paywall's notice",
        "truncated": "truncated",
        "original": "an agency's own text",
    }
    parts = [f"{status[name]:,} {wording[name]}" for name in get_args(Status)[1:] if status[name]]
    n_measured = status["measured"]
    verb = "article was" if n_measured == 1 else "articles were"
    return {
        "measured": f"{n_measured:,} {verb}",
        "unmeasured": _joined(parts),
        "derivations": _joined([f"{classes[name]:,} were {_derived(name)}" for name in get_args(Derivation)])
        if n_measured
        else "",
    }


def _derived(name: str) -> str:
    return name if name == "non-derived" else f"{name} derived"


def _stories(result: "Result") -> dict[str, Any]:
    """Say what was grouped, and what words were attributed to."""
    wires, counts = result.traced.wires, _stage(result, "trace")
    n_inside = sum(source.article is not None for source in wires.sources)
    return {
        "stories": _counted(len(result.stories), "story", "stories"),
        "n_in_stories": f"{len(result.stories.members):,}",
        "wire_outlets": ", ".join(result.params.story.wire_outlets),
        "sources": _counted(len(wires), "source") if wires else "",
        "n_sources_in_corpus": f"{n_inside:,}",
        "n_sources_outside": f"{len(wires) - n_inside:,}",
        "owned_outlets": _counted(counts["n_owned_outlets"], "outlet") if counts["n_owned_outlets"] else "",
    }


def _copy(result: "Result") -> dict[str, Any]:
    """Say how much was agency copy over all outlets, and how sure that is."""
    total, outlets = result.dependence.total, result.dependence.outlets
    estimate, low, high = _interval(total.derived)
    words, words_low, words_high = _interval(total.words)
    flagged = (outlets.few_articles | outlets.few_stories).tolist()
    n_small = sum(few and name != UNKNOWN_OUTLET for few, name in zip(flagged, outlets.outlet, strict=True))
    return {
        "level": f"{100 * result.params.outlets.confidence:g}",
        "has_measured": bool(total.n_measured[0]),
        "total": {
            "measured": f"{int(total.n_measured[0]):,}",
            "derived": f"{int(total.n_derived[0]):,}",
            "uncredited": f"{int(total.n_uncredited[0]):,}",
            "stories": f"{int(total.n_stories[0]):,}",
            "estimate": estimate,
            "low": low,
            "high": high,
            "words": words,
            "words_low": words_low,
            "words_high": words_high,
        },
        "small": f"{_counted(n_small, 'outlet')} had" if n_small else "No outlet had",
        "n_small": str(n_small),
    }


def _interval(shares: Shares) -> list[str]:
    return [f"{float(ends[0]):.{DIGITS}f}" for ends in (shares.estimate, shares.low, shares.high)]


def _references(result: "Result") -> list[str]:
    """List what the text cites, by name."""
    cited = {key: whole for key, (_, whole) in REFERENCES.items()}
    if not result.params.passages.n_partners:
        del cited["schleimer"]
    return sorted({result.dependence.definition.citation, *cited.values()})


def _stage(result: "Result", name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(s for s in result.manifest["stages"] if s["stage"] == name)
    return found


def _counted(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _listed(counts: Mapping[str, int]) -> str:
    """Write counts down, most frequent first, then by name; what is not there is not named."""
    order: Iterable[str] = sorted(counts, key=lambda name: (-counts[name], name))
    return ", ".join(f"{name} ({counts[name]:,})" for name in order if counts[name])


def _joined(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
