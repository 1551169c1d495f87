"""What a run says of itself on stderr: lines for people, or one JSON object a line."""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO
from uuid import uuid4

__all__ = ["RunLog", "summary_lines"]


class RunLog:
    """The log of one run.

    Parameters
    ----------
    stream : text file
    as_json : bool
        One object a line, with the same ``run_id`` in all; the last one is the
        summary, also when the run fails.
    quiet : bool
        No summary for people, and no lines on batches.
    logger : str, default="syndetect.index"
        Whose messages are passed on; what is attached to them as ``counts`` is
        part of the object.

    Notes
    -----
    For people a terminal shows how far the run is, in one line that it leaves
    empty again; a file gets the summary alone.
    """

    def __init__(
        self, stream: TextIO, *, as_json: bool, quiet: bool, logger: str = "syndetect.index"
    ) -> None:
        self._logger = logger
        self._stream = stream
        self._as_json = as_json
        self._quiet = quiet
        self._run_id = uuid4().hex[:12]
        self._started = time.monotonic()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Pass on what the index logs meanwhile."""
        if self._quiet or not (self._as_json or self._stream.isatty()):
            yield
            return
        logger = logging.getLogger(self._logger)
        handler = _Handler(self) if self._as_json else _Ticker(self._stream)
        level = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        try:
            yield
        finally:
            logger.removeHandler(handler)
            handler.close()
            logger.setLevel(level)

    def line(self, what: str, values: Mapping[str, Any]) -> None:
        """Write one object."""
        head = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "run_id": self._run_id}
        print(json.dumps(head | {"event": what} | dict(values)), file=self._stream, flush=True)

    def finish(self, values: Mapping[str, Any]) -> None:
        """Say what the run did."""
        if self._as_json:
            self.line("summary", values)
        elif not self._quiet:
            print(*summary_lines(values), sep="\n", file=self._stream)

    def failed(self, code: int, message: str) -> bool:
        """Say why there is no result, and return True; for people the command line does so."""
        if self._as_json:
            seconds = round(time.monotonic() - self._started, 3)
            self.line("summary", {"exit_code": int(code), "error": message, "seconds": seconds})
        return self._as_json


class _Handler(logging.Handler):
    def __init__(self, log: RunLog) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.line("progress", {"message": record.getMessage()} | getattr(record, "counts", {}))


class _Ticker(logging.Handler):
    """One line on a terminal that says how far a run is."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._n_articles = 0
        self._started = time.monotonic()
        self._show("reading")

    def emit(self, record: logging.LogRecord) -> None:
        self._n_articles += getattr(record, "counts", {}).get("n_articles", 0)
        rate = self._n_articles / max(1e-3, time.monotonic() - self._started)
        self._show(f"{self._n_articles:,} articles decided, {rate:,.0f} a second")

    def close(self) -> None:
        self._show("")
        super().close()

    def _show(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()


def summary_lines(values: Mapping[str, Any]) -> list[str]:
    """Return what a run did, for people: what there was none of is left out.

    Parameters
    ----------
    values : mapping
        ``Outcome.to_dict()``, and ``index_created``.
    """
    decisions = ", ".join(f"{n:,} {name}" for name, n in values["decisions"].items() if n)
    parts = [
        f"{values['n_in']:,} records in {values['seconds']:.1f} s: {decisions or 'no article'}",
        f"{values['n_filtered']:,} without a text" if values["n_filtered"] else "",
        f"{values['n_known']:,} known before" if values["n_known"] else "",
        f"{values['n_events']:,} earlier decisions changed" if values["n_events"] else "",
    ]
    lines = ["there was no index: a new one was made"] if values["index_created"] else []
    lines.append("; ".join(part for part in parts if part))
    if values["n_quarantined"]:
        reasons = ", ".join(f"{n:,} {name}" for name, n in values["not_read"].items())
        lines.append(f"{values['n_quarantined']:,} records could not be read: {reasons}")
    return lines
