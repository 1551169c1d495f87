"""Sources and kept sentences -> the wire text of each source, sentence by sentence, with who kept it.

The original gives the sentences where it is in the corpus. Where it is not,
the wire text is *reconstructed*: the sentences that two outlets or more have
in common and that are attributed to the source, in the order in which the
copies print them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part
from syndetect.pairs.relation import RELATIONS
from syndetect.ranges import blocks, first_of_each, pointer, rows_of
from syndetect.sequences import Lazy
from syndetect.text import Tokens
from syndetect.trace.counterparts import find_counterparts
from syndetect.trace.runs import find_runs
from syndetect.trace.sentences import Sentences
from syndetect.trace.shares import Shares
from syndetect.trace.sources import NO_SOURCE, Attribution, Links, Source

__all__ = ["WireSentence", "WireText", "WireTexts", "build_wires", "main_sources"]

_COPIED = RELATIONS.index("fragment")
_PAIRS_AT_ONCE = 1 << 15  # whose sentences are compared in one go
_SENTENCES_AT_ONCE = 1 << 18  # listed in one go: NumPy makes some twenty arrays of as many numbers


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


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WireTexts(Lazy[WireText]):
    """The wire text of every source: a ``WireText`` each, made when asked for.

    Attributes
    ----------
    sources : tuple of Source
    member_ptr : int64 array of shape (n_sources + 1,)
    members : int64 array of shape (n_members,)
        ``WireText.members``, one source after the other.
    sentence_ptr : int64 array of shape (n_sources + 1,)
        The sentences of source s are rows ``sentence_ptr[s]:sentence_ptr[s + 1]``.
    article, start, end : int64 arrays of shape (n_wire_sentences,)
        As in ``WireSentence``.
    kept_ptr : int64 array of shape (n_wire_sentences + 1,)
    kept_by : int64 array of shape (n_kept,)
        ``WireSentence.kept_by``, one sentence after the other.
    """

    sources: tuple[Source, ...]
    member_ptr: NDArray[np.int64]
    members: NDArray[np.int64]
    sentence_ptr: NDArray[np.int64]
    article: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kept_ptr: NDArray[np.int64]
    kept_by: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.sources)

    def _make(self, first: int, past: int) -> list[WireText]:
        return [
            WireText(
                source=self.sources[k],
                members=tuple(self.members[self.member_ptr[k] : self.member_ptr[k + 1]].tolist()),
                sentences=tuple(map(self._sentence, range(self.sentence_ptr[k], self.sentence_ptr[k + 1]))),
            )
            for k in range(first, past)
        ]

    def _sentence(self, k: int) -> WireSentence:
        return WireSentence(
            article=int(self.article[k]),
            start=int(self.start[k]),
            end=int(self.end[k]),
            kept_by=tuple(self.kept_by[self.kept_ptr[k] : self.kept_ptr[k + 1]].tolist()),
        )


def build_wires(
    tokens: Tokens,
    sentences: Sentences,
    links: Links,
    main: NDArray[np.int32],
    shares: Shares,
    *,
    n_threads: int | None = None,
) -> WireTexts:
    """Put together the wire text of every source that articles of the corpus took from.

    Parameters
    ----------
    tokens : Tokens
    sentences : Sentences
    links : Links
    main : int32 array of shape (n_sentences,)
        As :func:`main_sources` gives it.
    shares : Shares
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    WireTexts
        In the order of ``shares.sources``.
    """
    cluster = _find_clusters(tokens, sentences, links, n_threads)
    entries = _find_entries(links, shares)
    parts = [_list_sentences(links, sentences, main, part, cluster) for part in _parts(entries, sentences)]
    source, sentence, article, n_kept, kept_by = (
        np.concatenate(one) for one in zip(_NONE, *parts, strict=True)
    )
    member = np.flatnonzero(entries.took)
    member = member[np.lexsort((entries.article[member], entries.source[member]))]
    numbers = np.arange(len(shares.sources) + 1)
    return WireTexts(
        sources=shares.sources,
        member_ptr=np.searchsorted(entries.source[member], numbers),
        members=entries.article[member],
        sentence_ptr=np.searchsorted(source, numbers),
        article=article,
        start=sentences.token_ptr[sentence] - tokens.article_ptr[article],
        end=sentences.token_ptr[sentence + 1] - tokens.article_ptr[article],
        kept_ptr=pointer(n_kept),
        kept_by=kept_by,
    )


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
    runs = find_runs(attribution.of_token, NO_SOURCE, sentences.token_ptr)  # a run ends with its sentence
    width = max(1, len(attribution.sources))
    codes, code_of = np.unique(runs.article * width + runs.value, return_inverse=True)
    n_words = np.bincount(code_of, weights=runs.length, minlength=len(codes))
    enough = 2 * n_words >= sentences.n_words[codes // width]
    codes = codes[enough][::-1]  # the first one is written last
    main[codes // width] = codes % width
    return main


@dataclass(frozen=True, slots=True)
class _Entries:
    """The articles of each source: its original in all versions, then those that took from it.

    Sorted by source; the versions of an original by row, the others by words
    taken, most first. ``took`` and ``gives`` tell whether an article took from
    the source, and whether sentences are given in its words; ``has_original``
    is bool (n_sources,).
    """

    source: NDArray[np.int64]
    article: NDArray[np.int64]
    took: NDArray[np.bool_]
    gives: NDArray[np.bool_]
    has_original: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Held:
    """The first sentence of each cluster that an entry has, sorted by key, entry and sentence.

    A ``key`` stands for a source and a cluster: rows with one key are a *group*,
    one sentence of the source in the words of several articles.
    """

    key: NDArray[np.int64]
    entry: NDArray[np.int64]
    sentence: NDArray[np.int64]


_NOBODY = np.iinfo(np.int64).max
_NONE = (np.empty(0, np.int64),) * 5
_Listed = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Source, sentence, its article and how many kept it of each sentence that is listed; those who kept them."""


