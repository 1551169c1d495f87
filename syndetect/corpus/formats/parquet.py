"""Parquet -> records: row group by row group, a few rows at a time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from syndetect.corpus.formats.interface import Format, Source
from syndetect.corpus.formats.plain_values import plain_value
from syndetect.corpus.records import Found, Record, Rejected

if TYPE_CHECKING:
    import pyarrow

__all__ = ["PARQUET"]

_MAGIC = b"PAR1"
_RATIO_FROM = 16 * 1024 * 1024  # bytes of a column from which on the ratio counts
_ROWS = 256  # read at once
_PIECE = (
    16  # rows made to Python values at once: equal strings are stored once, but made as often as they stand
)


class _TooLarge(Exception):
    """A row group exceeds the limits."""


def _read_parquet(source: Source) -> Iterator[Record]:
    """Read all columns of every row; what a damaged row group holds is lost with it, and said."""
    import pyarrow
    from pyarrow import parquet

    stream = source.stream
    with source.local_file() as path:
        try:
            with parquet.ParquetFile(path) as whole:
                texts = [column.name for column in whole.schema_arrow if _is_text(column.type)]
            # Texts stay in the dictionaries of the file until their row is made: few bytes can name many.
            file = parquet.ParquetFile(path, read_dictionary=texts, page_checksum_verification=True)
        except (pyarrow.ArrowException, OSError) as error:
            detail = _first_line(error)
            stream.refuse("bad_file", detail)
            yield Rejected(0, stream.n_bytes, stream.head(), "bad_file", detail)
            return
        with file:
            yield from _rows(file, source)


def _rows(file: Any, source: Source) -> Iterator[Record]:
    import pyarrow

    for group in range(file.num_row_groups):
        n_rows, n_read = file.metadata.row_group(group).num_rows, 0
        try:
            _check_size(file.metadata.row_group(group), source)
            for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group], use_threads=False):
                for record in _records(batch):
                    n_read += 1
                    yield record
            if n_read < n_rows:
                raise OSError("it ends too early")
        except _TooLarge as error:
            source.stream.damage("limit_ratio", f"row group {group + 1}: {error}")
            yield Rejected(0, 0, b"", "too_large", f"row group {group + 1} with {n_rows:,} rows: {error}")
        except (pyarrow.ArrowException, OSError) as error:
            detail = f"row group {group + 1}: {n_rows - n_read:,} rows cannot be read: {_first_line(error)}"
            source.stream.damage("damaged_file", detail)
            yield Rejected(0, 0, b"", "damaged_row", detail)


def _check_size(group: Any, source: Source) -> None:
    """Raise _TooLarge for a row group with a column that takes too many bytes to be decompressed."""
    for at in range(group.num_columns):
        column = group.column(at)
        most = source.params.max_ratio * max(
            column.total_compressed_size, _RATIO_FROM // source.params.max_ratio
        )
        if column.total_uncompressed_size > min(most, source.params.max_file_bytes):
            raise _TooLarge(f"column {column.path_in_schema}: {column.total_uncompressed_size:,} bytes")


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_binary(kind))


def _records(batch: "pyarrow.RecordBatch") -> Iterator[Record]:
    names = _distinct(batch.schema.names)
    for begin in range(0, batch.num_rows, _PIECE):
        piece = batch.slice(begin, _PIECE)
        try:
            columns = [column.to_pylist() for column in piece.columns]
        except (UnicodeDecodeError, ValueError, OverflowError, ArithmeticError):
            for at in range(piece.num_rows):
                yield _single(piece.slice(at, 1), names)
            continue
        for values in zip(*columns, strict=True):
            yield Found(0, 0, b"", dict(zip(names, map(plain_value, values), strict=True)))


def _single(row: "pyarrow.RecordBatch", names: list[str]) -> Record:
    """Read one row; the rest of its rows is not to suffer from a value that is none."""
    fields: dict[str, object] = {}
    for name, column in zip(names, row.columns, strict=True):
        try:
            fields[name] = plain_value(column.to_pylist()[0])
        except UnicodeDecodeError as error:
            return Rejected(0, 0, b"", "bad_encoding", f"column {name}: byte {error.start} is not UTF-8")
        except (ValueError, OverflowError, ArithmeticError) as error:
            return Rejected(0, 0, b"", "bad_field", f"column {name}: {_first_line(error)}")
    return Found(0, 0, b"", fields)


def _distinct(names: list[str]) -> list[str]:
    """Give names that stand twice a number."""
    taken: dict[str, int] = {}
    distinct = []
    for name in names:
        taken[name] = taken.get(name, 0) + 1
        distinct.append(name if taken[name] == 1 else f"{name}~{taken[name]}")
    return distinct


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]


PARQUET = Format(
    name="parquet",
    about="Parquet, all row groups",
    endings=(".parquet", ".pq"),
    read=_read_parquet,
    sniff=lambda head: head.data.startswith(_MAGIC),
    modules=("pyarrow",),
    extra="parquet",
)
