"""What an installation exports is measured again, to the same figures, and says what is not counted."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from safeload.cli.main import main
from safeload.people.models import Commitment
from safeload.workload.actions import refresh
from tests.workload.conftest import today, town
from tests.workload.scene import nine
from tests.workload.town import TODAY, Town

__all__ = ["today", "town"]
ON = ["--on", TODAY.isoformat()]


@pytest.fixture
def folder(town: Town, tmp_path: Path) -> Path:
    scene = nine(town)
    Commitment.objects.create(practitioner=scene["ben"], kind="training", starts_on=TODAY)
    Commitment.objects.create(practitioner=scene["ben"], kind="leave", starts_on=TODAY)
    refresh(on=TODAY)
    assert main(["export", str(tmp_path), *ON]) == 0
    return tmp_path


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as open_file:
        return list(csv.DictReader(open_file))


def test_an_export_is_measured_to_the_same_figures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main_scheme = next(one for one in json.loads((folder / "figures.json").read_text()) if one["main"])
    assert main(["measure", str(folder), "--scheme", main_scheme["scheme"], "--format", "json", *ON]) == 0
    told = capsys.readouterr()
    found: dict[str, Any] = json.loads(told.out)
    for one in found["practitioners"]:
        del one["lines"], one["line_lines"]
    assert found["practitioners"] == main_scheme["practitioners"]
    assert found["teams"] == main_scheme["teams"]
    assert "column “kind”: not used: this scheme does not count “training”." in told.err


def test_lists_are_reconciled_by_staff_reference_and_team(folder: Path, town: Town) -> None:
    from safeload.people.models import Practitioner

    ben = Practitioner.objects.get(name="Ben Carter")
    assert ben.staff_ref in {row["staff_id"] for row in rows(folder / "practitioners.csv")}
    assert ben.staff_ref in {row["staff_id"] for row in rows(folder / "cases.csv")}
    assert {row["team"] for row in rows(folder / "practitioners.csv")} == {"North", "South"}
    everything = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert "Ben Carter" not in everything


def test_kinds_say_who_counts_them(folder: Path) -> None:
    kinds = {row["kind"]: row["counted_by"] for row in rows(folder / "kinds.csv")}
    assert kinds["training"] == "no scheme in force"
    assert "srb-points" in kinds["adjustment"]
    leave = next(row for row in rows(folder / "commitments.csv") if row["kind"] == "leave")
    assert leave["amount"] == "0", (
        "no amount was given, and the scheme has none: it counts nothing, and says so"
    )


def test_cases_are_no_list_of_practitioners(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["import", str(folder / "cases.csv"), "--dry-run", *ON]) == 0
    told = capsys.readouterr().out
    assert "cases.csv (safeload-workbook)" in told
    assert "practitioner add" not in told
