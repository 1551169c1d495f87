"""Tables of agency copy by outlet and agency: counts against plain loops, and what may not change them."""

import dataclasses

import naive_outlets
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_outlets import Copy, Piece

from syndetect.errors import InputError
from syndetect.params import OutletParams
from syndetect.trace.outlets import PRESETS, Coverage, Shares, dependence

QUICK = OutletParams(n_resamples=100, min_articles=3, min_stories=2)
AGENCIES = ("Telva", "CPA")  # not in the order of names
SHARES = ("derived", "words", "prose", "uncredited")


def _rows(table):
    """Return the rows of a table as {(outlet, agency): {column: value}}, shares with their intervals."""
    found = {}
    for k in range(len(table)):
        values = {}
        for entry in dataclasses.fields(table):
            value = getattr(table, entry.name)
            if isinstance(value, Shares):
                ends = ("estimate", "low", "high", "n_stories")
                values[entry.name] = tuple(_plain(getattr(value, end)[k]) for end in ends)
            else:
                values[entry.name] = _plain(value[k])
        found[table.outlet[k], table.agency[k]] = values
    return found


def _plain(value):
    value = value if isinstance(value, str) else value.item()
    return None if value != value else value  # NaN equals nothing, None itself


def _measure(pieces, agencies=AGENCIES, definition=PRESETS[0]):
    return dependence(naive_outlets.coverage(pieces, agencies), QUICK, definition)


def _check(found, wanted):
    for name, value in wanted.items():
        got = found[name][0] if name in SHARES else found[name]
        assert got == (None if value != value else pytest.approx(value)), name
    assert found["few_articles"] == (wanted["n_measured"] < QUICK.min_articles)
    assert found["few_stories"] == (wanted["n_stories"] < QUICK.min_stories)
    for name in SHARES:
        estimate, low, high, _ = found[name]
        assert estimate is None or 0 <= low <= estimate <= high <= 1


def _name(outlet):
    return outlet or "(unknown)"


@settings(max_examples=60)
@given(naive_outlets.pieces(n_agencies=2), st.sampled_from(PRESETS))
def test_tables_are_what_loops_count(pieces, definition):
    """Every column of every table equals its count by a plain loop, for every definition."""
    found = _measure(pieces, definition=definition)
    outlets = sorted({_name(piece.outlet) for piece in pieces})

    assert found.definition == definition
    assert list(found.outlets.outlet) == outlets
    for outlet in outlets:
        of_outlet = [piece for piece in pieces if _name(piece.outlet) == outlet]
        _check(
            _rows(found.outlets)[outlet, ""], naive_outlets.row(of_outlet, AGENCIES, None, definition.name)
        )
        for k, agency in enumerate(AGENCIES):
            wanted = naive_outlets.row(of_outlet, AGENCIES, k, definition.name)
            traces = sum(wanted[n] for n in ("n_derived", "n_wholly", "n_partially", "n_credited"))
            if traces or (wanted["words"] > 0):
                _check(_rows(found.outlet_agencies)[outlet, agency], wanted)
            else:
                assert (outlet, agency) not in _rows(found.outlet_agencies)
    _check(_rows(found.total)["", ""], naive_outlets.row(pieces, AGENCIES, None, definition.name))
    for k, agency in enumerate(AGENCIES):
        _check(_rows(found.agencies)["", agency], naive_outlets.row(pieces, AGENCIES, k, definition.name))


@settings(max_examples=15)
@given(naive_outlets.pieces(n_agencies=2), st.randoms(use_true_random=False))
def test_the_order_of_articles_and_agencies_changes_nothing(pieces, random):
    """Rows stand by name, and every figure, intervals included, is the same."""
    shuffled = random.sample(pieces, len(pieces))
    swapped = [piece._replace(copies=piece.copies[::-1]) for piece in shuffled]
    one, other = _measure(pieces), _measure(swapped, AGENCIES[::-1])

    for name in ("outlets", "outlet_agencies", "total", "agencies"):
        rows = _rows(getattr(one, name))
        assert rows == _rows(getattr(other, name))
        assert list(rows) == sorted(rows)


@settings(max_examples=15)
@given(naive_outlets.pieces(n_agencies=2))
def test_renaming_outlets_renames_rows(pieces):
    """Figures go with the outlet, whatever its name and its place among the others."""
    names = {"": "Zeta", "Courier": "", "Æon": "Aeon"}
    renamed = [piece._replace(outlet=names[piece.outlet]) for piece in pieces]
    one, other = _measure(pieces), _measure(renamed)
    shown = {_name(old): _name(new) for old, new in names.items()}

    for name in ("outlets", "outlet_agencies"):
        wanted = {
            (shown[outlet], agency): {**row, "outlet": shown[outlet]}
            for (outlet, agency), row in _rows(getattr(one, name)).items()
        }
        assert wanted == _rows(getattr(other, name))
    assert _rows(one.total) == _rows(other.total)
    assert _rows(one.agencies) == _rows(other.agencies)


