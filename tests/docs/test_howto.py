"""The how-to pages, tried as written: files are made, commands run, in the order of the page."""

import doctest
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
from bulk_grammar import GrammarError, parse_bulk, parse_solr
from stand_in import serving

from syndetect.index import metrics

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "howto"
ARTICLES = (ROOT / "corpora" / "ferry" / "articles.jsonl").read_bytes().splitlines(keepends=True)
BLOCK = re.compile(r"(?:<!-- (?P<marks>[^\n]*) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
SHIM = f'#!/bin/sh\nexec "{sys.executable}" -m syndetect "$@"\n'


class Block(NamedTuple):
    """A fenced block: its language, its text, and what is said about it in the comment before it."""

    language: str
    text: str
    marks: dict[str, str]


def blocks(page):
    """Return the blocks of a page."""
    found = []
    for match in BLOCK.finditer((PAGES / page).read_text(encoding="utf-8")):
        words = (match["marks"] or "").replace(":", "").split()
        found.append(Block(match["language"], match["text"], dict(zip(words[::2], words[1::2], strict=True))))
    return found


class Machine:
    """Temporary folders in place of those that the pages name."""

    def __init__(self, folder, url=""):
        self.news, self.bin = folder / "news", folder / "bin"
        (self.news / "inbox").mkdir(parents=True)
        self.bin.mkdir()
        for k in range(2):
            (self.news / "inbox" / f"{k}.jsonl").write_bytes(b"".join(ARTICLES[k::2]))
        (self.bin / "syndetect").write_text(SHIM)
        (self.bin / "syndetect").chmod(0o755)
        self.environment = {
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "SEARCH": url,
            "SOLR": f"{url}/solr",
        }

    def here(self, text):
        """Replace the folders that a page names."""
        return text.replace("/srv/news", str(self.news)).replace("/opt/syndetect/bin", str(self.bin))

    def write(self, block):
        """Make a file of a page."""
        path = Path(self.here(block.marks["file"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.here(block.text), encoding="utf-8")
        path.chmod(int(block.marks.get("mode", "644"), 8))
        return path

    def run(self, command, code=0):
        """Run commands; return what they print."""
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", self.here(command)],
            cwd=self.news,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == code, (command, done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done.stdout

    def follow(self, page):
        """Do what a page says; return what each command printed, and the paths to be checked by kind."""
        printed, checked = [], {}
        for block in blocks(page):
            assert "file" in block.marks or block.language == "bash", block
            if "file" in block.marks:
                path = self.write(block)
                checked.setdefault(block.marks.get("check", "script"), []).append(path)
            else:
                printed.append(self.run(block.text, int(block.marks.get("exit", "0"))))
        return printed, checked


def needs(*programs):
    """Skip, and say so, where a program is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed")


@pytest.fixture(scope="module")
def schedule(tmp_path_factory):
    """Return a machine on which the page on schedules was followed, what was printed, and the files."""
    machine = Machine(tmp_path_factory.mktemp("schedule"))
    return machine, *machine.follow("schedule.md")


@needs("flock")
def test_the_script_loses_nothing(schedule):
    """All articles are handed on; inputs have moved; what was handed on is a sound bulk request."""
    machine, printed, _ = schedule
    assert printed[2].split()[0] == str(2 * len(ARTICLES))
    assert printed[2].splitlines()[-1] == "0"
    [first, *_] = sorted(machine.news.glob("sent/*.ndjson"))
    sent = parse_bulk(first.read_bytes())
    ids = [orjson.loads(line)["id"] for line in ARTICLES]
    assert sorted(one.document_id for one in sent) == sorted(ids)
    assert not list(machine.news.glob("inbox/*"))
    assert not list(machine.news.glob("out/*"))


@needs("flock")
def test_the_script_runs_again_after_a_kill(schedule, tmp_path):
    """Killed between deciding and moving, and with a failing engine, it hands on all that was left."""
    machine = Machine(tmp_path)
    for block in blocks("schedule.md")[:2]:
        machine.run(block.text)
    for block in blocks("schedule.md"):
        if block.marks.get("file", "").startswith("/srv/news/bin/"):
            machine.write(block)
    sound = (machine.news / "bin" / "hand-on").read_text()
    (machine.news / "bin" / "hand-on").write_text("#!/bin/sh\nexit 7\n")
    machine.run("/srv/news/bin/hourly", 7)
    assert len(list(machine.news.glob("out/*.ndjson"))) == 1
    (machine.news / "bin" / "hand-on").write_text(sound)
    machine.run("/srv/news/bin/hourly")
    assert len(list(machine.news.glob("sent/*.ndjson"))) == 1
    (machine.news / "news.index").unlink()
    shutil.copy(next(machine.news.glob("done/*/0.jsonl")), machine.news / "inbox")
    machine.run("/srv/news/bin/hourly", 10)
    assert list(machine.news.glob("inbox/*"))


def test_crontab(schedule):
    """Five fields each in range, no unescaped percent sign, and the commands run with cron's environment."""
    machine, _, checked = schedule
    [path] = checked["crontab"]
    jobs, environment = [], {}
    for line in path.read_text().splitlines():
        if re.match(r"[A-Z]+=", line):
            name, _, environment[name] = line.partition("=")
        elif line.strip():
            jobs.append(line.split(maxsplit=5))
    assert len(jobs) == 3
    for *fields, command in jobs:
        for field, top in zip(fields, (59, 23, 31, 12, 7), strict=True):
            assert field == "*" or 0 <= int(field) <= top
        assert "%" not in command
        done = subprocess.run(
            [environment["SHELL"], "-c", command],
            env={"PATH": environment["PATH"], "HOME": str(machine.bin), "PYTHONPATH": str(ROOT)},
            cwd="/",
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, (command, done.stderr)
    assert (machine.news / "backup" / "news.index").exists()


@needs("systemd-analyze")
def test_units(schedule):
    """Both units pass ``systemd-analyze verify`` without a word; the timer has a calendar."""
    _, _, checked = schedule
    units = [str(path) for path in checked["systemd"]]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, timeout=60
    )
    names = tuple(Path(unit).name for unit in units)
    said = [line for line in done.stderr.splitlines() if line.startswith((*names, *units))]
    assert (done.returncode, said) == (0, [])
    [when] = re.findall(r"OnCalendar=(.*)", Path(units[1]).read_text())
    subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True, timeout=60)


class Operator:
    """Stands for both operators of Airflow."""

    def __init__(self, *, task_id, **options):
        self.task_id, self.options, self.after = task_id, options, []

    def __rshift__(self, other):
        self.after.append(other)
        return other


class Dag:
    """Stands for a DAG."""

    def __init__(self, **options):
        self.options = options

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


@needs("flock")
def test_airflow_dag(schedule, monkeypatch):
    """The file imports, both tasks run and follow each other; a lost index fails without retries."""
    machine, _, checked = schedule
    failure = type("AirflowFailException", (Exception,), {})
    stand_ins = {
        "airflow": {"DAG": Dag},
        "airflow.exceptions": {"AirflowFailException": failure},
        "airflow.operators": {},
        "airflow.operators.bash": {"BashOperator": Operator},
        "airflow.operators.python": {"PythonOperator": Operator},
    }
    for name, values in stand_ins.items():
        module = types.ModuleType(name)
        module.__dict__.update(values)
        monkeypatch.setitem(sys.modules, name, module)
    for name, value in machine.environment.items():
        monkeypatch.setenv(name, value)
    [path] = checked["airflow"]
    found = {"__name__": "dag"}
    exec(compile(path.read_text(), path, "exec"), found)  # the bundled page, not input
    assert found["decided"].after == [found["handed_on"]]
    assert found["dag"].options["max_active_runs"] == 1
    decide, command = found["decided"].options["python_callable"], found["handed_on"].options["bash_command"]

    assert decide("empty") == 0
    (machine.news / "inbox" / "late.jsonl").write_bytes(ARTICLES[0])
    assert decide("run1") == 1
    assert (machine.news / "done" / "run1" / "late.jsonl").exists()
    assert (machine.news / "out" / "run1.ndjson").exists()
    machine.run(command)
    assert (machine.news / "sent" / "run1.ndjson").exists()
    machine.run(command)
    (machine.news / "inbox" / "late.jsonl").write_bytes(ARTICLES[0])
    (machine.news / "news.index").rename(machine.news / "away")
    with pytest.raises(failure, match="ended with 10"):
        decide("run2")
    (machine.news / "away").rename(machine.news / "news.index")
    (machine.news / "inbox" / "late.jsonl").unlink()


def test_alerts_name_metrics_that_exist(schedule):
    """Every metric and state of the alerts stands in the metrics of a run."""
    machine, printed, checked = schedule
    written = (machine.news / "metrics" / "syndetect.prom").read_text()
    named = re.findall(r"syndetect_\w+(?:\{[^}]*\})?", checked["metrics"][0].read_text())
    assert len(named) >= 5
    for name in named:
        assert f"\n{name} " in written, name
    assert set(re.findall(r"^syndetect_(\w+)", written, re.M)) == metrics._HELP.keys()
    assert "syndetect_index_articles" in printed[-1]


def test_every_exit_code_is_on_the_page():
    """The table has a row for each code that there is, and no other."""
    from syndetect.cli.app import ExitCode

    rows = re.findall(r"^\| (\d+) \|", (PAGES / "schedule.md").read_text(), re.M)
    assert [int(row) for row in rows] == sorted(ExitCode)


@needs("curl")
def test_search_engines(tmp_path):
    """Requests go through a server that takes what the grammar allows; hits collapse to stories."""
    with serving() as engine:
        machine = Machine(tmp_path, engine.url)
        machine.follow("search.md")
    assert len(engine.documents) == len(ARTICLES)
    found = next(answer for answer in engine.answers if "hits" in answer)
    assert 1 < len(found["stories"]) < found["hits"]["total"]["value"]
    decided = orjson.loads(ARTICLES[0])["id"], engine.properties.keys(), engine.solr_fields.keys()
    added = parse_bulk((machine.news / "out" / "0001.ndjson").read_bytes())[0].body["syndetect"].keys()
    assert decided[1] == added
    assert decided[2] == {f"syndetect_{name}" for name in added}


@needs("curl")
def test_what_an_engine_refuses_stops_the_queue(tmp_path):
    """An unknown action is an error; an update of a document that is missing is passed over."""
    with serving() as engine:
        machine = Machine(tmp_path, engine.url)
        script = next(one for one in blocks("search.md") if "file" in one.marks)
        path = machine.write(script)
        (machine.news / "bad").write_text('{"bogus": {}}\n{}\n')
        (machine.news / "gone").write_text('{"update": {"_id": "x"}}\n{"doc": {"syndetect": {}}}\n')
        (machine.news / "empty").touch()
        machine.run(f"{path} bad", 22)
        machine.run(f"{path} gone")
        machine.run(f"{path} empty")


def test_care(tmp_path):
    """Backup, restore, expiry, deletion, repair and refit, as the page has them."""
    machine = Machine(tmp_path)
    printed, checked = machine.follow("care.md")
    assert checked == {}
    assert "sound" in printed[1]
    assert "1 versions removed" in printed[3]


def test_pipeline(tmp_path, monkeypatch):
    """The page on Python is a doctest."""
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(
        str(PAGES / "pipeline.md"), module_relative=False, optionflags=doctest.FAIL_FAST
    )
    assert result.attempted > 12
    assert result.failed == 0


def test_no_block_is_left_untried():
    """Every page is in one of the tests above."""
    pages = {path.name for path in PAGES.glob("*.md")}
    assert pages == {"README.md", "schedule.md", "search.md", "pipeline.md", "care.md"}
    assert blocks("README.md") == []
    assert {block.language for block in blocks("pipeline.md")} == {"python"}


@pytest.mark.parametrize(
    "data",
    [
        b'{"index":{"_id":"a"}}\n{}',
        b'{"index":{"_id":"a"}}\n',
        b'{"index":{"_id":"a"}}\n\n{}\n',
        b'{"index":{"_id":1}}\n{}\n',
        b'{"index":{},"update":{}}\n{}\n',
        b'{"index":{"id":"a"}}\n{}\n',
        b'{"update":{"_id":"a"}}\n{"syndetect":{}}\n',
        b'{"update":{}}\n{"doc":{}}\n',
        b'{"index":{"_id":"' + b"x" * 513 + b'"}}\n{}\n',
        b'{"index":{"_id":"a"}}\r\n{}\r\n',
        b"[]\n{}\n",
        b"",
    ],
)
def test_the_grammar_is_strict(data):
    """What the documented grammar does not allow is refused."""
    with pytest.raises(GrammarError):
        parse_bulk(data)


def test_the_grammar_of_solr_is_strict():
    """A document has an id; a nested object is an atomic update."""
    assert parse_solr(b'[{"id":"a","x":{"set":1}}]')
    for data in (b"{}", b"[{}]", b'[{"id":"a","x":{"y":1}}]', b'[{"id":{"set":"a"}}]'):
        with pytest.raises(GrammarError):
            parse_solr(data)
