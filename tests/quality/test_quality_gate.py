"""The gate: pinned floors hold on the corpora of this repository, and on third-party sets where they are."""

import numba
import orjson
import pytest

from benchmarks.quality import __main__ as gate
from benchmarks.quality import floors, shared
from benchmarks.quality.measure import DataSet, Measure, WordCounts, f1_by_class

DATA = DataSet("set", "xxh3_128:1")


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
@pytest.mark.parametrize("name", gate.SETS)
def test_floors_hold(name):
    """No measure is below its floor; every floor is pinned on the data that it is measured on."""
    if name in gate.THIRD_PARTY and not (shared.DATA / gate.THIRD_PARTY[name]).is_file():
        pytest.skip(f"NOT MEASURED: no ../shared/data/{gate.THIRD_PARTY[name]} beside this repository")

    assert floors.compare([gate.SETS[name]()], floors.read()) == []


def _pinned(value: float, *, at_most: bool = False, digest: str = DATA.digest) -> dict:
    return {"set: one": {"value": value, "at_most": at_most, "digest": digest}}


@pytest.mark.parametrize(
    ("pinned", "measure", "fault"),
    [
        (_pinned(0.9), Measure("one", 0.9, 10), None),
        (_pinned(0.9), Measure("one", 0.91, 10), None),
        (_pinned(0.9), Measure("one", 0.8999, 10), "floor"),
        (_pinned(3, at_most=True), Measure("one", 3, 10, at_most=True), None),
        (_pinned(3, at_most=True), Measure("one", 4, 10, at_most=True), "ceiling"),
        (_pinned(0.9, digest="xxh3_128:2"), Measure("one", 0.95, 10), "xxh3_128:2"),
        (_pinned(0.9), Measure("other", 0.95, 10), "not pinned"),
        (_pinned(0.9), Measure("other", 0.95, 10), "set: one is pinned but was not measured"),
    ],
)
def test_a_floor_that_does_not_hold_is_named(pinned, measure, fault):
    """Below its floor, above its ceiling, on other data, not pinned, no longer measured: each is a fault."""
    faults = floors.compare([(DATA, [measure])], pinned)

    assert faults == [] if fault is None else any(fault in line for line in faults)


def test_floors_only_rise():
    """Updating raises a floor, and lowers none unless that is asked for; other sets stay as they are."""
    other = {"else: one": {"value": 0.5, "at_most": False, "digest": "xxh3_128:9"}}
    pinned = _pinned(0.9) | other

    new, lowered = floors.raised([(DATA, [Measure("one", 0.95123, 9)])], pinned, allow_regression=False)
    assert (new["set: one"]["value"], lowered) == (0.9512, [])
    assert new["else: one"] == other["else: one"]
    new, lowered = floors.raised([(DATA, [Measure("one", 0.8, 9)])], pinned, allow_regression=False)
    assert (new, len(lowered)) == (pinned, 1)
    new, lowered = floors.raised([(DATA, [Measure("one", 0.8, 9)])], pinned, allow_regression=True)
    assert (new["set: one"]["value"], len(lowered)) == (0.8, 1)
    new, lowered = floors.raised([(DATA, [])], pinned, allow_regression=False)
    assert (new, len(lowered)) == (pinned, 1)


def test_rounding_favours_the_program():
    """A pinned floor always holds for the value it was pinned from."""
    for value, at_most in ((0.98765, False), (2 / 3, False), (1.0, False), (17, True), (0, True)):
        measured = [(DATA, [Measure("one", value, 1, at_most=at_most)])]
        new, _ = floors.raised(measured, {}, allow_regression=False)
        assert floors.compare(measured, new) == []


def test_floors_are_written_as_they_are_read(tmp_path):
    """Reading what was written gives the same; a file that is not there is no floor."""
    path = tmp_path / "floors.json"
    assert floors.read(path) == {}
    floors.write(_pinned(0.9), path)
    assert floors.read(path) == _pinned(0.9)
    assert floors.FLOORS.read_bytes() == orjson.dumps(
        floors.read(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    )


def test_f1_by_class():
    """2 TP / (2 TP + FP + FN) of each class; 0 without a true positive."""
    found = f1_by_class(["a", "a", "b", "c"], ["a", "b", "b", "b"], ["a", "b", "c"])

    assert found == pytest.approx({"a": 2 / 3, "b": 0.5, "c": 0.0})


def test_words_of_spans():
    """A word counts where it begins; spans that overlap count it once."""
    counts = WordCounts()
    counts.add("one two three four five", [(0, 7), (4, 13)], [(4, 18)])

    assert (counts.gold, counts.found, counts.both) == (3, 3, 2)
    assert counts.precision == counts.recall == pytest.approx(2 / 3)
    assert (WordCounts().precision, WordCounts().recall) == (1, 1)


def test_the_command_prints_and_checks(capsys):
    """``--check`` gives 0 when all floors hold, with data, digest and note of each set on stdout."""
    assert gate.main(["ferry", "--check"]) == 0
    printed = capsys.readouterr()
    assert "ferry  (xxh3_128:" in printed.out
    assert printed.err == ""


@pytest.mark.parametrize("name", gate.THIRD_PARTY)
def test_a_set_that_is_absent_is_named(capsys, monkeypatch, tmp_path, name):
    """What was not measured is said aloud, on stderr, and is no fault; so is a folder without labels."""
    (tmp_path / gate.THIRD_PARTY[name]).parent.mkdir(parents=True)
    monkeypatch.setattr(shared, "DATA", tmp_path)
    assert gate.main([name, "--check"]) == 0
    assert f"{name}: NOT MEASURED" in capsys.readouterr().err


def test_an_unknown_set_is_refused(capsys):
    """A set that there is not ends the command with a usage error that names those there are."""
    with pytest.raises(SystemExit, match="2"):
        gate.main(["nothing"])
    assert "helsinki" in capsys.readouterr().err
