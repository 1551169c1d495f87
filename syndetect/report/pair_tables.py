"""The tables of pairs: relation, scores, direction and cause; and their passages."""

from typing import TYPE_CHECKING, get_args

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs import RELATIONS
from syndetect.pairs.characters import KINDS, ROLES
from syndetect.pairs.passages import Kind as PassageKind
from syndetect.pairs.passages import Relation, Role
from syndetect.report.cells import Coded, Names, Numbers
from syndetect.report.tables import Column, Columns, named
from syndetect.trace import CAUSES, DIRECTIONS, explain

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["PAIRS", "PASSAGES", "RELATIONS_LISTED", "pair_columns", "passage_columns"]

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


_STEP = 30.0  # seconds: minutes, tenths of hours and of days are rounded up or down at multiples of it
_STEP_BITS = 40  # of a key, for steps of lags


def pair_columns(result: "Result") -> Columns:
    """Return the columns of ``pairs.csv``."""
    pairs, judged = result.pairs, result.traced.judged
    a, b = pairs.verified.pairs.T
    is_judged = judged.evidence != 0
    return [
        Coded(a, result.ids),
        Coded(b, result.ids),
        Coded(pairs.verified.relation, Names(RELATIONS)),
        Numbers.shares(pairs.resemblance),
        Numbers.shares(pairs.verified.cosine),
        Numbers.shares(pairs.containments[:, 0]),
        Numbers.shares(pairs.containments[:, 1]),
        *(Numbers(words) for words in pairs.matched.T),
        Coded(np.where(is_judged, judged.direction.astype(np.int32), -1), Names(DIRECTIONS)),
        _evidence(result),
        Coded(judged.cause, Names(cause or None for cause in CAUSES)),
        Coded(judged.agency, Names(result.traced.standing.agencies)),
    ]


def _evidence(result: "Result") -> Coded:
    """Write down the evidence of the pairs: most texts once."""
    a, b = result.pairs.verified.pairs.T
    published = result.traced.standing.published
    evidence, lag = result.traced.judged.evidence, np.abs(published[b] - published[a])
    rows = np.flatnonzero(evidence)
    alike, kind = np.unique(_alike(evidence[rows], lag[rows]), return_index=True, return_inverse=True)[1:]
    codes = np.full(len(evidence), -1, np.int32)
    codes[rows] = kind
    kinds = zip(evidence[rows[alike]].tolist(), lag[rows[alike]].tolist(), strict=True)
    return Coded(codes, Names(explain(*kind) for kind in kinds))


def _alike(evidence: NDArray[np.integer], lag: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return keys, equal ones of which have one text: the rounding of lags changes at whole half minutes."""
    steps = np.where(np.isnan(lag), -1, 2 * np.floor(lag / _STEP) + (lag % _STEP != 0))
    return (evidence.astype(np.int64) << _STEP_BITS) + steps.astype(np.int64)


def passage_columns(result: "Result") -> Columns:
    """Return the columns of ``passages.csv``."""
    pairs = result.pairs
    alignments = pairs.verified.alignments
    a, b = np.repeat(pairs.verified.pairs.astype(np.int32), np.diff(alignments.passage_ptr), axis=0).T
    a_start, a_end, b_start, b_end = (Numbers(side) for side in pairs.spans(0, len(pairs)).T)
    return [
        Coded(a, result.ids),
        a_start,
        a_end,
        Coded(b, result.ids),
        b_start,
        b_end,
        Coded(alignments.kinds, Names(KINDS[code] for code in range(len(KINDS)))),
        Coded(alignments.roles, Names(ROLES[code] for code in range(len(ROLES)))),
        Numbers(pairs.n_matched.astype(np.int32)),
    ]
