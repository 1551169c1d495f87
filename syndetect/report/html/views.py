"""What the templates show: plain values, every decision taken, every number written out."""

from dataclasses import dataclass

from syndetect.report.site.charts.bars import Bar
from syndetect.report.site.text.views import Clip

__all__ = [
    "AddedView",
    "AgencyView",
    "CreditPlace",
    "CreditView",
    "JudgedView",
    "MemberView",
    "OutletView",
    "PageView",
    "PairView",
    "QuarantineView",
    "RowView",
    "ShareView",
    "SideView",
    "StoryView",
    "WholeRow",
    "WholeView",
    "WireSentenceView",
    "WireView",
]


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
    """A row of the table of members, and what the member adds.

    ``from_source`` and ``unclaimed`` are shares of its words, and empty where
    it was not measured: then ``status`` says why.
    """

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
    from_source: str
    unclaimed: str
    status: str
    credit_class: str
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
class JudgedView:
    """The direction of a pair: if ``determined``, ``second`` took it from ``first``.

    The letters, a and b, are those by which the evidence calls them.
    """

    first: str
    first_letter: str
    second: str
    second_letter: str
    determined: bool
    evidence: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two articles side by side; ``withheld`` says why the text is not shown, else empty.

    ``judged`` says who took it from whom, by what evidence and why; None where
    sources were not traced or nothing was judged.
    """

    anchor: str
    judged: "JudgedView | None"
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
class WireSentenceView:
    """One sentence of a wire text, and how many kept it.

    ``level``, 0 to 4, is the shade: none, up to a quarter, a half, three
    quarters, all. ``width`` is an SVG length in per cent.
    """

    text: str
    language: str
    n_kept: str
    level: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WireView:
    """What a source said; ``withheld`` says why its sentences are not shown, else empty."""

    answer: str
    label: str
    n_members: str
    open: bool
    sentences: tuple[WireSentenceView, ...]
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story: its line in the overview and its section; ``traced`` says whether sources were sought."""

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
    traced: bool
    wires: tuple[WireView, ...]
    wires_note: str
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
class ShareView:
    """A share with its interval, in words and as a bar with a whisker.

    ``width`` is the share, ``low`` the lower end and ``span`` the length of
    the interval: SVG lengths in per cent. ``detail`` is the division behind it.
    """

    percent: str
    interval: str
    detail: str
    width: str
    low: str
    span: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletView:
    """A row of the table of outlets; a share is None where there is nothing to divide by."""

    name: str
    n_measured: str
    n_stories: str
    small: str
    derived: ShareView | None
    words: ShareView | None
    uncredited: ShareView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyView:
    """How much of which outlet is agency copy, and what of it is credited.

    ``credits`` are the rows of credit by evidence: a heading, the number of
    articles that are copy, and of those that are not.
    """

    answer: str
    definition: str
    rule: str
    citation: str
    approximation: str
    confidence: str
    outlets: tuple[OutletView, ...]
    total: OutletView
    outlets_note: str
    small_note: str
    credits: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The whole page; ``agency`` is None where sources were not traced."""

    n_articles: str
    n_stories: str
    n_sharing: str
    bar: Bar
    agency: AgencyView | None
    stories: tuple[StoryView, ...]
    stories_note: str
    quarantine: QuarantineView
    read_note: str
    relations: tuple[tuple[str, str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    version: str
    digest: str
