"""Verified pairs in words -> the same in characters of the texts, for tables and people."""

from collections.abc import Iterator, Sequence

import numpy as np

from syndetect.pairs.alignment import PROSE, QUOTE
from syndetect.pairs.passages import Pair, Passage
from syndetect.pairs.relation import RELATIONS
from syndetect.pairs.verify import Verified
from syndetect.text import Tokens, WordSpans, word_spans

__all__ = ["passages_of", "to_pairs"]


def to_pairs(texts: Sequence[str], tokens: Tokens, verified: Verified) -> Iterator[Pair]:
    """Give every verified pair its offsets in characters.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    tokens : Tokens
        Of these texts.
    verified : Verified

    Yields
    ------
    Pair
        In the order of ``verified``. Word spans are recomputed, once an
        article, for the articles that share a passage.
    """
    places: dict[int, WordSpans] = {}

    def spans(row: int) -> WordSpans:
        if row not in places:
            places[row] = word_spans(texts[row])
        return places[row]

    prose, quote = verified.alignments.words(PROSE), verified.alignments.words(QUOTE)
    lengths = np.maximum(1, tokens.lengths)
    matched = prose + quote
    resemblance = verified.resemblance
    for k, (a, b) in enumerate(verified.pairs.tolist()):
        yield Pair(
            a=a,
            b=b,
            relation=RELATIONS[verified.relation[k]],
            resemblance=float(resemblance[k]),
            cosine=float(verified.cosine[k]),
            containment_a_in_b=float(matched[k] / lengths[a]),
            containment_b_in_a=float(matched[k] / lengths[b]),
            prose_words=int(prose[k]),
            quote_words=int(quote[k]),
            furniture_words=0,
            passages=tuple(passages_of(verified, k, spans(a), spans(b))) if matched[k] else (),
        )


def passages_of(verified: Verified, pair: int, a_spans: WordSpans, b_spans: WordSpans) -> Iterator[Passage]:
    """Yield the passages of one pair with their offsets in characters, by place in b."""
    alignments = verified.alignments
    for row in range(alignments.passage_ptr[pair], alignments.passage_ptr[pair + 1]):
        blocks = alignments.blocks[alignments.block_ptr[row] : alignments.block_ptr[row + 1]]
        a_last, b_last, length = blocks[-1]
        yield Passage(
            a_start=int(a_spans.start[blocks[0, 0]]),
            a_end=int(a_spans.end[a_last + length - 1]),
            b_start=int(b_spans.start[blocks[0, 1]]),
            b_end=int(b_spans.end[b_last + length - 1]),
            kind="verbatim" if len(blocks) == 1 else "edited",
            role="prose" if alignments.roles[row] == PROSE else "quote",
            n_words=int(blocks[:, 2].sum()),
        )
