"""The stages over the partitions of a Spark cluster: articles in, tables as DataFrames out."""

from syndetect.engines.spark.engine import Tables, scan, scan_files
from syndetect.engines.spark.session import SparkError, open_session, wrapped
from syndetect.engines.spark.writing import write_tables

__all__ = ["SparkError", "Tables", "open_session", "scan", "scan_files", "wrapped", "write_tables"]
