"""A pair and its two articles -> how much of each is in the other, with and without quotes and furniture."""

from dataclasses import dataclass

from syndetect.report.site.catalogue import Row
from syndetect.report.site.wording import share_percent

__all__ = ["ShareRow", "ShareView", "share_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """Some words of a text: how many, of how many, in per cent; ``width`` is an SVG length."""

    n: str
    of: str
    percent: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """The shares under one way of counting.

    Attributes
    ----------
    key : str
        Two digits: 1 when quotes are left out, 1 when furniture is.
    label : str
    kept, left_out : ShareView
        Of the left text: what the right one has, and what it has not.
    pasted, added : ShareView
        Of the right text: what the left one has, and what it has not.
    """

    key: str
    label: str
    kept: ShareView
    left_out: ShareView
    pasted: ShareView
    added: ShareView


_WAYS = (
    ("01", "Body text: quotes count, furniture does not"),
    ("11", "Without quotes and furniture: reporters’ prose alone"),
    ("00", "All words: quotes and furniture count"),
    ("10", "Without quotes, furniture counts"),
)


def share_rows(pair: Row, left: Row, right: Row) -> tuple[ShareRow, ...]:
    """Measure a pair in every way of counting.

    Parameters
    ----------
    pair, left, right : Row
        Of ``pairs.csv``, and of ``articles.csv`` for the two articles.

    Returns
    -------
    tuple of ShareRow
        The first is that of ``pairs.csv``: matched words of the body over the
        words of the body.

    Notes
    -----
    A word that one article quotes and the other does not can be shared prose
    although it counts among the quotes of its article: without quotes a text
    has at least as many words as it shares.
    """
    return tuple(_row(key, label, pair, left, right) for key, label in _WAYS)


def _row(key: str, label: str, pair: Row, left: Row, right: Row) -> ShareRow:
    no_quotes, no_furniture = key[0] == "1", key[1] == "1"
    shared = pair["prose_words"]
    shared += 0 if no_quotes else pair["quote_words"]
    shared += 0 if no_furniture else pair["furniture_words"]
    kept, left_out = _split(shared, _n_words(left, no_quotes=no_quotes, no_furniture=no_furniture))
    pasted, added = _split(shared, _n_words(right, no_quotes=no_quotes, no_furniture=no_furniture))
    return ShareRow(key=key, label=label, kept=kept, left_out=left_out, pasted=pasted, added=added)


def _n_words(article: Row, *, no_quotes: bool, no_furniture: bool) -> int:
    n_words: int = article["n_words"]
    n_words -= article["n_quote_words"] if no_quotes else 0
    return n_words + (0 if no_furniture else article["n_furniture_words"])


def _split(shared: int, n_words: int) -> tuple[ShareView, ShareView]:
    """Divide the words of a text into those that are shared and the others."""
    total = max(shared, n_words)
    return _share(shared, total), _share(total - shared, total)


def _share(n: int, of: int) -> ShareView:
    share = n / of if of else 0.0
    return ShareView(n=f"{n:,}", of=f"{of:,}", percent=share_percent(share), width=f"{100 * share:.1f}%")
