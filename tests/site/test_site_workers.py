"""Pages by several processes: the same bytes, clear failures, and nothing that goes on or is left behind."""

import hashlib
import io
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from syndetect.errors import OutputError
from syndetect.report.site import SiteLimits, folder, workers, write_site
from syndetect.report.site.folder import _useful
from syndetect.report.site.model import Share
from syndetect.report.site.workers import Workers
from tests.site.newsroom import run_of, saved

LIMITS = SiteLimits()


@pytest.fixture
def several(monkeypatch):
    """Let small sites be written by several processes; return those that were started."""
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(folder, "PAGES_EACH", 1)
    monkeypatch.setattr(workers.subprocess, "Popen", Watched)
    return started


def _files(site):
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def _broken():
    """Return a run of which one story, in the share of another process, cannot be shown."""
    run = saved()
    largest = max(run.tables["stories"].rows(), key=lambda row: row[1:2])
    story = dict(zip(run.tables["stories"].data, largest, strict=True))
    return replace(run, texts={**run.texts, story["reference_id"]: 0})


def test_the_number_of_processes_changes_no_byte(several, tmp_path):
    """One process, two or three write the same files; the hook hears 1, 2, 3, ... in any case."""
    for n in (1, 2, 3):
        heard = []
        write_site(saved(), tmp_path / str(n), LIMITS, n_processes=n, on_page=heard.append)
        assert heard == list(range(1, len(_files(tmp_path / str(n))) + 1))
    assert len(several) == 1 + 2
    assert _files(tmp_path / "1") == _files(tmp_path / "2") == _files(tmp_path / "3")
    assert {path.name for path in tmp_path.iterdir()} == {"1", "2", "3"}


def test_shares_hold_every_story_once():
    """The shares of a site are a partition; the pages of no story are in the first."""
    for of in range(1, 6):
        holders = [[share for share in range(of) if Share(share, of).holds(place)] for place in range(20)]
        assert all(len(found) == 1 for found in holders)
        assert [share for share in range(of) if Share(share, of).is_first] == [0]


def test_a_failure_elsewhere_is_told_and_leaves_the_old_report(several, tmp_path):
    """The error of another process comes with its traceback; the old report stays, no process lives on."""
    write_site(saved(), tmp_path / "report", LIMITS, n_processes=1)
    before = _files(tmp_path / "report")
    with pytest.raises(RuntimeError, match=r"(?s)process that writes pages.*Traceback"):
        write_site(_broken(), tmp_path / "report", LIMITS, n_processes=2)

    assert _files(tmp_path / "report") == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert [process.returncode is not None for process in several] == [True]


def test_a_page_that_cannot_be_written_elsewhere_is_told(tmp_path):
    """Another process that meets an error of the system gives its reason, as this one does."""
    (tmp_path / "taken").touch()
    with (
        Workers(saved(), tmp_path / "taken", LIMITS, 2) as others,
        pytest.raises(OSError, match=r"exists|Not a directory"),
    ):
        others.n_written(wait=True)


def test_a_full_disk_elsewhere_is_an_output_error(several, tmp_path, monkeypatch):
    """What another process could not write ends the command as what this one could not."""
    monkeypatch.setattr(
        Workers, "n_written", lambda *_, **__: (_ for _ in ()).throw(OSError("No space left"))
    )
    with pytest.raises(OutputError, match="report cannot be written: No space left"):
        write_site(saved(), tmp_path / "report", LIMITS, n_processes=2)
    assert list(tmp_path.iterdir()) == []
    assert [process.returncode is not None for process in several] == [True]


def test_a_process_that_is_killed_is_told(tmp_path, several):
    """A process that ends without a word is an error with its code."""
    with Workers(saved(), tmp_path / "report", LIMITS, 2) as others:
        several[0].kill()  # long before it has read its job
        with pytest.raises(RuntimeError, match=r"ended with code -?[0-9]+"):
            others.n_written(wait=True)


def test_an_interrupt_leaves_nothing(several, tmp_path):
    """Ctrl-C ends the other processes, then removes what was written."""

    def interrupt(number):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(saved(), tmp_path / "report", LIMITS, n_processes=3, on_page=interrupt)
    assert list(tmp_path.iterdir()) == []
    assert [process.returncode is not None for process in several] == [True, True]


SCRIPT = """
import sys
from pathlib import Path
from syndetect.report.saved import load_run
from syndetect.report.site import SiteLimits, folder, write_site
folder.PAGES_EACH = 1
print("once")
write_site(load_run(Path(sys.argv[1])), Path(sys.argv[2]), SiteLimits(), n_processes=2)
"""


def test_a_script_is_not_run_again(tmp_path):
    """A script without a guard of its main part works, also beside files named like modules of Python."""
    run_of().write(tmp_path / "out")
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "pickle.py").write_text("raise ImportError('not this one')", encoding="utf-8")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-P", "script.py", "out", "anew"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "once\n"
    assert _files(tmp_path / "anew") == _files(tmp_path / "out" / "report")


def test_small_sites_stay_in_one_process(monkeypatch):
    """A process is started for some hundred pages each, up to what is asked for, or to the processors."""
    monkeypatch.setattr(folder, "available_threads", lambda: 64)
    assert _useful(0, None) == _useful(folder.PAGES_EACH * 2 - 1, 16) == _useful(10**6, 1) == 1
    assert _useful(folder.PAGES_EACH * 3, 16) == 3
    assert _useful(10**6, None) == folder.MOST_PROCESSES
    assert _useful(10**6, 20) == 20
    monkeypatch.setattr(sys, "executable", "")
    assert _useful(10**6, 20) == 1


def test_answers_are_one_line_each(tmp_path):
    """A process answers with every path, then with the end."""
    answers = io.StringIO()
    workers._work(workers._Job(saved(), tmp_path, LIMITS), Share(1, 2), answers)
    told = [json.loads(line) for line in answers.getvalue().splitlines()]

    assert sorted(answer["path"] for answer in told[:-1]) == list(_files(tmp_path))
    assert told[-1] == {"done": True}
