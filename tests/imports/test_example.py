"""The example Annex A workbook: made by its own script, as dirty as real ones, and read whole."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from safeload.imports import names
from safeload.imports.sources import annexa, commitments, practitioners
from safeload.imports.sources.annexa_model import AnnexA

FOLDER = Path(__file__).parents[2] / "examples" / "annex-a"


@pytest.fixture(scope="module")
def reading() -> AnnexA:
    return annexa.read(FOLDER / "annex-a.xlsx")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("annexa_example", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by its name
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_the_files_that_are_kept(maker: ModuleType, tmp_path: Path) -> None:
    maker.make(tmp_path)
    for name in ("practitioners.csv", "commitments.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    fresh, kept = annexa.read(tmp_path / "annex-a.xlsx"), annexa.read(FOLDER / "annex-a.xlsx")
    assert fresh == kept


def test_its_size(reading: AnnexA) -> None:
    assert (FOLDER / "annex-a.xlsx").stat().st_size < 300_000
    assert len(reading.children) == 346
    assert len([name for name in reading.workers() if name]) == 26
    assert reading.blocked == ()
    assert reading.rows_in == reading.rows_used + reading.rows_explained


def test_its_trouble(reading: AnnexA) -> None:
    assert Counter(one.about for one in reading.conflicts) == {"worker": 4, "open": 1}
    assert {entry.kind for entry in reading.explained} == {
        "not_a_list",
        "heading",
        "ended",
        "duplicate",
        "no_reference",
    }
    assert {one.field for one in reading.unrecognised} == {
        "need",
        "disability",
        "case_status",
        "legal_status",
    }
    assert [fault.row for fault in reading.faults if fault.row] == [23, 347]
    workers = reading.workers()
    assert workers["Duty"] > 0
    assert workers["Hepzibah Crumblewick"] > 0
    assert workers["Peregrine Dusk-Hollow"] > 0


def test_its_practitioners_go_with_it(reading: AnnexA) -> None:
    staff = practitioners.read(FOLDER / "practitioners.csv")
    assert (staff.faults, staff.unrecognised) == ([], ())
    matched = names.match(reading.workers(), [(one.key, one.name) for one in staff.practitioners])
    assert [(one.name, len(one.proposals)) for one in matched.questions] == [
        ("duty", 0),
        ("ignatious fernsby vale", 1),
    ]
    assert [one.name for one in staff.practitioners if len(one.posts) == 2] == ["Tamsin Hobbleditch"]
    assert [one.name for one in staff.practitioners if one.posts[0].ends] == ["Peregrine Dusk-Hollow"]


def test_its_commitments_go_with_it() -> None:
    staff = {one.staff_id for one in practitioners.read(FOLDER / "practitioners.csv").practitioners}
    result = commitments.read(FOLDER / "commitments.csv")
    assert {one.staff_id for one in result.commitments} <= staff
    assert all(one.kind for one in result.commitments)
    assert [fault.column for fault in result.faults] == ["Reason"]


def test_nothing_of_a_child_but_its_reference(reading: AnnexA) -> None:
    assert all(re.fullmatch(r"\d+", child.ref) for child in reading.children)
    assert "ZZ99" not in repr(reading)
