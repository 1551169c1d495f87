"""``scan --memory`` and ``--log-format``: what is said of the run, and to whom."""

import orjson
import pytest

from syndetect.cli.budget import over_budget, processes_within
from syndetect.cli.console import stage_line


def test_the_budget_is_in_the_manifest(run, articles, tmp_path):
    """run.json holds the budget, the peak of each stage and the bytes spilled."""
    assert run("scan", articles, "-o", tmp_path / "out", "--memory", "2GB", "-q").code == 0

    memory = orjson.loads((tmp_path / "out" / "run.json").read_bytes())["memory"]
    assert memory["budget"] == 2_000_000_000
    assert (memory["spilled"], memory["spilled_by_stage"]) == (0, {})


@pytest.mark.parametrize(
    ("memory", "said"), [("much", "must be a size such as 4GB"), ("10MB", "must be at least 300.0 MB")]
)
def test_a_budget_that_cannot_be_is_a_usage_error(run, articles, tmp_path, memory, said):
    """Exit code 2 and one line, before anything is read."""
    ran = run("scan", articles, "-o", tmp_path / "out", "--memory", memory)

    assert ran.code == 2
    assert said in ran.err


def test_the_log_is_one_object_a_line(run, articles, tmp_path):
    """Every line of stderr is JSON of one run: a line a stage, at last the summary."""
    ran = run("scan", articles, "-o", tmp_path / "out", "--log-format", "json")
    lines = [orjson.loads(line) for line in ran.err.splitlines()]

    assert ran.code == 0
    assert len({line["run_id"] for line in lines}) == 1
    stages = [line for line in lines if "stage" in line]
    manifest = orjson.loads((tmp_path / "out" / "run.json").read_bytes())
    assert [line["stage"] for line in stages] == [stage["stage"] for stage in manifest["stages"]]
    assert {line["stage"]: line["seconds"] for line in stages} == manifest["seconds"]
    assert lines[-1]["event"] == "summary"
    assert (lines[-1]["exit_code"], lines[-1]["n_ok"]) == (0, 3)
    assert lines[-1]["memory"] == manifest["memory"]


def test_a_failure_is_the_last_line_of_the_log(run, articles, tmp_path):
    """What went wrong is a summary with exit code and message, and no other line."""
    ran = run("scan", articles, "-o", tmp_path / "out", "--memory", "1MB", "--log-format", "json")
    lines = [orjson.loads(line) for line in ran.err.splitlines()]

    assert ran.code == 2
    assert lines[-1]["event"] == "summary"
    assert (lines[-1]["exit_code"], "must be at least" in lines[-1]["error"]) == (2, True)


