"""Sentences -> what each outlet added to the text of its sources: kinds, places, and examples."""

from dataclasses import dataclass
from heapq import heappush, heappushpop

from syndetect.report.site.model import Site
from syndetect.report.site.outlet_names import outlet_key
from syndetect.report.site.wording import language
from syndetect.trace import ADDITIONS, PLACES

__all__ = ["EXAMPLES", "AdditionRow", "Additions", "Example", "gather_additions"]

EXAMPLES = 6
_ABOUT = {
    "new paragraph": "in a paragraph of which nothing is from a source",
    "new sentence": "beside sentences from a source",
    "new quote": "direct speech that no source has",
    "rewritten lede": "in the first paragraph, which may be the only one",
    "inserted words": "two words or more in a sentence from a source",
}
_WHOLE = frozenset({"new paragraph", "new sentence", "new quote"})  # kinds whose words are the outlet's alone
_LONGEST = 60  # words of an example
_WIDEST = 600  # characters

_Key = tuple[str, str]  # addition and place
_Found = tuple[int, str, int, int, str]  # words, article, start, end, addition


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionRow:
    """Sentences of one kind, explained: by place from top to end, in all, and the own words in them."""

    kind: str
    about: str
    by_place: tuple[str, ...]
    total: str
    own_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of the outlet's own: its text, article, kind, and the page of its story."""

    text: str
    language: str
    kind: str
    title: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What an outlet added: sentences in all, in how many articles that have a source, by kind, examples."""

    rows: tuple[AdditionRow, ...] = ()
    total: str = "0"
    n_articles: str = "0"
    examples: tuple[Example, ...] = ()


class _Tally:
    """What was found of one outlet so far."""

    def __init__(self) -> None:
        self.sentences: dict[_Key, int] = {}
        self.words: dict[str, int] = {}
        self.examples: list[tuple[int, int, _Found]] = []  # a heap: the shortest and latest first


def gather_additions(site: Site) -> dict[str, Additions]:
    """Gather what outlets added, in one pass over the sentences.

    Parameters
    ----------
    site : Site

    Returns
    -------
    dict of str to Additions
        By the outlet's name in ``outlets.csv``; those without an addition are
        not in it.

    Notes
    -----
    Examples are the longest new sentences of up to 60 words, one an article,
    from stories with a page.
    """
    catalogue = site.catalogue
    articles = {row: k for k, row in enumerate(catalogue.column("articles", "article_id"))}
    outlets = [outlet_key({"outlet": name}) for name in catalogue.column("articles", "outlet")]
    stories = catalogue.column("articles", "story_id")
    tallies: dict[str, _Tally] = {}
    names = ("article_id", "start", "end", "added", "place", "own_words")
    columns = [catalogue.column("sentences", name) for name in names]
    for number, (article_id, start, end, added, place, own_words) in enumerate(zip(*columns, strict=True)):
        if added is None:
            continue
        k = articles[article_id]
        tally = tallies.setdefault(outlets[k], _Tally())
        tally.sentences[added, place] = tally.sentences.get((added, place), 0) + 1
        tally.words[added] = tally.words.get(added, 0) + own_words
        if (
            added in _WHOLE
            and own_words <= _LONGEST
            and end - start <= _WIDEST
            and stories[k] in site.addresses.stories
        ):
            _keep(tally, number, (own_words, article_id, start, end, added))
    n_articles = _n_with_source(site, outlets)
    return {name: _additions(site, tally, n_articles.get(name, 0)) for name, tally in tallies.items()}


def _keep(tally: _Tally, number: int, found: _Found) -> None:
    """Keep the longest sentences, one an article; of equally long ones the first."""
    entry = (found[0], -number, found)
    kept = tally.examples
    same = next((k for k, (_, _, each) in enumerate(kept) if each[1] == found[1]), None)
    if same is not None:
        if kept[same][:2] < entry[:2]:
            rest = [each for k, each in enumerate(kept) if k != same]
            tally.examples = []
            for each in [*rest, entry]:
                heappush(tally.examples, each)
    elif len(kept) < EXAMPLES:
        heappush(kept, entry)
    else:
        heappushpop(kept, entry)


def _n_with_source(site: Site, outlets: list[str]) -> dict[str, int]:
    """Count the articles of each outlet that took words from a source."""
    counts: dict[str, int] = {}
    for outlet, source in zip(outlets, site.catalogue.column("articles", "source_id"), strict=True):
        if source is not None:
            counts[outlet] = counts.get(outlet, 0) + 1
    return counts


def _additions(site: Site, tally: _Tally, n_articles: int) -> Additions:
    rows = []
    for kind in ADDITIONS:
        by_place = [tally.sentences.get((kind, place), 0) for place in PLACES]
        if sum(by_place):
            rows.append(
                AdditionRow(
                    kind=kind,
                    about=_ABOUT[kind],
                    by_place=tuple(f"{n:,}" for n in by_place),
                    total=f"{sum(by_place):,}",
                    own_words=f"{tally.words[kind]:,}",
                )
            )
    examples = sorted(tally.examples, reverse=True)
    return Additions(
        rows=tuple(rows),
        total=f"{sum(tally.sentences.values()):,}",
        n_articles=f"{n_articles:,}",
        examples=tuple(_example(site, found) for _, _, found in examples),
    )


def _example(site: Site, found: _Found) -> Example:
    """Cut a sentence out of its article; it has no text in a redacted run."""
    _, article_id, start, end, kind = found
    article = site.catalogue.article(article_id)
    text = site.catalogue.text(article_id)
    return Example(
        text=" ".join(text[start:end].split()),
        language=language(article["language"]),
        kind=kind,
        title=site.catalogue.headline(article),
        target=site.addresses.stories[article["story_id"]],
    )
