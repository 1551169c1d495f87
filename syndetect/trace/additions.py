"""Attributed sentences -> where each comes from, and what the outlet added, by type and place."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.ranges import pointer
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import FURNITURE, PARAGRAPH_START, QUOTED, Tokens
from syndetect.trace.origins import SHARED_QUOTE
from syndetect.trace.sentences import Sentences
from syndetect.trace.sources import NO_SOURCE, Attribution

__all__ = ["ADDITIONS", "PLACES", "Addition", "Origins", "Place", "find_additions"]

Addition = Literal["", "new paragraph", "new sentence", "new quote", "rewritten lede", "inserted words"]
Place = Literal["top", "middle", "end"]

ADDITIONS: tuple[Addition, ...] = get_args(Addition)
PLACES: tuple[Place, ...] = get_args(Place)

_FURNITURE, _CLAIMED, _COMMON, _OWN_PROSE, _OWN_QUOTE = range(5)
_INSERTED = 2  # own words from which a sentence of a source counts as changed


@dataclass(frozen=True, slots=True)
class Origins:
    """What every sentence is made of.

    Attributes
    ----------
    counts : int32 array of shape (n_sentences, 5)
        Words: furniture, from a source, speech that others have too, own
        prose, own speech.
    addition : uint8 array of shape (n_sentences,)
        Places in ``ADDITIONS``; "" where nothing was added, and in articles
        that took nothing from any source.
    place : uint8 array of shape (n_sentences,)
        Places in ``PLACES``: the third of the article's body that the middle
        of the sentence stands in.
    """

    counts: NDArray[np.int32]
    addition: NDArray[np.uint8]
    place: NDArray[np.uint8]

    @property
    def own_words(self) -> NDArray[np.int64]:
        """Own words of each sentence: int64 (n_sentences,)."""
        own: NDArray[np.int64] = self.counts[:, _OWN_PROSE:].sum(axis=1, dtype=np.int64)
        return own

    def is_common_quote(self) -> NDArray[np.bool_]:
        """Tell whether most body words of a sentence are speech that others have too."""
        body = self.counts[:, _CLAIMED:].sum(axis=1)
        found: NDArray[np.bool_] = 2 * self.counts[:, _COMMON] > body
        return found


def find_additions(
    tokens: Tokens,
    sentences: Sentences,
    attribution: Attribution,
    origins: NDArray[np.uint8],
    storage: Storage = IN_MEMORY,
) -> Origins:
    """Find out what each outlet added to what it took.

    Parameters
    ----------
    tokens : Tokens
    sentences : Sentences
    attribution : Attribution
    origins : uint8 array of shape (n_tokens,)
        As :func:`syndetect.trace.find_origins` gives them.
    storage : Storage, optional
        Where the counts are to lie.

    Returns
    -------
    Origins

    Notes
    -----
    Of an article that took something: a sentence with words of a source and at
    least two of its own is ``inserted words``, in the first paragraph with as
    many own words as others a ``rewritten lede``. One without words of a
    source is a ``rewritten lede`` in the first paragraph, a ``new quote`` when
    most of it is speech, part of a ``new paragraph`` when nothing in its
    paragraph is from a source, else a ``new sentence``.
    """
    n_sentences = len(sentences.n_words)
    counts = storage.full((n_sentences, 5), 0, np.int32)
    addition, place = np.empty(n_sentences, np.uint8), np.empty(n_sentences, np.uint8)
    _count(sentences.token_ptr, tokens.flags, attribution.of_token, origins, counts)
    for held, some in sentences.blocks():
        article = np.repeat(np.arange(len(some.article_ptr) - 1), np.diff(some.article_ptr))
        addition[held] = _added(tokens, some, article, counts[held])
        place[held] = _thirds(some, article)
    return Origins(counts, addition, place)


def _added(
    tokens: Tokens, sentences: Sentences, article: NDArray[np.int64], counts: NDArray[np.int32]
) -> NDArray[np.uint8]:
    """Say what was added with each sentence of some articles."""
    n_words, claimed = sentences.n_words, counts[:, _CLAIMED]
    own = counts[:, _OWN_PROSE] + counts[:, _OWN_QUOTE]
    took = np.bincount(article, weights=claimed) > 0
    paragraph = np.cumsum((tokens.flags[sentences.token_ptr[:-1]] & PARAGRAPH_START) != 0)
    from_source = np.bincount(paragraph, weights=claimed)[paragraph] > 0 if len(paragraph) else claimed > 0
    in_lede = _in_first_paragraph(sentences, article, paragraph)
    none, new_paragraph, new_sentence, new_quote, rewritten, inserted = range(len(ADDITIONS))
    found: NDArray[np.uint8] = np.select(
        [
            ~took[article] | (own == 0),
            (claimed > 0) & in_lede & (2 * own >= n_words),
            (claimed > 0) & (own >= _INSERTED),
            claimed > 0,
            in_lede,
            2 * counts[:, _OWN_QUOTE] > own,
            ~from_source,
        ],
        [none, rewritten, inserted, none, rewritten, new_quote, new_paragraph],
        new_sentence,
    ).astype(np.uint8)
    return found


def _in_first_paragraph(
    sentences: Sentences, article: NDArray[np.int64], paragraph: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell whether a sentence stands in the first paragraph of its article that has body words."""
    body = np.flatnonzero(sentences.n_words > 0)
    _, first = np.unique(article[body], return_index=True)
    lede = np.full(len(sentences.article_ptr) - 1, -1)
    lede[article[body[first]]] = paragraph[body[first]]
    found: NDArray[np.bool_] = lede[article] == paragraph
    return found


def _thirds(sentences: Sentences, article: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the third of the body that the middle of each sentence stands in."""
    before = pointer(sentences.n_words)
    start = before[sentences.article_ptr[:-1]][article]
    total = np.maximum(1, before[sentences.article_ptr[1:]] - before[sentences.article_ptr[:-1]])[article]
    middle = before[:-1] - start + sentences.n_words / 2
    thirds: NDArray[np.uint8] = np.minimum(2, 3 * middle // total).astype(np.uint8)
    return thirds


@kernel
def _count(
    token_ptr: NDArray[np.int64],
    flags: NDArray[np.uint8],
    source: NDArray[np.int32],
    origins: NDArray[np.uint8],
    counts: NDArray[np.int32],
) -> None:
    for sentence in range(len(counts)):
        for at in range(token_ptr[sentence], token_ptr[sentence + 1]):
            if flags[at] & FURNITURE:
                kind = _FURNITURE
            elif source[at] != NO_SOURCE:
                kind = _CLAIMED
            elif origins[at] == SHARED_QUOTE:
                kind = _COMMON
            else:
                kind = _OWN_QUOTE if flags[at] & QUOTED else _OWN_PROSE
            counts[sentence, kind] += 1
