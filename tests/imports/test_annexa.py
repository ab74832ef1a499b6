"""Annex A as authorities send it (interfaces 1.5), each kind of dirt in a workbook written for real."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from safeload.imports.sources import annexa
from safeload.imports.sources.annexa_model import AnnexA, Child
from safeload.imports.sources.records import RefusedError
from tests.imports import build
from tests.imports.build import EIGHT, NINE, SEVEN, SIX, row

DAY = datetime.date(2026, 11, 2)


def read(tmp_path: Path, sheets: dict[str, list[list[Any]]], **keywords: Any) -> AnnexA:
    return annexa.read(build.xlsx(tmp_path / "annex-a.xlsx", sheets), **keywords)


def only(result: AnnexA) -> Child:
    [child] = result.children
    return child


@pytest.mark.parametrize("sheet", ["List_6", "List 6", "LIST 6 ", "Sheet1", "CIN"])
@pytest.mark.parametrize("title", [[], [["List 6: Children in Need"]], [["A note"], [], ["List 6"]]])
def test_a_list_is_known_by_its_headings(tmp_path: Path, sheet: str, title: list[list[str]]) -> None:
    result = read(tmp_path, {sheet: [*title, SIX, row(SIX, child=1.0, allocated_worker="Ida Mallow")]})
    assert [(one.number, one.heading_row, one.rows, one.used) for one in result.lists] == [
        (6, len(title) + 1, 1, 1)
    ]
    assert only(result).places[0].row == len(title) + 2


def test_xls_and_csv_say_the_same_as_xlsx(tmp_path: Path) -> None:
    rows = [SIX, row(SIX, child="12", cin_start=DAY, allocated_worker="Ida Mallow", case_status="CIN")]
    text = "\n".join(
        ",".join(f"{cell:%d/%m/%Y}" if cell == DAY else str(cell) for cell in one) for one in rows
    )
    (tmp_path / "list6.csv").write_text(text, encoding="utf-8")
    paths = [
        build.xlsx(tmp_path / "a.xlsx", {"List_6": rows}),
        build.xls(tmp_path / "a.xls", {"List 6": rows}),
        tmp_path / "list6.csv",
    ]
    found = [only(annexa.read(path)) for path in paths]
    assert {(one.ref, one.start, one.worker, one.status) for one in found} == {
        ("12", DAY, "Ida Mallow", "child_in_need")
    }


def test_one_file_for_each_list(tmp_path: Path) -> None:
    six = build.xlsx(tmp_path / "six.xlsx", {"Sheet1": [SIX, row(SIX, child=7.0, allocated_worker="#N/A")]})
    eight = build.xlsx(
        tmp_path / "eight.xlsx", {"Sheet1": [EIGHT, row(EIGHT, child=7.0, allocated_worker="Ida Mallow")]}
    )
    result = annexa.read(six, eight)
    assert result.files == ("six.xlsx", "eight.xlsx")
    assert (only(result).worker, only(result).status) == ("Ida Mallow", "looked_after")
    assert {one.used for one in result.lists} == {1}


def test_headings_with_curly_apostrophes_doubled_brackets_trailing_spaces_and_sums(tmp_path: Path) -> None:
    headings = [heading.replace("'", "’") for heading in EIGHT]
    headings[-3] = "Sum of " + headings[-3]
    headings[4] = "Age"
    cells = row(
        EIGHT,
        child=3.0,
        age=11.42,
        unaccompanied="a) Yes",
        **{"child's": "C1: ICO", "number": 2.0, "placement_location": "b) Out"},
    )
    child = only(read(tmp_path, {"8": [headings, cells]}))
    assert (child.uasc, child.legal_status, child.missing, child.out_of_area) == ("yes", "C1", 2, "yes")
    assert (child.age_band, child.proceedings) == ("10-15", "care")


def test_bare_coded_and_local_values(tmp_path: Path) -> None:
    rows = [
        row(SIX, child=1.0, does="Yes", primary="N1 - Abuse or Neglect", case_status="c) Child in need plan"),
        row(SIX, child=2.0, does="a) Yes", primary="N1", case_status="CIN"),
        row(
            SIX, child=3.0, does="F", primary="PSRMEM - Support with memory and cognition", case_status="CIN "
        ),
        row(SIX, child=4.0, does="b) No", primary="PSRMEM - Support with memory and cognition"),
    ]
    result = read(tmp_path, {"List_6": [["List 6"], SIX, *rows]})
    assert [(one.disability, one.need) for one in result.children] == [
        ("yes", "N1"),
        ("yes", "N1"),
        ("unknown", ""),
        ("no", ""),
    ]
    asked = [(one.field, one.value, one.rows, one.sheet, one.first_row) for one in result.unrecognised]
    assert asked == [
        ("need", "PSRMEM - Support with memory and cognition", 2, "List_6", 5),
        ("disability", "F", 1, "List_6", 5),
    ]


def test_a_value_settled_before_is_not_asked_again(tmp_path: Path) -> None:
    sheets = {"List_6": [SIX, row(SIX, child=1.0, primary="PSRMEM - Memory")]}
    asked = read(tmp_path, sheets).unrecognised
    settled = {(one.field, one.plain): "N2" for one in asked}
    again = read(tmp_path, sheets, settled=settled)
    assert (again.unrecognised, only(again).need) == ((), "N2")
    left_out = read(tmp_path, sheets, settled={(one.field, one.plain): "" for one in asked})
    assert (left_out.unrecognised, only(left_out).need) == ((), "")


@pytest.mark.parametrize(
    "written",
    [
        DAY,
        "2026-11-02",
        "2026-11-02 00:00:00",
        "02/11/2026",
        "2/11/26",
        "02.11.2026",
        "2 November 2026",
        "02-Nov-2026",
        46328.0,
        46328.75,
        "46328",
    ],
)
def test_every_way_in_which_a_date_comes(tmp_path: Path, written: Any) -> None:
    assert only(read(tmp_path, {"List_6": [SIX, row(SIX, child=1.0, cin_start=written)]})).start == DAY


def test_a_date_that_is_none_is_named_with_its_place(tmp_path: Path) -> None:
    result = read(tmp_path, {"List_6": [["t"], SIX, row(SIX, child=1.0, cin_start="see notes")]})
    fault = next(fault for fault in result.faults if fault.row)
    assert (fault.sheet, fault.row, fault.column, fault.blocking) == ("List_6", 3, "CIN Start Date", False)
    assert "“see notes” is not a date" in fault.message
    assert only(result).start is None


def test_a_formula_is_read_by_its_cached_value(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "formula.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, look = book.add_worksheet("List_6"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, SIX)
        sheet.write_number(1, 0, 1)
        sheet.write_formula(1, SIX.index("CIN Start Date"), "=DATE(2026,11,2)", look, 46328)
        sheet.write_formula(1, len(SIX) - 1, '=VLOOKUP(1,A:A,1)&""', None, "Ida\u00a0Mallow")
    child = only(annexa.read(path))
    assert (child.start, child.worker) == (DAY, "Ida Mallow")


@pytest.mark.parametrize(
    "nobody", ["#N/A", "", "  ", "N/A", "Unallocated", "none", "-", "\u00a0", "Awaiting allocation", "TBC"]
)
def test_nobody_in_all_the_ways_of_saying_so(tmp_path: Path, nobody: str) -> None:
    assert only(read(tmp_path, {"List_6": [SIX, row(SIX, child=1.0, allocated_worker=nobody)]})).worker == ""


def test_the_holder_is_the_first_of_lists_8_7_9_and_6_that_names_one(tmp_path: Path) -> None:
    sheets = {
        "List_6": [SIX, *(row(SIX, child=float(at), allocated_worker="Six") for at in (1, 2, 3, 4))],
        "List_7": [
            SEVEN,
            *(
                row(SEVEN, child=float(at), allocated_worker="Seven" if at != 3 else "#N/A")
                for at in (1, 2, 3)
            ),
        ],
        "List_8": [EIGHT, row(EIGHT, child=1.0, allocated_worker="Eight")],
        "List_9": [
            NINE,
            row(NINE, child=3.0, allocated_worker="Nine"),
            row(NINE, child=5.0, allocated_personal="Adviser"),
        ],
    }
    result = read(tmp_path, sheets)
    assert {child.ref: child.worker for child in result.children} == {
        "1": "Eight",
        "2": "Seven",
        "3": "Nine",
        "4": "Six",
        "5": "Adviser",
    }
    assert {conflict.ref for conflict in result.conflicts} == {"1", "2", "3"}
    first = next(conflict for conflict in result.conflicts if conflict.ref == "1")
    assert [str(place) + ": " + said for place, said in first.told] == [
        "List 8, row 2: Eight",
        "List 7, row 2: Seven",
        "List 6, row 2: Six",
    ]
    assert first.taken == "Eight"
    source = result.children[0].source("worker")
    assert source is not None
    assert (source.sheet, source.row) == ("List_8", 2)


def test_a_list_that_knows_is_believed_before_one_that_does_not(tmp_path: Path) -> None:
    sheets = {
        "6": [SIX, row(SIX, child="1", does_the_child="a) Yes")],
        "8": [EIGHT, row(EIGHT, child="1", does_the_child="c) Unknown")],
    }
    child = only(read(tmp_path, sheets))
    assert (child.disability, child.came_from["disability"]) == ("yes", 6)


def test_the_same_name_in_two_spellings_is_no_conflict(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        {
            "List_6": [SIX, row(SIX, child=1.0, allocated_worker="Ida\u00a0MALLOW")],
            "List_8": [EIGHT, row(EIGHT, child=1.0, allocated_worker="Mallow, Ida")],
        },
    )
    assert not result.conflicts


def test_each_child_once_and_status_by_the_first_list(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        {
            "List_6": [
                SIX,
                row(SIX, child="1", case_status="c) Child in need plan"),
                row(SIX, child="2", case_status="d) Open assessment"),
            ],
            "List_7": [SEVEN, row(SEVEN, child=1.0)],
            "List_8": [EIGHT, row(EIGHT, child="1")],
            "List_9": [NINE, row(NINE, child="3")],
        },
    )
    assert [(child.ref, child.status) for child in result.children] == [
        ("1", "looked_after"),
        ("2", "assessment"),
        ("3", "care_leaver"),
    ]
    assert result.children[0].on_plan
    assert result.children[0].looked_after


def test_open_is_a_blank_end_date(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        {
            "List_6": [
                SIX,
                row(SIX, child="1", cin_closure=DAY),
                row(SIX, child="2", cin_closure="01/10/2026"),
                row(SIX, child="3"),
            ],
            "List_7": [SEVEN, row(SEVEN, child="3", child_protection_plan_end=DAY)],
            "List_8": [EIGHT, row(EIGHT, child="2")],
        },
    )
    assert {child.ref: child.status for child in result.children} == {"2": "looked_after", "3": ""}
    assert [(conflict.ref, conflict.about, conflict.taken) for conflict in result.conflicts] == [
        ("2", "open", "open")
    ]
    assert {entry.kind for entry in result.explained} == {"heading", "ended"}


def test_a_closed_episode_of_a_care_leaver_is_no_conflict(tmp_path: Path) -> None:
    sheets = {
        "6": [SIX, row(SIX, child="1", cin_closure=DAY)],
        "9": [NINE, row(NINE, child="1", allocated_worker="Ida")],
    }
    assert not read(tmp_path, sheets).conflicts


def test_an_end_date_that_cannot_be_read_leaves_the_child_open(tmp_path: Path) -> None:
    result = read(tmp_path, {"List_6": [SIX, row(SIX, child="1", cin_closure="soon")]})
    assert only(result).ref == "1"
    assert any("counted as open" in fault.message for fault in result.faults)


def test_a_child_twice_in_a_list(tmp_path: Path) -> None:
    rows = [
        row(SIX, child="1", allocated_worker="Ida"),
        row(SIX, child="1", allocated_worker="Ida"),
        row(SIX, child="1", allocated_worker="Ulf"),
    ]
    result = read(tmp_path, {"List_6": [SIX, *rows]})
    assert only(result).worker == "Ida"
    assert [(entry.first_row, entry.last_row, entry.kind) for entry in result.explained][1:] == [
        (3, 4, "duplicate")
    ]
    assert [(one.ref, one.about) for one in result.conflicts] == [("1", "worker")]


def test_lists_3_to_5_count_as_throughput_and_never_hold(tmp_path: Path) -> None:
    three = [
        *build.COMMON,
        "Date of referral",
        "Referral Source",
        "Referral NFA?",
        "Allocated Team",
        "Allocated Worker",
    ]
    four = [
        *build.COMMON,
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Allocated Team",
        "Allocated Worker",
    ]
    result = read(
        tmp_path,
        {
            "List_3": [
                three,
                row(
                    three,
                    child="1",
                    date_of_referral=DAY,
                    referral_nfa="No",
                    allocated_team="MASH",
                    allocated_worker="Ida",
                ),
            ],
            "List_4": [four, row(four, child="1", continuous_assessment_start=DAY, allocated_worker="Ida")],
        },
    )
    assert result.children == ()
    assert result.throughput() == {("referral", "MASH", "Ida"): 1, ("assessment", "", "Ida"): 1}
    assert [(one.kind, one.started, one.outcome) for one in result.activities] == [
        ("referral", DAY, "no"),
        ("assessment", DAY, ""),
    ]
    assert result.rows_used == 2


def test_no_name_no_date_of_birth_and_no_postcode_are_kept(tmp_path: Path) -> None:
    born = datetime.date(2014, 3, 9)
    rows = [
        EIGHT,
        row(EIGHT, child="1", date_of_birth=born, age=12.7, placement_postcode="ZZ99 3WZ"),
        row(EIGHT, child="2", date_of_birth="09/03/2014", placement_postcode="nope"),
        row(EIGHT, child="Wren Hollis", date_of_birth="not known"),
    ]
    result = read(tmp_path, {"List_8": rows}, on=datetime.date(2026, 3, 8))
    everything = repr(result)
    for secret in ("2014", "ZZ99", "nope", "Wren", "not known"):
        assert secret not in everything
    assert [child.age_band for child in result.children] == ["10-15", "10-15"]
    assert result.explained[-1].kind == "not_a_reference"


def test_blank_dates_of_birth_decimal_ages_and_the_unborn(tmp_path: Path) -> None:
    ages = [
        ("", -1.0),
        ("", 0.4),
        ("", 4.99),
        ("", 17.999),
        ("", 21.2),
        ("", ""),
        (datetime.date(2020, 11, 3), ""),
    ]
    rows = [row(SIX, child=float(at), date_of_birth=born, age=age) for at, (born, age) in enumerate(ages, 1)]
    result = read(tmp_path, {"List_6": [SIX, *rows]}, on=DAY)
    bands = [child.age_band for child in result.children]
    assert bands == ["unborn", "under 1", "1-4", "16-17", "18+", "unknown", "5-9"]


def test_blank_formatted_rows_inside_and_below(tmp_path: Path) -> None:
    blank: list[Any] = [None] * len(SIX)
    rows = [SIX, row(SIX, child="1"), *[blank] * 50, row(SIX, child="2"), *[blank] * 3_000]
    result = read(tmp_path, {"List_6": rows})
    assert len(result.children) == 2
    assert [(entry.kind, entry.rows) for entry in result.explained] == [("heading", 1), ("blank", 50)]


def test_a_row_without_a_child_is_said_and_not_dropped(tmp_path: Path) -> None:
    result = read(tmp_path, {"List_6": [SIX, row(SIX, child="1"), row(SIX, allocated_worker="Total: 1")]})
    assert result.explained[-1].kind == "no_reference"
    assert any(fault.row == 3 and "no Child Unique ID" in fault.message for fault in result.faults)


@pytest.mark.parametrize("missing", ["Child Unique ID", "CIN Closure Date", "Allocated Worker"])
def test_a_needed_column_that_is_missing_stops_the_import(tmp_path: Path, missing: str) -> None:
    headings = [heading for heading in SIX if heading != missing]
    result = read(tmp_path, {"List_6": [["List 6"], headings, [""] * len(headings)]})
    [fault] = result.blocked
    assert (fault.sheet, fault.row, fault.kind) == ("List_6", 2, "missing_column")
    assert f"“{missing}”" in fault.message
    assert result.children == ()


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no sheet has the headings of an Annex A list"):
        read(tmp_path, {"Budget": [["Month", "Spend"], ["May", 1.0]]})


def test_code_pages_guidance_and_lists_without_caseloads_are_explained(tmp_path: Path) -> None:
    codes = [
        "Gender",
        "Referral NFA?",
        "Primary Need Code",
        "Case status",
        "Eligibility Category",
        "Activity Status",
    ]
    one = [*build.COMMON, "Date of Contact", "Contact Source"]
    result = read(
        tmp_path, {"Codes_used": [codes, ["a) Male"]], "List_1": [one, row(one, child="1")], "List_6": [SIX]}
    )
    assert [(entry.sheet, entry.kind) for entry in result.explained] == [
        ("Codes_used", "not_a_list"),
        ("List_1", "heading"),
        ("List_1", "list_not_used"),
        ("List_6", "heading"),
    ]
    assert {fault.message for fault in result.faults} == {
        f"List {number} ({title}) is not in what was sent."
        for number, title in ((7, "Child protection"), (8, "Children in care"), (9, "Care leavers"))
    }
