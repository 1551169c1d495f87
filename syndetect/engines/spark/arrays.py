"""NumPy arrays of many articles <-> columns of an Arrow table: one binary cell an article."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

from syndetect.ranges import pointer

__all__ = [
    "cells",
    "flat",
    "kept",
    "n_parts_of",
    "numbers",
    "over_groups",
    "over_partitions",
    "table_of",
    "taken",
    "whole_groups",
]

ROWS_AT_ONCE = 2000  # of a table that is handed back to Spark
GROUPED_ROWS = 100_000  # about as many rows of whole groups are looked at together

_TYPES = {
    "long": pa.int64(),
    "int": pa.int32(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "binary": pa.binary(),
    "string": pa.string(),
}


def cells(values: NDArray[Any], ptr: NDArray[np.int64]) -> list[bytes]:
    """Return the bytes of each range of a CSR pointer."""
    data, width = np.ascontiguousarray(values).tobytes(), values.strides[0] if len(values) else 1
    bounds = (ptr * width).tolist()
    return [data[first:past] for first, past in pairwise(bounds)]


def flat(column: pa.ChunkedArray, dtype: DTypeLike, width: int = 1) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the arrays of all cells one after the other, and their CSR pointer.

    With a ``width`` above 1 the array has that many columns.
    """
    size = np.dtype(dtype).itemsize * width
    data, sizes = [np.empty(0, np.uint8)], [np.empty(0, np.int64)]
    for chunk in column.chunks:
        ends = np.int64 if pa.types.is_large_binary(chunk.type) else np.int32
        _, offsets, values = chunk.buffers()
        if not len(chunk) or offsets is None:
            continue
        bounds = np.frombuffer(offsets, ends)[chunk.offset : chunk.offset + len(chunk) + 1].astype(np.int64)
        if values is not None:
            data.append(np.frombuffer(values, np.uint8)[bounds[0] : bounds[-1]])
        sizes.append(np.diff(bounds) // size)
    values = np.concatenate(data).view(dtype)
    ptr = pointer(np.concatenate(sizes))
    return (values if width == 1 else values.reshape(-1, width)), ptr


def taken(table: pa.Table, order: NDArray[np.int64]) -> pa.Table:
    """Return some rows of a table, in an order; its cells may hold more than 2 GB together.

    Arrow puts the chunks of a column together to take from them, and the 32-bit
    offsets of plain binary columns cannot tell where the cells beyond 2 GB are.
    """
    schema = pa.schema(
        [
            field.with_type(pa.large_binary()) if pa.types.is_binary(field.type) else field
            for field in table.schema
        ]
    )
    return table.cast(schema).take(pa.array(order))


def numbers(table: pa.Table, *names: str) -> NDArray[np.int64]:
    """Return columns of integers side by side: int64 (n_rows, n_names), one column as (n_rows,)."""
    columns = [table.column(name).to_numpy().astype(np.int64) for name in names]
    return columns[0] if len(columns) == 1 else np.stack(columns, axis=1)


def table_of(schema: str, columns: Sequence[Any]) -> pa.Table:
    """Build an Arrow table of a schema in Spark's words: ``"row long, hashes binary"``."""
    fields = [entry.split() for entry in schema.split(",")]
    arrays = [pa.array(values, _TYPES[kind]) for (_, kind), values in zip(fields, columns, strict=True)]
    return pa.Table.from_arrays(arrays, names=[name for name, _ in fields])


def over_partitions(
    frame: "DataFrame", work: Callable[[pa.Table], pa.Table], schema: str, *, whole: bool = True
) -> "DataFrame":
    """Apply a function to every partition of a frame, as one Arrow table or batch by batch.

    Parameters
    ----------
    frame : DataFrame
    work : callable
        Runs in the executors. Not called for an empty partition.
    schema : str
        Of what it returns.
    whole : bool, default=True
        The whole partition at once; else each Arrow batch by itself, in order.
    """

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        filled = (batch for batch in batches if batch.num_rows)
        if whole:
            found = list(filled)
            tables = iter([pa.Table.from_batches(found)] if found else [])
        else:
            tables = (pa.Table.from_batches([batch]) for batch in filled)
        for table in tables:
            yield from work(table).to_batches(max_chunksize=ROWS_AT_ONCE)

    return frame.mapInArrow(run, schema)


def over_groups(
    frame: "DataFrame",
    keys: Sequence[str],
    work: Callable[[pa.Table], Iterable[pa.Table]],
    schema: str,
    *,
    n_rows: int = GROUPED_ROWS,
) -> "DataFrame":
    """Apply a function to the rows of a frame, those with equal keys together.

    Parameters
    ----------
    frame : DataFrame
    keys : sequence of str
        Columns of integers.
    work : callable
        Runs in the executors, on many groups at once; none of them is cut.
    schema : str
        Of the tables that it gives.
    n_rows : int
        Rows that are looked at together, about.

    Notes
    -----
    Spark sorts each partition, on disk where it must, and hands it over piece
    by piece: a task holds ``n_rows`` rows or the largest group, never a whole
    partition.
    """

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in whole_groups(batches, keys, n_rows):
            for found in work(table):
                yield from found.to_batches(max_chunksize=ROWS_AT_ONCE)

    return frame.repartition(*keys).sortWithinPartitions(*keys).mapInArrow(run, schema)


def whole_groups(batches: Iterator[pa.RecordBatch], keys: Sequence[str], n_rows: int) -> Iterator[pa.Table]:
    """Yield sorted batches as tables that cut no group, when ``n_rows`` rows wait and at the end."""
    waiting: list[pa.RecordBatch] = []
    n_waiting = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        waiting.append(batch)
        n_waiting += batch.num_rows
        if n_waiting < n_rows or _key(waiting[0], keys, 0) == _key(batch, keys, -1):
            continue
        table = pa.Table.from_batches(waiting)
        n_whole = _start_of_last_group(table, keys)
        yield table.slice(0, n_whole)
        waiting = table.slice(n_whole).to_batches()
        n_waiting = table.num_rows - n_whole
    if waiting:
        yield pa.Table.from_batches(waiting)


def _key(batch: pa.RecordBatch, keys: Sequence[str], row: int) -> list[int]:
    return [batch.column(name)[row].as_py() for name in keys]


def _start_of_last_group(table: pa.Table, keys: Sequence[str]) -> int:
    columns = numbers(table, *keys).reshape(table.num_rows, len(keys))
    return int(np.flatnonzero((columns != columns[-1]).any(axis=1))[-1]) + 1


def kept(frame: "DataFrame") -> "DataFrame":
    """Compute a frame and keep its rows, not how they came about.

    In Spark's checkpoint folder where one is set (``spark.checkpoint.dir``),
    which outlives executors; else on the disks of the executors.
    """
    from pyspark import StorageLevel

    if frame.sparkSession.sparkContext.getCheckpointDir():
        return frame.checkpoint()
    return frame.localCheckpoint(storageLevel=StorageLevel.DISK_ONLY)


def n_parts_of(spark: "SparkSession") -> int:
    """Return into how many parts work is cut: ``spark.sql.shuffle.partitions``."""
    return int(spark.conf.get("spark.sql.shuffle.partitions") or 200)
