"""Charts: lengths, heights and areas are those of the numbers."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.report.site.charts.intervals import interval_bar
from syndetect.report.site.charts.matrix import SIDE, matrix
from syndetect.report.site.charts.timeline import KINDS, timeline

SHARES = st.floats(0, 1).map(lambda share: round(share, 6))
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
NEAR = st.dates(date(2024, 11, 1), date(2025, 3, 1))


def per_cent(length: str) -> float:
    assert length.endswith("%")
    return float(length[:-1])


@given(st.tuples(SHARES, SHARES, SHARES).map(sorted), st.booleans())
def test_an_interval_is_drawn_where_it_lies(ends, weak):
    low, share, high = ends
    row = {"derived_share": share, "derived_low": low, "derived_high": high}

    bar = interval_bar(row, "derived", "Copy", detail="3 of 4", level="95%", weak=weak)

    assert per_cent(bar.width) == pytest.approx(100 * share, abs=0.006)
    assert per_cent(bar.low) == pytest.approx(100 * low, abs=0.006)
    assert per_cent(bar.low) + per_cent(bar.span) == pytest.approx(per_cent(bar.high), abs=0.02)
    assert float(bar.value) == share
    assert bar.weak is weak
    assert all(said in bar.title for said in ("Copy", bar.percent, bar.interval, "3 of 4", "95%"))


def test_nothing_to_divide_by_is_no_bar():
    row = {"word_share": None, "word_low": None, "word_high": None}

    assert interval_bar(row, "word", "Words", level="95%") is None


@given(st.lists(st.tuples(st.one_of(st.none(), DAYS, NEAR), st.sampled_from(KINDS)), max_size=40))
def test_a_timeline_holds_every_dated_article_once(articles):
    line = timeline((None if on is None else on.isoformat() + "T23:59:00Z", kind) for on, kind in articles)

    dated = Counter(kind for on, kind in articles if on)
    if not dated:
        assert line is None
        return
    found = {kind: sum(column.counts[k] for column in line.columns) for k, kind in enumerate(KINDS)}
    assert found == {kind: dated[kind] for kind in KINDS}
    n_undated = sum(on is None for on, _ in articles)
    assert line.undated == ("" if not n_undated else f"{n_undated} article{'s' if n_undated > 1 else ''}")
    assert len(line.columns) <= 100
    assert len(line.columns) <= 60 or line.step == "century"
    assert sum(line.columns[0].counts) > 0
    assert sum(line.columns[-1].counts) > 0


@given(st.lists(st.tuples(NEAR, st.sampled_from(KINDS)), min_size=1, max_size=60))
def test_columns_are_as_high_as_their_numbers(articles):
    line = timeline((on.isoformat(), kind) for on, kind in articles)

    most = max(sum(column.counts) for column in line.columns)
    assert line.most == str(most)
    for column in line.columns:
        heights = {part.kind: float(part.height) for part in column.parts}
        for kind, n in zip(KINDS, column.counts, strict=True):
            assert heights.get(kind, 0) == pytest.approx(line.height * n / most, abs=0.01)
        tops = [float(part.y) for part in column.parts]
        bottoms = [float(part.y) + float(part.height) for part in column.parts]
        assert bottoms[:1] == pytest.approx([line.height] if bottoms else [], abs=0.02)
        assert bottoms[1:] == pytest.approx(tops[:-1], abs=0.02)
        assert 0 <= per_cent(column.x) < per_cent(column.x) + per_cent(column.width) <= 100


@pytest.mark.parametrize(
    ("days", "step", "first"),
    [
        (0, "day", "31 December 2024"),
        (59, "day", "31 December 2024"),
        (60, "week", "week of 30 December 2024"),
        (400, "week", "week of 30 December 2024"),
        (430, "month", "December 2024"),
        (1760, "month", "December 2024"),
        (1900, "year", "2024"),
        (40_000, "decade", "2020s"),
        (400_000, "century", "2000–2099"),
    ],
)
def test_the_step_fits_the_span(days, step, first):
    begin = date(2024, 12, 31)
    line = timeline([(begin.isoformat(), "copy"), ((begin + timedelta(days)).isoformat(), "other")])

    assert line.step == step
    assert line.columns[0].label == first
    assert line.columns[0].label in line.ticks[0][0]
    assert line.columns[-1].label in line.ticks[-1][0]


def test_an_article_is_in_the_column_of_its_day():
    days = ["2025-03-01", "2025-03-03T00:00:00Z", "2025-03-03", "2025-03-09T23:59:59Z"]
    line = timeline((on, "copy") for on in days)

    counted = {column.label: column.counts[0] for column in line.columns if column.counts[0]}
    assert counted == {"1 March 2025": 1, "3 March 2025": 2, "9 March 2025": 1}
    assert len(line.columns) == 9


@pytest.mark.parametrize("published", ["", None, "2025", "2025-13-01", "soon", "0000-01-01"])
def test_what_is_no_day_is_counted_apart(published):
    assert timeline([(published, "copy")]) is None
    assert timeline([(published, "copy"), ("2025-01-01", "copy")]).undated == "1 article"


@given(st.integers(1, 500), st.data())
def test_squares_have_the_area_of_the_share(total, data):
    count = data.draw(st.integers(0, total))
    crossed = matrix([("A", "a.html", total)], ["X", "Y"], {("A", "X"): count}, row_label=str.lower)

    (row,) = crossed.rows
    assert (row.label, row.target, row.total) == ("a", "a.html", str(total))
    assert row.cells[0].count == str(count)
    assert (float(row.cells[0].side) / SIDE) ** 2 == pytest.approx(count / total, abs=0.002)
    assert 2 * float(row.cells[0].offset) + float(row.cells[0].side) == pytest.approx(SIDE, abs=0.02)
    assert (row.cells[1].count, row.cells[1].side) == ("0", "0.00")
