"""The same input gives the same bytes, whatever machine, environment, order and number of threads."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

import syndetect
from corpora.generator import GeneratorParams, generate

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
ROOT = Path(syndetect.__file__).parents[1]
RUN = "import sys; from syndetect.cli import main; sys.exit(main())"
# A clock that shows another day: everything that asks for the time in Python is told so.
LATER = "import time; now = time.time; time.time = lambda: now() + 400 * 86400; " + RUN


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Write 60 articles in three files."""
    folder = tmp_path_factory.mktemp("same") / "in"
    folder.mkdir()
    articles = list(generate(GeneratorParams(n_articles=60, seed=5, mean_versions=8)))
    for number in range(3):
        lines = [
            orjson.dumps(
                {"id": a.id, "outlet": a.outlet, "title": a.title, "text": a.text, "published": a.published}
            )
            for a in articles[number::3]
        ]
        (folder / f"part{number}.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    return folder


def run(folder, out, *arguments, code=RUN, cwd=None, unset=(), umask=None, **variables):
    """Scan in a process of its own; return the exit code's proof and the folder."""
    environment = {k: v for k, v in os.environ.items() if k not in unset}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables}
    done = subprocess.run(
        [sys.executable, "-c", code, "scan", *(arguments or [str(folder)]), "-o", str(out)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
        timeout=600,
        umask=-1 if umask is None else umask,
    )
    assert done.returncode == 0, done.stderr.decode()
    return out


def digests(out, *, without_paths=False):
    """Return the digest of every file; of run.json and the pages without what measures time."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            found[str(path.relative_to(out))] = hashlib.sha256(
                _timeless(path, without_paths=without_paths)
            ).hexdigest()
    return found


def _timeless(path, *, without_paths):
    data = path.read_bytes()
    if path.name != "run.json":
        return data
    manifest = orjson.loads(data)
    manifest.pop("seconds")
    manifest.pop("memory")
    if without_paths:
        for entry in manifest["inputs"]:
            entry["file"] = Path(entry["file"]).name
        manifest["inputs"].sort(key=lambda entry: entry["file"])
    return orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS)


@pytest.fixture(scope="module")
def wanted(inputs):
    """Return the digests of a run in a plain environment."""
    return digests(run(inputs, inputs.parent / "wanted", PYTHONHASHSEED="0"))


VARIATIONS = {
    "hash seed": {"PYTHONHASHSEED": "4242"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "C locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "Turkish locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "umask": {"umask": 0o077},
    "another day": {"code": LATER},
    "no home": {"unset": ("HOME", "XDG_CACHE_HOME", "USER")},
    "narrow terminal": {"COLUMNS": "20", "TERM": "dumb", "FORCE_COLOR": "1"},
    "one thread of libraries": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_environment_changes_no_byte(inputs, wanted, tmp_path, name):
    """Tables, methods, report and manifest are equal, seconds apart."""
    assert digests(run(inputs, tmp_path / "out", **VARIATIONS[name])) == wanted


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_change_no_byte(inputs, wanted, tmp_path, threads):
    """Any number of threads gives the same files."""
    assert digests(run(inputs, tmp_path / "out", str(inputs), "--threads", str(threads))) == wanted


def test_order_and_way_of_naming_change_no_byte(inputs, wanted, tmp_path):
    """Files named one by one in another order, from another place, by relative paths: only paths differ."""
    parts = [str(path) for path in sorted(inputs.iterdir())]
    reordered = run(inputs, tmp_path / "a", *reversed(parts))
    relative = run(
        inputs, tmp_path / "b", "in/part1.jsonl", "in/part0.jsonl", "in/part2.jsonl", cwd=inputs.parent
    )
    moved = tmp_path / "elsewhere" / "in"
    shutil.copytree(inputs, moved)
    copied = run(moved, tmp_path / "c")
    plain = digests(inputs.parent / "wanted", without_paths=True)

    for out in (reordered, relative, copied):
        found = digests(out, without_paths=True)
        assert {n for n in found if found[n] != plain[n]} <= {"run.json"} | _with_paths(out)
        assert _same_but_paths(out, inputs.parent / "wanted")


def _with_paths(out):
    """Return the files that name the inputs: pages of the report that show the manifest."""
    names = {path.name for path in out.rglob("*.html")}
    return {str(path.relative_to(out)) for path in out.rglob("*") if path.name in names}


def _same_but_paths(out, other):
    one, two = (orjson.loads(_timeless(folder / "run.json", without_paths=True)) for folder in (out, other))
    return one == two


def test_records_in_another_order_change_no_row(inputs, tmp_path):
    """Records shuffled over other files: all tables stay, the ledger alone names other files."""
    lines = sorted(
        b"".join(path.read_bytes() for path in inputs.iterdir()).splitlines(),
        key=lambda line: hashlib.sha256(line).digest(),
    )
    other = tmp_path / "in"
    other.mkdir()
    (other / "all.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    found, plain = digests(run(other, tmp_path / "out")), digests(inputs.parent / "wanted")

    assert {n: d for n, d in found.items() if n.endswith(".csv")} == {
        n: d for n, d in plain.items() if n.endswith(".csv")
    }


@pytest.mark.skipif(
    shutil.which("setpriv") is None or os.geteuid() != 0, reason="NOT TESTED: needs root and setpriv"
)
def test_a_cache_that_cannot_be_written_changes_no_byte(inputs, wanted, tmp_path):
    """As nobody, without a home and with a package that is read-only, the run gives the same files."""
    out = tmp_path / "out"
    for folder in (tmp_path, *inputs.parents[:3]):
        folder.chmod(0o755)
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    done = subprocess.run(
        [*NOBODY, sys.executable, "-c", RUN, "scan", str(inputs), "-o", str(out)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        timeout=600,
    )
    if done.returncode and b"Permission denied" in done.stderr:
        pytest.skip("NOT TESTED: nobody may not read this checkout")
    assert done.returncode == 0, done.stderr.decode()
    assert digests(out) == wanted