@settings(max_examples=15)
@given(naive_outlets.pieces(n_agencies=2), naive_outlets.pieces(n_agencies=2, outlets=["Bugle"]))
def test_another_outlet_changes_no_row_but_the_totals(pieces, others):
    """An outlet's rows follow from its own articles, though it shares stories with the new one."""
    before, after = _measure(pieces), _measure(pieces + others)

    for name in ("outlets", "outlet_agencies"):
        rows = _rows(getattr(after, name))
        assert _rows(getattr(before, name)) == {key: rows[key] for key in rows if key[0] != "Bugle"}


@settings(max_examples=15)
@given(naive_outlets.pieces(n_agencies=2))
def test_an_agency_without_traces_changes_nothing(pieces):
    """A column of zeros adds a row of zeros to the agencies, and nothing anywhere else."""
    wider = [piece._replace(copies=(*piece.copies, Copy())) for piece in pieces]
    one, other = _measure(pieces), _measure(wider, (*AGENCIES, "Aura"))

    for name in ("outlets", "outlet_agencies", "total"):
        assert _rows(getattr(one, name)) == _rows(getattr(other, name))
    aura = _rows(other.agencies)["", "Aura"]
    assert (aura["n_derived"], aura["n_credited"], aura["words"][0] or 0) == (0, 0, 0)


@settings(max_examples=15)
@given(naive_outlets.pieces(n_agencies=2))
def test_accounts_add_up(pieces):
    """Outlets add up to the total, wholly and partially to derived, words of agencies to all words."""
    found = _measure(pieces)
    total = _rows(found.total)["", ""]
    for name in ("n_articles", "n_originals", "n_measured", "n_derived", "n_uncredited", "n_lags"):
        assert getattr(found.outlets, name).sum() == total[name]
    assert total["n_articles"] >= total["n_originals"] + total["n_measured"]
    for table in (found.outlets, found.outlet_agencies, found.total, found.agencies):
        np.testing.assert_array_equal(table.n_derived, table.n_wholly + table.n_partially)
    if total["n_measured"]:
        assert found.agencies.words.estimate.sum() == pytest.approx(total["words"][0])


def test_a_small_newspaper_by_hand():
    """Five articles, one not measured, one the agency's own: counts, shares and lag as on paper."""
    none = Copy()
    pieces = [
        Piece("Courier", 1, (Copy(100, 80, 2, False, 10.0), none)),
        Piece("Courier", 1, (Copy(40, 40, 1, False, 30.0), Copy(0, 0, 0, True))),
        Piece("Courier", 2, (none, none)),
        Piece("Courier", 3, (Copy(30, 30, 2, False, 99.0), none), n_words=30, n_prose=30, measured=False),
        Piece("Telva", 1, (Copy(100, 80, 2, True, 0.0), none), original=True),
    ]
    found = _measure(pieces)
    courier, telva = _rows(found.outlets)["Courier", ""], _rows(found.outlets)["Telva", ""]

    assert [courier[name] for name in ("n_articles", "n_originals", "n_measured", "n_stories")] == [
        4,
        0,
        3,
        2,
    ]
    assert [courier[name] for name in ("n_wholly", "n_partially", "n_uncredited")] == [1, 1, 1]
    assert courier["derived"][0] == pytest.approx(2 / 3)
    assert courier["words"][0] == pytest.approx(140 / 300)
    assert courier["prose"][0] == pytest.approx(120 / 240)
    assert courier["uncredited"][0] == pytest.approx(1 / 2)
    assert (courier["n_lags"], courier["median_lag"]) == (2, 20.0)
    assert (
        _rows(found.outlet_agencies)["Courier", "Telva"]["uncredited"][0] == 1
    )  # CPA is credited, not Telva
    assert _rows(found.outlet_agencies)["Courier", "CPA"]["n_credited"] == 1
    assert ("Telva", "Telva") not in _rows(found.outlet_agencies)
    assert [telva[name] for name in ("n_articles", "n_originals", "n_measured")] == [1, 1, 0]
    assert telva["derived"] == (None, None, None, 0)


