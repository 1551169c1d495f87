"""Named pairs of a corpus -> what the stages find on them, whether or not a search would propose them."""

from collections.abc import Iterable, Mapping

import numpy as np

from syndetect import Corpus, Params
from syndetect.agencies import load_registry, separate
from syndetect.pairs import Pair, to_pairs, verify
from syndetect.sketch import count_terms, tfidf
from syndetect.text import locate_words, tokenise_paragraphs
from syndetect.text.speech import separate_speech

__all__ = ["compare_pairs"]

Ids = tuple[str, str]


def compare_pairs(corpus: Corpus, wanted: Iterable[Ids], params: Params | None = None) -> Mapping[Ids, Pair]:
    """Compare pairs of articles within their corpus: weights are those of the whole corpus.

    Parameters
    ----------
    corpus : Corpus
    wanted : iterable of (str, str)
        Ids, in either order.
    params : Params, optional

    Returns
    -------
    mapping of (str, str) to Pair
        By ids in ascending order; a pair that shares nothing is ``none``.
    """
    rows = {article.article_id: row for row, article in enumerate(corpus.articles)}
    pairs = np.array(sorted({tuple(sorted((rows[a], rows[b]))) for a, b in wanted}), np.int64).reshape(-1, 2)
    texts = [article.text for article in corpus.articles]
    params = params or Params()
    tokens, paragraphs = tokenise_paragraphs(texts)
    tokens, _ = separate_speech(texts, tokens, paragraphs)
    tokens = separate(corpus.articles, tokens, paragraphs, load_registry(), params.furniture).tokens
    verified = verify(tokens, tfidf(count_terms(tokens.body())), pairs, params)
    places = locate_words(texts, np.unique(pairs))
    ids = [article.article_id for article in corpus.articles]
    return {(ids[pair.a], ids[pair.b]): pair for pair in to_pairs(tokens, places, verified)}
