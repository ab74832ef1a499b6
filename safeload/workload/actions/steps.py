"""Steps of the line that fall due are noted, so that no line moves before both have confirmed it (X-09)."""

from __future__ import annotations

from datetime import date, timedelta

from safeload.domain.dates import months_before, months_since
from safeload.domain.scheme import Step
from safeload.people import actions as people
from safeload.people.models import Practitioner
from safeload.schemes import facts as scheme_facts
from safeload.workload.facts import Rule
from safeload.workload.models import Standing


def note_steps_due(*, on: date, since: date, rule: Rule) -> int:
    """Note each step reached after ``since`` (or after the last one confirmed) up to ``on``; how many."""
    adoptions = {one.pk: one for one in rule.adoptions.values()}
    measured = dict(Standing.objects.values_list("practitioner", "adoption"))
    rows = Practitioner.objects.filter(pk__in=measured, qualified_on__isnull=False, stage="")
    noted = 0
    for pk, qualified, confirmed in rows.values_list("id", "qualified_on", "step_confirmed_on"):
        adoption = adoptions.get(measured[pk])
        if qualified is None or adoption is None:
            continue
        for step, due in _reached(scheme_facts.scheme_of(adoption).line.stages, qualified):
            if (confirmed or since) < due <= on:
                people.step_due(by=None, practitioner_id=pk, step=step.id, title=step.title, due_on=due)
                noted += 1
    return noted


def _reached(stages: tuple[Step, ...], qualified: date) -> list[tuple[Step, date]]:
    return [(step, _day_reached(qualified, step.months)) for step in stages if step.months]


def _day_reached(qualified: date, months: int) -> date:
    """The first day on which so many months are complete: from 31 August, six are complete on 1 March."""
    day = months_before(qualified, -months)
    while months_since(qualified, day) < months:
        day += timedelta(days=1)
    return day
