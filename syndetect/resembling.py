"""Files or articles -> the pairs of articles that resemble each other, and nothing else: the quick job."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates import find_candidates
from syndetect.corpus import Article, Corpus, NoArticleError, ReadParams
from syndetect.corpus.article import FileLedger, Quarantined, count_records
from syndetect.corpus.batches import read_briefly
from syndetect.corpus.memory import memory_entry
from syndetect.corpus.read import is_empty, why_nothing
from syndetect.corpus.taking import Taken
from syndetect.corpus.times import publication_times
from syndetect.errors import ParameterError
from syndetect.garbage import uncollected
from syndetect.pairs.scores import shared_shingles
from syndetect.params import Params
from syndetect.report import Table
from syndetect.report.cells import Coded, Names, Numbers
from syndetect.report.manifest import Recorder
from syndetect.report.tables import Column, Columns, column_table
from syndetect.sketch import sketch_texts
from syndetect.storage import Budget, Storage, Watch
from syndetect.storage.budget import LEAST

__all__ = ["Resembling", "find_pairs"]

DEFAULTS = Params()
RESEMBLANCE = 0.5

_KEPT = 800  # bytes an article that stay in memory, whatever lies in files: a million took half of that
_EVERY_READING = ReadParams()

_WHICH = (
    Column("a_id", "text", "One article: the one that was read first."),
    Column("a_file", "text", "File that it was read from."),
    Column("a_record", "count", "Its number in that file, from 1.", unit="records"),
    Column("b_id", "text", "The other article."),
    Column("b_file", "text", "File that it was read from."),
    Column("b_record", "count", "Its number in that file, from 1.", unit="records"),
)
_SCORES = (
    Column("resemblance", "score", "Shingles in both / shingles in either (Broder 1997), exact."),
    Column("containment_a_in_b", "share", "Shingles in both / shingles of a."),
    Column("containment_b_in_a", "share", "Shingles in both / shingles of b."),
    Column("shared_shingles", "count", "Different shingles in both.", unit="shingles"),
)


@dataclass(frozen=True)
class Resembling:
    """Pairs of articles that resemble each other, and the account of what was read.

    Attributes
    ----------
    article_ids, files : list of str, length n_articles
        In the order of reading. Ids are those of the records: two may be equal.
    records : int64 array of shape (n_articles,)
        Number of each in its file, from 1.
    n_words : int64 array of shape (n_articles,)
    pairs : int64 array of shape (n_pairs, 2)
        Places in ``article_ids``, a < b; sorted, distinct.
    shingles : int64 array of shape (n_pairs, 3) or None
        Different shingles of a, of b, and in both. None where pairs were not
        verified.
    n_candidates : int
        Pairs that were looked at.
    n_characters : int
        Of all texts.
    corpus : Corpus
        Without its articles: ledger and quarantine.
    counts : dict of str to object
        What the searches met, by name.
    seconds : dict of str to float
        By stage.
    memory : dict of str to object
        As under ``memory`` in ``run.json``.
    """

    article_ids: list[str]
    files: list[str]
    records: NDArray[np.int64]
    n_words: NDArray[np.int64]
    pairs: NDArray[np.int64]
    shingles: NDArray[np.int64] | None
    n_candidates: int
    n_characters: int
    corpus: Corpus
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def resemblance(self) -> NDArray[np.float64] | None:
        """Exact resemblance of each pair: float64 (n_pairs,); None where pairs were not verified."""
        return None if self.shingles is None else _resemblance(self.shingles)

    def account(self) -> dict[str, Any]:
        """Return the sums over the files: ``n_in == n_ok + n_quarantined + n_filtered``."""
        return count_records(self.corpus.ledger)

    def table(self) -> Table:
        """Return the pairs as a table: which articles they are and, of verified pairs, their scores."""
        a, b = self.pairs.T
        ids, files = Names(self.article_ids), Coded.distinct(self.files)
        which: Columns = [
            cells
            for rows in (a, b)
            for cells in (
                Coded(rows, ids),
                Coded(files.codes[rows], files.names),
                Numbers(self.records[rows]),
            )
        ]
        if self.shingles is None:
            return column_table("pairs", _WHICH, which)
        n_a, n_b, n_both = self.shingles.T
        scores: Columns = [
            Numbers.shares(_resemblance(self.shingles)),
            Numbers.shares(n_both / np.maximum(1, n_a)),
            Numbers.shares(n_both / np.maximum(1, n_b)),
            Numbers(n_both),
        ]
        return column_table("pairs", _WHICH + _SCORES, [*which, *scores])


def _resemblance(shingles: NDArray[np.int64]) -> NDArray[np.float64]:
    n_a, n_b, n_both = shingles.T
    found: NDArray[np.float64] = n_both / np.maximum(1, n_a + n_b - n_both)
    return found


def find_pairs(  # noqa: PLR0913 - each is a choice of the caller
    source: str | Path | Iterable[str | Path] | Iterable[Article],
    params: Params = DEFAULTS,
    *,
    resemblance: float | None = RESEMBLANCE,
    passages: bool = True,
    read: ReadParams | None = None,
    stdin: BinaryIO | None = None,
    n_threads: int | None = None,
    memory: str | int | None = None,
    spill_folder: str | Path | None = None,
    on_stage: Callable[[str], None] | None = None,
) -> Resembling:
    """Find the articles that resemble each other, for who wants near-duplicates and no account of reuse.

    Texts are looked at as they stand, credit lines, captions and menus with
    them, and are not kept: memory is for words, sketches and ids. Articles of
    fewer words than ``params.relation.min_words`` are not paired.

    Parameters
    ----------
    source : path, paths or articles
        Files or folders to read, or articles already in memory.
    params : Params
        Of which shingle, sketch, candidates, passages and relation
        (``min_words``) are used.
    resemblance : float or None
        Pairs of less exact resemblance are left out. None: candidates are
        handed on as they were found, without a look at their shingles.
    passages : bool
        Look up, besides the articles that resemble each other as a whole,
        those that share a run of words: without, fewer pairs with a low
        resemblance are found.
    read : ReadParams, optional
        How files are read.
    stdin : binary file, optional
        What ``-`` stands for.
    n_threads : int, optional
        Threads; by default as many as processors. The result does not depend
        on it.
    memory : str or int, optional
        As for :func:`syndetect.scan`.
    spill_folder : str or Path, optional
        As for :func:`syndetect.scan`.
    on_stage : callable, optional
        Called with the name of each stage as it begins.

    Returns
    -------
    Resembling
        No pairs when there are no two articles. The pairs of a crowd of copies
        are bounded as in a scan: ``candidates.copy_pairs`` an article.

    Raises
    ------
    InputError
        An input does not exist, or nothing in it can be read.
    ParameterError
        ``resemblance`` is not between 0 and 1.
    BudgetError
        ``memory`` is less than the run needs.
    SpillError
        There is no room for the temporary files.

    Notes
    -----
    Broder, "On the resemblance and containment of documents" (1997), sec. 2.
    """
    if resemblance is not None and not 0 < resemblance <= 1:
        raise ParameterError(f"resemblance must be above 0 and at most 1, got {resemblance}")
    with uncollected(), Watch() as watch:
        budget = Budget.of(memory)
        run = Recorder(on_stage, watch=watch, storage=Storage(budget.n_bytes, spill_folder))
        with run.stage("sketch") as counts:
            reading = _Reading(source, read or _EVERY_READING, stdin)
            tokens, sketches = sketch_texts(
                reading.texts(), params, passages=passages, n_threads=n_threads, storage=run.storage
            )
            corpus = reading.account()
            counts |= count_records(corpus.ledger) | {"n_words": len(tokens.hashes)}
            budget.require(tokens.n_articles, LEAST + _KEPT * tokens.n_articles)
        with run.stage("candidates") as counts:
            published_at = np.concatenate([np.empty(0), *reading.published_at])
            found = find_candidates(
                tokens, sketches, published_at, params, n_threads=n_threads, storage=run.storage
            )
            counts |= found.counts
            del sketches  # nothing looks at them any more
        pairs, shingles = found.pairs, None
        if resemblance is not None:
            with run.stage("verify") as counts:
                shingles = shared_shingles(tokens, pairs, params.shingle, n_threads=n_threads)
                keep = _resemblance(shingles) >= resemblance
                pairs, shingles = pairs[keep], shingles[keep]
                counts["n_pairs"] = len(pairs)
    return Resembling(
        reading.ids,
        reading.files,
        np.concatenate([np.empty(0, np.int64), *reading.records]),
        tokens.lengths,
        pairs,
        shingles,
        len(found.pairs),
        reading.n_characters,
        corpus,
        found.counts,
        run.seconds,
        run.memory(),
    )


class _Reading:
    """What stays of articles as they are read: all but their texts."""

    def __init__(
        self,
        source: str | Path | Iterable[str | Path] | Iterable[Article],
        read: ReadParams,
        stdin: BinaryIO | None,
    ) -> None:
        self.ids: list[str] = []
        self.files: list[str] = []
        self.records: list[NDArray[np.int64]] = []
        self.published_at: list[NDArray[np.float64]] = []
        self.n_characters = 0
        self._ledger: list[FileLedger] = []
        self._quarantine: list[Quarantined] = []
        self._source = source
        self._read = read
        self._stdin = stdin

    def texts(self) -> Iterator[str | bytes]:
        """Yield the texts, those of files in UTF-8."""
        items: list[Any] = [self._source] if isinstance(self._source, str | Path) else list(self._source)
        if items and all(isinstance(item, Article) for item in items):
            self._take(items)
            yield from (article.text for article in items)
            self._ledger.append(memory_entry(len(items)))
            return
        batches = read_briefly(items, params=self._read, stdin=self._stdin)
        for item in batches.items():
            if isinstance(item, Taken):
                columns = item.columns
                self.ids += columns["article_id"]
                self.files += columns["file"]
                self.records.append(np.array(columns["record"], np.int64))
                times = columns.get("published_at", [None] * len(item))
                self.published_at.append(np.array(times, np.float64))  # None is NaN
                self.n_characters += sum(map(len, columns["text"]))
                yield from item.utf8
            elif isinstance(item, Quarantined):
                self._quarantine.append(item)
        self._ledger += batches.ledger

    def account(self) -> Corpus:
        """Return ledger and quarantine, in order; NoArticleError when there are records and no article."""
        corpus = Corpus(
            articles=(),
            ledger=tuple(sorted(self._ledger, key=lambda entry: entry.file)),
            quarantine=tuple(sorted(self._quarantine, key=lambda row: (row.file, row.record))),
            reading=self._read.to_mapping(),
        )
        if not self.ids and not is_empty(corpus):
            raise NoArticleError(why_nothing(corpus), corpus)
        return corpus

    def _take(self, articles: Sequence[Article]) -> None:
        self.ids += [article.article_id for article in articles]
        self.files += [article.file for article in articles]
        self.records.append(np.array([article.record for article in articles], np.int64))
        self.published_at.append(publication_times(articles))
        self.n_characters += sum(len(article.text) for article in articles)
