"""What the templates show: plain values, every decision taken, every number written out."""

from dataclasses import dataclass

__all__ = [
    "AddedView",
    "Bar",
    "BarPart",
    "Clip",
    "CreditView",
    "MemberView",
    "PageView",
    "PairView",
    "QuarantineView",
    "RowView",
    "Segment",
    "SideView",
    "StoryView",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    """One stretch of a stacked bar; ``x`` and ``width`` are SVG lengths in per cent."""

    mark: str
    label: str
    words: str
    percent: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How some words divide into shared prose, shared quotes and own; ``title`` says it in words."""

    parts: tuple[BarPart, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one kind inside a paragraph; ``mark`` is a name of ``marks.MARKS``."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A paragraph, or the part of it that belongs here: one row's, or the sentences with own words."""

    segments: tuple[Segment, ...]
    cut_before: bool = False
    cut_after: bool = False

    @property
    def whole(self) -> str:
        """The mark that all its words carry, changed words aside, or "mixed"."""
        marks = {segment.mark for segment in self.segments if segment.text.strip()} - {"ins", "del"}
        return marks.pop() if len(marks) == 1 else "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedView:
    """What one member has of its own, ``rank`` words: passages in full, then small changes of wording."""

    rank: int
    words: str
    open: bool
    empty: str
    long: tuple[Clip, ...]
    small: tuple[Clip, ...]
    small_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditView:
    """A badge: an agency that an article credits, in which channel, and the words that say so."""

    channel: str
    agency: str
    kinds: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A row of the table of members, and what the member adds."""

    anchor: str
    outlet: str
    title: str
    url: str
    language: str
    published: str
    lag: str
    n_words: str
    bar: Bar
    in_reference: str
    relation: str
    relation_label: str
    is_reference: bool
    credits: tuple[CreditView, ...]
    added: AddedView


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of the side-by-side table.

    ``kind`` is the mark that most words of the row carry. ``folded`` is the
    one line that stands for a long run of dropped paragraphs, else empty.
    """

    kind: str
    tags: tuple[str, ...]
    left: tuple[Clip, ...]
    right: Clip | None
    folded: str
    left_note: str
    n_furniture: int = 0  # words of the right paragraph that are no body


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """The head of one column."""

    role: str
    outlet: str
    title: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two articles side by side; ``withheld`` says why the text is not shown, else empty."""

    anchor: str
    left: SideView
    right: SideView
    with_reference: bool
    open: bool
    relation: str
    relation_label: str
    summary: str
    same_title: bool
    unused: str
    rows: tuple[RowView, ...]
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story: its line in the overview and its section."""

    anchor: str
    number: str
    title: str
    url: str
    language: str
    n_articles: str
    n_outlets: str
    outlets: tuple[str, ...]
    more_outlets: str
    span: str
    reference_is_wire: bool
    reference_label: str
    reference_outlet: str
    bar: Bar
    relations: tuple[tuple[str, str], ...]
    weakest_link: str
    story_id: str
    members: tuple[MemberView, ...]
    members_note: str
    added: tuple[MemberView, ...]
    pairs: tuple[PairView, ...]
    pairs_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineView:
    """What was not read: reasons with counts, then the first records."""

    total: str
    reasons: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str, str, str], ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The whole page."""

    n_articles: str
    n_stories: str
    n_sharing: str
    bar: Bar
    stories: tuple[StoryView, ...]
    stories_note: str
    quarantine: QuarantineView
    read_note: str
    relations: tuple[tuple[str, str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    version: str
    digest: str
