"""Coverage -> how much of every outlet is agency copy, of which agency, and how much of it says so."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.params import OutletParams
from syndetect.trace.outlets.coverage import AgencyCopy, Coverage, code_outlets
from syndetect.trace.outlets.definitions import Definition, meets
from syndetect.trace.outlets.intervals import Shares, measure_shares
from syndetect.trace.outlets.presets import METER

__all__ = ["Dependence", "DependenceTable", "dependence"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DependenceTable:
    """One row an outlet, an agency, or an outlet and agency.

    Attributes
    ----------
    outlet : tuple of str, length n_rows
        Empty in rows over all outlets.
    agency : tuple of str, length n_rows
        Empty in rows over all agencies.
    n_articles, n_originals, n_measured : int64 arrays of shape (n_rows,)
        Articles of the outlet; of these, texts of an agency in its own outlet;
        of the rest, those that were measured: the denominator of all that
        follows.
    n_stories : int64 array of shape (n_rows,)
        Stories of the measured articles.
    n_derived, n_uncredited : int64 arrays of shape (n_rows,)
        Articles that are copy by the definition in use; of these, those that
        do not credit the agency (in rows over all agencies: any agency).
    n_wholly, n_partially : int64 arrays of shape (n_rows,)
        Articles wholly and partially derived, whatever the definition.
    n_credited : int64 array of shape (n_rows,)
        Articles that credit the agency for their text, copy or not.
    derived : Shares, each of shape (n_rows,)
        ``n_derived`` by ``n_measured``.
    words, prose : Shares
        Words of the agency by body words of all measured articles; the same
        outside quotation marks.
    uncredited : Shares
        ``n_uncredited`` by ``n_derived``.
    n_lags : int64 array of shape (n_rows,)
        Derived articles whose lag is known.
    median_lag : float64 array of shape (n_rows,)
        Median of these lags in minutes; NaN when there are none.
    few_articles, few_stories : bool arrays of shape (n_rows,)
        Whether ``n_measured`` or ``n_stories`` is below the parameter.
    """

    outlet: tuple[str, ...]
    agency: tuple[str, ...]
    n_articles: NDArray[np.int64]
    n_originals: NDArray[np.int64]
    n_measured: NDArray[np.int64]
    n_stories: NDArray[np.int64]
    n_derived: NDArray[np.int64]
    n_uncredited: NDArray[np.int64]
    n_wholly: NDArray[np.int64]
    n_partially: NDArray[np.int64]
    n_credited: NDArray[np.int64]
    derived: Shares
    words: Shares
    prose: Shares
    uncredited: Shares
    n_lags: NDArray[np.int64]
    median_lag: NDArray[np.float64]
    few_articles: NDArray[np.bool_]
    few_stories: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.outlet)


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """Agency copy by one definition.

    Attributes
    ----------
    definition : Definition
        The rule behind ``n_derived``.
    outlets : DependenceTable
        All outlets by name, over all agencies.
    outlet_agencies : DependenceTable
        By outlet and agency name; a pair without a word, a credit or an
        article that is copy has no row: all its counts are 0.
    total : DependenceTable
        One row over all outlets and agencies.
    agencies : DependenceTable
        All agencies by name, over all outlets.
    """

    definition: Definition
    outlets: DependenceTable
    outlet_agencies: DependenceTable
    total: DependenceTable
    agencies: DependenceTable


def dependence(coverage: Coverage, params: OutletParams, definition: Definition = METER) -> Dependence:
    """Measure how much of every outlet is agency copy.

    Parameters
    ----------
    coverage : Coverage
    params : OutletParams
    definition : Definition, optional
        Which articles are copy; METER's wholly and partially derived by
        default.

    Returns
    -------
    Dependence
        Without articles, the tables by outlet are empty and the totals count 0.

    Raises
    ------
    InputError
        The coverage lacks evidence that the definition asks for.

    Notes
    -----
    An outlet's row follows from its own articles alone. Articles of one story
    in several outlets are one cluster in the rows over all outlets.
    """
    all_agencies = (coverage.copy_of_all(), meets(coverage, definition))
    by_name = sorted(range(len(coverage.agencies)), key=lambda column: coverage.agencies[column])
    outlets, everything, nothing = _groups(coverage)

    def table(agency: tuple[AgencyCopy, NDArray[np.bool_]], groups: Groups) -> DependenceTable:
        return _table(coverage, *agency, groups, params)

    agencies, outlet_agencies = [table(all_agencies, nothing)], [table(all_agencies, nothing)]
    for column in by_name:
        agency = coverage.copy_of(column), meets(coverage, definition, column)
        agencies.append(table(agency, everything))
        outlet_agencies.append(table(agency, _with_traces(coverage, *agency, outlets)))
    return Dependence(
        definition,
        table(all_agencies, outlets),
        _by_outlet(_join(outlet_agencies)),
        table(all_agencies, everything),
        _join(agencies),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Articles in groups: ``rows`` of the coverage, and the place of each one's group in ``names``."""

    names: tuple[str, ...]
    rows: NDArray[np.int64]
    codes: NDArray[np.int64]


