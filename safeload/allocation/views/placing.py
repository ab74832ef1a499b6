"""Who could take a case: everybody side by side, and the button that asks one of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from safeload.allocation import actions
from safeload.allocation.facts import BeforeAfter, considered_of, figures_of_many, mix_of
from safeload.allocation.forms import PlaceForm
from safeload.allocation.models import Proposal
from safeload.allocation.presenters import candidates as present
from safeload.allocation.queries.candidates import Candidate, asked, candidates
from safeload.allocation.queries.proposals import change_reasons, holders_of, open_for
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import queries as caseloads
from safeload.caseloads.models import Case
from safeload.caseloads.views.shared import case_for, own_teams, require
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
    team = _team(request, row)
    if team is None:
        raise Http404
    form = _form(request, household, held)
    chosen = _chosen(form, household)
    mix = mix_of(team, request.scope.on)
    found = candidates(request.scope, team, chosen, mix.name if mix else None)
    posts, ids = [one.post for one in found], [case.pk for case in chosen]
    measured = figures_of_many(posts, ids, request.scope.on, _share(form))
    if form.is_bound and form.is_valid() and "post" in request.POST:
        made = _proposed(request, form, chosen, found, measured)
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
        "rows": present.rows(
            found, what, measured, mix.codes if mix else {}, colours(request), request.scope.on
        ),
        "order": present.ORDER,
        "asked": what,
        "workers": [(case.reference, what.workers[case.pk]) for case in chosen],
        "proposed": open_for([case.pk for case in household]).values(),
        "teams": _teams(request),
        "team": team,
        "shown": _shown(chosen, _share(form)),
    }
    return render(request, "allocation/place_case.html", page, status=422 if form.errors else 200)


def _together(request: Request, row: Case) -> tuple[list[Case], bool]:
    """The case and those of its household in the same hands (or waiting likewise); whether somebody holds them."""
    others = [one for one in caseloads.of_household(request.scope, row) if one.closed_on is None]
    holder = holders_of([row.pk, *(one.pk for one in others)])
    held = holder.get(row.pk)
    return [row, *(one for one in others if holder.get(one.pk) == held)], held is not None


def _team(request: Request, row: Case) -> int | None:
    """The team whose people are shown: the one asked for, else the case's, as far as both may be seen."""
    scope = request.scope
    wanted = request.GET.get("team", "")
    team = int(wanted) if wanted.isascii() and wanted.isdigit() else row.team_id
    if team is None:
        mine = own_teams(request, "allocate")
        team = mine[0].pk if mine else None
    seen = scope.does("allocate", Thing.CASES).covers(team_id=team) and scope.sees(Thing.LOAD).covers(
        team_id=team
    )
    return team if seen else None


def _teams(request: Request) -> list[Any]:
    """The teams to choose from; none for who allocates in one alone."""
    reach = request.scope.does("allocate", Thing.CASES)
    return own_teams(request, "allocate") if reach.everywhere or len(reach.teams) > 1 else []


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


def _shown(chosen: Sequence[Case], share: Decimal | None) -> str:
    """What the figures on the page are of."""
    return ",".join(str(case.pk) for case in chosen) + (f" {share}" if share is not None else "")


def _proposed(
    request: Request,
    form: PlaceForm,
    chosen: Sequence[Case],
    found: Sequence[Candidate],
    measured: dict[int, list[BeforeAfter]],
) -> Proposal | None:
    """Propose to the post of the button; None, with the reason on the form, where that was refused."""
    given = form.cleaned_data
    if request.POST.get("shown") != _shown(chosen, _share(form)):
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
            considered=considered_of(found, measured, request.scope.on),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
