"""What the articles of all outlets hold of each agency's copy: the input of the outlet measures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.errors import InputError

__all__ = ["UNKNOWN_OUTLET", "AgencyCopy", "Coverage", "code_outlets"]

UNKNOWN_OUTLET = "(unknown)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """One row an article, one column an agency.

    Attributes
    ----------
    outlets : sequence of str, length n_articles
        Compared as they are; an empty one is counted as ``"(unknown)"``.
    story : int64 array of shape (n_articles,)
        Key of the article's story; an article alone has a key of its own.
    measured : bool array of shape (n_articles,)
        Whether the text is long enough and whole. What is not measured is in
        no denominator: it is not 0 % agency copy.
    original : bool array of shape (n_articles,)
        Whether it is an agency's text in the agency's own outlet. Such an
        article is counted, and is in no denominator either.
    n_words, n_prose : int64 arrays of shape (n_articles,)
        Body words, and of these the ones outside quotation marks.
    agencies : tuple of str, length n_agencies
        Distinct names; copy of a source that could not be named may have a
        column of its own.
    words, prose : int64 arrays of shape (n_articles, n_agencies)
        Words attributed to an agency's copy, each word to one agency at most;
        of these prose.
    derivation : uint8 array of shape (n_articles, n_agencies)
        0 non-derived, 1 partially, 2 wholly derived from that agency's copy.
    credited : bool array of shape (n_articles, n_agencies)
        Whether the article credits that agency for its text.
    lag : float64 array of shape (n_articles, n_agencies)
        Minutes from the agency's text to the article; NaN when unknown.
    verbatim : int64 array of shape (n_articles, n_agencies), optional
        Of ``words``, those that stand word for word in the agency's text.
    source_share : float64 array of shape (n_articles, n_agencies), optional
        Share of one text of the agency that the article reuses, the greatest
        if several; NaN when there is none, or its length is unknown.
    sentences : int64 array of shape (n_articles, n_agencies), optional
        Sentences of 32 characters or more that equal one of the agency's.
    cosine : float64 array of shape (n_articles, n_agencies), optional
        Greatest TF-IDF cosine with a text of the agency that came before the
        article; NaN when none was compared.

    Raises
    ------
    InputError
        A column of another length, or words that do not add up.

    Notes
    -----
    The optional columns are evidence that only some published definitions ask
    for. Without them these definitions have no figures; they are not 0.
    """

    outlets: Sequence[str]
    story: NDArray[np.int64]
    measured: NDArray[np.bool_]
    original: NDArray[np.bool_]
    n_words: NDArray[np.int64]
    n_prose: NDArray[np.int64]
    agencies: tuple[str, ...]
    words: NDArray[np.int64]
    prose: NDArray[np.int64]
    derivation: NDArray[np.uint8]
    credited: NDArray[np.bool_]
    lag: NDArray[np.float64]
    verbatim: NDArray[np.int64] | None = None
    source_share: NDArray[np.float64] | None = None
    sentences: NDArray[np.int64] | None = None
    cosine: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        n_articles, n_agencies = len(self.outlets), len(self.agencies)
        for name in ("story", "measured", "original", "n_words", "n_prose"):
            _check_shape(name, getattr(self, name), (n_articles,))
        for name in ("words", "prose", "derivation", "credited", "lag"):
            _check_shape(name, getattr(self, name), (n_articles, n_agencies))
        for name in ("verbatim", "source_share", "sentences", "cosine"):
            if getattr(self, name) is not None:
                _check_shape(name, getattr(self, name), (n_articles, n_agencies))
        if len(set(self.agencies)) < n_agencies:
            raise InputError(f"Coverage.agencies must be distinct, got {self.agencies}")
        self._check_words()

    def _check_words(self) -> None:
        """Raise InputError unless every part of an article is within the whole."""
        _check_within("prose", self.prose, "words", self.words)
        if self.verbatim is not None:
            _check_within("verbatim", self.verbatim, "words", self.words)
        _check_within("n_prose", self.n_prose, "n_words", self.n_words)
        _check_within("words", self.words.sum(axis=1), "n_words", self.n_words)
        _check_within("prose", self.prose.sum(axis=1), "n_prose", self.n_prose)

    @property
    def counted(self) -> NDArray[np.bool_]:
        """The articles of every denominator, (n_articles,): measured, and an outlet's own coverage."""
        return self.measured & ~self.original

    def select(self, agencies: Sequence[str]) -> "Coverage":
        """Return the same articles with the columns of ``agencies`` alone.

        Raises
        ------
        InputError
            There is no column of that name.
        """
        missing = [name for name in agencies if name not in self.agencies]
        if missing:
            raise InputError(f"Coverage has no agency {missing[0]!r}; there are: {', '.join(self.agencies)}")
        at = [self.agencies.index(name) for name in agencies]

        def columns(name: str) -> NDArray[np.generic] | None:
            values = getattr(self, name)
            return None if values is None else values[:, at]

        per_agency = (*REQUIRED, *OPTIONAL)
        same = ("outlets", "story", "measured", "original", "n_words", "n_prose")
        return Coverage(
            agencies=tuple(agencies),
            **{name: getattr(self, name) for name in same},
            **{name: columns(name) for name in per_agency},  # type: ignore[arg-type]  # by name
        )

    def copy_of(self, agency: int) -> "AgencyCopy":
        """Return what the articles hold of one agency, by its column."""
        return AgencyCopy(
            self.agencies[agency],
            *(getattr(self, name)[:, agency] for name in REQUIRED),
            *(None if (values := getattr(self, name)) is None else values[:, agency] for name in OPTIONAL),
        )

    def copy_of_all(self) -> "AgencyCopy":
        """Return what the articles hold of all agencies together.

        Notes
        -----
        Words and sentences are added up; derivation, share of the source and
        cosine are the greatest of any agency; a credit of any agency counts.
        The lag is that behind the agency with most words, in a tie the first
        by name; without a word there is none.
        """
        return AgencyCopy(
            "",
            self.words.sum(axis=1),
            self.prose.sum(axis=1),
            self.derivation.max(axis=1, initial=0),
            np.asarray(self.credited.any(axis=1)),
            self._main_lag(),
            _optional_sum(self.verbatim),
            _optional_max(self.source_share),
            _optional_sum(self.sentences),
            _optional_max(self.cosine),
        )

    def _main_lag(self) -> NDArray[np.float64]:
        by_name = sorted(range(len(self.agencies)), key=lambda column: self.agencies[column])
        if not by_name:
            return np.full(len(self.outlets), np.nan)
        words = self.words[:, by_name]
        main = words.argmax(axis=1)[:, None]  # the first of equals
        lag = np.take_along_axis(self.lag[:, by_name], main, axis=1)
        return np.where(np.take_along_axis(words, main, axis=1) > 0, lag, np.nan)[:, 0]