def _groups(coverage: Coverage) -> tuple[Groups, Groups, Groups]:
    """Return the outlets, one group of all articles, and no group at all."""
    names, codes = code_outlets(coverage.outlets)
    rows, none = np.arange(len(codes)), np.zeros(0, np.int64)
    return Groups(names, rows, codes), Groups(("",), rows, np.zeros_like(rows)), Groups((), none, none)


def _with_traces(coverage: Coverage, copy: AgencyCopy, derived: NDArray[np.bool_], groups: Groups) -> Groups:
    """Keep the groups in which a counted article has a word, a credit or is copy."""
    traces = coverage.counted & (derived | copy.credited | (copy.words > 0) | (copy.derivation > 0))
    kept = np.zeros(len(groups.names), np.bool_)
    kept[groups.codes[traces[groups.rows]]] = True
    names = tuple(name for name, keep in zip(groups.names, kept.tolist(), strict=True) if keep)
    of_kept = kept[groups.codes]
    return Groups(names, groups.rows[of_kept], (np.cumsum(kept) - 1)[groups.codes[of_kept]])


def _table(
    coverage: Coverage, copy: AgencyCopy, derived: NDArray[np.bool_], groups: Groups, params: OutletParams
) -> DependenceTable:
    rows, codes, n_groups = groups.rows, groups.codes, len(groups.names)

    def count(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(codes[chosen[rows]], minlength=n_groups)

    counted, original = coverage.counted, coverage.original
    derived = derived & counted
    uncredited = derived & ~copy.credited
    columns = (  # numerator and denominator of each share
        (derived, counted),
        (copy.words * counted, coverage.n_words * counted),
        (copy.prose * counted, coverage.n_prose * counted),
        (uncredited, derived),
    )
    parts, wholes = (
        np.stack([column[k][rows] for column in columns], axis=1).astype(np.int64) for k in range(2)
    )
    shares = measure_shares(parts, wholes, codes, coverage.story[rows], n_groups, params)
    n_lags, median_lag = _medians(codes, np.where(derived, copy.lag, np.nan)[rows], n_groups)
    n_measured, n_stories = count(counted), shares.n_stories[:, 0]
    return DependenceTable(
        outlet=groups.names,
        agency=(copy.agency,) * n_groups,
        n_articles=np.bincount(codes, minlength=n_groups),
        n_originals=count(original),
        n_measured=n_measured,
        n_stories=n_stories,
        n_derived=count(derived),
        n_uncredited=count(uncredited),
        n_wholly=count(counted & (copy.derivation == WHOLLY)),
        n_partially=count(counted & (copy.derivation == PARTIALLY)),
        n_credited=count(counted & copy.credited),
        derived=shares.column(0),
        words=shares.column(1),
        prose=shares.column(2),
        uncredited=shares.column(3),
        n_lags=n_lags,
        median_lag=median_lag,
        few_articles=n_measured < params.min_articles,
        few_stories=n_stories < params.min_stories,
    )


def _medians(
    codes: NDArray[np.int64], values: NDArray[np.float64], n_groups: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the number of known values of every group, and their median, NaN without any."""
    known = ~np.isnan(values)
    codes, values = codes[known], values[known]
    values = values[np.lexsort((values, codes))]
    n = np.bincount(codes, minlength=n_groups)
    past = np.cumsum(n)
    some = n > 0
    upper, lower = (past - n + n // 2)[some], (past - n + (n - 1) // 2)[some]
    medians = np.full(n_groups, np.nan)
    medians[some] = (values[lower] + values[upper]) / 2
    return n, medians


def _join(tables: Sequence[DependenceTable]) -> DependenceTable:
    """Put tables below one another."""
    return DependenceTable(
        **{name: _concatenate([getattr(table, name) for table in tables]) for name in COLUMNS}
    )


def _concatenate(parts: Sequence[Any]) -> Any:
    if isinstance(parts[0], tuple):
        return tuple(entry for part in parts for entry in part)
    if isinstance(parts[0], Shares):
        return Shares(*(np.concatenate([getattr(part, end) for part in parts]) for end in SHARES))
    return np.concatenate(parts)


def _by_outlet(table: DependenceTable) -> DependenceTable:
    """Sort rows by outlet, then by agency."""
    order = sorted(range(len(table)), key=lambda row: (table.outlet[row], table.agency[row]))
    return DependenceTable(**{name: _take(getattr(table, name), order) for name in COLUMNS})


def _take(values: Any, order: list[int]) -> Any:
    if isinstance(values, tuple):
        return tuple(values[row] for row in order)
    if isinstance(values, Shares):
        return Shares(*(getattr(values, end)[order] for end in SHARES))
    return values[order]


PARTIALLY, WHOLLY = 1, 2  # codes of Coverage.derivation
COLUMNS = tuple(entry.name for entry in fields(DependenceTable))
SHARES = tuple(entry.name for entry in fields(Shares))
