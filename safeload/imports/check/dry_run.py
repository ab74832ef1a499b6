"""The check of a list as a whole: ``dry_run(lists, …) -> Plan``. Reads what is here; changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from safeload.domain.scheme.model import Field
from safeload.imports.check.cases import plan_cases
from safeload.imports.check.known import known_on
from safeload.imports.check.meanings import Meanings
from safeload.imports.check.people import plan_people
from safeload.imports.check.plan import Asked, Plan
from safeload.imports.check.work import plan_activity, plan_commitments, plan_tasks
from safeload.imports.lists import Lists
from safeload.imports.queries import Settled, latest_day, standing_activity
from safeload.schemes.facts import NoSchemeError, fields_asked, scheme_for
from safeload.web.formats import day

#: Hours of a full-time week where no scheme says (National Joint Council for local government, 2026: 37).
FULL_TIME = Decimal(37)


def dry_run(lists: Lists, settled: Settled, on: date) -> Plan:
    """What the list would do on the data as it stands, what it asks, and what stops it."""
    plan = Plan()
    known = known_on(on)
    meanings = Meanings(known, settled.names, settled.teams, plan)
    plan_people(lists, known, meanings, _fields("practitioner", on), full_time_hours(on), plan)
    plan_cases(lists, known, meanings, _fields("case", on), plan)
    plan_commitments(lists, known, meanings, plan)
    plan_tasks(lists, known, meanings, _fields("task", on), plan)
    plan_activity(lists, known, standing_activity() if lists.activities else {}, plan)
    meanings.ask()
    for one in lists.unrecognised:
        plan.asked.append(
            Asked(
                "value", f"{one.field}/{one.plain}", one.value, one.rows, f"{one.sheet}, row {one.first_row}",
                one.field, choices=tuple(one.choices.items()),
            )
        )  # fmt: skip
    plan.stops += [str(fault) for fault in lists.blocked]
    latest = latest_day(lists.kind)
    if latest is not None and on < latest and plan.steps:
        plan.stops.append(
            f"A list of {day(latest)} has been applied already, and this one is of {day(on)}. "
            "An older list cannot take the place of a newer one."
        )
    return plan


def full_time_hours(on: date) -> Decimal:
    """Hours of a full-time week: the main scheme's, else 37."""
    try:
        hours = scheme_for(None, on).line.hours.default.amounts.values()
    except NoSchemeError:
        return FULL_TIME
    most = max(hours, default=None)
    return FULL_TIME if most is None else Decimal(most.numerator) / Decimal(most.denominator)


def _fields(of: str, on: date) -> dict[str, Field]:
    return cast("dict[str, Field]", fields_asked(on, of))
