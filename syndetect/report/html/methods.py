"""Corpus and manifest -> what the page says about reading, parameters and counts."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from syndetect.corpus.article import Corpus
from syndetect.report.html.views import QuarantineView
from syndetect.report.html.wording import counted

__all__ = ["counts", "digest", "parameters", "quarantine_view", "read_note"]

RECORDS_SHOWN = 20  # quarantined records that are listed one by one

_MEASURES_TIME = re.compile(r"(^|[._])(seconds|time|started|finished|duration|elapsed)($|[._])")


def quarantine_view(corpus: Corpus) -> QuarantineView:
    """Count what was not read by reason, most frequent first, and list the first records."""
    counts = Counter(record.reason for record in corpus.quarantine)
    reasons = sorted(counts, key=lambda reason: (-counts[reason], reason))
    shown = corpus.quarantine[:RECORDS_SHOWN]
    rest = len(corpus.quarantine) - len(shown)
    return QuarantineView(
        total=counted(len(corpus.quarantine), "record") if corpus.quarantine else "",
        reasons=tuple((reason.replace("_", " "), f"{counts[reason]:,}") for reason in reasons),
        records=tuple((r.file, f"{r.record:,}", r.reason.replace("_", " "), r.detail) for r in shown),
        more=f"{counted(rest, 'more record')} in quarantine.jsonl." if rest else "",
    )


def read_note(corpus: Corpus) -> str:
    """Say what was read from how many files, and name those read in part."""
    if not corpus.ledger:
        return ""
    n_in = sum(entry.n_records for entry in corpus.ledger)
    partial = sum(entry.status != "complete" for entry in corpus.ledger)
    note = f"{counted(n_in, 'record')} in {counted(len(corpus.ledger), 'file')}"
    if partial:
        return f"{note}, {partial:,} of which could be read only in part"
    return note if corpus.quarantine else f"{note}, every one of them"


def parameters(manifest: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """List the parameters of a run under dotted names."""
    return tuple(_flat(manifest.get("parameters", {})))


def counts(manifest: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """List what went in and out of every stage; never how long it took."""
    stages = {
        str(stage.get("stage", "")): {name: value for name, value in stage.items() if name != "stage"}
        for stage in manifest.get("stages", ())
    }
    read = {name: value for name, value in manifest.get("corpus", {}).items() if name != "digest"}
    rows = _flat({"corpus": read, **stages})
    return tuple(row for row in rows if not _MEASURES_TIME.search(row[0]))


def digest(manifest: Mapping[str, Any]) -> str:
    """Return the digest of the corpus, or nothing."""
    return str(manifest.get("corpus", {}).get("digest", ""))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Write nested values under dotted names."""
    if isinstance(value, Mapping):
        for key in value:
            yield from _flat(value[key], f"{name}.{key}" if name else str(key))
    else:
        yield name, "yes" if value is True else "no" if value is False else str(value)
