"""``syndetect plan``: text for people, JSON for programs."""

import orjson
import pytest

from corpora.generator import GeneratorParams, generate, write_jsonl
from syndetect.cli.plan import WIDTH, _duration


@pytest.fixture
def dump(tmp_path):
    """Write generated articles."""
    path = tmp_path / "articles.jsonl"
    write_jsonl(generate(GeneratorParams(n_articles=300, seed=2)), path)
    return path


def test_the_plan_shows_curve_guarantee_and_needs(run, dump):
    """A line for each resemblance, the guaranteed run, what was looked at, and two estimates."""
    ran = run("plan", dump, "--sample", 100)

    assert (ran.code, ran.err) == (0, "")
    bars = [line for line in ran.out.splitlines() if "█" in line or "··" in line]
    assert len(bars) == 20
    assert bars[-1] == " 1.00  " + "█" * WIDTH + " 100.00%"
    assert "share a run of 12 words are compared" in ran.out
    assert "estimated from a scan of the first 100 of about" in ran.out
    for what in ("time  ", "memory  ", "--memory", "of disk"):
        assert what in ran.out
    assert ran.out.count("  memory ") == 2 or "grow with the power" not in ran.out


def test_the_whole_input_needs_one_estimate(run, dump):
    """A sample that is everything is no range."""
    ran = run("plan", dump)

    assert "estimated from a scan of all of them" in ran.out
    assert ran.out.count("  memory ") == 1


def test_the_plan_as_json(run, dump, tmp_path):
    """The same as an object; parameters of a file count."""
    (tmp_path / "params.toml").write_text("[passages]\nn_partners = 0\n")
    ran = run("plan", dump, "--sample", 100, "--json", "--params", tmp_path / "params.toml")
    found = orjson.loads(ran.out)

    assert found["run_words"] == 0
    assert found["n_sampled"] == 100
    assert found["low"].keys() == found["high"].keys()
    assert len(found["curve"]) == 20
    assert set(found["seconds"]) > {"read", "tokens", "compare", "trace"}


def test_an_input_that_is_not_there_is_a_usage_error(run, tmp_path):
    """Exit code 2 and its name."""
    ran = run("plan", tmp_path / "gone.jsonl")

    assert ran.code == 2
    assert "gone.jsonl" in ran.err


@pytest.mark.parametrize(("seconds", "said"), [(90, "90 s"), (600, "10 min"), (10_800, "3.0 h")])
def test_durations_are_said_in_the_unit_that_fits(seconds, said):
    """Seconds, minutes, hours."""
    assert _duration(seconds) == said
