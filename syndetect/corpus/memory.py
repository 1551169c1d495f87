"""Articles already in memory -> corpus, under the same rules as articles from files."""

from collections.abc import Iterable

from syndetect.corpus.article import Article, Corpus, FileLedger
from syndetect.corpus.ids import in_canonical_order

__all__ = ["from_articles", "memory_entry"]


def from_articles(articles: Iterable[Article]) -> Corpus:
    """Make a corpus of articles in memory.

    Parameters
    ----------
    articles : iterable of Article

    Returns
    -------
    Corpus
        Sorted by id, ids made unique; its ledger has one row, ``(memory)``.
    """
    ordered, n_renamed = in_canonical_order(articles)
    return Corpus(articles=ordered, ledger=(memory_entry(len(ordered)),), n_renamed=n_renamed)


def memory_entry(n_articles: int) -> FileLedger:
    """Return the row of a ledger that stands for articles in memory."""
    return FileLedger(
        file="(memory)",
        format="memory",
        status="complete",
        n_bytes=0,
        digest="",
        n_records=n_articles,
        n_ok=n_articles,
        n_quarantined=0,
    )
