"""Articles and their words -> the credits in them: flagged paragraphs, record fields, head lines."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies.credit import Channel, Credit
from syndetect.agencies.fields import read_fields
from syndetect.agencies.flags import find_forms
from syndetect.agencies.forms import Form
from syndetect.agencies.lines import make_line
from syndetect.agencies.publishers import read_publisher
from syndetect.agencies.registry import Registry, host_of, plain_outlet
from syndetect.agencies.roles import Role, Surroundings, find_roles
from syndetect.corpus import Article
from syndetect.text import Paragraphs, Tokens

__all__ = ["read_credits"]

_HEAD_LINES = 4  # paragraphs among which an aggregator names the publisher
_HEAD_WORDS = 6
_LONGEST = 8000  # characters that are read as one line
_GLUED_LINES, _GLUED_WORDS = 15, 30  # where a name may be printed without a space


def read_credits(
    articles: Sequence[Article],
    tokens: Tokens,
    paragraphs: Paragraphs,
    registry: Registry,
    *,
    n_threads: int | None = None,
) -> list[Credit]:
    """Read which agencies the articles credit, show pictures of, or cite.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    tokens : Tokens
    paragraphs : Paragraphs
        Both of the articles' texts: ``tokenise_paragraphs``.
    registry : Registry
        :func:`load_registry`.
    n_threads : int, optional
        Threads of the search for names; the result does not depend on it.

    Returns
    -------
    list of Credit
        Sorted by article, start, channel and agency. An article that names no
        agency has none.

    Notes
    -----
    The words are searched in one compiled pass; only paragraphs that hold the
    words of a name (about one in fifty of plain news) are looked at as text.
    """
    flagged = _flagged(tokens, paragraphs, registry, n_threads)
    article_of = np.searchsorted(paragraphs.article_ptr, np.array(list(flagged), np.int64), side="right") - 1
    by_article: dict[int, list[int]] = defaultdict(list)
    for paragraph, article in zip(flagged, article_of.tolist(), strict=True):
        by_article[article].append(paragraph)
    own = _Own(registry)
    credits: set[Credit] = set(read_fields(articles, registry, own.of))
    for row, numbers in by_article.items():
        places = _Places(articles[row], row, paragraphs)
        credits.update(_read_article(places, {number: flagged[number] for number in numbers}, registry, own))
    return sorted(
        credits, key=lambda credit: (credit.article, credit.start, credit.channel, credit.agency, credit)
    )


def _flagged(
    tokens: Tokens, paragraphs: Paragraphs, registry: Registry, n_threads: int | None
) -> dict[int, list[Form]]:
    """Return the paragraphs to be read, ascending, with the forms that may stand in each."""
    forms = registry.forms
    n_words = np.diff(paragraphs.token_ptr)
    starts = np.repeat(paragraphs.article_ptr[:-1], np.diff(paragraphs.article_ptr))
    place = np.arange(len(n_words)) - starts
    hits = find_forms(tokens.hashes, paragraphs.token_ptr, registry, n_threads=n_threads)
    glued = np.array([form.role == "glued" for form in forms])
    near_head = (place < _GLUED_LINES) & (n_words <= _GLUED_WORDS)
    hits = hits[~glued[hits[:, 1]] | near_head[hits[:, 0]]]
    flagged: dict[int, list[Form]] = {
        number: [] for number in np.flatnonzero((place < _HEAD_LINES) & (n_words <= _HEAD_WORDS)).tolist()
    }
    for number, form in hits.tolist():
        flagged.setdefault(number, []).append(forms[form])
    return dict(sorted(flagged.items()))


class _Own:
    """Knows which agency an article's outlet or site belongs to."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[tuple[str, str], frozenset[int]] = {}

    def of(self, article: Article) -> frozenset[int]:
        """Return the agencies (places in the registry) whose own outlet this is."""
        key = (article.outlet, host_of(article.url))
        if key not in self._known:
            outlet, host = key
            rows = (
                self._registry.of_host(host),
                self._registry.of_host(outlet.split("/")[0]),
                self._registry.by_name.get(plain_outlet(outlet)),
            )
            self._known[key] = frozenset(row for row in rows if row is not None)
        return self._known[key]


