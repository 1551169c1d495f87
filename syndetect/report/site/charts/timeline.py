"""Articles by day of publication -> stacked columns by day, week, month, year or longer."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from syndetect.report.site.wording import counted, day

__all__ = ["KINDS", "Column", "Part", "Timeline", "timeline"]

KINDS = ("copy", "other", "unmeasured")  # as they are stacked, from below
LABELS = {"copy": "agency copy", "other": "other measured articles", "unmeasured": "not measured"}

_HEIGHT = 120  # of the tallest column, in SVG units
_MOST = 60  # columns; beyond, a longer step
_SLOTS = 16  # fewer columns do not get wider than one of so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch of a column: SVG lengths, up and down in units."""

    kind: str
    y: str
    height: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The articles of one step of time: its name, its numbers in the order of ``KINDS``, its place."""

    label: str
    counts: tuple[int, ...]
    total: str
    x: str
    width: str
    centre: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Articles over time.

    Attributes
    ----------
    step : str
        ``day``, ``week``, ``month``, ``year``, ``decade`` or ``century``.
    columns : tuple of Column
        One for every step between the first and the last, empty ones too.
    most : str
        Articles of the tallest column.
    height : int
        Of the tallest column, in SVG units.
    ticks : tuple of (str, str, str)
        Label, place and SVG anchor of the named steps.
    title : str
        The chart in one sentence.
    undated : str
        Articles that have no day and are not in it; "" for none.
    """

    step: str
    columns: tuple[Column, ...]
    most: str
    height: int
    ticks: tuple[tuple[str, str, str], ...]
    title: str
    undated: str


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of time: the number of the step that a day is in, the first day of a step, and its name."""

    name: str
    number: Callable[[date], int]
    first: Callable[[int], date]
    label: Callable[[date], str]


_STEPS = (
    _Step("day", date.toordinal, date.fromordinal, lambda first: day(first.isoformat())),
    _Step(
        "week",
        lambda each: (each.toordinal() - 1) // 7,  # day 1 of the calendar was a Monday
        lambda number: date.min + timedelta(weeks=number),
        lambda first: f"week of {day(first.isoformat())}",
    ),
    _Step(
        "month",
        lambda each: 12 * each.year + each.month - 1,
        lambda number: date(number // 12, number % 12 + 1, 1),
        lambda first: day(first.isoformat()).split(" ", 1)[1],
    ),
    _Step("year", lambda each: each.year, lambda number: date(number, 1, 1), lambda first: str(first.year)),
    _Step(
        "decade",
        lambda each: each.year // 10,
        lambda number: date(max(1, 10 * number), 1, 1),
        lambda first: f"{first.year // 10 * 10}s",
    ),
    _Step(
        "century",
        lambda each: each.year // 100,
        lambda number: date(max(1, 100 * number), 1, 1),
        lambda first: f"{first.year // 100 * 100}–{first.year // 100 * 100 + 99}",
    ),
)


def timeline(articles: Iterable[tuple[str | None, str]]) -> Timeline | None:
    """Lay out articles over time.

    Parameters
    ----------
    articles : iterable of (str or None, str)
        Time of publication, an ISO date or date and time, and the kind: one of
        ``KINDS``.

    Returns
    -------
    Timeline or None
        None when no article has a day. The step is the shortest that gives no
        more than 60 columns.
    """
    days: Counter[tuple[date, str]] = Counter()
    n_undated = 0
    for published, kind in articles:
        on = _day(published)
        if on is None:
            n_undated += 1
        else:
            days[on, kind] += 1
    if not days:
        return None
    step = _step_of(min(days)[0], max(days)[0])
    counts: Counter[tuple[int, str]] = Counter()
    for (on, kind), n in days.items():
        counts[step.number(on), kind] += n
    return _laid_out(step, counts, n_undated)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _step_of(first: date, last: date) -> _Step:
    """Choose the shortest step that gives no more than ``_MOST`` columns."""
    fitting = (step for step in _STEPS if step.number(last) - step.number(first) < _MOST)
    return next(fitting, _STEPS[-1])


def _laid_out(step: _Step, counts: Counter[tuple[int, str]], n_undated: int) -> Timeline:
    """Place the columns."""
    numbers = range(min(counts)[0], max(counts)[0] + 1)
    rows = [tuple(counts[number, kind] for kind in KINDS) for number in numbers]
    most = max(sum(row) for row in rows)
    labels = [step.label(step.first(number)) for number in numbers]
    slot = 100 / max(_SLOTS, len(rows))
    columns = tuple(
        Column(
            label=label,
            counts=row,
            total=f"{sum(row):,}",
            x=f"{k * slot + slot / 10:.3f}%",
            width=f"{0.8 * slot:.3f}%",
            centre=f"{(k + 0.5) * slot:.3f}%",
            parts=_parts(row, most),
        )
        for k, (label, row) in enumerate(zip(labels, rows, strict=True))
    )
    sums = [sum(row[k] for row in rows) for k in range(len(KINDS))]
    said = ", ".join(f"{n:,} {LABELS[kind]}" for kind, n in zip(KINDS, sums, strict=True))
    span = labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
    tallest = next(column for column, row in zip(columns, rows, strict=True) if sum(row) == most)
    return Timeline(
        step=step.name,
        columns=columns,
        most=f"{most:,}",
        height=_HEIGHT,
        ticks=_ticks(columns),
        title=f"Articles by {step.name}, {span}: {said}. Most: {tallest.total} ({tallest.label}).",
        undated=counted(n_undated, "article") if n_undated else "",
    )


def _parts(row: tuple[int, ...], most: int) -> tuple[Part, ...]:
    """Stack the numbers of a column from below."""
    parts, below = [], 0.0
    for kind, n in zip(KINDS, row, strict=True):
        height = _HEIGHT * n / most
        if n:
            parts.append(Part(kind=kind, y=f"{_HEIGHT - below - height:.2f}", height=f"{height:.2f}"))
        below += height
    return tuple(parts)


def _ticks(columns: tuple[Column, ...]) -> tuple[tuple[str, str, str], ...]:
    """Name the first and the last column, and the middle one where there is room."""
    last = columns[-1]
    if len(columns) < _SLOTS // 2:  # no room for two labels
        span = columns[0].label if len(columns) == 1 else f"{columns[0].label} to {last.label}"
        return ((span, columns[0].x, "start"),)
    named = [(columns[0].label, columns[0].x, "start")]
    if len(columns) >= _SLOTS:
        middle = columns[len(columns) // 2]
        named.append((middle.label, middle.centre, "middle"))
    right = f"{float(last.x[:-1]) + float(last.width[:-1]):.3f}%"
    return (*named, (last.label, right, "end"))
