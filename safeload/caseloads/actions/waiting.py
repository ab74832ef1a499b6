"""While a case waits: who looks after it, contact made, priority rated again, the wait approved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from safeload.audit.refusals import Refusal, check_version
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions.telling import tell_keepers
from safeload.caseloads.models import Case, Keeping, Rating
from safeload.caseloads.permits import case_for
from safeload.caseloads.queries import allocated
from safeload.people import permits
from safeload.people.models import Account, Practitioner
from safeload.people.rows import amend, keep


@write
def together(
    act: Callable[..., Any],
    *,
    by: Any,
    case_id: int,
    also: Collection[int] = (),
    version: int | None = None,
    **said: Any,
) -> None:
    """One of the actions below for a case and others of its household: all or none, cases in the order of keys.

    ``version`` is that of the case whose page was open.
    """
    for pk in sorted({case_id, *also}):
        act(by=by, case_id=pk, version=version if pk == case_id else None, **said)


@write
def name_keeper(
    *,
    by: Any,
    case_id: int,
    account_id: int | None = None,
    practitioner_id: int | None = None,
    version: int | None = None,
) -> Keeping | None:
    """Name who looks after a waiting case until somebody holds it; neither: nobody does any more.

    A practitioner with an account is named by it. Said again it changes nothing. Not counted as their load.
    """
    case = case_for(by, case_id, verb="allocate")
    if practitioner_id is not None:
        known = Account.objects.filter(practitioner=practitioner_id).values_list("pk", flat=True).first()
        account_id, practitioner_id = (known, None) if known else (account_id, practitioner_id)
    standing = Keeping.objects.filter(case=case, ends_on=None).first()
    if (account_id, practitioner_id) == _whom(standing):
        return standing
    check_version(case, version, f"case {case.reference}")
    if account_id or practitioner_id:
        _require_waiting(case)
        _check_here(account_id, practitioner_id)
    now, today = timezone.now(), timezone.localdate()
    if standing is not None:
        Keeping.objects.filter(pk=standing.pk).update(ends_on=max(today, standing.starts_on))
    made = None
    if account_id or practitioner_id:
        made = keep(
            Keeping(
                case=case, account_id=account_id, practitioner_id=practitioner_id, starts_on=today,
                named_by=by, named_at=now,
            )
        )  # fmt: skip
    _next_version(case)
    record(
        by=by, did="caseloads.name_keeper", on=("case", case.pk),
        was=_whom(standing), account=account_id, practitioner=practitioner_id,
    )  # fmt: skip
    tell_keepers(by, [row for row in (standing, made) if row])
    return made


@write
def record_contact(
    *, by: Any, case_id: int, on: date, next_on: date | None = None, version: int | None = None
) -> bool:
    """Note that the family was seen or spoken to on a day and, while the case waits, when it is next due.

    Whether anything changed; the same said again changes nothing.
    """
    case = case_for(by, case_id)
    _check_day(case, on)
    changes: dict[str, Any] = {"last_contact_on": max(on, case.last_contact_on or on)}
    if waits(case):
        changes |= {"next_contact_made_on": on, "next_contact_due_on": next_on}
    if all(getattr(case, name) == value for name, value in changes.items()):
        return False
    check_version(case, version, f"case {case.reference}")
    if next_on is not None and next_on <= on:
        raise Refusal("The next contact comes after this one.", "next_on")
    record(by=by, did="caseloads.record_contact", on=("case", case.pk), changed=amend(case, changes))
    return True


@write
def rate_case(
    *,
    by: Any,
    case_id: int,
    priority: str,
    why: str = "",
    again_on: date | None = None,
    version: int | None = None,
) -> Rating:
    """Look at a case's priority again: it stays or changes, and is looked at next on a day."""
    case, today = case_for(by, case_id), timezone.localdate()
    why = screened(why, "why")
    last = Rating.objects.filter(case=case).first()
    if last and (last.by, last.on, last.priority, last.why, last.again_on) == (
        by,
        today,
        priority,
        why,
        again_on,
    ):
        return last
    check_version(case, version, f"case {case.reference}")
    _require_open(case)
    if again_on is not None and again_on <= today:
        raise Refusal("Choose a day to come.", "again_on")
    was = case.priority
    if not amend(case, {"priority": priority, "rate_again_on": again_on}):
        _next_version(case)
    made = rated(by, case, was, why, again_on)
    record(by=by, did="caseloads.rate_case", on=("case", case.pk), priority=[was, priority], again=again_on)
    return made


