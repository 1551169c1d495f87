"""Where text meets the terminal: the two streams, colour, and text that cannot forge output."""

import json
import logging
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text

__all__ = ["escaped", "fail", "log_to_stderr", "note", "plain", "progress", "stage_line", "stdout"]

WIDE = 100  # columns where the width is unknown
_PAGES_A_NOTE = 50  # the spinner need not follow every page


def stdout(*, color: bool | None = None) -> Console:
    """Return a console on stdout; colour only on a terminal unless forced (NO_COLOR is respected)."""
    width = None if sys.stdout.isatty() else WIDE
    return Console(
        file=sys.stdout,
        markup=False,
        highlight=False,
        width=width,
        no_color=None if color is None else not color,
    )


def _stderr() -> Console:
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def plain(text: str) -> str:
    r"""Make text from outside safe to print: control and direction characters become ``\xNN``, ``\uNNNN``.

    Nothing in an article, an id or a file name can move the cursor, change
    colours or turn the direction of what follows.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii") if _is_control(character) else character


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\u200c\u200d"


def escaped(document: bytes) -> bytes:
    r"""Return a JSON document of the same value without control and direction characters.

    JSON leaves those above U+001F as they are; here each is written as ``\uNNNN``. UTF-8 in and out,
    whatever the terminal's encoding.
    """
    if document.isascii() and b"\x7f" not in document:
        return document
    shown = (json.dumps(c)[1:-1] if c != "\n" and _is_control(c) else c for c in document.decode("utf-8"))
    return "".join(shown).encode("utf-8")


class _PlainFormatter(logging.Formatter):
    """Writes log lines that cannot forge output."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(plain(line) for line in super().format(record).split("\n"))


def log_to_stderr() -> None:
    """Show what the stages log, one line each, on stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_PlainFormatter("%(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def note(text: str, style: str = "") -> None:
    """Say something about the run on stderr, in one paragraph."""
    _stderr().print(Text(plain(text), style=style))


def fail(text: str) -> None:
    """Say on stderr what went wrong."""
    _stderr().print(Text.assemble(("error: ", "bold red"), plain(text)))


@contextmanager
def progress(*, shown: bool) -> Iterator["Stages"]:
    """Show the running stage on stderr while the block runs; nothing unless stderr is a terminal."""
    console = _stderr()
    if not (shown and console.is_terminal):
        yield Stages(None)
        return
    logger = logging.getLogger("syndetect")
    level, handler = logger.level, _StageLines(console)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        with console.status("starting") as status:
            yield Stages(status.update)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


class _StageLines(logging.Handler):
    """Writes a line for each stage that is done: seconds, articles a second, memory."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._n_articles = 0

    def emit(self, record: logging.LogRecord) -> None:
        done: Mapping[str, Any] = getattr(record, "counts", {})
        if "stage" not in done:
            return
        self._n_articles = done["counts"].get("n_ok", self._n_articles)
        self._console.print(Text(stage_line(done, self._n_articles)))


def stage_line(done: Mapping[str, Any], n_articles: int) -> str:
    """Say in one line what a stage took."""
    seconds = done["seconds"]
    parts = [f"{done['stage']:<11}", f"{n_articles:>11,} articles", f"{seconds:8.1f} s"]
    parts.append(f"{n_articles / max(seconds, 1e-3):>9,.0f} a second")
    if done["peak_bytes"]:
        parts.append(f"{done['peak_bytes'] / 1e6:>8,.0f} MB")
    if done["spilled_bytes"]:
        parts.append(f"{done['spilled_bytes'] / 1e6:>8,.0f} MB in files")
    return "  ".join(parts)


class Stages:
    """What the pipeline tells about its stages, for the spinner."""

    def __init__(self, update: Callable[[str], None] | None) -> None:
        self._update = update
        self._done: list[str] = []

    def begin(self, name: str) -> None:
        """Show that a stage begins."""
        self._show(name)
        self._done.append(name)

    def count(self, n_pages: int) -> None:
        """Show how many pages of the report are written."""
        if n_pages % _PAGES_A_NOTE == 0:
            self._show(f"{n_pages:,} pages")

    def _show(self, name: str) -> None:
        if self._update is not None:
            self._update(" › ".join([*self._done, f"[bold]{name}[/bold]"]))
