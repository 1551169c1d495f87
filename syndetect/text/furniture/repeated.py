"""Digests of paragraphs -> those that one outlet repeats in article after article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.params import FurnitureParams

__all__ = ["Pages", "Repeats", "SharedWords", "find_repeats", "n_independent"]

_WITNESSES = 64  # articles among which independent ones are looked for


@dataclass(frozen=True, slots=True)
class Repeats:
    """The paragraphs that are furniture because their outlet repeats them.

    Attributes
    ----------
    rows : int64 array of shape (n_rows,)
        Paragraphs, ascending.
    n_articles, n_of_outlet : int64 arrays of shape (n_rows,)
        In how many articles of its outlet the paragraph stands, and how many
        articles the outlet has; copies of one article count once.
    """

    rows: NDArray[np.int64]
    n_articles: NDArray[np.int64]
    n_of_outlet: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Every paragraph that occurs twice in every outlet that carries it: one group each.

    ``rows`` are the paragraphs, group after group, those of equal articles
    side by side, with ``ptr`` (n_groups + 1,); ``n_articles`` counts distinct
    articles, ``n_others`` other outlets with the same paragraph.
    """

    rows: NDArray[np.int64]
    ptr: NDArray[np.int64]
    n_articles: NDArray[np.int64]
    n_others: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pages:
    """The paragraphs of all articles as this stage sees them.

    Attributes
    ----------
    digests : uint64 array of shape (n_paragraphs,)
    n_words : int64 array of shape (n_paragraphs,)
    taken : bool array of shape (n_paragraphs,)
        Furniture already, by a rule: left out, also when articles are compared.
    article_ptr : int64 array of shape (n_articles + 1,)
    contents : uint64 array of shape (n_articles,)
        Digest of each article: equal ones count once.
    """

    digests: NDArray[np.uint64]
    n_words: NDArray[np.int64]
    taken: NDArray[np.bool_]
    article_ptr: NDArray[np.int64]
    contents: NDArray[np.uint64]


def find_repeats(outlets: Sequence[str], pages: Pages, params: FurnitureParams) -> Repeats:
    """Find the paragraphs that are furniture by repetition.

    Parameters
    ----------
    outlets : sequence of str, length n_articles
        Empty where unknown: such an article neither has nor is evidence.
    pages : Pages
    params : FurnitureParams

    Returns
    -------
    Repeats
        Whatever the order of the articles, the same paragraphs.

    Notes
    -----
    One sort of the digests that occur twice. For each paragraph that an outlet
    repeats often enough, articles are then compared, in the order of their
    digests, until ``min_articles`` are found that share little else.
    """
    code = {name: k for k, name in enumerate(sorted({*outlets, ""}))}  # the empty one comes first
    outlet = np.array([code[name] for name in outlets], np.int64)
    known = outlet > 0
    n_of_outlet = _count_distinct(outlet[known], pages.contents[known], len(code))
    article = np.repeat(np.arange(len(outlets)), np.diff(pages.article_ptr))
    rows = _occurring_twice(pages.digests, np.flatnonzero(~pages.taken & known[article]))
    groups = _grouped(rows, pages, outlet[article], article)
    of_outlet = n_of_outlet[outlet[article[groups.rows[groups.ptr[:-1]]]]]
    often = np.flatnonzero(_is_often(groups, of_outlet, pages, params))
    shared = SharedWords(pages)
    chosen = [np.empty((0, 3), np.int64)]
    for group in often.tolist():
        members = groups.rows[groups.ptr[group] : groups.ptr[group + 1]]
        if n_independent(members, article, shared, params) >= params.min_articles:
            counts = (groups.n_articles[group], of_outlet[group])
            chosen.append(np.column_stack([members, np.broadcast_to(counts, (len(members), 2))]))
    table = np.concatenate(chosen)
    table = table[np.argsort(table[:, 0])]
    return Repeats(table[:, 0], table[:, 1], table[:, 2])


