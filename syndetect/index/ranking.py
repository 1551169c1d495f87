"""Article and policy -> its rank: who of several comes first, as one whole number."""

from syndetect.corpus import Article
from syndetect.index.records import ROLES, Entry
from syndetect.params import IndexParams

__all__ = ["plausible_seconds", "rank"]

_BITS = 37  # of seconds: 4,355 years
_FIRST = -11_676_096_000  # 1600-01-01: what is older is a wrong date
_UNKNOWN = (1 << _BITS) - 1
_MOST_WORDS = 1 << 25


def plausible_seconds(article: Article) -> float | None:
    """Return the time of publication in seconds since 1970, None where unknown or no date of a paper."""
    seconds = article.published_at
    return None if seconds is None or not 0 <= seconds - _FIRST < _UNKNOWN else seconds


def rank(
    about: Article | Entry, role: int, n_words: int, params: IndexParams, *, no_earlier: float | None = None
) -> int:
    """Return the rank of an article: the smaller, the sooner it is the canonical.

    Parameters
    ----------
    about : Article or Entry
    role : int
        Place in ``ROLES``.
    n_words : int
        Of its body.
    params : IndexParams
        Of which keep and prefer are used.
    no_earlier : float, optional
        Seconds: an article published before counts as published then.

    Returns
    -------
    int
        Below 2**63. Articles without a date come after those with one; times
        are cut to seconds. Equal ranks are told apart by id.
    """
    seconds = about.seconds if isinstance(about, Entry) else plausible_seconds(about)
    if seconds is not None and no_earlier is not None:
        seconds = max(seconds, no_earlier)
    time = _UNKNOWN if seconds is None else int(seconds - _FIRST)
    return _class(about.outlet, role, n_words, params) << _BITS | time


def _class(outlet: str, role: int, n_words: int, params: IndexParams) -> int:
    if params.keep == "wire":
        return len(ROLES) - 1 - role
    if params.keep == "longest":
        return _MOST_WORDS - min(n_words, _MOST_WORDS)
    if params.keep == "prefer":
        names = [name.casefold() for name in params.prefer]
        return names.index(outlet.casefold()) if outlet.casefold() in names else len(names)
    return 0
