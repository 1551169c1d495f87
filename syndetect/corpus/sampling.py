"""Inputs -> a corpus of their first records, and how many articles there are in all, as far as these tell."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from syndetect.corpus.article import Article, Corpus, FileLedger
from syndetect.corpus.batches import Batches, Sample, input_files
from syndetect.corpus.ids import in_canonical_order
from syndetect.corpus.params import ReadParams

__all__ = ["Sampled", "sample_corpus"]

_BATCH = 500
_FEWEST = 200  # records of each file: of neighbouring records some tell the same story
_LINE_END = 1  # byte between two records


class Sampled(NamedTuple):
    """The first records of all inputs.

    ``n_articles`` and ``n_bytes`` (decompressed) are of all inputs: estimated
    unless ``is_whole``.
    """

    corpus: Corpus
    n_articles: int
    n_bytes: int
    is_whole: bool


def sample_corpus(
    inputs: Sequence[str | Path] | str | Path,
    n_wanted: int,
    *,
    params: ReadParams,
    stdin: BinaryIO | None = None,
) -> Sampled:
    """Read the first articles of inputs.

    Parameters
    ----------
    inputs : sequence of str or Path
        As for :func:`read_corpus`.
    n_wanted : int
        About so many articles, from the first files; from each at least 200
        where it has them.
    params : ReadParams
    stdin : binary file, optional
        What ``-`` stands for; how much is behind the sample cannot be known.

    Returns
    -------
    Sampled

    Raises
    ------
    InputError
        An input does not exist, or holds no file.
    """
    files = input_files(inputs, params)
    taken = [0, 0]  # stored bytes read, and of all inputs

    def count(done: int, total: int) -> None:
        taken[:] = done, total

    sample = Sample(max(min(_FEWEST, n_wanted), -(-n_wanted // len(files))), n_wanted)
    batches = Batches(files, params, size=_BATCH, stdin=stdin, on_progress=count, sample=sample)
    found: list[Article] = [article for batch in batches for article in batch.articles]
    articles, n_renamed = in_canonical_order(found)
    corpus = Corpus(articles=articles, ledger=tuple(batches.ledger), n_renamed=n_renamed)
    is_whole = not any(entry.status.startswith("sampled") for entry in batches.ledger)
    n_read, n_stored = taken
    n_bytes = sum(entry.n_bytes for entry in batches.ledger)
    if not is_whole and n_read and n_stored > n_read:
        n_bytes = round(n_bytes * n_stored / n_read)
    n_articles = len(articles) if is_whole else _n_articles(batches.ledger, n_bytes, len(articles))
    return Sampled(corpus, n_articles, n_bytes, is_whole)


def _n_articles(ledger: Sequence[FileLedger], n_bytes: int, n_taken: int) -> int:
    """Estimate how many articles so many decompressed bytes hold."""
    n_records = sum(entry.n_records for entry in ledger)
    in_spans = sum(entry.bytes_ok + entry.bytes_quarantined + entry.bytes_filtered for entry in ledger)
    if not in_spans:  # records of this format have no place of their own
        in_spans = sum(entry.n_bytes for entry in ledger)
    if not in_spans:
        return n_taken
    return max(n_taken, round(n_taken * n_bytes / (in_spans + _LINE_END * n_records)))
