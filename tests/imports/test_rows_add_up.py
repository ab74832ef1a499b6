"""Rows in = rows used + rows explained, whatever stands in a workbook; and each open child once."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeload.imports.sources import annexa, commitments, practitioners, safeload_workbook, workbook
from safeload.imports.sources.case_forms import CASES, TASKS
from safeload.imports.sources.records import RefusedError, RowsLostError, Tally
from safeload.imports.sources.staff_forms import COMMITMENTS, PRACTITIONERS
from tests.imports import build

DAYS = st.dates(datetime.date(1995, 1, 1), datetime.date(2035, 1, 1))
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=20)
DIRT = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            "#N/A",
            "a) Yes",
            "No",
            "N1",
            "nope",
            "\u00a0",
            "Ida\u00a0Mallow",
            "c) Child in need plan",
            "20%",
            "-1",
            "S1",
        ]
    ),
    DAYS,
    st.integers(-5, 60_000).map(float),
    st.floats(-10, 100, allow_nan=False),
    TEXT,
    st.booleans(),
)
REFERENCES = st.one_of(st.integers(1, 6).map(float), st.integers(1, 6).map(str), st.just(""), DIRT)
WRITERS: list[tuple[str, Callable[[Path, Any], Path]]] = [("a.xlsx", build.xlsx), ("a.xls", build.xls)]
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rows_under(headings: list[str]) -> st.SearchStrategy[list[list[Any]]]:
    """Up to a dozen rows of dirt under headings, with references that repeat, below a title or none."""
    cells = st.lists(DIRT, min_size=len(headings) - 1, max_size=len(headings) - 1)
    rows = st.lists(st.tuples(REFERENCES, cells).map(lambda pair: [pair[0], *pair[1]]), max_size=12)
    return st.tuples(st.sampled_from([[], [["A title"]], [[""], ["List"]]]), rows).map(
        lambda pair: [*pair[0], headings, *pair[1]]
    )


def written(
    sheets: Any, writer: tuple[str, Callable[[Path, Any], Path]], read: Callable[[Path], Any]
) -> tuple[Any, int]:
    """What a reader makes of the sheets, and how many rows the bare workbook has."""
    with tempfile.TemporaryDirectory() as folder:
        path = writer[1](Path(folder) / writer[0], sheets)
        return read(path), sum(len(table.rows) for table in workbook.open_tables(path))


@SLOW
@given(
    sheets=st.fixed_dictionaries(
        {
            "List_6": rows_under(build.SIX),
            "List 7": rows_under(build.SEVEN),
            "Sheet3": rows_under(build.EIGHT),
            "List_9": rows_under(build.NINE),
            "Notes": st.lists(st.lists(TEXT, max_size=3), max_size=4),
        }
    ),
    writer=st.sampled_from(WRITERS),
)
def test_annexa(sheets: Any, writer: Any) -> None:
    result, rows = written(sheets, writer, annexa.read)
    assert result.rows_in == rows
    assert result.rows_in == result.rows_used + result.rows_explained
    refs = [child.ref for child in result.children]
    assert len(refs) == len(set(refs))
    assert sum(len(child.places) for child in result.children) == result.rows_used
    for child in result.children:
        places = {place.list_number for place in child.places}
        assert set(child.came_from.values()) <= places


def _headings(form: Any) -> list[str]:
    return [column.heading for column in form.columns]


@SLOW
@given(rows=rows_under(_headings(PRACTITIONERS)), writer=st.sampled_from(WRITERS))
def test_practitioners(rows: Any, writer: Any) -> None:
    result, total = written({"Staff": rows}, writer, practitioners.read)
    assert result.tally.rows_in == total == result.tally.rows_used + result.tally.rows_explained
    assert sum(len(one.posts) for one in result.practitioners) == result.tally.rows_used


@SLOW
@given(rows=rows_under(_headings(COMMITMENTS)), writer=st.sampled_from(WRITERS))
def test_commitments(rows: Any, writer: Any) -> None:
    result, total = written({"Leave": rows}, writer, commitments.read)
    assert result.tally.rows_in == total == result.tally.rows_used + result.tally.rows_explained
    assert len(result.commitments) == result.tally.rows_used
    assert all(one.amount >= 0 for one in result.commitments)


@SLOW
@given(
    sheets=st.fixed_dictionaries(
        {
            "Practitioners": rows_under(_headings(PRACTITIONERS)),
            "Commitments": rows_under(_headings(COMMITMENTS)),
            "Cases": rows_under([*_headings(CASES), "Scheme: intervention"]),
            "Tasks": rows_under(_headings(TASKS)),
            "Notes": rows_under(["x", "y"]),
        }
    )
)
def test_our_own_workbook(sheets: Any) -> None:
    result, total = written(sheets, WRITERS[0], safeload_workbook.read)
    assert result.tally.rows_in == total == result.tally.rows_used + result.tally.rows_explained


@SLOW
@given(content=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        tables = workbook.tables(content, "upload")
    except RefusedError:
        return
    assert all(isinstance(cell, str) for table in tables for row in table.rows for cell in row)


def test_a_lost_row_is_a_defect_that_stops_everything() -> None:
    tally = Tally(rows_in=3, rows_used=1)
    tally.explain("a", "b", 3, "blank", "Blank row.")
    with pytest.raises(RowsLostError, match="3 rows in, 1 used, 1 explained"):
        tally.check()
