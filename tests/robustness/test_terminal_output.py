"""Nothing from outside reaches a terminal as a control or direction character."""

import os
import pty
import re
import subprocess
import sys

import pytest
from outputs import BODY, ESCAPES, as_lines, hostile_articles

RUN = [sys.executable, "-c", "import sys; from syndetect.cli import main; sys.exit(main())"]
# What the program itself may send to a terminal: colours, cursor and line control of its spinner.
OWN = re.compile(rb"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[[0-9]*[AK]|\x1b\[1G")
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]"
)


def on_a_terminal(*arguments, cwd):
    """Run the command with stdout and stderr on a pseudo-terminal; return all it printed."""
    master, slave = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "120"}
    with subprocess.Popen(
        [*RUN, *arguments], stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=environment, close_fds=True
    ) as running:
        os.close(slave)
        printed = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not part:
                break
            printed += part
        running.wait(600)
    os.close(master)
    return printed


def in_a_pipe(*arguments, cwd):
    return subprocess.run(
        [*RUN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        check=False,
        timeout=600,
    ).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write articles with hostile fields, also under hostile file names, and a broken record."""
    folder = tmp_path_factory.mktemp("terminal")
    lines = as_lines(hostile_articles(ESCAPES)) + b'{"text": "\\u001b[2J", \x1b[31m broken\n'
    names = [name.replace("/", "_").replace("\0", "") for name in ESCAPES]
    (folder / "articles.jsonl").write_bytes(lines)
    (folder / "in").mkdir()
    for name in names:
        (folder / "in" / f"{name}.txt").write_text(f"{name} {BODY}", encoding="utf-8")
        (folder / "in" / f"{name}.jsonl").write_bytes(b"\x1b[31m no record\n")
    return folder


COMMANDS = {
    "scan": ["scan", "articles.jsonl", "-o", "out1"],
    "files": ["scan", "in", "-o", "out2\x1b[31m\u202e", "-v"],
    "json": ["scan", "articles.jsonl", "-o", "out3", "--json"],
    "credits": ["scan", "articles.jsonl", "-o", "out4", "--credits-only"],
    "absent": ["scan", "absent\x1b]0;x\x07\u202e.jsonl", "-o", "out5"],
    "option": ["scan", "--\x1b]0;x\x07", "-o", "out6"],
    "mapping": ["scan", "articles.jsonl", "--map", "text=\x1b[31mnone", "-o", "out7"],
    "format": ["scan", "articles.jsonl", "--format", "\x1b[31m", "-o", "out8"],
    "compare": ["compare", "in/\x1b[2J\x1b[31mred.txt", "in/turned \u202egnp.exe.txt"],
    "compare as JSON": ["compare", "in/\x1b[2J\x1b[31mred.txt", "in/\x7fdel.txt", "--json"],
    "compare absent": ["compare", "in/\x9b31m", "b"],
}


IN_A_PIPE = ("files", "json", "absent", "compare")


@pytest.mark.parametrize(
    ("command", "way"),
    [*((command, on_a_terminal) for command in COMMANDS), *((command, in_a_pipe) for command in IN_A_PIPE)],
)
def test_what_is_printed_is_inert(folder, command, way):
    """Only the program's own colours reach the terminal; in a pipe not even these."""
    printed = way(*COMMANDS[command], cwd=folder)
    if way is on_a_terminal:
        printed = OWN.sub(b"", printed).replace(b"\r\n", b"\n").replace(b"\r", b"")
    text = printed.decode("utf-8")

    assert text.strip()
    assert "Traceback" not in text
    found = FORBIDDEN.search(text)
    assert found is None, text[max(0, found.start() - 60) : found.end() + 20]
    assert way is on_a_terminal or "\r" not in text