def _find_clusters(
    tokens: Tokens, sentences: Sentences, links: Links, n_threads: int | None
) -> NDArray[np.int32]:
    """Return what sentences have in common that are counterparts, over any number of pairs."""
    copied = np.flatnonzero(links.verified.relation <= _COPIED)
    cluster = np.arange(len(sentences.n_words), dtype=np.int32)
    for first in range(0, len(copied), _PAIRS_AT_ONCE):
        pairs = copied[first : first + _PAIRS_AT_ONCE]
        found = find_counterparts(tokens, sentences, links.verified, pairs, n_threads=n_threads)
        _join(found.sentence, found.other, cluster)
    _name_by_root(cluster)
    return cluster


@part
def _root(cluster: NDArray[np.int32], sentence: int) -> int:
    while cluster[sentence] != sentence:
        cluster[sentence] = cluster[cluster[sentence]]
        sentence = cluster[sentence]
    return sentence


@kernel
def _join(ones: NDArray[np.int64], others: NDArray[np.int64], cluster: NDArray[np.int32]) -> None:
    """Join the clusters of two sentences each: the first sentence of a cluster is its root."""
    for k in range(len(ones)):
        one, other = _root(cluster, ones[k]), _root(cluster, others[k])
        cluster[max(one, other)] = min(one, other)


@kernel
def _name_by_root(cluster: NDArray[np.int32]) -> None:
    for sentence in range(len(cluster)):  # what stands before is done
        cluster[sentence] = cluster[cluster[sentence]]


def _parts(entries: _Entries, sentences: Sentences) -> Iterator[_Entries]:
    """Cut entries into parts of whole sources with so many sentences, or of one source that has more."""
    bounds = np.append(first_of_each(entries.source), len(entries.source))
    n_sentences = pointer(np.diff(sentences.article_ptr)[entries.article])
    for _, sources in blocks(n_sentences[bounds], _SENTENCES_AT_ONCE):
        held = slice(bounds[sources.start], bounds[sources.stop])
        yield _Entries(
            entries.source[held],
            entries.article[held],
            entries.took[held],
            entries.gives[held],
            entries.has_original,
        )


def _list_sentences(
    links: Links,
    sentences: Sentences,
    main: NDArray[np.int32],
    entries: _Entries,
    cluster: NDArray[np.int32],
) -> _Listed:
    """List the sentences of some sources."""
    held = _find_held(entries, sentences, cluster)
    first = first_of_each(held.key)  # of each group
    group = np.repeat(np.arange(len(first)), np.diff(first, append=len(held.key)))
    outlet = links.standing.outlet[entries.article[held.entry]].astype(np.int64)
    outlet = np.where(outlet < 0, -1 - entries.article[held.entry], outlet)
    listed = _is_agreed(first, np.where(main[held.sentence] == entries.source[held.entry], outlet, _NOBODY))
    listed |= entries.has_original[entries.source[held.entry[first]]]
    listed &= entries.gives[held.entry[first]]
    order = _order_groups(entries, held, group, listed)
    kept = np.flatnonzero(entries.took[held.entry])
    kept = kept[np.lexsort((entries.article[held.entry[kept]], group[kept]))]
    kept_ptr, of_order = rows_of(np.searchsorted(group[kept], np.arange(len(first) + 1)), order)
    sentence, entry = held.sentence[first[order]], held.entry[first[order]]
    kept_by = entries.article[held.entry[kept[of_order]]]
    return entries.source[entry], sentence, entries.article[entry], np.diff(kept_ptr), kept_by


