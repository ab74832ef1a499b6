"""The example lists that come with Safeload: invented, and as dirty as real ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.imports import actions
from safeload.imports.actions.checking import check_import
from safeload.imports.names import normalise
from safeload.people import actions as people
from safeload.people import permits
from safeload.people.models import ServiceArea

_FOLDER = Path(__file__).resolve().parents[2] / "examples" / "annex-a"
#: Where the example's teams go: beside those that are here, easily told from them.
AREA = "Example authority"


@dataclass(frozen=True)
class Example:
    """One example file."""

    name: str
    title: str

    @property
    def path(self) -> Path:
        """Where it lies in the source tree."""
        return _FOLDER / self.name

    def file(self) -> tuple[str, bytes]:
        """Name and content."""
        return self.name, self.path.read_bytes()


EXAMPLES = {
    one.name: one
    for one in (
        Example("annex-a.xlsx", "Example Annex A workbook of an invented authority"),
        Example("practitioners.csv", "Its practitioners"),
        Example("commitments.csv", "Their leave, duties and adjustments"),
    )
}


def load_people(by: Any, on: date) -> None:
    """Apply the example's list of practitioners, with its teams in a service area of their own.

    Changes nothing where they are here already. Raises Refusal where a team of the same name has another
    meaning, and NotAllowed without the right to bring in lists.
    """
    one = actions.bring_in(by=by, files=[EXAMPLES["practitioners.csv"].file()], on=on)[0]
    one = check_import(one.pk)
    unknown = [asked for asked in one.report["asked"] if asked["about"] == "team"]
    if unknown:
        area_id = _area(by)
        for asked in unknown:
            actions.settle_team(by=by, written=asked["written"], area_id=area_id)
        one = check_import(one.pk)
    if one.report["stops"] or any(asked["needed"] for asked in one.report["asked"]):
        actions.set_aside(by=by, import_id=one.pk)
        raise Refusal(
            "The example’s practitioners do not fit with who is here. Bring in its files one by one."
        )
    if one.report["steps"]:
        actions.apply_import(by=by, import_id=one.pk, plan=one.report["plan"])
    else:
        actions.set_aside(by=by, import_id=one.pk)


def _area(by: Any) -> int:
    known = {normalise(area.name): area.pk for area in ServiceArea.objects.filter(ended_on__isnull=True)}
    if normalise(AREA) in known:
        return known[normalise(AREA)]
    with permits.as_listed(by):
        return people.add_area(by=by, name=AREA).pk
