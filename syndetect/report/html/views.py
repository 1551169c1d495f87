"""What the templates show: plain values, every decision taken, every number written out."""

from dataclasses import dataclass

__all__ = [
    "AddedView",
    "Bar",
    "BarPart",
    "Clip",
    "CreditPlace",
    "CreditView",
    "MemberView",
    "PageView",
    "PairView",
    "QuarantineView",
    "RowView",
    "Segment",
    "SideView",
    "StoryView",
    "WholeRow",
    "WholeView",
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
    """Text of one kind inside a paragraph.

    ``mark`` is a name of ``marks.MARKS``. ``speech`` is "" outside direct
    speech, "first" where it begins in this paragraph, else "on". ``credit``
    is the number of the credit that the words belong to, from 1, else 0;
    ``anchor`` is the id of its first segment.
    """

    text: str
    mark: str
    speech: str = ""
    credit: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A paragraph, or the part of it that belongs here: one row's, or the sentences with own words.

    ``furniture`` names what of it is no body: kind and reason.
    """

    segments: tuple[Segment, ...]
    cut_before: bool = False
    cut_after: bool = False
    furniture: tuple[tuple[str, str], ...] = ()

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
class WholeRow:
    """A paragraph, or where ``folded`` is not empty the paragraphs that this line stands for."""

    clips: tuple[Clip, ...]
    folded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeView:
    """An article's whole text, paragraph by paragraph; ``withheld`` says why it is not shown, else empty."""

    label: str
    rows: tuple[WholeRow, ...]
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPlace:
    """Where a credit stands: its kind, the words, and where to find them.

    ``anchor`` is that of the words in the whole text, empty when they are in
    a field of the record or the text is not shown; ``paragraph`` counts from 1.
    """

    kind: str
    evidence: str
    paragraph: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditView:
    """A badge: an agency that an article credits, in which channel, and the words that say so."""

    channel: str
    agency: str
    kinds: str
    places: tuple[CreditPlace, ...]
    more: str


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
    whole: WholeView


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of the side-by-side table.

    ``kind`` is the mark that most words of the row carry. ``folded`` is the
    one line that stands for a long run of rows, those ``inside``, else empty.
    """

    kind: str
    tags: tuple[str, ...]
    left: tuple[Clip, ...]
    right: Clip | None
    folded: str
    left_note: str
    n_furniture: int = 0  # words of the right paragraph that are no body
    inside: tuple["RowView", ...] = ()


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
