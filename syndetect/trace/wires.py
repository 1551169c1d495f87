"""Sources and kept sentences -> the wire text of each source, sentence by sentence, with who kept it.

The original gives the sentences where it is in the corpus. Where it is not,
the wire text is *reconstructed*: the sentences that two outlets or more have
in common and that are attributed to the source, in the order in which the
copies print them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from syndetect.pairs.relation import RELATIONS
from syndetect.text import Tokens
from syndetect.trace.sentences import Sentences, find_counterparts
from syndetect.trace.shares import ArticleShares
from syndetect.trace.sources import NO_SOURCE, Attribution, Links, Source

__all__ = ["WireSentence", "WireText", "build_wires", "main_sources"]

_COPIED = RELATIONS.index("fragment")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSentence:
    """One sentence of a wire text.

    Attributes
    ----------
    article : int
        Row of the article in whose words it is given: the original, else the
        member that has it in common with most others.
    start, end : int
        Words of that article, half-open, counted over all its words.
    kept_by : tuple of int
        Rows of the articles that kept at least half of its words, ascending;
        in a reconstruction with that article.
    """

    article: int
    start: int
    end: int
    kept_by: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireText:
    """What a source said, as far as the corpus shows it.

    Attributes
    ----------
    source : Source
    members : tuple of int
        Rows of the articles that took from it, ascending: those that could
        have kept a sentence.
    sentences : tuple of WireSentence
        In order. Empty when no two outlets have a sentence in common.
    """

    source: Source
    members: tuple[int, ...]
    sentences: tuple[WireSentence, ...]


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What all wire texts are built from."""

    tokens: Tokens
    sentences: Sentences
    main_source: NDArray[np.int32]  # (n_sentences,): that of half of the words or more, else NO_SOURCE
    outlet: NDArray[np.int32]
    cluster: NDArray[np.int32]  # (n_sentences,): equal for sentences that are counterparts


def build_wires(
    tokens: Tokens,
    sentences: Sentences,
    links: Links,
    attribution: Attribution,
    shares: Sequence[ArticleShares],
) -> list[WireText]:
    """Put together the wire text of every source that articles of the corpus took from.

    Parameters
    ----------
    tokens : Tokens
    sentences : Sentences
    links : Links
    attribution : Attribution
    shares : sequence of ArticleShares, length n_articles

    Returns
    -------
    list of WireText
        In the order of ``attribution.sources``.
    """
    copied = np.flatnonzero(links.verified.relation <= _COPIED)
    counterparts = find_counterparts(tokens, sentences, links.verified, copied)
    n_sentences = len(sentences.n_words)
    edges = (np.ones(len(counterparts.pair), np.int8), (counterparts.sentence, counterparts.other))
    _, cluster = connected_components(coo_array(edges, shape=(n_sentences, n_sentences)), directed=False)
    main = main_sources(sentences, attribution)
    corpus = _Corpus(tokens, sentences, main, links.standing.outlet, cluster)
    members: dict[Source, list[tuple[int, int]]] = {}
    for row, found in enumerate(shares):
        for share in found.sources:
            members.setdefault(share.source, []).append((-share.n_words, row))
    editions: dict[int, list[int]] = {}
    for row, first in enumerate(links.versions.tolist()):
        editions.setdefault(first, []).append(row)
    wires = []
    for number, source in enumerate(attribution.sources):
        rows = [row for _, row in sorted(members[source])]
        originals = [] if source.article is None else editions[source.article]
        listed = _sentences_of(corpus, number, originals, rows)
        wires.append(WireText(source=source, members=tuple(sorted(rows)), sentences=listed))
    return wires


def main_sources(sentences: Sentences, attribution: Attribution) -> NDArray[np.int32]:
    """Find the source that half of the body words of each sentence, or more, are attributed to.

    Parameters
    ----------
    sentences : Sentences
    attribution : Attribution

    Returns
    -------
    int32 array of shape (n_sentences,)
        Places in ``attribution.sources``; ``NO_SOURCE`` for none. Of two that
        have half each, the first.
    """
    main = np.full(len(sentences.n_words), NO_SOURCE, np.int32)
    claimed = np.flatnonzero(attribution.of_token != NO_SOURCE)
    width = max(1, len(attribution.sources))
    of_token = np.searchsorted(sentences.token_ptr, claimed, side="right") - 1
    codes, n_words = np.unique(of_token * width + attribution.of_token[claimed], return_counts=True)
    enough = 2 * n_words >= sentences.n_words[codes // width]
    codes = codes[enough][::-1]  # the first one is written last
    main[codes // width] = codes % width
    return main


def _sentences_of(
    corpus: _Corpus, source: int, originals: Sequence[int], members: Sequence[int]
) -> tuple[WireSentence, ...]:
    """List the sentences of one source, in order."""
    holders: dict[int, dict[int, int]] = {}  # cluster -> article -> its sentence
    for row in (*originals, *members):
        for sentence in _body_sentences(corpus, row):
            holders.setdefault(int(corpus.cluster[sentence]), {}).setdefault(row, sentence)
    given_by = originals or members
    wire = set(holders)
    if not originals:
        wire = {cluster for cluster, held in holders.items() if _is_agreed(corpus, source, held)}
    order: list[int] = []
    known: set[int] = set()
    for row in given_by:
        clusters = [cluster for cluster in _clusters(corpus, row) if cluster in wire]
        if not known.issuperset(clusters):
            order = _inserted(order, clusters)
            known.update(clusters)
    wanted = set(members)
    listed = []
    for cluster in order:
        row, sentence = next((row, holders[cluster][row]) for row in given_by if row in holders[cluster])
        first = int(corpus.tokens.article_ptr[row])
        start, end = corpus.sentences.token_ptr[sentence : sentence + 2].tolist()
        kept_by = tuple(sorted(wanted & holders[cluster].keys()))
        listed.append(WireSentence(article=row, start=start - first, end=end - first, kept_by=kept_by))
    return tuple(listed)


def _body_sentences(corpus: _Corpus, row: int) -> list[int]:
    """Return the sentences of an article that have body words."""
    first, past = corpus.sentences.article_ptr[row : row + 2].tolist()
    return [s for s in range(first, past) if corpus.sentences.n_words[s] > 0]


def _clusters(corpus: _Corpus, row: int) -> list[int]:
    """Return the clusters of an article's sentences, in order, each once."""
    return list(dict.fromkeys(corpus.cluster[_body_sentences(corpus, row)].tolist()))


def _is_agreed(corpus: _Corpus, source: int, holders: Mapping[int, int]) -> bool:
    """Tell whether two outlets have a sentence from one source."""
    taken = [row for row, sentence in holders.items() if corpus.main_source[sentence] == source]
    return len({(corpus.outlet[row], row if corpus.outlet[row] < 0 else -1) for row in taken}) > 1


def _inserted(order: list[int], more: Sequence[int]) -> list[int]:
    """Put what is new in a sequence behind what precedes it there."""
    known = set(order)
    if not known:
        return list(more)
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for cluster in more:
        if cluster in known:
            last = cluster
        else:
            behind.setdefault(last, []).append(cluster)
    if not behind:
        return order
    merged = behind.get(None, [])
    for cluster in order:
        merged += [cluster, *behind.get(cluster, [])]
    return merged
