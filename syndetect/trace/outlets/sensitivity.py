"""Coverage -> how the share of agency copy moves from one definition to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.params import OutletParams
from syndetect.trace.outlets.coverage import Coverage, code_outlets
from syndetect.trace.outlets.definitions import Definition, is_available, meets
from syndetect.trace.outlets.intervals import Shares, measure_shares
from syndetect.trace.outlets.presets import PRESETS, THRESHOLDS

__all__ = ["Sensitivity", "sensitivity"]


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Share of the measured articles that are copy, by outlet and definition.

    Attributes
    ----------
    definitions : tuple of Definition, length n_definitions
    available : bool array of shape (n_definitions,)
        Whether the coverage holds the evidence that a definition asks for; if
        not, its counts are 0 and its shares NaN.
    outlets : tuple of str, length n_outlets
        By name.
    n_measured : int64 array of shape (n_outlets + 1,)
        Measured articles; here and below the last row is all outlets together.
    n_derived : int64 array of shape (n_outlets + 1, n_definitions)
        Of these, articles that are copy of any agency.
    derived : Shares, each of shape (n_outlets + 1, n_definitions)
        ``n_derived`` by ``n_measured``.
    """

    definitions: tuple[Definition, ...]
    available: NDArray[np.bool_]
    outlets: tuple[str, ...]
    n_measured: NDArray[np.int64]
    n_derived: NDArray[np.int64]
    derived: Shares


def sensitivity(
    coverage: Coverage,
    params: OutletParams,
    definitions: Sequence[Definition] = (*THRESHOLDS, *PRESETS),
) -> Sensitivity:
    """Measure the share of agency copy by several definitions.

    Parameters
    ----------
    coverage : Coverage
    params : OutletParams
    definitions : sequence of Definition, optional
        By default nine thresholds on the share of words, and all presets.

    Returns
    -------
    Sensitivity
        Without articles it has no outlet and a last row of zeros.

    Notes
    -----
    Each figure equals, interval included, the one that ``dependence`` gives
    for the same definition.
    """
    names, codes = code_outlets(coverage.outlets)
    available = np.array([is_available(coverage, definition) for definition in definitions], np.bool_)
    parts = np.zeros((len(codes), len(definitions)), np.int64)
    for k in np.flatnonzero(available).tolist():
        parts[:, k] = meets(coverage, definitions[k]) & coverage.counted
    wholes = coverage.counted[:, None] & available
    by_outlet, total = (
        measure_shares(parts, wholes.astype(np.int64), group, coverage.story, n_groups, params)
        for group, n_groups in ((codes, len(names)), (np.zeros_like(codes), 1))
    )
    return Sensitivity(
        tuple(definitions),
        available,
        names,
        _with_total(coverage.counted[:, None], codes, len(names))[:, 0],
        _with_total(parts, codes, len(names)),
        Shares(
            *(
                np.concatenate([getattr(by_outlet, end), getattr(total, end)])
                for end in ("estimate", "low", "high", "n_stories")
            )
        ),
    )


def _with_total(counts: NDArray[np.generic], codes: NDArray[np.int64], n_groups: int) -> NDArray[np.int64]:
    """Add up rows by group, (n_groups + 1, n_columns); the last row is all of them."""
    sums = np.zeros((n_groups + 1, counts.shape[1]), np.int64)
    np.add.at(sums, codes, counts)
    sums[-1] = counts.sum(axis=0)
    return sums
