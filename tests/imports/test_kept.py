"""What is kept of a file until it is applied reads the same, and holds nothing that nobody reads."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from safeload.imports import lists
from safeload.imports.sources import annexa, kept, workbook
from safeload.imports.sources.template import template
from tests.imports import build

FOLDER = Path(__file__).parents[2] / "examples" / "annex-a"
ON = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("annex-a.xlsx", "annex-a"), ("practitioners.csv", "practitioners"), ("commitments.csv", "commitments")],
)
def test_the_kind_is_told_from_the_headings(name: str, kind: str) -> None:
    assert kept.kind_of(workbook.open_tables(FOLDER / name)) == kind


def test_our_own_workbook_is_known(tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(template(examples=True))
    tables = workbook.open_tables(path)
    assert kept.kind_of(tables) == "safeload-workbook"
    again = kept.unpacked(kept.packed(kept.without_the_rest("safeload-workbook", tables, ON)))
    assert lists.read("safeload-workbook", again, ON, {}) == lists.read("safeload-workbook", tables, ON, {})


def test_something_else_is_no_list(tmp_path: Path) -> None:
    path = build.xlsx(tmp_path / "x.xlsx", {"Sheet1": [["Meals", "Price"], ["Soup", 3]]})
    assert kept.kind_of(workbook.open_tables(path)) is None


def test_the_example_reads_the_same_from_what_is_kept() -> None:
    tables = workbook.open_tables(FOLDER / "annex-a.xlsx")
    again = kept.unpacked(kept.packed(kept.without_the_rest("annex-a", tables, ON)))
    first, second = annexa.read_tables(tables, on=ON), annexa.read_tables(again, on=ON)
    assert second == replace(first, explained=second.explained)
    assert second.rows_explained == first.rows_explained


@pytest.mark.parametrize("name", ["practitioners.csv", "commitments.csv"])
def test_staff_lists_read_the_same_from_what_is_kept(name: str) -> None:
    kind = name.removesuffix(".csv")
    tables = workbook.open_tables(FOLDER / name)
    again = kept.unpacked(kept.packed(kept.without_the_rest(kind, tables, ON)))  # type: ignore[arg-type]
    assert lists.read(kind, again, ON, {}) == lists.read(kind, tables, ON, {})  # type: ignore[arg-type]


def test_names_births_postcodes_and_reasons_are_not_kept(tmp_path: Path) -> None:
    eight = build.row(
        build.EIGHT,
        child=4711.0,
        gender="Female",
        date_of_birth=datetime.date(2014, 5, 6),
        age=12.53,
        placement_postcode="AB1 2CD",
        allocated_worker="Ida Mallow",
    )
    other = build.row(build.EIGHT, child="Tommy Tucker", allocated_worker="Ida Mallow")
    path = build.xlsx(tmp_path / "a.xlsx", {"List 8": [["Secret title"], build.EIGHT, eight, other]})
    content = kept.packed(kept.without_the_rest("annex-a", workbook.open_tables(path), ON))
    text = repr(kept.unpacked(content))
    for secret in ("2014", "AB1", "Female", "12.53", "Tucker", "Secret"):
        assert secret not in text
    assert "Ida Mallow" in text
    found = annexa.read_tables(kept.unpacked(content), on=ON)
    assert [(child.ref, child.age_band) for child in found.children] == [("4711", "10-15")]
    assert any("person’s name" in fault.message for fault in found.faults)
    reasons = tmp_path / "c.csv"
    reasons.write_text("Staff ID,Kind,Amount,Reason\nE1,Leave,3,her back\n", encoding="utf-8")
    text = repr(kept.without_the_rest("commitments", workbook.open_tables(reasons), ON))
    assert "her back" not in text
    assert "Reason" in text
