r"""Texts -> the pairs that resemble each other, exactly; and how many of them a contender found.

Words and shingles are those of the peers (``\w+``, lower case, runs of five),
not those of the package, so that the truth is nobody's own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from benchmarks.speed.contenders import WORD

__all__ = ["Recall", "measure_recall", "n_dropped", "resembling_pairs"]

Pairs = NDArray[np.int64]  # (n_pairs, 2), a < b, sorted, distinct

WIDTH = 5
BLOCK = 1000  # rows multiplied at once


class Recall(NamedTuple):
    """Of ``n_true`` pairs so many are candidates; so many at least share one as a candidate of both."""

    n_true: int
    n_found: int
    n_linked: int
    n_pairs: int = 0  # that were given, true or not

    @property
    def precision(self) -> float:
        """Share of the pairs given that are true; 0 when there are none."""
        return self.n_found / max(1, self.n_pairs)


def resembling_pairs(texts: list[str], threshold: float) -> Pairs:
    """Find every pair of texts of at least this resemblance, by comparing all sets with all.

    Parameters
    ----------
    texts : list of str
    threshold : float
        Above 0.

    Returns
    -------
    int64 array of shape (n_pairs, 2)
        Pairs a < b with |A & B| / |A | B| >= threshold, where A and B are the
        sets of 5-word shingles; sorted. No hash is involved.
    """
    matrix = _shingle_matrix(texts)
    sizes = np.diff(matrix.indptr)
    n_texts = len(texts)
    shared_alone = np.bincount(matrix.indices, minlength=matrix.shape[1]) > 1
    common = csr_array(matrix[:, np.flatnonzero(shared_alone)])  # a shingle of one text is in no pair
    transposed = csr_array(common.T)
    found = []
    for start in range(0, n_texts, BLOCK):
        products = (common[start : start + BLOCK] @ transposed).tocoo()
        a, b = products.row.astype(np.int64) + start, products.col.astype(np.int64)
        both = products.data.astype(np.int64)
        keep = (a < b) & (both >= threshold * (sizes[a] + sizes[b] - both))
        found.append(np.stack([a[keep], b[keep]], axis=1))
    pairs = np.concatenate(found) if found else np.empty((0, 2), np.int64)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _shingle_matrix(texts: list[str]) -> csr_array:
    """Return a row a text with a 1 for each of its shingles: int32 csr_array (n_texts, n_shingles)."""
    numbers: dict[str, int] = {}
    codes: list[NDArray[np.int64]] = []
    for text in texts:
        found = WORD.findall(text.lower())
        codes.append(np.array([numbers.setdefault(word, len(numbers)) for word in found], np.int64))
    lengths = np.array([len(code) for code in codes], np.int64)
    row = np.repeat(np.arange(len(texts)), lengths)
    words = np.concatenate(codes) if codes else np.empty(0, np.int64)
    place = np.arange(len(words)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    starts = np.flatnonzero(place + WIDTH <= np.repeat(lengths, lengths))
    runs = words[starts]
    for step in range(1, WIDTH):  # number the runs of two words, of three, ...
        _, runs = np.unique(runs * (len(numbers) + 1) + words[starts + step], return_inverse=True)
    n_shingles = int(runs.max(initial=-1)) + 1
    once = np.unique(row[starts] * n_shingles + runs)
    indices, rows = once % max(1, n_shingles), once // max(1, n_shingles)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(texts)))))
    return csr_array((np.ones(len(once), np.int32), indices, indptr), shape=(len(texts), n_shingles))


def measure_recall(true: Pairs, found: Pairs) -> Recall:
    """Count the true pairs that are among the candidates.

    A pair that is not a candidate itself is *linked* when some article is a
    candidate together with either: what is starred is compared by way of a
    representative.
    """
    neighbours: dict[int, set[int]] = {}
    for a, b in found.tolist():
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    direct = linked = 0
    for a, b in true.tolist():
        of_a, of_b = neighbours.get(a, set()), neighbours.get(b, set())
        direct += b in of_a
        linked += b in of_a or not of_a.isdisjoint(of_b)
    return Recall(len(true), direct, linked, len(found))


def n_dropped(pairs: Pairs, n_articles: int) -> int:
    """Count the articles that go when one of every group that hangs together over pairs stays."""
    links = coo_array((np.ones(len(pairs), bool), (pairs[:, 0], pairs[:, 1])), shape=(n_articles,) * 2)
    n_groups, _ = connected_components(links, directed=False)
    return n_articles - int(n_groups)
