"""The tables of pairs: relation, scores, direction and cause; and their passages."""

from typing import TYPE_CHECKING, get_args

from syndetect.pairs.passages import Kind as PassageKind
from syndetect.pairs.passages import Relation, Role
from syndetect.report.tables import Column, Rows, named
from syndetect.trace import CAUSES, DIRECTIONS, explain

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["PAIRS", "PASSAGES", "RELATIONS_LISTED", "pair_rows", "passage_rows"]

RELATIONS_LISTED = tuple(relation for relation in get_args(Relation) if relation != "none")

PAIRS = (
    Column("a_id", "text", "One article; ids ascend within a pair."),
    Column("b_id", "text", "The other article."),
    Column(
        "relation",
        "text",
        "Strongest of same_text, partial, fragment, quotes_only, furniture_only, same_event.",
        values=RELATIONS_LISTED,
    ),
    Column("resemblance", "score", "Shingles in both / shingles in either (Broder 1997), exact."),
    Column("cosine", "score", "Cosine of the TF-IDF vectors."),
    Column("containment_a_in_b", "share", "Words of a that a passage matches in b / words of a."),
    Column("containment_b_in_a", "share", "Words of b that a passage matches in a / words of b."),
    Column("prose_words", "count", "Matched words of reporters' prose.", unit="words"),
    Column("quote_words", "count", "Matched words of direct speech.", unit="words"),
    Column("furniture_words", "count", "Matched words of furniture: in no other count.", unit="words"),
    Column(
        "direction",
        "text",
        "Who took the prose from whom: a>b, b>a or undetermined.",
        values=DIRECTIONS,
        empty="No prose is shared.",
    ),
    Column(
        "direction_evidence",
        "text",
        "What speaks for it, or against any; joined by semicolons.",
        empty="No prose is shared.",
    ),
    Column(
        "cause",
        "text",
        "wire copy, press release, another outlet, common source (speech), same owner, versions (one outlet) "
        "or unknown.",
        values=named(CAUSES),
        empty="No prose or speech is shared.",
    ),
    Column(
        "cause_agency",
        "text",
        "The agency or outlet that the shared prose is credited to, or whose own text it is.",
        empty="It is not known, or no prose is shared.",
    ),
)

PASSAGES = (
    Column("a_id", "text", "As in pairs.csv."),
    Column("a_start", "offset", "First character of the passage in a."),
    Column("a_end", "offset", "One past its last character in a."),
    Column("b_id", "text", "As in pairs.csv."),
    Column("b_start", "offset", "First character of the passage in b."),
    Column("b_end", "offset", "One past its last character in b."),
    Column(
        "kind",
        "text",
        "verbatim: every word matches; edited: words in between differ; rewritten: other words.",
        values=get_args(PassageKind),
    ),
    Column("role", "text", "prose, quote or furniture.", values=get_args(Role)),
    Column("n_words", "count", "Words that match, on either side.", unit="words"),
)


def pair_rows(result: "Result") -> Rows:
    """Return the rows of ``pairs.csv``."""
    ids = [article.article_id for article in result.articles]
    judged, published = result.traced.judged, result.traced.standing.published
    agencies = result.traced.standing.agencies
    return [
        (
            ids[pair.a],
            ids[pair.b],
            pair.relation,
            pair.resemblance,
            pair.cosine,
            pair.containment_a_in_b,
            pair.containment_b_in_a,
            pair.prose_words,
            pair.quote_words,
            pair.furniture_words,
            DIRECTIONS[direction] if evidence else None,
            explain(evidence, float(published[pair.b] - published[pair.a])) or None,
            CAUSES[cause] or None,
            agencies[agency] if agency >= 0 else None,
        )
        for pair, direction, evidence, cause, agency in zip(
            result.pairs,
            judged.direction.tolist(),
            judged.evidence.tolist(),
            judged.cause.tolist(),
            judged.agency.tolist(),
            strict=True,
        )
    ]


def passage_rows(result: "Result") -> Rows:
    """Return the rows of ``passages.csv``."""
    ids = [article.article_id for article in result.articles]
    return [
        (ids[pair.a], p.a_start, p.a_end, ids[pair.b], p.b_start, p.b_end, p.kind, p.role, p.n_words)
        for pair in result.pairs
        for p in pair.passages
    ]
