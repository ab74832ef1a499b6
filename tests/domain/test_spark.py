"""The same expressions on PySpark, equal to the last digit (an optional extra; it needs Java)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from shutil import which

import polars as pl
import pytest

from bench.engine import ON, caseload
from safeload.cli.inputs import read_lists
from safeload.schemes import files

pytestmark = pytest.mark.skipif(
    find_spec("pyspark") is None or find_spec("pyarrow") is None or which("java") is None,
    reason="PySpark runs where the extra 'cluster' and Java are",
)


def test_points_of_many() -> None:
    from bench.spark import compare

    held, commitments, people = caseload(30, 480)
    assert compare(held, commitments, people, files.shipped("srb-points"), ON)


def test_tasks() -> None:
    from bench.spark import compare

    name = "srb-tasks"
    scheme = files.shipped(name)
    lists = read_lists(str(Path(__file__).parents[2] / "examples" / name), scheme)
    tasks = (
        None
        if lists.tasks is None
        else lists.tasks.with_columns(pl.lit(None, dtype=pl.String).alias("owner"))
    )
    assert compare(lists.cases, lists.commitments, lists.practitioners, scheme, ON, tasks)
