"""Who could take a case: everybody side by side, and the button that asks one of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from safeload.allocation import actions
from safeload.allocation.facts import BeforeAfter, considered_of, figures_of_many, measured_on, mix_of
from safeload.allocation.forms import PlaceForm
from safeload.allocation.models import Proposal
from safeload.allocation.presenters import candidates as present
from safeload.allocation.presenters.others import band_rows
from safeload.allocation.queries.candidates import Candidate, asked, candidates
from safeload.allocation.queries.proposals import change_reasons, holders_of, open_for
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import queries as caseloads
from safeload.caseloads.models import Case
from safeload.caseloads.views.shared import case_for, own_teams, require
from safeload.people import queries as people
from safeload.people.models import Post
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload.views.shared import colours, fresh, note_look


def place_case(request: Request, pk: int) -> HttpResponse:
    """Everybody who could take a case and its household, before and after; a button proposes it to one."""
    row = case_for(request, pk, "allocate")
    require(row.closed_on is None)
    fresh(request)
    household, held = _together(request, row)
    teams = _teams(request, row)
    team = _team(request, row, teams)
    if team is None:
        raise Http404
    form = _form(request, household, held)
    chosen = _chosen(form, household)
    mix, day = mix_of(team, request.scope.on), _day(form, request)
    found = candidates(request.scope, team, chosen, mix.name if mix else None, day)
    posts, ids = [one.post for one in found], [case.pk for case in chosen]
    measured = figures_of_many(posts, ids, day, _share(form))
    if form.is_bound and form.is_valid() and "post" in request.POST:
        made = _proposed(request, form, chosen, found, measured, day)
        if made is not None:
            messages.success(
                request, f"Proposed to {made.post.practitioner.name}. Nothing has changed hands yet."
            )
            return redirect("proposal", made.pk)
    note_look(request, [one.person.id for one in found], "who could take a case")
    what = asked(request.scope, chosen)
    page: dict[str, Any] = {
        "case": row,
        "form": form,
        "ahead": day if day > request.scope.on else None,
        "asked": what,
        "workers": [(case.reference, what.workers[case.pk]) for case in chosen],
        "proposed": open_for([case.pk for case in household]).values(),
        "teams": teams,
        "team": team,
        "shown": _shown(chosen, _share(form), day, request),
    }
    if _opens(request, team):
        shown = present.rows(
            found, what, measured, mix.codes if mix else {}, colours(request), day, _order(request)
        )
        page |= _narrowed(request, shown)
    else:
        askable = {one.post.post for one in found if one.post.role not in Post.NOT_HOLDING}
        names = {one.person.id: one.person.name for one in found}
        page["band_rows"] = band_rows(considered_of(found, measured, day), names, askable)
    return render(request, "allocation/place_case.html", page, status=422 if form.errors else 200)


def _together(request: Request, row: Case) -> tuple[list[Case], bool]:
    """The case and those of its household in the same hands (or waiting likewise); whether somebody holds them."""
    others = [one for one in caseloads.of_household(request.scope, row) if one.closed_on is None]
    holder = holders_of([row.pk, *(one.pk for one in others)])
    held = holder.get(row.pk)
    return [row, *(one for one in others if holder.get(one.pk) == held)], held is not None


def _opens(request: Request, team_id: int | None) -> bool:
    """Whether one allocates in a team and reads its loads by name; else its people are shown in bands (rules 5.1)."""
    scope = request.scope
    allocates = scope.does("allocate", Thing.CASES).covers(team_id=team_id)
    return allocates and scope.sees(Thing.LOAD).covers(team_id=team_id)


def _team(request: Request, row: Case, teams: Sequence[Any]) -> int | None:
    """The team whose people are shown: the one asked for, else the case's, as far as it may be asked."""
    wanted = request.GET.get("team", "")
    team = int(wanted) if wanted.isascii() and wanted.isdigit() else row.team_id
    if team is None:
        mine = own_teams(request, "allocate")
        team = mine[0].pk if mine else None
    return team if _opens(request, team) or team in {one.pk for one in teams} else None


