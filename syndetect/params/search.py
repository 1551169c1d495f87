"""Which articles are compared."""

from dataclasses import dataclass

from syndetect.params.checked import Checked, at_least, in_range

__all__ = ["CandidateParams", "EventParams", "PassageParams", "ShingleParams", "SketchParams"]


@dataclass(frozen=True, kw_only=True)
class ShingleParams(Checked):
    """What a shingle is: ``width`` consecutive words, hashed by xxh64 with ``seed``."""

    width: int = 5
    seed: int = 0

    def _check(self) -> None:
        in_range(1, 64, self, "width")
        in_range(0, 2**64 - 1, self, "seed")


@dataclass(frozen=True, kw_only=True)
class SketchParams(Checked):
    """How shingles become a signature: ``signature_size`` permutations drawn with ``seed``.

    128 values put the standard error of an estimated resemblance s at
    sqrt(s (1 - s) / 128), 0.044 at worst.
    """

    signature_size: int = 128
    seed: int = 1

    def _check(self) -> None:
        in_range(4, 4096, self, "signature_size")
        in_range(0, 2**32 - 1, self, "seed")


@dataclass(frozen=True, kw_only=True)
class CandidateParams(Checked):
    """Which articles are compared because their signatures meet.

    Notes
    -----
    Two articles of resemblance s share a bucket with probability
    1 - (1 - s**rows)**bands: Leskovec, Rajaraman & Ullman, *Mining of Massive
    Datasets*, sec. 3.4.2. Bands and rows follow from ``threshold`` as
    datasketch chooses them. In a bucket of more than ``representatives``
    articles each is compared with that many of them, not with all.

    Copies, exact ones and those whose signatures agree to ``copy_resemblance``
    with the first of them, stand as one in the search for passages. Each is
    paired with that first; up to ``copy_pairs`` pairs an article of the corpus,
    or ``min_copy_pairs`` in a small one, are added among them and with what any
    of them is paired with, smallest groups first.

    More than ``max_copies`` articles behind one are a crowd: each is paired
    with that first, with ``n_in_time`` others of the crowd (half the earliest,
    half those published just before it) and with an exact copy of it, but
    with no more of them.
    """

    threshold: float = 0.4
    representatives: int = 8
    copy_resemblance: float = 0.5
    copy_pairs: int = 10
    min_copy_pairs: int = 20_000
    max_copies: int = 100
    n_in_time: int = 4

    def _check(self) -> None:
        in_range(0.01, 1.0, self, "threshold")
        in_range(0, 1, self, "copy_resemblance")
        in_range(1, 1000, self, "representatives")
        at_least(0, self, "copy_pairs", "min_copy_pairs")
        at_least(1, self, "max_copies")
        at_least(2, self, "n_in_time")


@dataclass(frozen=True, kw_only=True)
class PassageParams(Checked):
    """Which articles are compared because they share a run of words, wherever it stands.

    Every pair that shares a run of at least ``run_words`` body words is a
    candidate, found by the hashes of runs of ``width`` words; an article's
    best ``n_partners`` are kept, by the words in common and how few other
    articles have them. 12 words are about half a sentence of news: shorter runs
    are mostly names with titles and phrases of the trade. Zero ``n_partners``
    switches the search off.

    Words that more than ``max_postings`` articles share are looked up in
    ``n_common`` of them alone: half the earliest, half those nearest in time.
    Articles that are copies of one another count as one.
    """

    width: int = 5
    run_words: int = 12
    n_partners: int = 30
    max_postings: int = 200
    n_common: int = 8

    def _check(self) -> None:
        in_range(2, 64, self, "width")
        in_range(self.width, 1000, self, "run_words")
        at_least(0, self, "n_partners")
        at_least(2, self, "max_postings")
        in_range(2, self.max_postings, self, "n_common")


@dataclass(frozen=True, kw_only=True)
class EventParams(Checked):
    """Which articles are compared because they seem to be on one event.

    An article's neighbours are looked up under its ``n_terms`` weightiest
    words, in at most ``max_postings`` articles a word (those nearest in
    publication time), within ``window_days``; the best ``n_neighbours`` of at
    least ``min_cosine`` are compared.
    """

    n_neighbours: int = 10
    n_terms: int = 32
    max_postings: int = 200
    min_cosine: float = 0.15
    window_days: float = 7.0

    def _check(self) -> None:
        at_least(0, self, "n_neighbours")
        at_least(1, self, "n_terms", "max_postings")
        in_range(0, 1, self, "min_cosine")
        at_least(0, self, "window_days")
