"""One Spark session for all tests of the engine: a cluster of two workers, each a process of its own."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """Return a session over two executors of one core; skip, and say why, without PySpark or Java."""
    from syndetect.engines.spark.session import MissingSparkError, check_installed, open_session

    try:
        check_installed()
    except MissingSparkError as error:
        pytest.skip(f"NOT TESTED: {error}")
    import pyspark

    home = Path(pyspark.__file__).parent
    os.environ.setdefault("SPARK_HOME", str(home))  # workers of a local cluster are started from there
    session = open_session(
        "local-cluster[2,1,1024]",
        {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "3",
            "spark.executorEnv.PYTHONPATH": os.pathsep.join(
                [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
            ),
            "spark.local.dir": str(tmp_path_factory.mktemp("spark")),
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        },
    )
    yield session
    session.stop()
