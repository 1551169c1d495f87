"""Words of all articles -> how rare each is, known to every executor: the TF-IDF rows of one process."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.engines.spark.arrays import numbers, over_partitions, table_of
from syndetect.engines.spark.preparing import body_of
from syndetect.sketch import Weights, count_terms
from syndetect.sketch.tfidf import inverse_frequency, weigh
from syndetect.text import Tokens

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Vocabulary", "build_vocabulary"]

_TERMS = "term long, n_articles long, n_searched long, first_row long, first_place long"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The distinct words of a corpus: 13 bytes each, sent to every Python worker.

    Attributes
    ----------
    terms : uint32 array of shape (n_terms,)
        Hashes, ascending.
    places : int32 array of shape (n_terms,)
        Their numbers in the order in which they first occur in the corpus: sums
        over words are taken in this order, so that they round alike everywhere.
    weights : float32 array of shape (n_terms,)
        Inverse document frequency.
    is_shared : bool array of shape (n_terms,)
        Whether two or more of the searched articles have the word.
    """

    terms: NDArray[np.uint32]
    places: NDArray[np.int32]
    weights: NDArray[np.float32]
    is_shared: NDArray[np.bool_]

    def weigh(self, body: Tokens) -> tuple[Weights, NDArray[np.bool_]]:
        """Weigh the words of some articles as ``tfidf`` does with the whole corpus at hand.

        Returns
        -------
        weights : Weights of shape (n_articles, n_terms_here)
            Columns in the order of ``places``.
        is_shared : bool array of shape (n_terms_here,)
        """
        counts = count_terms(body)
        at = np.searchsorted(self.terms, counts.term_hashes)
        order = np.argsort(self.places[at], kind="stable")
        column = np.empty(len(order), np.int32)
        column[order] = np.arange(len(order), dtype=np.int32)
        numbered = replace(counts, terms=column[counts.terms])
        return weigh(numbered, self.weights[at[order]], n_threads=1), self.is_shared[at[order]]


def build_vocabulary(articles: "DataFrame", n_articles: int) -> Vocabulary:
    """Count the articles that have each word.

    Parameters
    ----------
    articles : DataFrame
        With row, hashes, flags and is_searched.
    n_articles : int

    Returns
    -------
    Vocabulary

    Notes
    -----
    Counts are shuffled (40 bytes a distinct word of every 2,000 articles) and
    come to the driver: 36 bytes a distinct word of the corpus.
    """
    from pyspark.sql import functions as f

    found = (
        over_partitions(articles, _count, _TERMS, whole=False)
        .groupBy("term")
        .agg(
            f.sum("n_articles").alias("n_articles"),
            f.sum("n_searched").alias("n_searched"),
            f.min(f.struct("first_row", "first_place")).alias("first"),
        )
        .select("term", "n_articles", "n_searched", "first.first_row", "first.first_place")
        .toArrow()
    )
    term, n_with, n_searched, first_row, first_place = numbers(found, *_names(_TERMS)).reshape(-1, 5).T
    order = np.argsort(term)
    places = np.empty(len(term), np.int32)
    places[np.lexsort((first_place, first_row))] = np.arange(len(term), dtype=np.int32)
    return Vocabulary(
        term[order].astype(np.uint32),
        places[order],
        inverse_frequency(n_with[order], n_articles),
        (n_searched > 1)[order],
    )


def _names(schema: str) -> Sequence[str]:
    return [entry.split()[0] for entry in schema.split(",")]


def _count(table: pa.Table) -> pa.Table:
    """Count the words of a batch of articles."""
    body = body_of(table)
    searched = table.column("is_searched").to_numpy(zero_copy_only=False)
    counts = count_terms(body)
    n_terms = len(counts.term_hashes)
    row_of = np.repeat(np.arange(body.n_articles), np.diff(counts.row_ptr))
    _, first = np.unique(counts.terms, return_index=True)
    return table_of(
        _TERMS,
        (
            counts.term_hashes.astype(np.int64),
            np.bincount(counts.terms, minlength=n_terms),
            np.bincount(counts.terms[searched[row_of]], minlength=n_terms),
            numbers(table, "row")[row_of[first]],
            first - counts.row_ptr[row_of[first]],
        ),
    )