@write
def approve_wait(*, by: Any, case_id: int, why: str, version: int | None = None) -> bool:
    """Say why a case waits and approve that it does, as somebody who may allocate it; whether anything changed."""
    case = case_for(by, case_id, verb="allocate")
    why, today = screened(why, "why"), timezone.localdate()
    if not why:
        raise Refusal("Say why it waits.", "why")
    changes = {"why_waiting": why, "waiting_approved_by": by, "waiting_approved_on": today}
    if all(getattr(case, name) == value for name, value in changes.items()):
        return False
    check_version(case, version, f"case {case.reference}")
    _require_waiting(case)
    amend(case, changes)
    record(by=by, did="caseloads.approve_wait", on=("case", case.pk), on_day=today)
    return True


def waits(case: Case) -> bool:
    """Whether an open case counts as waiting today: with nobody, or parked."""
    open_now = case.closed_on is None or case.closed_on > timezone.localdate()
    return open_now and not allocated(permits.scope_of(None)).filter(case=case).exists()


def rated(by: Any, case: Case, was: str, why: str = "", again_on: date | None = None) -> Rating:
    """Keep a rating of a case whose priority stands already."""
    on, now = timezone.localdate(), timezone.now()
    row = Rating(case=case, on=on, was=was, priority=case.priority, why=why, again_on=again_on, by=by, at=now)
    return keep(row)


def settle_keepers(by: Any, held: Mapping[int, date], undone: Mapping[int, date]) -> None:
    """Cases that came to somebody from a day on are looked after by nobody else; what is undone is as before.

    ``undone``: cases that go back to waiting as if they had never been held, by that same day. Two queries.
    """
    if undone:
        ended = Keeping.objects.filter(case__in=list(undone), ended_by_holder=True)
        again = [row.pk for row in ended if row.ends_on == undone[row.case_id]]
        Keeping.objects.filter(pk__in=again).update(ends_on=None, ended_by_holder=False)
    if held:
        rows = Keeping.objects.filter(Q(ends_on=None), case__in=list(held))
        _end_for_holders(by, list(rows), held)


def end_keepings(case_ids: Collection[int], on: date) -> None:
    """Nobody looks after what is closed."""
    rows = Keeping.objects.filter(case__in=case_ids, ends_on=None)
    rows.filter(starts_on__lte=on).update(ends_on=on)
    rows.filter(starts_on__gt=on).update(ends_on=F("starts_on"))


def _end_for_holders(by: Any, rows: Sequence[Keeping], held: Mapping[int, date]) -> None:
    for row in rows:
        row.ends_on, row.ended_by_holder = max(held[row.case_id], row.starts_on), True
    Keeping.objects.bulk_update(rows, ["ends_on", "ended_by_holder"], batch_size=500)
    tell_keepers(by, rows)


def _whom(row: Keeping | None) -> tuple[int | None, int | None]:
    return (row.account_id, row.practitioner_id) if row else (None, None)


def _check_here(account_id: int | None, practitioner_id: int | None) -> None:
    """Raise Refusal unless whoever is named is here today."""
    today = timezone.localdate()
    last: list[date | None] = []
    if practitioner_id is not None:
        last = list(Practitioner.objects.filter(pk=practitioner_id).values_list("ended_on", flat=True))
    elif account_id is not None:
        here = Account.objects.filter(pk=account_id, is_active=True)
        last = list(here.values_list("ends_on", flat=True))
    if any(day is None or day >= today for day in last):
        return
    raise Refusal("Choose somebody who is here.", "who")


def _require_open(case: Case) -> None:
    if case.closed_on is not None and case.closed_on <= timezone.localdate():
        raise Refusal(f"Case {case.reference} is closed.")


def _require_waiting(case: Case) -> None:
    _require_open(case)
    if not waits(case):
        raise Refusal(f"Case {case.reference} does not wait any more: somebody holds it.")


def _check_day(case: Case, on: date) -> None:
    _require_open(case)
    if on > timezone.localdate():
        raise Refusal("Enter a day up to today.", "on")
    if case.opened_on is not None and on < case.opened_on:
        raise Refusal("The case had not begun on that day.", "on")


def _next_version(case: Case) -> None:
    case.version += 1
    case.save(update_fields=["version"])
