"""Cases for the tests of caseloads, made with the product's own actions, and the fields of a small scheme."""

from __future__ import annotations

from datetime import date
from typing import Any

from safeload.caseloads import actions
from safeload.caseloads.models import Allocation, Case
from safeload.domain.scheme.model import Field
from tests.cast import Cast

OPENED = date(2026, 3, 2)
DAY = date(2026, 11, 23)
FIRST = Allocation.Reason.FIRST
_STATUS = {"CIN": "Child in need", "CP": "Child protection plan", "LAC": "Looked after"}
_LEVEL = {"low": "Low", "high": "High"}
FIELDS = {
    "status": Field(of="case", name="status", title="Status of the child", kind="codes", codes=_STATUS),
    "level": Field(of="case", name="level", title="Intervention level", kind="code", codes=_LEVEL),
    "points": Field(
        of="case", name="points", title="Points agreed", kind="number", lowest=None, highest=None
    ),
    "court": Field(of="case", name="court", title="In court", kind="yes-no"),
    "since": Field(of="case", name="since", title="Plan since", kind="date"),
}


def a_case(cast: Cast, reference: str = "4471", household: str = "", **fields: Any) -> Case:
    """A case of the Assessment team that nobody holds yet."""
    fields.setdefault("opened_on", OPENED)
    return actions.add_case(
        by=None, reference=reference, team_id=cast.assessment.pk, household=household, **fields
    )


def held(cast: Cast, who: str = "practitioner", reference: str = "4471", household: str = "") -> Case:
    """A case that one of the cast has held since the day after it opened."""
    made = a_case(cast, reference, household)
    give(cast, made, who)
    made.refresh_from_db()
    return made


def give(cast: Cast, case: Case, who: str | None, from_on: date = date(2026, 3, 3), **more: Any) -> bool:
    """Record who holds a case."""
    more.setdefault("by", None)
    more.setdefault("reason", FIRST)
    post_id = cast.posts[who].pk if who else None
    return actions.set_holder(case_id=case.pk, post_id=post_id, from_on=from_on, **more)


def holder(case: Case, on: date = DAY) -> int | None:
    """The key of the post that holds a case on a day, as we know it now."""
    return (
        Allocation.objects.held_on(on).holders().filter(case=case).values_list("post_id", flat=True).first()
    )
