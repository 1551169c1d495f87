"""Stored bytes -> decompressed bytes: compressions, damage, limits, lines."""

from syndetect.corpus.containers.compressions import COMPRESSIONS, Compression, compression_of, split_ending
from syndetect.corpus.containers.decompress import Damaged
from syndetect.corpus.containers.lines import Line, Lines, line_runs, lines
from syndetect.corpus.containers.stream import Stream

__all__ = [
    "COMPRESSIONS",
    "Compression",
    "Damaged",
    "Line",
    "Lines",
    "Stream",
    "compression_of",
    "line_runs",
    "lines",
    "split_ending",
]
