"""Stage 11: what was found, as tables, manifest and HTML."""

from syndetect.report.result import Result
from syndetect.report.tables import Column, Table

__all__ = ["Column", "Result", "Table"]
