"""Figures -> Markdown: tables, ratios, and the line that says on what machine."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from statistics import median

__all__ = ["cell", "machine", "markdown", "spread"]


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table; the first column is text, the others are figures."""
    widths = [max(len(row[k]) for row in (header, *rows)) for k in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        first, *others = (
            text.ljust(widths[0]) if k == 0 else text.rjust(widths[k]) for k, text in enumerate(cells)
        )
        return "| " + " | ".join([first, *others]) + " |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(header), line(rule), *map(line, rows)])


def cell(value: float) -> str:
    """Write a figure with three digits that count, thousands with commas."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(values: Sequence[float]) -> tuple[str, str]:
    """Return the median, and the least and the greatest value."""
    return cell(median(values)), f"{cell(min(values))}-{cell(max(values))}"


def machine() -> str:
    """Say what was measured on: processors, Python and the libraries that do the work."""
    names = ("numpy", "numba", "scipy", "datasketch", "xxhash")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} x {_processor()}, {system}, {libraries}; load {load()}"


def load() -> str:
    """Return the mean number of running processes over the last minute, where the system tells it."""
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or "processor"
