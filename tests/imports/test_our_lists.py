"""Practitioners, commitments and Safeload's own workbook, written for real and read back."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from safeload.imports.sources import commitments, practitioners, safeload_workbook, template
from safeload.imports.sources.records import RefusedError
from tests.imports import build


def csv_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_two_rows_of_one_practitioner_are_two_posts(tmp_path: Path) -> None:
    path = csv_of(
        tmp_path,
        "Employee number,Full name,Department,Job title,WTE,Date started,NQSW\n"
        "77,Ida Mallow,North,Social Worker,0.6,01/09/2024,N\n"
        '77,"Mallow, Ida",Care,Social Worker,40%,01/09/2025,\n',
    )
    result = practitioners.read(path)
    [person] = result.practitioners
    assert (person.key, person.name, person.asye) == ("77", "Ida Mallow", "no")
    assert [(post.team, post.fte, post.row) for post in person.posts] == [
        ("North", Decimal("0.6"), 2),
        ("Care", Decimal("0.4"), 3),
    ]


def test_first_name_and_surname_and_hours_as_typed(tmp_path: Path) -> None:
    path = build.xlsx(
        tmp_path / "staff.xlsx",
        {"Staff": [["Surname", "Forename", "Contracted hours"], ["Mallow", "Ida", 22.2]]},
    )
    [person] = practitioners.read(path).practitioners
    assert (person.key, person.name, person.posts[0].weekly_hours) == (
        "ida mallow",
        "Ida Mallow",
        Decimal("22.2"),
    )


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("1,Ida,-3,,,", "Weekly hours", "is negative"),
        ("1,Ida,61,,,", "Weekly hours", "is more than 60"),
        ("1,Ida,,37,,", "FTE", "is more than 1"),
        ("1,Ida,some,,,", "Weekly hours", "is not a number"),
        ("1,Ida,37,,01/05/2026,01/04/2026", "End", "ends before it starts"),
        ("1,Ida,37,,soon,", "Start", "is not a date"),
        ("1,,37,,,", "Name", "has no name"),
        (",,37,,,", "", "has no “Staff ID”"),
        ("1,Ida,0,0.5,,", "Weekly hours", "full-time equivalent above nought"),
    ],
)
def test_a_wrong_row_is_named_and_stops_the_import(tmp_path: Path, row: str, column: str, words: str) -> None:
    result = practitioners.read(csv_of(tmp_path, f"Staff ID,Name,Weekly hours,FTE,Start,End\n{row}\n"))
    [fault] = result.faults
    assert (fault.file, fault.row, fault.column, fault.blocking) == ("list.csv", 2, column, True)
    assert words in fault.message
    assert result.practitioners == []


def test_one_staff_id_beside_two_names(tmp_path: Path) -> None:
    result = practitioners.read(csv_of(tmp_path, "Staff ID,Name,Team\n1,Ida Mallow,A\n1,Ulf Tarn,B\n"))
    [fault] = result.faults
    assert (fault.row, fault.column) == (3, "Name")
    assert "row 2" in fault.message


def test_the_same_post_twice_is_explained(tmp_path: Path) -> None:
    result = practitioners.read(csv_of(tmp_path, "Staff ID,Name,Team\n1,Ida Mallow,A\n1,Ida Mallow,A\n"))
    assert len(result.practitioners[0].posts) == 1
    assert [entry.kind for entry in result.explained] == ["heading", "duplicate"]


def test_a_list_without_its_headings(tmp_path: Path) -> None:
    result = practitioners.read(csv_of(tmp_path, "Colour,Size\nred,4\n"))
    [fault] = result.faults
    assert fault.kind == "missing_column"


def test_columns_that_are_not_kept_are_said(tmp_path: Path) -> None:
    result = practitioners.read(csv_of(tmp_path, "Staff ID,Name,Team,NI number\n1,Ida Mallow,A,QQ123456C\n"))
    assert [(fault.column, fault.blocking) for fault in result.faults] == [("NI number", False)]
    assert "QQ123456C" not in repr(result)


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("7.4", "hours", (Decimal("7.4"), "hours")),
        ("7.4", "", (Decimal("7.4"), "hours")),
        ("20%", "", (Decimal(20), "percent")),
        ("20", "per cent", (Decimal(20), "percent")),
        (0.2, "percent", (Decimal(20), "percent")),
        ("5", "pts", (Decimal(5), "points")),
    ],
)
def test_amounts_of_commitments(
    tmp_path: Path, amount: Any, unit: str, expected: tuple[Decimal, str]
) -> None:
    path = build.xlsx(
        tmp_path / "c.xlsx", {"c": [["Staff ID", "Kind", "Amount", "Unit"], ["1", "Duty", amount, unit]]}
    )
    [one] = commitments.read(path).commitments
    assert (one.amount, one.unit) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("-1", "hours", "negative"),
        ("20%", "hours", "percentage"),
        ("120", "percent", "more than 100"),
        ("x", "", "not a number"),
        ("3", "days", "is not one of"),
    ],
)
def test_wrong_amounts_of_commitments(tmp_path: Path, amount: str, unit: str, words: str) -> None:
    result = commitments.read(csv_of(tmp_path, f"Staff ID,Kind,Amount,Unit\n1,Duty,{amount},{unit}\n"))
    assert result.commitments == []
    assert words in result.faults[0].message


def test_a_reason_is_never_read(tmp_path: Path) -> None:
    result = commitments.read(
        csv_of(tmp_path, "Staff ID,Kind,Amount,Reason,Notes\n1,Adjustment,4,migraine,chemotherapy\n")
    )
    assert len(result.commitments) == 1
    assert "migraine" not in repr(result)
    assert "chemotherapy" not in repr(result)
    assert [fault.message.split(".")[0] for fault in result.faults] == ["Reasons are not kept"] * 2


def test_the_template_reads_back_and_is_the_same_each_time(tmp_path: Path) -> None:
    assert template.template() == template.template()
    path = tmp_path / "template.xlsx"
    path.write_bytes(template.template(examples=True))
    result = safeload_workbook.read(path)
    assert [len(one) for one in (result.practitioners, result.commitments, result.cases, result.tasks)] == [
        1,
        1,
        1,
        1,
    ]
    assert (result.faults, result.unrecognised) == ([], ())
    assert result.cases[0].start == datetime.date(2026, 3, 2)
    path.write_bytes(template.template())
    assert safeload_workbook.read(path).practitioners == []


def test_the_guidance_names_every_column() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(template.template()))
    told = {(row[0], row[1]) for row in book.get_sheet_by_name("Guidance").to_python()}
    for form in template.FORMS:
        assert {(form.name, column.heading) for column in form.columns} <= told


def test_a_schemes_own_fields_are_passed_on(tmp_path: Path) -> None:
    sheets = {
        "Cases": [
            ["Case reference", "Household", "Scheme: intervention"],
            ["C1", "H1", 4.0],
            ["C1", "H1", 2.0],
            ["C2", "", ""],
        ]
    }
    result = safeload_workbook.read(build.xlsx(tmp_path / "w.xlsx", sheets))
    assert [(case.ref, case.household, dict(case.scheme)) for case in result.cases] == [
        ("C1", "H1", {"intervention": 4.0}),
        ("C2", "", {}),
    ]
    [fault] = result.faults
    assert (fault.row, fault.column, fault.message) == (
        3,
        "Case reference",
        "the same case stands in row 2. One case is one row.",
    )


def test_numbers_of_cases_and_tasks_are_whole(tmp_path: Path) -> None:
    sheets = {
        "Cases": [["Case reference", "Missing episodes"], ["C1", 3.0], ["C2", 1.5]],
        "Tasks": [
            ["Case reference", "Task", "Number"],
            ["C1", "Court report", 2.0],
            ["C1", "Home visit", ""],
        ],
    }
    result = safeload_workbook.read(build.xlsx(tmp_path / "w.xlsx", sheets))
    assert [(case.ref, case.missing) for case in result.cases] == [("C1", 3)]
    assert [(task.task, task.number) for task in result.tasks] == [("Court report", 2), ("Home visit", 1)]
    [fault] = result.faults
    assert (fault.row, fault.column) == (3, "Missing episodes")


def test_a_workbook_with_none_of_our_sheets(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="none of the sheets"):
        safeload_workbook.read(build.xlsx(tmp_path / "w.xlsx", {"x": [["a"]]}))
