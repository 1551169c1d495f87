"""The command as a process: what it loads, how it is interrupted, and who reads its output."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from inputs import PROGRAM, REPRINT, WIRE, plain_environment

HEAVY = (
    "numpy",
    "numba",
    "scipy",
    "sklearn",
    "datasketch",
    "rapidfuzz",
    "jinja2",
    "pandas",
    "polars",
)


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
        env=plain_environment(),
    )
    return {name.split(".")[0] for name in done.stderr.split()}


def test_importing_the_package_loads_nothing_heavy():
    """``import syndetect`` loads none of its dependencies, not even those of the command line."""
    assert not _loaded("import syndetect") & {*HEAVY, "typer", "rich", "orjson", "xxhash"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["scan", "--help"], ["compare", "--help"]], ids=" ".join
)
def test_help_loads_nothing_heavy(arguments):
    """Help and version answer without the packages that the work needs, but those of the list of formats."""
    code = f"from syndetect.cli import main\nassert main({arguments!r}) == 0"

    assert not _loaded(code) & set(HEAVY)


@pytest.mark.parametrize("command", ["scan", "compare", None])
def test_help_names_options_and_an_example(process, command):
    """``--help`` and ``-h`` of every command: exit code 0, on stdout."""
    for flag in ("--help", "-h"):
        done = process(*([command] if command else []), flag)
        assert (done.code, done.err) == (0, "")
        assert "Usage" in done.out
        assert ("syndetect " + (command or "")) in done.out


def test_version(process):
    """The version of the package, on stdout."""
    from syndetect import __version__

    done = process("--version")
    assert (done.code, done.err) == (0, "")
    assert __version__ in done.out


def test_the_installed_script_is_the_same_command(articles, tmp_path):
    """``syndetect`` on the path runs ``main`` and hands on its exit code."""
    script = shutil.which("syndetect", path=str(Path(sys.executable).parent))
    if script is None:
        pytest.skip("NOT TESTED: the package is not installed, there is no syndetect script")
    done = subprocess.run(
        [script, "scan", tmp_path / "absent.jsonl", "-o", tmp_path / "out"], capture_output=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, b"")


INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


def test_an_interrupt_is_exit_code_130(tmp_path):
    """Interrupted while it reads: 130, one line on stderr, no traceback, no half-written table."""
    python, flag, code = PROGRAM
    with subprocess.Popen(
        # A process started in the background may inherit that interrupts are ignored.
        [python, flag, INTERRUPTIBLE + code, "scan", "-", "--format", "jsonl", "-o", str(tmp_path / "out")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=plain_environment(),
    ) as running:
        try:
            latest = time.monotonic() + 60
            while not (tmp_path / "out").exists() and time.monotonic() < latest:
                time.sleep(0.05)  # the folder is made just before the reading begins, which waits for more
            running.send_signal(signal.SIGINT)
            assert running.wait(60) == 130
        finally:
            running.kill()
        out, err = running.stdout.read(), running.stderr.read()

    assert out == b""
    assert b"interrupted" in err
    assert b"Traceback" not in err
    assert not (tmp_path / "out" / "run.json").exists()


@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize("n_repeats", [1, 400], ids=["little output", "much output"])
def test_a_reader_that_leaves_is_no_error(tmp_path, reader, n_repeats):
    """``| head -1`` ends the command quietly: nothing on stderr."""
    (tmp_path / "a.txt").write_text("\n\n".join(f"{k} {WIRE}" for k in range(n_repeats)), encoding="utf-8")
    (tmp_path / "b.txt").write_text("\n\n".join(f"{k} {REPRINT}" for k in range(n_repeats)), encoding="utf-8")
    command = " ".join(f"'{part}'" for part in [*PROGRAM, "compare", "--json", "a.txt", "b.txt"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | {reader}; exit ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
        env=plain_environment(PYTHONPATH=str(Path(__file__).parents[2])),
    )

    assert done.stderr == ""
    assert done.returncode == 0


COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]")


def test_colour_is_for_terminals_and_can_be_refused(process, tmp_path):
    """No escape codes in a pipe; forced, there are colours; with NO_COLOR there are none even then."""
    (tmp_path / "a.txt").write_text(WIRE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(REPRINT, encoding="utf-8")
    arguments = ("compare", tmp_path / "a.txt", tmp_path / "b.txt")

    assert "\x1b" not in process(*arguments).out
    assert COLOUR.search(process(*arguments, env=plain_environment(FORCE_COLOR="1")).out)
    refused = process(*arguments, env=plain_environment(FORCE_COLOR="1", NO_COLOR="1")).out
    assert not COLOUR.search(refused)


def test_any_locale_and_hash_seed_give_the_same(process, articles, tmp_path):
    """A C locale or another hash seed changes no byte of what is written or printed."""
    printed, written = [], []
    for seed, locale in (("0", "C"), ("1", "C.UTF-8")):
        out = tmp_path / "out"
        environment = plain_environment(PYTHONHASHSEED=seed, LC_ALL=locale, LANG=locale)
        done = process("scan", articles, "-o", out, env=environment)
        assert done.code == 0
        printed.append(done.out)
        written.append(
            {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file() and p.name != "run.json"}
        )

    assert printed[0] == printed[1]
    assert written[0] == written[1]


def test_an_output_that_is_full_is_an_error_not_a_bug(process, articles):
    """Where nothing can be created the command says so: exit code 2."""
    if not os.path.isdir("/proc/self"):
        pytest.skip("NOT TESTED: there is no /proc, where nothing can be created")
    done = process("scan", articles, "-o", "/proc/self/out")

    assert (done.code, done.out) == (2, "")
    assert "/proc/self/out" in done.err
