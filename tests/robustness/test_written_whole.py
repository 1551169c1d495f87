"""Output files: whole or not at all, in their folder and nowhere else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import get_ident

import pytest
from outputs import PATHS, hostile_articles

from syndetect import scan
from syndetect.errors import OutputError
from syndetect.report.files import OUTPUTS
from syndetect.whole_files import whole_file

STRACE = ("strace", "-f", "-qq", "-o", "/dev/null", "-e")


@pytest.fixture(scope="module")
def result():
    return scan(hostile_articles(PATHS))


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_no_name_of_an_article_becomes_a_name_of_a_file(result, tmp_path):
    """Ids, titles and outlets that are paths name no file: a run of others writes the same files."""
    plain = [a.article_id for a in result.articles]
    assert any("/" in name for name in plain)
    folder = tmp_path / "in" / "out"
    result.write(folder)

    assert {path.name for path in folder.iterdir()} <= OUTPUTS
    assert below(tmp_path / "in") == sorted(["out", *(f"out/{name}" for name in below(folder))])
    assert not any(name in path for path in below(folder) for name in ("escape", "passwd", "xxx", "root"))


def test_a_link_in_the_place_of_a_file_is_replaced_not_followed(result, tmp_path):
    """What stands behind symbolic links, also under the temporary name, is not touched."""
    folder, victim = tmp_path / "out", tmp_path / "victim"
    folder.mkdir()
    victim.write_text("precious", encoding="utf-8")
    for name in (
        "articles.csv",
        "run.json",
        "methods.md",
        "quarantine.jsonl",
        f".pairs.csv.{os.getpid()}.tmp",
    ):
        (folder / name).symlink_to(victim)
    result.write(folder)

    assert victim.read_text(encoding="utf-8") == "precious"
    assert not any(path.is_symlink() for path in folder.iterdir())


def test_a_link_in_the_place_of_a_folder_is_refused(result, tmp_path):
    """Nothing is written through a link that stands for the folder of the report."""
    folder, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "report").symlink_to(elsewhere)

    with pytest.raises(OutputError, match="symbolic link"):
        result.write(folder)
    assert list(elsewhere.iterdir()) == []


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    """An exception while writing: the old content stands, no temporary file is left."""
    path = tmp_path / "table.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), whole_file(path) as file:  # noqa: PT012 - the block is the test
        file.write("new")
        raise RuntimeError

    assert path.read_text(encoding="utf-8") == "old"
    assert below(tmp_path) == ["table.csv"]


def test_a_full_disk_leaves_the_old_file(result, tmp_path):
    """With no room for more bytes than the old files had, the run fails and the old files stand."""
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from syndetect.errors import OutputError\n"
        "from syndetect.whole_files import whole_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    with whole_file(Path(sys.argv[1])) as file:\n"
        "        file.write('x' * 100_000)\n"
        "except OutputError as error:\n"
        "    print(error)\n"
    )
    path = tmp_path / "articles.csv"
    path.write_text("old", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, check=True, encoding="utf-8", timeout=60
    )

    assert "articles.csv cannot be written" in done.stdout
    assert path.read_text(encoding="utf-8") == "old"
    assert below(tmp_path) == ["articles.csv"]


def test_files_are_synced_before_they_are_named_and_the_folder_after(result, tmp_path, monkeypatch):
    """For each file: its content synced, then renamed, then its folder synced; run.json is the last.

    Files are written in several threads: what one of them does next is looked
    for among its own calls.
    """
    events = []
    fsync, replace = os.fsync, Path.replace

    def seen_fsync(descriptor):
        events.append((get_ident(), "sync", os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    def seen_replace(path, target):
        events.append((get_ident(), "rename", str(path), str(target)))
        return replace(path, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("NOT TESTED: there is no /proc to name descriptors by")
    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(Path, "replace", seen_replace)
    folder = tmp_path / "out"
    result.write(folder)

    renames = [k for k, event in enumerate(events) if event[1] == "rename"]
    assert len(renames) >= 20
    for k in renames:
        thread, _, temporary, target = events[k]
        assert (thread, "sync", temporary) in events[:k]
        if Path(target).name != "quarantine.jsonl":
            then = next(event for event in events[k + 1 :] if event[0] == thread)
            assert then == (thread, "sync", str(Path(target).parent))
    assert Path(events[renames[-1]][3]).name == "run.json"
    assert {Path(events[k][3]).name for k in renames} >= {n for n in OUTPUTS if n.endswith(".csv")}


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="NOT TESTED: there is no strace to kill at each write"
)
def test_a_killed_run_leaves_no_half_file(tmp_path):
    """Killed at a write, a sync or a rename, every file is the old or the new one."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom syndetect.whole_files import whole_file\n"
        "for name in 'abc':\n"
        "    with whole_file(Path(sys.argv[1]) / name) as file:\n"
        "        file.write('new' * 50_000)\n"
    )
    command = (sys.executable, "-c", code)
    for call in ("write", "fsync", "rename"):
        for number in (1, 2, 3):
            folder = tmp_path / f"{call}{number}"
            folder.mkdir()
            for name in "abc":
                (folder / name).write_text("old", encoding="utf-8")
            subprocess.run(
                [*STRACE, f"inject={call}:signal=SIGKILL:when={number}", *command, str(folder)],
                check=False,
                timeout=60,
                capture_output=True,
            )
            for name in "abc":
                assert (folder / name).read_text(encoding="utf-8") in ("old", "new" * 50_000)
