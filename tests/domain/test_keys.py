"""Whole numbers as ids give the figures that texts give, small ones and large ones, with and without a household."""

from __future__ import annotations

import polars as pl
import pytest

from bench.engine import ON, caseload
from safeload.domain.frames import HALF, prepare
from safeload.domain.measure import measure
from safeload.schemes import files


@pytest.mark.parametrize(("more", "small"), [(0, True), (HALF, False)])
def test_ids_of_any_kind_give_the_same_figures(more: int, small: bool) -> None:
    held, commitments, people = caseload(40, 640)
    alone, waits = pl.col("case") % 11 == 0, pl.col("case") % 13 == 0
    held = held.with_columns(
        pl.when(alone).then(None).otherwise(pl.col("household") + more).alias("household"),
        pl.when(waits).then(None).otherwise(pl.col("practitioner")).alias("practitioner"),
    )
    ids = ("case", "household", "practitioner")
    cases, agreed, staff = (
        frame.with_columns(pl.col(name).cast(pl.String) for name in ids if name in frame.columns)
        for frame in (held, commitments, people)
    )
    assert prepare(held, commitments, people, None).shape.small_ids is small
    scheme = files.shipped("srb-points")
    numbered = measure(held, commitments, people, scheme, ON)
    written = measure(cases, agreed, staff, scheme, ON)
    assert [one.as_text() for one in numbered.practitioners] == [
        one.as_text() for one in written.practitioners
    ]
    assert [(one.households, one.cases, one.provisional) for one in numbered.practitioners] == [
        (one.households, one.cases, one.provisional) for one in written.practitioners
    ]
    assert [team.as_data() for team in numbered.teams] == [team.as_data() for team in written.teams]
