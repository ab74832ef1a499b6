"""Commitments and tasks of a list against those here, and months of activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from safeload.caseloads.models import CaseTask
from safeload.domain.scheme.model import Field
from safeload.imports import codes
from safeload.imports.check.answers import typed_answers
from safeload.imports.check.known import Known
from safeload.imports.check.meanings import Meanings
from safeload.imports.check.plan import Plan, Step
from safeload.imports.lists import Lists
from safeload.imports.names import is_nobody
from safeload.imports.sources.safeload_workbook import Task
from safeload.people.models import Commitment
from safeload.web.formats import amount, day

#: The readers' unit → how a commitment is counted here.
_UNITS = {"hours": "hours a week", "percent": "percent", "points": "load"}
_UNIT_WORDS = {"hours a week": "hours a week", "percent": "per cent", "load": "in the scheme’s unit"}
_ACTIVITY = {"referral": "referrals", "assessment": "assessments", "enquiry": "section 47 enquiries"}


def plan_commitments(lists: Lists, known: Known, meanings: Meanings, plan: Plan) -> None:
    """Add the steps for all commitments of a list."""
    if not lists.commitments:
        return
    standing: dict[tuple[int, str, date | None], list[Commitment]] = {}
    for row in Commitment.objects.standing().order_by("pk"):
        standing.setdefault((row.practitioner_id, row.kind, row.starts_on), []).append(row)
    for one in lists.commitments:
        first = f"row {one.row}"
        if not one.kind:
            plan.unused.append(("Commitments", one.row, "What kind of commitment it is was left out."))
            continue
        meant = meanings.person(one.staff_id, one.name, first)
        if meant is None or meant.person is None:
            if meant is not None:
                plan.unused.append(("Commitments", one.row, "It belongs to nobody who works here."))
            continue
        wanted = {
            "amount": one.amount.quantize(Decimal("0.01")),
            "unit": _UNITS[one.unit],
            "ends_on": one.ends,
            "review_on": one.review,
        }
        person = meant.person
        found = standing.get((person.pk, one.kind, one.starts), [])
        same = next((row for row in found if _differences(row, wanted) == {}), None)
        row = same or next(iter(found), None)
        if row is not None:
            found.remove(row)
        label = f"{codes.COMMITMENT.labels[one.kind]} of {person.name}"
        team = person.posts[0].team_id if person.posts else None
        if row is None:
            fields = {"kind": one.kind, "starts_on": one.starts, **wanted}
            changes = {"How much": ("", _how_much(wanted)), "From": ("", day(one.starts) or "long ago")}
            changes |= {"Until": ("", day(one.ends))} if one.ends else {}
            payload: Any = {"pk": None, "practitioner_id": person.pk, "fields": fields}
            plan.steps.append(Step("commitment", label, "add", changes, first, team, payload))
        elif different := _differences(row, wanted):
            payload = {"pk": row.pk, "fields": {name: wanted[name] for name in different}}
            plan.steps.append(Step("commitment", label, "change", _told(different), first, team, payload))
        else:
            plan.unchanged += 1


def _differences(row: Commitment, wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs; an end or a review that the list leaves blank stays as it is."""
    found = {}
    for name, value in wanted.items():
        before = getattr(row, name)
        if before != value and not (value is None and name in {"ends_on", "review_on"}):
            found[name] = (before, value)
    return found


def _told(different: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[str, str]]:
    titles = {"amount": "Amount", "unit": "Counted in", "ends_on": "Until", "review_on": "To be reviewed on"}
    return {titles[name]: (_shown(before), _shown(after)) for name, (before, after) in different.items()}


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    return amount(value, 2) if isinstance(value, Decimal) else str(value or "none")


def _how_much(wanted: Mapping[str, Any]) -> str:
    return f"{amount(wanted['amount'], 2)} {_UNIT_WORDS[wanted['unit']]}"


