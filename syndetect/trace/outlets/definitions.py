"""What counts as agency copy: a definition as data, and how it is applied to coverage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from syndetect.errors import InputError
from syndetect.trace.outlets.coverage import AgencyCopy, Coverage

__all__ = ["Criterion", "Definition", "is_available", "meets"]

Evidence = Literal[
    "derivation", "words", "word share", "verbatim share", "source share", "sentences", "cosine"
]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition: the ``evidence`` is at least ``least``, or ``strictly`` more.

    ``evidence`` is one of

    - "derivation": 0 non-derived, 1 partially, 2 wholly;
    - "words": words attributed to the agency;
    - "word share": these by the body words of the article;
    - "verbatim share": words that stand word for word in the agency's text, by
      the body words of the article;
    - "source share": share of one text of the agency that the article reuses;
    - "sentences": sentences of 32 characters or more equal to the agency's;
    - "cosine": greatest cosine with a text of the agency.

    What is unknown (NaN) meets no criterion.
    """

    evidence: Evidence
    least: float
    strictly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A rule that says which articles are agency copy, and whose rule it is.

    Attributes
    ----------
    name : str
        Short, stable, for tables.
    citation : str
        Who published the rule; empty for one of this package.
    rule : str
        The rule as it was published.
    approximation : str
        In what the criteria differ from it.
    criteria : tuple of Criterion
        All must be met.
    credit_suffices : bool
        Whether an article that credits an agency for its text is copy by that
        alone.
    together : bool
        Whether the evidence of several agencies is put together when the
        question is "any agency": 30 % of one and 30 % of another are 60 %.
        Otherwise at least one agency alone must meet the criteria.
    """

    name: str
    citation: str = ""
    rule: str
    approximation: str = ""
    criteria: tuple[Criterion, ...]
    credit_suffices: bool = False
    together: bool = False


def is_available(coverage: Coverage, definition: Definition) -> bool:
    """Tell whether the coverage holds all evidence that the definition asks for.

    Parameters
    ----------
    coverage : Coverage
    definition : Definition

    Returns
    -------
    bool
        Whether :func:`meets` can answer.
    """
    return all(getattr(coverage, COLUMNS[entry.evidence]) is not None for entry in definition.criteria)


def meets(coverage: Coverage, definition: Definition, agency: int | None = None) -> NDArray[np.bool_]:
    """Tell which articles are agency copy by a definition.

    Parameters
    ----------
    coverage : Coverage
    definition : Definition
    agency : int, optional
        Column of the agency; without it, copy of any agency.

    Returns
    -------
    bool array of shape (n_articles,)
        Also of articles that are in no denominator.

    Raises
    ------
    InputError
        The coverage lacks evidence that the definition asks for.
    """
    if not is_available(coverage, definition):
        needed = sorted({COLUMNS[entry.evidence] for entry in definition.criteria})
        raise InputError(f"the definition {definition.name} needs these of Coverage: {', '.join(needed)}")
    if agency is not None:
        return _holds(coverage.copy_of(agency), coverage.n_words, definition)
    if definition.together:
        return _holds(coverage.copy_of_all(), coverage.n_words, definition)
    found = np.zeros(len(coverage.outlets), np.bool_)
    for column in range(len(coverage.agencies)):
        found |= _holds(coverage.copy_of(column), coverage.n_words, definition)
    return found


def _holds(copy: AgencyCopy, n_words: NDArray[np.int64], definition: Definition) -> NDArray[np.bool_]:
    held = np.ones(len(n_words), np.bool_)
    for criterion in definition.criteria:
        values = READERS[criterion.evidence](copy, n_words)
        held &= values > criterion.least if criterion.strictly else values >= criterion.least
    return held | copy.credited if definition.credit_suffices else held


def _known(values: NDArray[Any] | None) -> NDArray[np.float64]:
    assert values is not None  # is_available was asked
    return values.astype(np.float64)


def _by_words(part: NDArray[np.int64] | None, n_words: NDArray[np.int64]) -> NDArray[np.float64]:
    return _known(part) / np.maximum(n_words, 1)


COLUMNS: dict[Evidence, str] = {
    "derivation": "derivation",
    "words": "words",
    "word share": "words",
    "verbatim share": "verbatim",
    "source share": "source_share",
    "sentences": "sentences",
    "cosine": "cosine",
}
READERS: dict[Evidence, Callable[[AgencyCopy, NDArray[np.int64]], NDArray[np.float64]]] = {
    "derivation": lambda copy, _: _known(copy.derivation),
    "words": lambda copy, _: _known(copy.words),
    "word share": lambda copy, n_words: _by_words(copy.words, n_words),
    "verbatim share": lambda copy, n_words: _by_words(copy.verbatim, n_words),
    "source share": lambda copy, _: _known(copy.source_share),
    "sentences": lambda copy, _: _known(copy.sentences),
    "cosine": lambda copy, _: _known(copy.cosine),
}
