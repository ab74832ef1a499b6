"""The plan of a case in a line, why it stays open, with whom that was agreed, and its next review (CLO-01 to 03)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal, check_version
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions.telling import tell_plan
from safeload.caseloads.models import Case, CasePlan
from safeload.caseloads.permits import case_for
from safeload.people.models import Account
from safeload.people.rows import keep

_SAID = ("plan", "ends_on", "why_open", "agreed_with_id", "agreed_on", "next_review_on")


@write
def state_plan(
    *,
    by: Any,
    case_id: int,
    plan: str,
    ends_on: date | None = None,
    why_open: str = "",
    agreed_with_id: int | None = None,
    agreed_on: date | None = None,
    next_review_on: date | None = None,
    version: int | None = None,
) -> CasePlan:
    """State what is being done about a case and why it stays open; what was said before stays, dated.

    The same said again gives the plan that holds. Raises Refusal for days that cannot be.
    """
    case, today = case_for(by, case_id), timezone.localdate()
    said = {
        "plan": screened(plan, "plan"),
        "ends_on": ends_on,
        "why_open": screened(why_open, "why_open"),
        "agreed_with_id": agreed_with_id,
        "agreed_on": agreed_on,
        "next_review_on": next_review_on,
    }
    standing = CasePlan.objects.filter(case=case, valid_to=None).first()
    if standing is not None and all(getattr(standing, name) == said[name] for name in _SAID):
        return standing
    check_version(case, version, f"case {case.reference}")
    _check(case, said, today)
    if standing is not None:
        CasePlan.objects.filter(pk=standing.pk).update(valid_to=max(today, standing.valid_from))
    made = keep(CasePlan(case=case, valid_from=today, recorded_by=by, recorded_at=timezone.now(), **said))
    case.version += 1
    case.save(update_fields=["version"])
    changed = [name for name in _SAID if standing is None or getattr(standing, name) != said[name]]
    record(by=by, did="caseloads.state_plan", on=("case", case.pk), fields=changed)
    tell_plan(by, case, made, standing)
    return made


def _check(case: Case, said: dict[str, Any], today: date) -> None:
    if case.closed_on is not None and case.closed_on <= today:
        raise Refusal(f"Case {case.reference} is closed.")
    if not said["plan"]:
        raise Refusal("Say in a line what is being done.", "plan")
    if said["agreed_with_id"] is not None and said["agreed_on"] is None:
        raise Refusal("Enter the day on which you agreed it.", "agreed_on")
    if said["agreed_on"] is not None and said["agreed_with_id"] is None:
        raise Refusal("Choose with whom it was agreed.", "agreed_with_id")
    if said["agreed_with_id"] is not None:
        _check_account(said["agreed_with_id"])
    if said["agreed_on"] is not None and said["agreed_on"] > today:
        raise Refusal("Enter a day up to today.", "agreed_on")
    if case.opened_on is not None:
        for name in ("ends_on", "agreed_on", "next_review_on"):
            if said[name] is not None and said[name] < case.opened_on:
                raise Refusal("The case had not begun on that day.", name)


def _check_account(pk: int) -> None:
    if not Account.objects.filter(pk=pk, is_active=True).exists():
        raise Refusal("Choose somebody who is here.", "agreed_with_id")
