"""The engine on PySpark beside the engine on Polars."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import polars as pl

from safeload.domain.measure import measure
from safeload.domain.scheme import Scheme


def session() -> Any:
    """A small local Spark."""
    from pyspark.sql import SparkSession

    logging.getLogger("py4j").setLevel(logging.ERROR)
    made = (
        SparkSession.builder.master("local[2]")
        .appName("safeload")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    return made


def on_spark(spark: Any, frame: pl.DataFrame) -> Any:
    """A frame's rows in Spark, with the same types; a dot in a name would mean a part of a row there."""
    from pyspark.sql import types

    kinds = {
        pl.Int64: types.LongType(),
        pl.String: types.StringType(),
        pl.Boolean: types.BooleanType(),
        pl.Date: types.DateType(),
    }
    schema = types.StructType(
        [types.StructField(name.replace(".", ":"), kinds[type(kind)]) for name, kind in frame.schema.items()]
    )
    return spark.createDataFrame(frame.rows(), schema=schema)


def compare(
    cases: pl.DataFrame,
    commitments: pl.DataFrame,
    people: pl.DataFrame,
    scheme: Scheme,
    on: date,
    tasks: pl.DataFrame | None = None,
) -> bool:
    """Whether every total of every practitioner is the same on both."""
    spark = session()
    here = measure(cases, commitments, people, scheme, on, tasks=tasks).totals
    given = [
        None if frame is None else on_spark(spark, frame) for frame in (cases, commitments, people, tasks)
    ]
    there = measure(given[0], given[1], given[2], scheme, on, tasks=given[3]).totals
    columns = here.columns
    return here.sort("practitioner").rows() == there.to_native().select(columns).sort("practitioner").rows()
