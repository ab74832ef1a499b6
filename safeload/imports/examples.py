"""The example lists that come with Safeload: invented, and as dirty as real ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.imports import actions
from safeload.imports.actions.checking import check_import
from safeload.imports.models import Import
from safeload.imports.names import normalise
from safeload.people import actions as people
from safeload.people import permits
from safeload.people.models import RoleGrant, ServiceArea

_FOLDER = Path(__file__).resolve().parents[2] / "examples" / "annex-a"
#: Where the example's teams go: beside those that are here, easily told from them.
AREA = "Example authority"
#: Boards and cases of the example are open with it.
SEES = "service-manager"


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


def show_to(account: Any) -> None:
    """In the demo: let whoever tries the example open its teams, so that they see what it brought."""
    held = RoleGrant.objects.filter(account=account, role=SEES, service_area__name=AREA)
    if not held.filter(Q(ends_on=None)).exists():
        area = ServiceArea.objects.filter(name=AREA, ended_on=None).first()
        if area is not None:
            people.grant_role(by=None, account_id=account.pk, role=SEES, service_area_id=area.pk)


def is_example(one: Import) -> bool:
    """Whether a list is the example's workbook, which came with practitioners and teams."""
    return one.file_names == [EXAMPLES["annex-a.xlsx"].name] and _people_of_it() is not None


def take_people_back(by: Any) -> None:
    """Undo the example's practitioners and teams as well, with the roles that showed them."""
    came_with = _people_of_it()
    if came_with is None:
        return
    for grant in RoleGrant.objects.filter(service_area__name=AREA, ends_on=None):
        people.end_grant(by=None, grant_id=grant.pk)
    actions.undo_import(by=by, import_id=came_with.pk)
    for area in ServiceArea.objects.filter(name=AREA, ended_on=None):
        people.end_area(by=None, area_id=area.pk, on=timezone.localdate() - timedelta(days=1))


def _people_of_it() -> Import | None:
    applied = Import.objects.filter(state=Import.State.APPLIED, kind=Import.Kind.PRACTITIONERS)
    name = EXAMPLES["practitioners.csv"].name
    return next((one for one in applied.order_by("-pk") if one.file_names == [name]), None)


def _area(by: Any) -> int:
    known = {normalise(area.name): area.pk for area in ServiceArea.objects.filter(ended_on__isnull=True)}
    if normalise(AREA) in known:
        return known[normalise(AREA)]
    with permits.as_listed(by):
        ended = ServiceArea.objects.filter(name=AREA).first()
        if ended is not None:
            return people.end_area(by=by, area_id=ended.pk, on=None).pk
        return people.add_area(by=by, name=AREA).pk
