"""Lines of a run -> a file that appears whole or not at all, or a stream."""

import contextlib
import os
import sys
from pathlib import Path
from typing import BinaryIO

from syndetect.errors import OutputError
from syndetect.index.emit import Bulk
from syndetect.whole_files import create_new, put_in_place

__all__ = ["Output", "replace_file"]


class Output:
    """Where decisions go.

    A file is written beside its place and takes it when :meth:`finish` is
    called, after everything is on disk: before, nothing that it says counts.
    To standard output each batch goes as soon as the index holds it.

    Parameters
    ----------
    path : Path or None
        None for standard output.
    bulk : str
        Solr takes one list of documents.
    """

    def __init__(self, path: Path | None, bulk: Bulk = "") -> None:
        self.path = path
        self._beside = None if path is None else path.with_name(f".{path.name}.part")
        self._is_list = bulk == "solr"
        self._n_written = 0
        self._file: BinaryIO
        if self._beside is None:
            self._file = sys.stdout.buffer
            return
        try:
            self._beside.unlink(missing_ok=True)  # of a run that was killed
            self._file = os.fdopen(create_new(self._beside), "wb")
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error

    def write(self, lines: list[bytes]) -> None:
        """Write the lines of one batch; those of no bytes are passed over."""
        lines = [line for line in lines if line]
        if self._is_list:
            lines = [(b",\n" if self._n_written + k else b"[\n") + line for k, line in enumerate(lines)]
        self._n_written += len(lines)
        try:
            self._file.write(b"".join(lines))
            if self._beside is None:
                self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"{self._name}: cannot be written: {error.strerror or error}") from error

    def finish(self) -> None:
        """Put everything on disk and the file in its place."""
        if self._is_list:
            self._file.write(b"\n]\n" if self._n_written else b"[]\n")
        try:
            self._file.flush()
            if self._beside is not None and self.path is not None:
                os.fsync(self._file.fileno())
                self._file.close()
                put_in_place(self._beside, self.path)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"{self._name}: cannot be written: {error.strerror or error}") from error

    def give_up(self) -> None:
        """Leave what stands in the place as it is."""
        if self._beside is not None:
            with contextlib.suppress(OSError):  # the disk is full: there is nothing to keep
                self._file.close()
            self._beside.unlink(missing_ok=True)

    @property
    def _name(self) -> str:
        return "standard output" if self.path is None else str(self.path)


def replace_file(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    output = Output(path)
    try:
        output.write([content])
        output.finish()
    except BaseException:
        output.give_up()
        raise