REQUIRED = ("words", "prose", "derivation", "credited", "lag")
OPTIONAL = ("verbatim", "source_share", "sentences", "cosine")


@dataclass(frozen=True, slots=True, eq=False)
class AgencyCopy:
    """What every article holds of one agency's copy, or of all agencies' together (``agency`` empty).

    The arrays, of shape (n_articles,), are those of :class:`Coverage`.
    """

    agency: str
    words: NDArray[np.int64]
    prose: NDArray[np.int64]
    derivation: NDArray[np.uint8]
    credited: NDArray[np.bool_]
    lag: NDArray[np.float64]
    verbatim: NDArray[np.int64] | None
    source_share: NDArray[np.float64] | None
    sentences: NDArray[np.int64] | None
    cosine: NDArray[np.float64] | None


def code_outlets(outlets: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Give every outlet a number.

    Returns
    -------
    names : tuple of str, length n_outlets
        Distinct, by code points; the empty name as ``UNKNOWN_OUTLET``.
    codes : int64 array of shape (n_articles,)
        The place of each article's outlet in ``names``.
    """
    shown = [name or UNKNOWN_OUTLET for name in outlets]
    names = tuple(sorted(set(shown)))
    place = {name: k for k, name in enumerate(names)}
    return names, np.fromiter((place[name] for name in shown), np.int64, len(shown))


def _check_shape(name: str, values: NDArray[np.generic], shape: tuple[int, ...]) -> None:
    if values.shape != shape:
        raise InputError(f"Coverage.{name} must have the shape {shape}, got {values.shape}")


def _check_within(part_name: str, part: NDArray[np.int64], whole_name: str, whole: NDArray[np.int64]) -> None:
    wrong = np.argwhere((part < 0) | (part > whole))
    if len(wrong):
        raise InputError(
            f"Coverage.{part_name} must lie between 0 and Coverage.{whole_name}; not so in row {wrong[0, 0]}"
        )


def _optional_sum(values: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
    return None if values is None else values.sum(axis=1)


def _optional_max(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
    """Return the greatest of each row, NaN where all are."""
    if values is None:
        return None
    greatest = np.fmax.reduce(values, axis=1, initial=-np.inf)
    return np.where(np.isfinite(greatest), greatest, np.nan)
