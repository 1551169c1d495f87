"""Articles -> their times of publication as an array."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus.article import Article

__all__ = ["publication_times"]


def publication_times(articles: Sequence[Article]) -> NDArray[np.float64]:
    """Return the times of publication.

    Parameters
    ----------
    articles : sequence of Article, length n_articles

    Returns
    -------
    float64 array of shape (n_articles,)
        Seconds since 1970-01-01 UTC; NaN when unknown.
    """
    times = [np.nan if article.published_at is None else article.published_at for article in articles]
    return np.array(times, np.float64)