def _find_entries(links: Links, shares: Shares) -> _Entries:
    originals = np.array([-1 if s.article is None else s.article for s in shares.sources], np.int64)
    by_first = np.argsort(links.versions, kind="stable")
    firsts = links.versions[by_first]
    bounds = np.searchsorted(firsts, originals), np.searchsorted(firsts, originals, side="right")
    n_versions = bounds[1] - bounds[0]
    number = np.repeat(np.arange(len(originals)), n_versions)
    within = np.arange(len(number)) - np.repeat(pointer(n_versions)[:-1], n_versions)
    version = by_first[np.repeat(bounds[0], n_versions) + within]
    source = np.concatenate((number, shares.source.astype(np.int64)))
    article = np.concatenate((version, shares.article))
    took = np.arange(len(source)) >= len(version)
    rank = np.concatenate((np.full(len(version), np.iinfo(np.int64).min), -shares.n_words))
    order = np.lexsort((took, article, source))  # a version that took from another one is an original
    again = np.flatnonzero((np.diff(source[order]) == 0) & (np.diff(article[order]) == 0))
    took[order[again]] = True
    kept = np.ones(len(source), np.bool_)
    kept[order[again + 1]] = False
    order = np.lexsort((article, rank, source))
    order = order[kept[order]]
    has_original = originals >= 0
    gives = ~has_original[source] | (rank == np.iinfo(np.int64).min)
    return _Entries(source[order], article[order], took[order], gives[order], has_original)


def _find_held(entries: _Entries, sentences: Sentences, cluster: NDArray[np.int32]) -> _Held:
    ptr, sentence = rows_of(sentences.article_ptr, entries.article)
    has_body = sentences.n_words[sentence] > 0
    entry, sentence = np.repeat(np.arange(len(entries.article)), np.diff(ptr))[has_body], sentence[has_body]
    key = entries.source[entry] * len(cluster) + cluster[sentence]
    order = np.argsort(key, kind="stable")
    key, entry, sentence = key[order], entry[order], sentence[order]
    fresh = np.ones(len(key), np.bool_)
    fresh[1:] = (key[1:] != key[:-1]) | (entry[1:] != entry[:-1])
    return _Held(key[fresh], entry[fresh], sentence[fresh])


def _is_agreed(first: NDArray[np.int64], outlets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each group whether two outlets are in it; ``_NOBODY`` is none."""
    if not len(first):
        return np.empty(0, np.bool_)
    least = np.minimum.reduceat(outlets, first)
    most = np.maximum.reduceat(np.where(outlets == _NOBODY, -_NOBODY, outlets), first)
    return least < most


def _order_groups(
    entries: _Entries, held: _Held, group: NDArray[np.int64], listed: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the groups that are listed, source by source, in the order in which articles print them.

    The first article of a source gives the order; what others have besides is put behind what
    precedes it there.
    """
    starts = np.concatenate(([True], np.diff(group) > 0)) if len(group) else np.empty(0, np.bool_)
    adds = np.zeros(len(entries.source), np.bool_)  # whether an entry is the first with any group
    adds[held.entry[starts & listed[group]]] = True
    rows = np.flatnonzero(adds[held.entry] & listed[group])
    rows = rows[np.lexsort((held.sentence[rows], held.entry[rows]))]
    entry = held.entry[rows]
    firsts = first_of_each(entry)
    bounds = np.append(firsts, len(rows)).tolist()
    groups = group[rows].tolist()
    merged: list[int] = []
    order: list[int] = []
    last = -1
    for k, source in enumerate(entries.source[entry[firsts]].tolist()):
        if source != last:
            merged += order
            order, last = [], source
        order = _inserted(order, groups[bounds[k] : bounds[k + 1]])
    return np.array(merged + order, np.int64)


def _inserted(order: list[int], more: Sequence[int]) -> list[int]:
    """Put what is new in a sequence behind what precedes it there."""
    known = set(order)
    if not known:
        return list(more)
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for group in more:
        if group in known:
            last = group
        else:
            behind.setdefault(last, []).append(group)
    if not behind:
        return order
    merged = behind.get(None, [])
    for group in order:
        merged += [group, *behind.get(group, [])]
    return merged