def _count_distinct(
    outlet: NDArray[np.int64], contents: NDArray[np.uint64], n_outlets: int
) -> NDArray[np.int64]:
    """Count the distinct articles of each outlet."""
    order = np.lexsort((contents, outlet))
    new = _changes(outlet[order]) | _changes(contents[order])
    return np.bincount(outlet[order[new]], minlength=n_outlets)


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Mark each value that differs from the one before it; the first does."""
    changed = np.ones(len(values), np.bool_)
    changed[1:] = values[1:] != values[:-1]
    return changed


def _occurring_twice(digests: NDArray[np.uint64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows whose digest occurs more than once."""
    order = rows[np.argsort(digests[rows], kind="stable")]
    new = _changes(digests[order])
    last = np.append(new[1:], True) if len(new) else new
    return order[~(new & last)]


def _grouped(
    rows: NDArray[np.int64], pages: Pages, outlet: NDArray[np.int64], article: NDArray[np.int64]
) -> _Groups:
    """Sort rows by paragraph, outlet and article, and count."""
    contents = pages.contents[article[rows]]
    order = rows[np.lexsort((rows, contents, outlet[rows], pages.digests[rows]))]
    new_paragraph = _changes(pages.digests[order])
    new_group = new_paragraph | _changes(outlet[order])
    new_article = new_group | _changes(pages.contents[article[order]])
    starts = np.flatnonzero(new_group)
    n_articles = np.add.reduceat(new_article, starts, dtype=np.int64) if len(starts) else starts
    paragraph = np.cumsum(new_paragraph)[starts] - 1
    n_outlets = np.bincount(paragraph)[paragraph]
    return _Groups(order, np.append(starts, len(order)), n_articles, n_outlets - 1)


def _is_often(
    groups: _Groups, of_outlet: NDArray[np.int64], pages: Pages, params: FurnitureParams
) -> NDArray[np.bool_]:
    """Tell which groups pass the limits of counts and shares."""
    is_long = pages.n_words[groups.rows[groups.ptr[:-1]]] > params.prose_words
    share = np.where(is_long, params.min_prose_share, params.min_share)
    often: NDArray[np.bool_] = (
        (groups.n_articles >= max(2, params.min_articles))
        & (groups.n_articles >= share * of_outlet)
        & (groups.n_others <= params.max_other_outlets)
    )
    return often


def n_independent(
    members: NDArray[np.int64], article: NDArray[np.int64], shared: "SharedWords", params: FurnitureParams
) -> int:
    """Count articles that share little beside the paragraph, up to ``min_articles``."""
    kept: list[int] = []
    digest = int(shared.pages.digests[members[0]])
    for row in list(dict.fromkeys(article[members].tolist()))[:_WITNESSES]:
        if all(shared.share(row, other, digest) < params.version_share for other in kept):
            kept.append(row)
            if len(kept) >= params.min_articles:
                break
    return len(kept)


class SharedWords:
    """Words of articles by paragraph, counted once an article and kept."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self._words: dict[int, dict[int, int]] = {}

    def share(self, one: int, other: int, without: int) -> float:
        """Return which share of the shorter article's words the other has too, but for one paragraph."""
        here, there = self._of(one), self._of(other)
        common = sum(here[digest] for digest in here.keys() & there.keys() if digest != without)
        fewest = min(sum(words.values()) - words.get(without, 0) for words in (here, there))
        return common / fewest if fewest else 1.0

    def _of(self, article: int) -> dict[int, int]:
        if article not in self._words:
            pages = self.pages
            rows = np.arange(pages.article_ptr[article], pages.article_ptr[article + 1])
            rows = rows[~pages.taken[rows]]
            pairs = zip(pages.digests[rows].tolist(), pages.n_words[rows].tolist(), strict=True)
            self._words[article] = dict(pairs)
        return self._words[article]