_LAST_WORD = re.compile(r"[^\W_](?=[\W_]*\Z)")


class _Places:
    """The paragraphs of one article."""

    def __init__(self, article: Article, row: int, paragraphs: Paragraphs) -> None:
        self.article = article
        self.row = row
        self.first = int(paragraphs.article_ptr[row])
        self.n_lines = int(paragraphs.article_ptr[row + 1]) - self.first
        self._spans: NDArray[np.int32] = paragraphs.spans
        self._token_ptr = paragraphs.token_ptr

    def text(self, number: int) -> tuple[str, int]:
        """Return a paragraph and where it begins; empty before the first and after the last one."""
        if not self.first <= number < self.first + self.n_lines:
            return "", 0
        start, end = self._spans[number].tolist()
        text = self.article.text[start:end]
        return (_without_signs(text) if "\n" in text else text), start

    def neighbour(self, number: int, offset: int) -> str:
        """Return the paragraph so many further on."""
        return self.text(number + offset)[0]

    def n_words(self, number: int) -> int:
        """Count the words of a paragraph."""
        return int(self._token_ptr[number + 1] - self._token_ptr[number])


def _without_signs(text: str) -> str:
    """Cut off the lines of signs after the last word."""
    last = _LAST_WORD.search(text)
    line_end = text.find("\n", last.end()) if last else -1
    return text if line_end < 0 else text[:line_end].rstrip()


def _read_article(
    places: _Places, flagged: dict[int, list[Form]], registry: Registry, own: _Own
) -> Iterator[Credit]:
    """Read the flagged paragraphs of one article from the top."""
    mine: frozenset[int] | None = None
    has_byline = False
    for number, forms in flagged.items():
        text, start = places.text(number)
        publisher = (
            read_publisher(text, registry, places.article) if number - places.first < _HEAD_LINES else None
        )
        if publisher is None and not forms:
            continue
        mine = own.of(places.article) if mine is None else mine
        if publisher is not None:
            name, agency = publisher
            channel: Channel = "original" if agency in mine else "text"
            yield Credit(places.row, name, channel, "byline", start, start + len(text), text)
            has_byline = True
            continue
        for piece in _pieces(text, (start, number - places.first, places.n_lines, places.n_words(number))):
            line = make_line(piece.text, forms, piece.where)
            if not line.names:
                continue
            roles = find_roles(line, Surroundings(partial(places.neighbour, number), has_byline))
            has_byline = has_byline or any(role.kind == "byline" for role in roles)
            yield from (_credit(role, piece.text, line.start, places.row, registry, mine) for role in roles)


class _Piece(NamedTuple):
    """A stretch of a paragraph, and its start, place, number of lines and words as of a line."""

    text: str
    where: tuple[int, int, int, int]


def _pieces(text: str, where: tuple[int, int, int, int]) -> Iterator[_Piece]:
    """Cut a paragraph of endless length into lines of bounded length: forms of credits are tried on each.

    A text without line breaks may be one paragraph of a megabyte; some forms take time that grows with the
    square of a line.
    """
    if len(text) <= _LONGEST:
        yield _Piece(text, where)
        return
    start, place, n_lines, n_words = where
    bounds = [0]
    while len(text) - bounds[-1] > _LONGEST:
        blank = text.rfind(" ", bounds[-1] + _LONGEST // 2, bounds[-1] + _LONGEST)
        bounds.append(blank + 1 if blank >= 0 else bounds[-1] + _LONGEST)
    bounds.append(len(text))
    n_more = len(bounds) - 2
    for k, (begin, end) in enumerate(pairwise(bounds)):
        yield _Piece(text[begin:end], (start + begin, place + k, n_lines + n_more, n_words // (n_more + 1)))


def _credit(role: Role, text: str, offset: int, row: int, registry: Registry, own: frozenset[int]) -> Credit:
    """Turn a role into a credit: its evidence without the blanks around it."""
    words = text[role.start : role.end]
    start = role.start + len(words) - len(words.lstrip())
    evidence = words.strip()
    agency = role.name.form.agency
    channel = "original" if role.channel in ("text", "press release") and agency in own else role.channel
    name = registry.agencies[agency].name
    return Credit(row, name, channel, role.kind, offset + start, offset + start + len(evidence), evidence)
