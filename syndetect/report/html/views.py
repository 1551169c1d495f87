"""What the templates show: plain values, every decision taken, every number written out."""

from dataclasses import dataclass

__all__ = [
    "AddedView",
    "Bar",
    "BarPart",
    "Clip",
    "Excerpt",
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
class Excerpt:
    """Whole sentences around own words, ``mixed`` with shared ones or not, perhaps cut out of a paragraph."""

    segments: tuple[Segment, ...]
    mixed: bool
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedView:
    """What one member has of its own: passages in full, then small changes of wording."""

    words: str
    open: bool
    empty: str
    long: tuple[Excerpt, ...]
    small: tuple[Excerpt, ...]
    small_label: str


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
    added: AddedView


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A paragraph of the left text, or the part of it that one row uses."""

    segments: tuple[Segment, ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of the side-by-side table.

    ``kind`` is the mark that most words of the row carry. ``folded`` is the
    one line that stands for a long run of dropped paragraphs, else empty.
    """

    kind: str
    tags: tuple[str, ...]
    left: tuple[Clip, ...]
    right: tuple[Segment, ...]
    folded: str
    left_note: str


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
