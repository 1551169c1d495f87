"""Coverage by hand and by Hypothesis, and the outlet measures once more as plain loops."""

import math
import statistics
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from syndetect.trace.outlets import Coverage

NAN = float("nan")


class Copy(NamedTuple):
    """What an article holds of one agency."""

    words: int = 0
    prose: int = 0
    derivation: int = 0
    credited: bool = False
    lag: float = NAN
    verbatim: int = 0
    source_share: float = NAN
    sentences: int = 0
    cosine: float = NAN


class Piece(NamedTuple):
    """One article: a row of Coverage."""

    outlet: str
    story: int
    copies: tuple[Copy, ...]
    n_words: int = 100
    n_prose: int = 80
    measured: bool = True
    original: bool = False


def coverage(pieces: Sequence[Piece], agencies: Sequence[str], *, optional: bool = True) -> Coverage:
    """Make arrays of articles."""

    def column(name: str, dtype: type) -> np.ndarray:
        values = [[getattr(copy, name) for copy in piece.copies] for piece in pieces]
        return np.array(values, dtype).reshape(len(pieces), len(agencies))

    extra = {
        "verbatim": column("verbatim", np.int64),
        "source_share": column("source_share", np.float64),
        "sentences": column("sentences", np.int64),
        "cosine": column("cosine", np.float64),
    }
    return Coverage(
        outlets=[piece.outlet for piece in pieces],
        story=np.array([piece.story for piece in pieces], np.int64),
        measured=np.array([piece.measured for piece in pieces], np.bool_),
        original=np.array([piece.original for piece in pieces], np.bool_),
        n_words=np.array([piece.n_words for piece in pieces], np.int64),
        n_prose=np.array([piece.n_prose for piece in pieces], np.int64),
        agencies=tuple(agencies),
        words=column("words", np.int64),
        prose=column("prose", np.int64),
        derivation=column("derivation", np.uint8),
        credited=column("credited", np.bool_),
        lag=column("lag", np.float64),
        **(extra if optional else {}),
    )


@st.composite
def pieces(
    draw: st.DrawFn, n_agencies: int, max_size: int = 12, outlets: Sequence[str] = ("", "Courier", "Æon")
):
    """Draw articles of a few outlets and stories; some unmeasured, some an agency's own."""
    found = []
    for _ in range(draw(st.integers(0, max_size))):
        n_words = draw(st.integers(1, 400))
        n_prose = words_left = draw(st.integers(0, n_words))
        all_left, copies = n_words, []
        for _ in range(n_agencies):
            words = draw(st.just(0) | st.integers(0, all_left))
            prose = draw(st.integers(0, min(words, words_left)))
            all_left, words_left = all_left - words, words_left - prose
            copies.append(
                Copy(
                    words,
                    prose,
                    draw(st.integers(0, 2)),
                    draw(st.booleans()),
                    draw(st.sampled_from([NAN, 0.0, 7.5, 30.0, -4.0, 600.0])),
                    draw(st.integers(0, words)),
                    draw(st.just(NAN) | st.floats(0, 1)),
                    draw(st.integers(0, 20)),
                    draw(st.just(NAN) | st.floats(0, 1)),
                )
            )
        measured, original = draw(st.sampled_from([(True, False)] * 5 + [(False, False), (True, True)]))
        story = draw(st.integers(-2, 4))
        found.append(
            Piece(draw(st.sampled_from(outlets)), story, tuple(copies), n_words, n_prose, measured, original)
        )
    return found


def holds(piece: Piece, name: str, agency: int | None, agencies: Sequence[str]) -> bool:
    """Say whether an article is copy by a definition of the package, by name; the rules are stated anew."""
    if agency is None and not (name == "lewis-mainly" or name.startswith("words >= ")):
        return any(holds(piece, name, k, agencies) for k in range(len(agencies)))
    copies = piece.copies if agency is None else [piece.copies[agency]]
    words = sum(copy.words for copy in copies)
    if name.startswith("words >= "):
        return words * 10 >= int(name[-1]) * piece.n_words
    if name == "lewis-mainly":
        return 2 * words >= piece.n_words
    (copy,) = copies
    return {
        "meter": copy.derivation in (1, 2),
        "meter-wholly": copy.derivation == 2,
        "attributor": copy.source_share > 0.8 and copy.words > 125,
        "newsdesk": copy.words * 10 >= 8 * piece.n_words,
        "yanich-bagozzi": copy.verbatim * 2 >= piece.n_words,
        "welbers": copy.cosine >= 0.4,
        "media-cloud": copy.credited or copy.sentences > 10,
    }[name]


def row(
    chosen: Sequence[Piece], agencies: Sequence[str], agency: int | None = None, name: str = "meter"
) -> dict[str, float]:
    """Count one row of a table by loops over its articles."""
    counts: dict[str, float] = defaultdict(int)
    sums, lags, stories = defaultdict(int), [], set()
    for piece in chosen:
        counts["n_articles"] += 1
        if piece.original:
            counts["n_originals"] += 1
            continue
        if not piece.measured:
            continue
        copies = list(piece.copies) if agency is None else [piece.copies[agency]]
        credited = any(copy.credited for copy in copies)
        derived = holds(piece, name, agency, agencies)
        grade = max((copy.derivation for copy in copies), default=0)
        counts["n_measured"] += 1
        stories.add(piece.story)
        counts["n_derived"] += derived
        counts["n_uncredited"] += derived and not credited
        counts["n_wholly"] += grade == 2
        counts["n_partially"] += grade == 1
        counts["n_credited"] += credited
        sums["words"] += sum(copy.words for copy in copies)
        sums["prose"] += sum(copy.prose for copy in copies)
        sums["n_words"] += piece.n_words
        sums["n_prose"] += piece.n_prose
        lag = _lag(piece, agencies) if agency is None else copies[0].lag
        if derived and not math.isnan(lag):
            lags.append(lag)
    counts["n_stories"] = len(stories)
    counts["n_lags"] = len(lags)
    counts["median_lag"] = statistics.median(lags) if lags else NAN
    counts["derived"] = _share(counts["n_derived"], counts["n_measured"])
    counts["words"] = _share(sums["words"], sums["n_words"])
    counts["prose"] = _share(sums["prose"], sums["n_prose"])
    counts["uncredited"] = _share(counts["n_uncredited"], counts["n_derived"])
    return counts


def _share(part: float, whole: float) -> float:
    return part / whole if whole else NAN


def _lag(piece: Piece, agencies: Sequence[str]) -> float:
    """Return the lag behind the agency with most words, the first by name in a tie."""
    most = max((copy.words for copy in piece.copies), default=0)
    if not most:
        return NAN
    return min(zip(agencies, piece.copies, strict=True), key=lambda pair: (-pair[1].words, pair[0]))[1].lag
