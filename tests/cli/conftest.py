"""The command line as a function and as a process, and small inputs for it."""

import logging
import subprocess
from typing import NamedTuple

import pytest
from inputs import OTHER, PROGRAM, REPRINT, WIRE, plain_environment, write_jsonl

from syndetect.cli import main


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys):
    """Return a function that runs the command line in this process; no run may show a traceback."""

    def run_main(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Ran(code, printed.out, printed.err)

    yield run_main
    logging.captureWarnings(capture=False)


@pytest.fixture
def process():
    """Return a function that runs the command line as a process of its own."""

    def run_process(*arguments: object, **options: object) -> Ran:
        options = {"env": plain_environment(), "timeout": 120} | options
        done = subprocess.run(
            [*PROGRAM, *map(str, arguments)], capture_output=True, check=False, encoding="utf-8", **options
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run_process


@pytest.fixture
def articles(tmp_path):
    """Write three articles as JSON lines; two share their text."""
    return write_jsonl(
        tmp_path / "articles.jsonl",
        {"id": "wire", "outlet": "CPA", "title": "Ferry aground", "text": WIRE},
        {"id": "reprint", "outlet": "Courier", "title": "Night on a ferry", "text": REPRINT},
        {"id": "choir", "outlet": "Herald", "title": "Choir wins", "text": OTHER},
    )