@pytest.mark.parametrize("agencies", [("Telva", "CPA"), ("CPA", "Telva")])
def test_the_lag_is_that_of_the_main_agency(agencies):
    """Over all agencies the lag is that behind the one with most words; in a tie, the first by name."""
    held = {"Telva": Copy(50, 50, 1, False, 5.0), "CPA": Copy(50, 50, 1, False, 60.0)}
    more = {**held, "Telva": Copy(51, 50, 1, False, 5.0)}
    unknown = {**held, "CPA": Copy(51, 50, 1, False)}
    for case, lags in ((held, [60.0]), (more, [5.0]), (unknown, [])):
        table = _measure(
            [Piece("Courier", 1, tuple(case[name] for name in agencies), 200, 200)], agencies
        ).outlets
        assert table.n_lags.tolist() == [len(lags)]
        assert table.median_lag[table.n_lags > 0].tolist() == lags


@pytest.mark.parametrize("trace", [Copy(1), Copy(derivation=1), Copy(credited=True)])
def test_the_least_trace_of_an_agency_is_a_row(trace):
    """One word, a class or a credit shows an outlet and agency; not in an article that is not measured."""
    pieces = [Piece("Courier", 1, (trace,)), Piece("Bugle", 1, (trace,), measured=False)]

    assert list(_rows(_measure(pieces, ("CPA",)).outlet_agencies)) == [("Courier", "CPA")]


def test_small_outlets_are_flagged():
    """Fewer measured articles, or fewer stories, than the parameters say are flagged, each apart."""
    pieces = [Piece("Courier", 1, (Copy(),)) for _ in range(5)] + [
        Piece("Bugle", k, (Copy(),)) for k in (1, 2)
    ]
    table = dependence(
        naive_outlets.coverage(pieces, ("CPA",)), OutletParams(min_articles=5, min_stories=2)
    ).outlets

    assert table.outlet == ("Bugle", "Courier")
    assert table.few_articles.tolist() == [True, False]
    assert table.few_stories.tolist() == [False, True]


@pytest.mark.parametrize("agencies", [(), AGENCIES])
def test_no_articles(agencies):
    """No article: no outlet, and totals of 0 without shares. No agency: every article is its own."""
    found = _measure([], agencies)
    assert (len(found.outlets), len(found.outlet_agencies), len(found.total)) == (0, 0, 1)
    assert found.agencies.agency == tuple(sorted(agencies))
    assert found.total.n_articles.tolist() == [0]
    assert np.isnan(found.total.derived.estimate).all()

    own = _measure([Piece("Courier", 1, ()), Piece("Courier", 2, ())], ())
    assert own.outlets.derived.estimate.tolist() == [0]
    assert own.outlets.n_derived.tolist() == [0]
    assert len(own.agencies) == len(own.outlet_agencies) == 0


def test_choosing_agencies():
    """``select`` keeps the columns named, in that order; an unknown name is refused with what there is."""
    pieces = [Piece("Courier", 1, (Copy(10, 5, 1), Copy(20, 20, 2, verbatim=7)))]
    coverage = naive_outlets.coverage(pieces, AGENCIES)
    chosen = coverage.select(["CPA"])

    assert chosen.agencies == ("CPA",)
    assert chosen.words.tolist() == [[20]]
    assert chosen.verbatim.tolist() == [[7]]
    assert naive_outlets.coverage(pieces, AGENCIES, optional=False).select(["CPA"]).verbatim is None
    with pytest.raises(InputError, match=r"no agency 'Aura'; there are: Telva, CPA"):
        coverage.select(["Aura"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"story": np.zeros(1, np.int64)}, r"Coverage\.story must have the shape \(2,\), got \(1,\)"),
        ({"lag": np.zeros((2, 1))}, r"Coverage\.lag must have the shape \(2, 2\), got \(2, 1\)"),
        ({"cosine": np.zeros(2)}, r"Coverage\.cosine must have the shape \(2, 2\), got \(2,\)"),
        ({"agencies": ("CPA", "CPA")}, r"Coverage\.agencies must be distinct"),
        (
            {"n_words": np.array([100, 9])},
            r"n_prose must lie between 0 and Coverage\.n_words; not so in row 1",
        ),
        (
            {"words": np.array([[1, 0], [60, 41]])},
            r"words must lie between 0 and Coverage\.n_words; .* row 1",
        ),
        ({"prose": np.array([[1, 0], [0, 0]])}, r"prose must lie between 0 and Coverage\.words; .* row 0"),
        ({"verbatim": np.array([[0, 0], [0, -1]])}, r"verbatim must lie between 0 and .*words; .* row 1"),
    ],
)
def test_coverage_that_does_not_add_up_is_refused(changed, message):
    """A column of another shape, or a part larger than its whole, is named with its row."""
    coverage = naive_outlets.coverage([Piece("A", k, (Copy(), Copy())) for k in range(2)], AGENCIES)
    values = {entry.name: getattr(coverage, entry.name) for entry in dataclasses.fields(coverage)}

    with pytest.raises(InputError, match=message):
        Coverage(**{**values, **changed})
