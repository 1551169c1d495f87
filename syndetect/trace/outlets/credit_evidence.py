"""Coverage -> what articles say of their source against what their text shows."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from syndetect.trace.outlets.coverage import Coverage, code_outlets
from syndetect.trace.outlets.definitions import Definition, meets
from syndetect.trace.outlets.presets import METER

__all__ = [
    "CREDIT_CLASSES",
    "NOT_MEASURED",
    "CreditClass",
    "CreditEvidence",
    "classify_credit",
    "credit_evidence",
]

CreditClass = Literal["credited copy", "uncredited copy", "credited, little reuse", "independent"]

CREDIT_CLASSES: tuple[CreditClass, ...] = get_args(CreditClass)
NOT_MEASURED = -1


@dataclass(frozen=True, slots=True, eq=False)
class CreditEvidence:
    """Articles by what they credit and what they hold.

    Attributes
    ----------
    outlets : tuple of str, length n_outlets
        By name.
    counts : int64 array of shape (n_outlets + 1, 4)
        Measured articles by class, in the order of ``CREDIT_CLASSES``; the
        last row is all outlets together.
    """

    outlets: tuple[str, ...]
    counts: NDArray[np.int64]


def classify_credit(coverage: Coverage, definition: Definition = METER) -> NDArray[np.int8]:
    """Tell of every article whether it is copy, and whether it says so.

    Parameters
    ----------
    coverage : Coverage
    definition : Definition, optional
        What is copy; METER's wholly and partially derived by default. A
        definition that counts a credit as copy leaves nothing "credited,
        little reuse".

    Returns
    -------
    int8 array of shape (n_articles,)
        Places in ``CREDIT_CLASSES``; ``NOT_MEASURED`` for articles that are
        not measured, or an agency's own.

    Notes
    -----
    Agencies are not told apart: copy is copy of any agency, a credit is a
    credit for the text of any agency. Copy of one that credits another is
    "credited copy" here and uncredited in the rows by agency of
    :func:`dependence`.
    """
    copy, credited = meets(coverage, definition), coverage.credited.any(axis=1)
    classes = np.where(copy, np.where(credited, 0, 1), np.where(credited, 2, 3))
    return np.where(coverage.counted, classes, NOT_MEASURED).astype(np.int8)


def credit_evidence(coverage: Coverage, definition: Definition = METER) -> CreditEvidence:
    """Count the classes of :func:`classify_credit` by outlet.

    Parameters
    ----------
    coverage : Coverage
    definition : Definition, optional

    Returns
    -------
    CreditEvidence
        Without articles it has no outlet and a last row of zeros.
    """
    names, codes = code_outlets(coverage.outlets)
    classes = classify_credit(coverage, definition)
    counts = np.zeros((len(names) + 1, len(CREDIT_CLASSES)), np.int64)
    measured = classes != NOT_MEASURED
    np.add.at(counts, (codes[measured], classes[measured]), 1)
    counts[-1] = counts[:-1].sum(axis=0)
    return CreditEvidence(names, counts)