def plan_tasks(
    lists: Lists, known: Known, meanings: Meanings, fields: Mapping[str, Field], plan: Plan
) -> None:
    """Add the steps for all tasks of a list; a task without a holder belongs to its case's."""
    if not lists.tasks:
        return
    in_list = {row.ref.lower(): row for row in lists.cases}
    standing: dict[tuple[Any, ...], list[CaseTask]] = {}
    for row in CaseTask.objects.filter(removed_at__isnull=True).select_related("case"):
        key = (row.post_id, (row.case.reference if row.case else "").lower(), row.kind, row.ends_on)
        standing.setdefault(key, []).append(row)
    for one in lists.tasks:
        post_id = _post_of(one, known, meanings, in_list)
        if post_id is None:
            if not _asked(one, meanings):
                plan.unused.append(("Tasks", one.row, "Nobody here holds the task or its case."))
            continue
        ref = one.ref.lower()
        if ref and ref not in known.cases and ref not in in_list:
            plan.unused.append(("Tasks", one.row, f"There is no case {one.ref} here or in the list."))
            continue
        _task_step(one, post_id, standing, known, fields, plan)


def _task_step(
    one: Task, post_id: int, standing: Mapping[tuple[Any, ...], list[CaseTask]], known: Known,
    fields: Mapping[str, Field], plan: Plan,
) -> None:  # fmt: skip
    given = {**one.scheme, "task": one.task, **({"hours": one.hours} if one.hours is not None else {})}
    answers = typed_answers(given, fields)
    kind = str(answers.pop("task", one.task))[:60]
    found = standing.get((post_id, one.ref.lower(), kind, one.due), [])
    row = found.pop(0) if found else None
    wanted: dict[str, Any] = {"number": Decimal(one.number), "values": answers}
    label = f"{one.task}, {known.holder_name(post_id)}"
    team = known.posts[post_id][1].team_id
    if row is None:
        changes = {"How many": ("", amount(one.number))} | ({"Case": ("", one.ref)} if one.ref else {})
        payload = {"pk": None, "post_id": post_id, "ref": one.ref, "kind": kind, "due": one.due, **wanted}
        plan.steps.append(Step("task", label, "add", changes, f"row {one.row}", team, payload))
    elif row.number != wanted["number"] or row.values != answers:
        changes = {"How many": (amount(row.number, 2), amount(one.number))}
        payload = {"pk": row.pk, "fields": wanted}
        plan.steps.append(Step("task", label, "change", changes, f"row {one.row}", team, payload))
    else:
        plan.unchanged += 1


def _post_of(one: Task, known: Known, meanings: Meanings, in_list: Mapping[str, Any]) -> int | None:
    if one.staff_id or not is_nobody(one.worker):
        meant = meanings.person(one.staff_id, one.worker, f"Tasks, row {one.row}")
        post = meanings.post_of(meant.person, None) if meant and meant.person else None
        return post.pk if post else None
    row = in_list.get(one.ref.lower())
    if row is not None:
        return meanings.place(row).post_id
    case = known.cases.get(one.ref.lower())
    return case.post_id if case else None


def _asked(one: Task, meanings: Meanings) -> bool:
    return bool(one.worker) and meanings.person(one.staff_id, one.worker, "") is None


def plan_activity(lists: Lists, known: Known, standing: Mapping[Any, Any], plan: Plan) -> None:
    """Counts by kind, month and team. The first month of a list is cut short, so the larger count stays."""
    begun: Counter[tuple[str, date, str]] = Counter()
    finished: Counter[tuple[str, date, str]] = Counter()
    undated = 0
    for one in lists.activities:
        if one.started is None:
            undated += 1
            continue
        team = known.team_named(one.team) if one.team else None
        name = team.name if team else " ".join(one.team.split())[:120]
        key = (one.kind, one.started.replace(day=1), name)
        begun[key] += 1
        finished[key] += one.finished is not None
    for key, count in sorted(begun.items()):
        kind, month, name = key
        row = standing.get(key)
        if row and row.begun >= count and row.finished >= finished[key]:
            plan.unchanged += 1
            continue
        now = (max(count, row.begun if row else 0), max(finished[key], row.finished if row else 0))
        label = f"{_ACTIVITY[kind].capitalize()} in {month:%B %Y}, {name or 'no team named'}"
        changes = {"Begun": (str(row.begun) if row else "", str(now[0]))}
        team = known.team_named(name) if name else None
        payload = {"key": key, "team_id": team.pk if team else None, "begun": now[0], "finished": now[1]}
        plan.steps.append(
            Step(
                "activity", label, "change" if row else "add", changes, "", team.pk if team else None, payload
            )
        )
    if undated:
        plan.notes.append(
            f"{undated} rows of Lists 3 to 5 have no date that can be read and are in no month."
        )
