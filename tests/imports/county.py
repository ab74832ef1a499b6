"""A small authority for the tests of imports: a scheme in force, teams, people, and lists to bring in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from safeload.caseloads.models import Allocation, Case
from safeload.imports import actions
from safeload.imports.models import Import
from safeload.people.models import Account, Post, Practitioner, Team
from tests.imports import build
from tests.workload.town import TODAY, Town

EXAMPLE = Path(__file__).parents[2] / "examples" / "annex-a"
LISTS = {6: build.SIX, 7: build.SEVEN, 8: build.EIGHT, 9: build.NINE}


class County(Town):
    """A town with the points scheme, an analyst who brings in lists, and helpers to do so."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.scheme("srb-points")
        self.analyst: Account = self.signs_in(role="analyst", everywhere=True)
        self.south = Team.objects.create(service_area=self.area, name="South")

    def annexa(self, name: str = "a.xlsx", **rows: Sequence[dict[str, Any]]) -> tuple[str, bytes]:
        """A workbook of lists: ``six=[{"child": 1, "case_status": "…"}]``."""
        sheets = {}
        for key, number in (("six", 6), ("seven", 7), ("eight", 8), ("nine", 9)):
            heads = LISTS[number]
            sheets[f"List {number}"] = [heads, *(build.row(heads, **row) for row in rows.get(key, ()))]
        path = build.xlsx(self.folder / name, sheets)
        return name, path.read_bytes()

    def bring(self, *files: tuple[str, bytes], on: datetime.date = TODAY, by: Any = None) -> Import:
        """Bring files in and check them."""
        made = actions.bring_in(by=by or self.analyst, files=files, on=on)
        return actions.check_import(made[0].pk)

    def apply(self, one: Import, full: bool = False, by: Any = None) -> Import:
        """Apply as checked."""
        one = actions.check_import(one.pk)
        plan = one.report["plan_full" if full else "plan"]
        return actions.apply_import(by=by or self.analyst, import_id=one.pk, plan=plan, full_snapshot=full)

    def load(self, *files: tuple[str, bytes], on: datetime.date = TODAY, full: bool = False) -> Import:
        """Bring in, check and apply."""
        return self.apply(self.bring(*files, on=on), full)

    def example(self, name: str) -> tuple[str, bytes]:
        """One of the example files."""
        return name, (EXAMPLE / name).read_bytes()

    def settle_example_teams(self) -> None:
        """All teams of the example are to be added."""
        for name in (
            "Assessment Team",
            "Locality North",
            "Locality South",
            "Children with Disabilities",
            "Children in Care",
            "Care Leavers",
        ):
            actions.settle_team(by=self.analyst, written=name, area_id=self.area.pk)


def held_by(ref: str) -> str:
    """Whose a case is now, by name; "" for nobody."""
    part = Allocation.objects.open_parts().holders().filter(case__reference=ref).first()
    return part.post.practitioner.name if part else ""


def case(ref: Any) -> Case:
    return Case.objects.get(reference=str(ref))


def state() -> dict[str, Any]:
    """Everything that lists change, as it holds now, to compare before and after."""
    parts = Allocation.objects.open_parts().order_by("case__reference", "post_id")
    return {
        "cases": [
            (c.reference, c.opened_on, c.closed_on, c.team_id, c.values, c.why_waiting, c.household_id)
            for c in Case.objects.order_by("reference")
        ],
        "parts": list(parts.values_list("case__reference", "post_id", "starts_on", "reason")),
        "people": list(
            Practitioner.objects.order_by("staff_ref").values_list(
                "staff_ref", "name", "swe_number", "qualified_on", "asye", "agency", "started_on", "ended_on"
            )
        ),
        "posts": list(
            Post.objects.order_by("pk").values_list(
                "practitioner__name", "team__name", "role", "started_on", "ended_on"
            )
        ),
        "teams": list(Team.objects.order_by("name").values_list("name", "ended_on")),
    }
