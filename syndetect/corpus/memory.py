"""Articles already in memory -> corpus, under the same rules as articles from files."""

from collections.abc import Iterable

from syndetect.corpus.article import Article, Corpus, FileLedger
from syndetect.corpus.ids import in_canonical_order

__all__ = ["from_articles"]


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
    entry = FileLedger(
        file="(memory)",
        format="memory",
        status="complete",
        n_bytes=0,
        digest="",
        n_records=len(ordered),
        n_ok=len(ordered),
        n_quarantined=0,
    )
    return Corpus(articles=ordered, ledger=(entry,), n_renamed=n_renamed)
