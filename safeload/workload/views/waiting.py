"""The waiting list of a team or of a service: who looks after what, and what is due."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from safeload.caseloads.models import Case
from safeload.caseloads.proposed import remarks
from safeload.caseloads.queries import own_keepings, times_on
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.scope import Reach
from safeload.web.listing import address_with, ordered, page_of, sort_of
from safeload.workload.presenters.capacity import exact_for
from safeload.workload.presenters.service import AGES, age_of
from safeload.workload.presenters.waiting import (
    SORTS,
    WHICH,
    WaitingRow,
    counts_said,
    parked_with,
    unnamed_row,
    waiting_row,
)
from safeload.workload.queries.service import service_teams
from safeload.workload.queries.unallocated import Unallocated, counted, looked_after
from safeload.workload.views.shared import require


def waiting(request: Request) -> HttpResponse:
    """Every case that no practitioner holds: narrowed, sorted and paged as the address says."""
    scope, asked = request.scope, request.GET
    teams = {team.pk: team.name for team in service_teams(scope)}
    mine = set(own_keepings(scope).values_list("case", flat=True))
    require(teams or mine)
    wanted, which = asked.get("team", ""), asked.get("which", "")
    ids = [pk for pk in teams if not wanted or str(pk) == wanted]
    require(ids or (mine and not wanted))
    if which == "mine" or not teams:
        which, found = "mine", looked_after(scope, mine)
    else:
        found = counted(scope, ids)
    # Who sees totals alone is told how many wait, and of what priority; the rows are not for them (rules 5.1).
    listed = [row for row in found if row.case_id in mine or exact_for(scope, row.team_id or 0)]
    shown = _shown(request, listed, teams, mine)
    if which in WHICH:
        shown = [row for row in shown if WHICH[which][1](row)]
    may_give = scope.does("allocate", Thing.CASES)
    sort = sort_of(request, tuple(SORTS), "priority")
    page = page_of(request, ordered(shown, sort, SORTS))
    context = {
        "counts": counts_said(found) if len(listed) < len(found) else "",
        "rows": page.object_list,
        "parked": parked_with([row for row in shown if may_give.covers(team_id=row.team_id)]),
        "page": page,
        "sort": sort,
        "teams": teams,
        "team": teams[ids[0]] if wanted and ids else "",
        "planner": _planner(ids, may_give | scope.does("override", Thing.CASES)),
        "wanted": wanted,
        "which": which,
        "which_said": _narrowed(which, asked.get("age", "")),
        "choices": [(code, title) for code, (title, _) in WHICH.items() if code != "mine" or mine],
        "priority": asked.get("priority", ""),
        "priorities": Case.Priority.choices,
        "asked": bool(wanted or which or asked.get("priority") or asked.get("age")),
    }
    return render(request, "workload/waiting.html", context)


def _planner(teams: list[int], may_ask: Reach) -> str:
    """Where the planner is asked about what is listed, with the team chosen; empty for who allocates in none.

    Asked by who allocates there and by the next tier.
    """
    if not any(may_ask.covers(team_id=pk) for pk in teams):
        return ""
    return reverse("planner") + (f"?team={teams[0]}" if len(teams) == 1 else "")


def _shown(
    request: Request, found: list[Unallocated], teams: dict[int, str], mine: set[int]
) -> list[WaitingRow]:
    """The rows in words; references, people and actions only to whom the cases are open."""
    scope, asked, times = request.scope, request.GET, times_on(request.scope.on)
    age, priority = asked.get("age", ""), asked.get("priority", "")
    rows = [
        row
        for row in found
        if (not age or str(age_of(row, scope.on)) == age) and (not priority or row.priority == priority)
    ]
    proposed = remarks(scope, [row.case_id for row in rows])
    sees, changes = scope.sees(Thing.CASES), scope.does("change", Thing.CASES)
    places, back = scope.does("allocate", Thing.CASES), f"?back={quote(address_with(request), safe='')}"
    shown = []
    for row in rows:
        shown_row = waiting_row(row, scope.on, times, proposed.get(row.case_id))
        one = replace(shown_row, team=teams.get(row.team_id or 0, ""))
        if row.case_id not in mine and not sees.covers(team_id=row.team_id):
            shown.append(unnamed_row(one, row.parked))
            continue
        may = row.case_id in mine or changes.covers(team_id=row.team_id)
        shown.append(replace(one, does=_does(one, back, may, places.covers(team_id=row.team_id))))
    return shown


def _does(row: WaitingRow, back: str, may_change: bool, may_place: bool) -> tuple[tuple[str, str], ...]:
    """Links of a row: contact and rating always; a holder and an approval where they are missing."""
    names = [("Contact made", "record_contact"), ("Rate again", "rate_case")] if may_change else []
    if may_place and not row.keeper:
        names.append(("Name a holder", "name_keeper"))
    if may_place and not row.approved:
        names.append(("Approve the wait", "approve_wait"))
    found = [(words, reverse(name, args=[row.case_id]) + back) for words, name in names]
    if may_place and row.coming:
        found.append(("Start earlier", reverse("hold_case", args=[row.case_id])))
    elif may_place:
        found.append(("Find a practitioner", reverse("place_case", args=[row.case_id])))
    return tuple(found)


def _narrowed(which: str, age: str) -> str:
    said = [WHICH[which][0]] if which in WHICH else []
    if age.isascii() and age.isdigit() and int(age) < len(AGES):
        said.append(AGES[int(age)][1])
    return ", ".join(said)
