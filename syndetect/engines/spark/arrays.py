"""NumPy arrays of many articles <-> columns of an Arrow table: one binary cell an article."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["cells", "flat", "kept", "n_parts_of", "numbers", "over_partitions", "table_of"]

ROWS_AT_ONCE = 2000  # of a table that is handed back to Spark

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
    found = column.to_pylist()
    values = np.frombuffer(b"".join(found), dtype)
    size = np.dtype(dtype).itemsize * width
    ptr = np.zeros(len(found) + 1, np.int64)
    np.cumsum([len(cell) // size for cell in found], out=ptr[1:])
    return (values if width == 1 else values.reshape(-1, width)), ptr


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