def test_nothing_to_analyse_is_accounted_for_in_every_form(run, tmp_path):
    """The quarantine is written also when the log is JSON."""
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{\n")
    ran = run("scan", broken, "-o", tmp_path / "out", "--log-format", "json")

    assert ran.code == 2
    assert orjson.loads(ran.err.splitlines()[-1])["exit_code"] == 2
    assert len((tmp_path / "out" / "quarantine.jsonl").read_text().splitlines()) == 1


WRONG = {
    "no such file": ["absent.jsonl"],
    "an empty folder": ["."],
    "a value of a wrong type": ["articles.jsonl", "--max-bad", "few"],
    "an option that is none": ["articles.jsonl", "--no-such"],
    "a field without a name": ["articles.jsonl", "--map", "text"],
    "parameters that are not there": ["articles.jsonl", "--params", "absent.toml"],
    "a definition that is none": ["articles.jsonl", "--definition", "none"],
    "an option of another engine": ["articles.jsonl", "--master", "local[1]"],
    "an option with a control character": ["articles.jsonl", "-\x1b"],
}


@pytest.mark.parametrize("form", [["--log-format", "json"], ["--log-format=json"]], ids=len)
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_goes_wrong_before_the_run_is_one_object_too(run, articles, tmp_path, monkeypatch, wrong, form):
    """A wrong use, like a failure of the run, is a summary with exit code 2 and a message; nothing else."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty" if wrong == ["."] else tmp_path)
    for command, options in (("scan", ["-o", tmp_path / "out"]), ("dedup", ["--index", tmp_path / "i"])):
        if command == "dedup" and wrong[1:2] in (["--params"], ["--definition"], ["--master"]):
            continue
        ran = run(command, *wrong, *options, *form)
        [line] = [orjson.loads(line) for line in ran.err.splitlines()]
        assert (ran.code, ran.out) == (2, "")
        assert (line["event"], line["exit_code"], bool(line["error"])) == ("summary", 2, True)


def test_wrong_uses_are_told_to_people_as_before(run, articles, tmp_path):
    """Without that option Typer shows them, in a frame that names the option."""
    ran = run("scan", articles, "-o", tmp_path / "out", "--max-bad", "few", "--", "--log-format", "json")

    assert ran.code == 2
    assert "--max-bad" in ran.err
    assert not ran.err.startswith("{")


def test_a_bug_is_one_object_too(run, articles, tmp_path, monkeypatch):
    """What nobody foresaw is told once, with exit code 1."""
    monkeypatch.setattr("syndetect.report.Result.write", lambda *args, **options: 1 / 0)
    ran = run("scan", articles, "-o", tmp_path / "out", "--log-format", "json")
    lines = [orjson.loads(line) for line in ran.err.splitlines()]

    assert ran.code == 1
    assert [line["error"] for line in lines if "error" in line] == [
        "this is a bug in syndetect: ZeroDivisionError: division by zero (SYNDETECT_DEBUG=1 shows where)"
    ]


def test_an_unknown_form_of_log_is_a_usage_error(run, articles, tmp_path):
    """The message names the forms."""
    ran = run("scan", articles, "-o", tmp_path / "out", "--log-format", "xml")

    assert ran.code == 2
    assert "'text'" in ran.err
    assert "'json'" in ran.err


@pytest.mark.parametrize(
    ("threads", "budget", "held", "n_bytes", "wanted"),
    [
        (None, None, 300, 10, None),  # no budget: the report decides
        (3, None, 300, 10, 3),
        (8, 1000, 300, 10, 5),  # 40 MB here to hand on, 140 in each of the others
        (2, 1000, 300, 10, 2),
        (8, 1000, 300, 100, 1),  # 400 here, 500 in another
        (8, 1000, 300, 75, 2),  # 300 here, 400 in another
        (8, 200, 300, 10, 1),
        (8, 1000, None, 10, 1),  # what a process takes cannot be known
    ],
)
def test_processes_of_the_report_share_the_budget(monkeypatch, threads, budget, held, n_bytes, wanted):
    """As many as have room for what they are handed (all in MB); one at least."""
    monkeypatch.setattr("syndetect.storage.process.anonymous_bytes", lambda: held and held * 10**6)

    assert processes_within(threads, budget and budget * 10**6, n_bytes * 10**6) == wanted


def test_a_run_over_its_budget_says_so():
    """A peak above the budget is told with its stage; one below, or an unknown one, is not."""
    peaks = {"read": 5_000_000, "trace": 9_000_000}
    memory = {"budget": 8_000_000, "peak": 9_000_000, "peak_by_stage": peaks}

    assert over_budget(memory) == "the run took 9.0 MB of memory, more than the 8.0 MB it had: stage trace"
    assert over_budget(memory | {"budget": 9_000_000}) == ""
    assert over_budget(memory | {"budget": None}) == ""
    assert over_budget(memory | {"peak": None}) == ""


def test_a_line_on_a_terminal_holds_counts_and_rates():
    """Articles, seconds, articles a second, memory, and what lies in files."""
    done = {"stage": "tokens", "seconds": 2.0, "peak_bytes": 5 * 10**8, "spilled_bytes": 3 * 10**6}

    line = stage_line(done, 20_000)

    assert line.startswith("tokens       ")
    for part in ("20,000 articles", "2.0 s", "10,000 a second", "500 MB", "3 MB in files"):
        assert part in line
    assert "in files" not in stage_line(done | {"spilled_bytes": 0}, 20_000)
