"""What the page of a story shows: plain values, every decision taken, every number written out."""

from dataclasses import dataclass

from markupsafe import Markup

from syndetect.report.site.charts.bars import Bar
from syndetect.report.site.charts.network import Network
from syndetect.report.site.text.credited import CreditView

__all__ = [
    "AddedView",
    "ClipView",
    "FlowRow",
    "FlowView",
    "HeadView",
    "KeptBy",
    "MemberView",
    "PairLink",
    "SentenceView",
    "SourceView",
    "TakenView",
    "WholeView",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """The head: the answer in sentences, then figures as pairs of name and value."""

    title: str
    url: str
    language: str
    answer: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipView:
    """A paragraph of marked text, and what is to be said of it."""

    text: Markup
    tags: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBy:
    """Articles that kept a sentence, or where ``but`` is set those that did not: anchor and label of each."""

    but: bool
    articles: tuple[tuple[str, str], ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """One sentence of a wire text, and how many kept it.

    ``level``, 0 to 4, is the shade: none, up to a quarter, a half, three
    quarters, all. ``width`` is an SVG length in per cent. ``where`` says in
    whose words it stands, and at which characters where the text is left out.
    """

    text: str
    language: str
    n_kept: str
    level: str
    width: str
    where: str
    kept_by: KeptBy


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source and what it said, of a long text the end folded.

    ``note`` says what is not shown, and why, else it is empty.
    """

    anchor: str
    answer: str
    label: str
    n_takers: str
    n_shown: str
    open: bool
    sentences: tuple[SentenceView, ...]
    folded: tuple[SentenceView, ...]
    folded_label: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenView:
    """What a member took from one source: share of its words, sentences kept, where to see both texts."""

    anchor: str
    name: str
    percent: str
    kept: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A row of the table of members.

    ``unique`` is empty where it is ``own_words``; ``status`` says why shares
    are missing, else it is empty.
    """

    anchor: str
    label: str
    outlet_path: str
    title: str
    url: str
    language: str
    headline: str
    published: str
    lag: str
    n_words: str
    bar: Bar
    is_reference: bool
    relation: str
    relation_label: str
    in_reference: str
    kept: str
    pair_path: str
    status: str
    from_sources: str
    taken: tuple[TakenView, ...]
    more_taken: str
    own_share: str
    own_words: str
    unique: str
    derivation: str
    credit_class: str
    version_of: str
    credits: tuple[CreditView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """A row of the table behind the drawing."""

    source: str
    source_anchor: str
    taker: str
    taker_anchor: str
    words: str
    share: str
    direction: str
    evidence: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowView:
    """Who took from whom: the drawing, its title, what it leaves out, and the table behind it."""

    drawing: Network | None
    title: str
    note: str
    rows: tuple[FlowRow, ...]
    rows_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedView:
    """What one member has that no other article has; ``withheld`` says why its words are not shown."""

    anchor: str
    label: str
    words: str
    tally: str
    is_reference: bool
    long: tuple[ClipView, ...]
    small: tuple[ClipView, ...]
    small_label: str
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeView:
    """A member's whole text: folded rows are (line, clips), others ("", (clip,)). Empty when not shown."""

    label: str
    words: str
    rows: tuple[tuple[str, tuple[ClipView, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLink:
    """A pair of members that has a page."""

    path: str
    first: str
    second: str
    relation: str
    relation_label: str
    words: str
