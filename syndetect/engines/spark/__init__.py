"""The stages over the partitions of a Spark cluster: articles in, tables as DataFrames out."""

from syndetect.engines.spark.session import MissingSparkError, SparkError, check_packages, open_session

check_packages()  # the pip command, before an import below fails without it

from syndetect.engines.spark.engine import Tables, scan, scan_files  # noqa: E402
from syndetect.engines.spark.writing import write_tables  # noqa: E402

__all__ = ["MissingSparkError", "SparkError", "Tables", "open_session", "scan", "scan_files", "write_tables"]