def _teams(request: Request, row: Case) -> list[Any]:
    """The teams to choose from: where one allocates, and the others of the same service, whose managers decide."""
    mine = own_teams(request, "allocate")
    areas = {one.service_area_id for one in mine if row.team_id in (None, one.pk)}
    others = [
        one for one in people.teams(request.scope.on) if one.service_area_id in areas and not one.is_desk
    ]
    return [*mine, *(one for one in others if one not in mine)]


def _order(request: Request) -> str:
    asked = request.GET.get("order", "fit")
    return asked if asked in present.ORDERS else "fit"


def _narrowed(request: Request, rows: Sequence[present.CandidateRow]) -> dict[str, Any]:
    """The rows as they are asked for, and in which words their order and number are told."""
    only = request.GET.get("within") == "yes"
    kept = present.within(rows) if only else list(rows)
    order = _order(request)
    return {
        "rows": kept,
        "order": present.ORDER if order == "fit" else f"{present.ORDERS[order]}.",
        "orders": present.ORDERS,
        "order_by": order,
        "within": only,
        "left_out": len(rows) - len(kept),
    }


def _day(form: PlaceForm, request: Request) -> date:
    """The day of which the figures are told."""
    from_on = form.cleaned_data["from_on"] if form.is_bound and form.is_valid() else request.scope.on
    return measured_on(from_on, request.scope.on)


def _form(request: Request, household: Sequence[Case], held: bool) -> PlaceForm:
    cases = [(case.pk, f"Case {case.reference}") for case in household]
    more: dict[str, Any] = {"cases": cases, "held": held, "own_reasons": change_reasons()}
    if request.method == "POST":
        return PlaceForm(request.POST, **more)
    now = {"key": uuid.uuid4(), "case_ids": [pk for pk, _ in cases], "from_on": request.scope.on}
    return PlaceForm(initial=now, **more)


def _share(form: PlaceForm) -> Decimal | None:
    if not form.is_bound or not form.is_valid():
        return None
    share: Decimal | None = form.cleaned_data.get("share")
    return share if share is None or 0 < share < 100 else None


def _chosen(form: PlaceForm, household: Sequence[Case]) -> list[Case]:
    if form.is_bound and form.is_valid():
        return [case for case in household if case.pk in form.cleaned_data["case_ids"]]
    return list(household)


def _shown(chosen: Sequence[Case], share: Decimal | None, day: date, request: Request) -> str:
    """What the figures on the page are of."""
    cases = ",".join(str(case.pk) for case in chosen) + (f" {share}" if share is not None else "")
    return cases + (f" {day}" if day > request.scope.on else "")


def _proposed(
    request: Request,
    form: PlaceForm,
    chosen: Sequence[Case],
    found: Sequence[Candidate],
    measured: dict[int, list[BeforeAfter]],
    day: date,
) -> Proposal | None:
    """Propose to the post of the button; None, with the reason on the form, where that was refused."""
    given = form.cleaned_data
    if request.POST.get("shown") != _shown(chosen, _share(form), day, request):
        form.add_error(None, "You chose otherwise, so the figures changed. Look at them and propose again.")
        return None
    one = next((one for one in found if str(one.post.post) == request.POST["post"]), None)
    if one is None or one.post.role in Post.NOT_HOLDING:
        form.add_error(
            None, "This practitioner cannot be asked here any more. Choose somebody from the list."
        )
        return None
    held = holders_of(case.pk for case in chosen)
    figures = measured.get(one.person.id)
    try:
        return actions.propose(
            by=request.user,
            key=given["key"],
            case_ids=[case.pk for case in chosen],
            post_id=one.post.post,
            from_on=given["from_on"],
            seen=figures[0].as_text() if figures else {},
            message=given["message"],
            expected={case.pk: held.get(case.pk) for case in chosen},
            terms=form.terms(),
            share=given.get("share"),
            considered=considered_of(found, measured, day),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
