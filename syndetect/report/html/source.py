"""What the views are made from: articles and pairs of the run, and what was found in the articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from syndetect.agencies import Credit
from syndetect.corpus.article import Article
from syndetect.pairs.passages import Pair
from syndetect.report.html.findings import Findings
from syndetect.text.furniture import FurnitureSpan
from syndetect.trace import WireText

__all__ = ["Furniture", "Source", "Spans"]

Spans = tuple[tuple[int, int], ...]
Furniture = Sequence[FurnitureSpan]  # of one article, ascending


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The run as the views see it; stories refer to articles and pairs by index.

    Attributes
    ----------
    articles, pairs : sequences
    furniture : mapping of int to sequence of FurnitureSpan
        What of each article is no body, ascending.
    credits : mapping of int to sequence of Credit
        What each article credits, ascending.
    findings : Findings or None
        None where sources were not traced.
    wires : mapping of int to sequence of WireText
        What the sources of each story said, by the first article of the story.
    """

    articles: Sequence[Article]
    pairs: Sequence[Pair]
    furniture: Mapping[int, Furniture] = field(default_factory=dict)
    credits: Mapping[int, Sequence[Credit]] = field(default_factory=dict)
    findings: Findings | None = None
    wires: Mapping[int, Sequence[WireText]] = field(default_factory=dict)
