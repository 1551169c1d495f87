"""What a run says of itself on stderr: lines for people, or one JSON object a line."""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO
from uuid import uuid4

__all__ = ["RunLog"]


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
    """

    def __init__(self, stream: TextIO, *, as_json: bool, quiet: bool) -> None:
        self._stream = stream
        self._as_json = as_json
        self._quiet = quiet
        self._run_id = uuid4().hex[:12]
        self._started = time.monotonic()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Pass on what the index logs meanwhile."""
        if not self._as_json or self._quiet:
            yield
            return
        logger = logging.getLogger("syndetect.index")
        handler = _Handler(self)
        level = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        try:
            yield
        finally:
            logger.removeHandler(handler)
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
            decisions = ", ".join(f"{n:,} {name}" for name, n in values["decisions"].items() if n)
            print(
                f"{values['n_in']:,} records ({values['n_known']:,} known): {decisions or 'no article'};"
                f" {values['n_quarantined']:,} could not be read; {values['n_events']:,} events",
                file=self._stream,
            )

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
        self._log.line("progress", {"message": record.getMessage()})
