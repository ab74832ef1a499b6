"""Who could take a case: everybody side by side, and the button that asks one of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from safeload.allocation import actions
from safeload.allocation.actions.proposing import moved_since
from safeload.allocation.facts import (
    BeforeAfter,
    considered_of,
    figures_of_many,
    mix_of,
    same_figures,
    weighed,
)
from safeload.allocation.forms import PlaceForm
from safeload.allocation.models import Proposal
from safeload.allocation.presenters import candidates as present
from safeload.allocation.presenters.proposals import proposed_said
from safeload.allocation.presenters.shown import Shown, opened, share_said
from safeload.allocation.presenters.what import what_it_is
from safeload.allocation.queries.candidates import Candidate, candidates
from safeload.allocation.queries.cases import asked
from safeload.allocation.queries.proposals import change_reasons, holders_of, open_for
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import queries as caseloads
from safeload.caseloads.facts import cases_alone
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
    proposed = open_for([case.pk for case in household])
    form = _form(request, household, held, proposed)
    shown = opened(request.POST.get("shown", ""), request.user.pk) if form.is_bound else None
    chosen, share = _chosen(form, household), _share(form)
    on, mix = request.scope.on, mix_of(team, request.scope.on)
    found = candidates(request.scope, team, chosen, mix.name if mix else None)
    posts, ids = [one.post for one in found], [case.pk for case in chosen]
    new = cases_alone(on, ids, share)
    measured = figures_of_many(posts, ids, on, share, new)
    against = weighed(found, measured, on)
    if shown is not None and (moved := moved_since(shown.held)):
        form.add_error(None, f"{moved} The page shows how it is now; nothing was proposed.")
    if form.is_bound and form.is_valid() and "post" in request.POST:
        made = _proposed(request, form, chosen, found, measured, shown)
        if made is not None:
            (messages.info if made.outcome else messages.success)(request, proposed_said(made))
            return redirect("proposal", made.pk)
    note_look(request, [one.person.id for one in found], "who could take a case")
    now = Shown(
        {case.pk: held.get(case.pk) for case in chosen},
        share_said(share),
        considered_of(found, measured, against),
    )
    what = asked(chosen, on)
    page: dict[str, Any] = {
        "case": row,
        "form": form,
        "rows": present.rows(found, what, measured, against, mix.codes if mix else {}, colours(request), on),
        "order": present.ORDER,
        **what_it_is(what, row.team.service_area_id if row.team else None, on, new),
        "proposed": present.proposed_rows(proposed, household),
        "teams": _teams(request),
        "team": team,
        "shown": now.sealed(request.user.pk),
    }
    return render(request, "allocation/place_case.html", page, status=422 if form.errors else 200)


def _together(request: Request, row: Case) -> tuple[list[Case], dict[int, int | None]]:
    """The case and those of its household in the same hands (or waiting likewise); the post that holds each."""
    others = [one for one in caseloads.of_household(request.scope, row) if one.closed_on is None]
    holder = holders_of([row.pk, *(one.pk for one in others)])
    held = holder.get(row.pk)
    return [row, *(one for one in others if holder.get(one.pk) == held)], holder


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


def _form(
    request: Request,
    household: Sequence[Case],
    held: Mapping[int, int | None],
    proposed: Mapping[int, Proposal],
) -> PlaceForm:
    """What was sent, as far as its cases are still together; or what is proposed to nobody yet, ticked."""
    cases = [(case.pk, _labelled(case, proposed.get(case.pk))) for case in household]
    free = [case.pk for case in household if case.pk not in proposed] or [case.pk for case in household]
    more: dict[str, Any] = {"cases": cases, "free": free, "own_reasons": change_reasons()}
    more["held"] = held.get(household[0].pk) is not None
    if request.method == "POST":
        data = request.POST.copy()
        here = {str(case.pk) for case in household}
        if sent := data.getlist("case_ids"):
            data.setlist("case_ids", [pk for pk in sent if pk in here] or list(map(str, free)))
        return PlaceForm(data, **more)
    now = {"key": uuid.uuid4(), "case_ids": free, "from_on": request.scope.on}
    return PlaceForm(initial=now, **more)


def _labelled(case: Case, proposed: Proposal | None) -> str:
    to = f" (proposed to {proposed.post.practitioner.name} already)" if proposed else ""
    return f"Case {case.reference}{to}"


def _share(form: PlaceForm) -> Decimal | None:
    if not form.is_bound or not form.is_valid():
        return None
    share: Decimal | None = form.cleaned_data.get("share")
    return share if share is None or 0 < share < 100 else None


def _chosen(form: PlaceForm, household: Sequence[Case]) -> list[Case]:
    ticked = form.cleaned_data["case_ids"] if form.is_bound and form.is_valid() else form.free
    return [case for case in household if case.pk in ticked]


def _not_as_shown(
    shown: Shown | None,
    chosen: Sequence[Case],
    one: Candidate,
    now: Sequence[BeforeAfter],
    share: Decimal | None,
) -> str:
    """Why what is asked for is not what the page showed; empty where it is."""
    if shown is None:
        return "This page did not come back as it was sent to you. Look at it again and propose again."
    if not shown.is_of([case.pk for case in chosen], share):
        return "You chose otherwise, so the figures changed. Look at them and propose again."
    if not same_figures(shown.figures_of(one.post.post), now[0].as_text() if now else {}):
        return (
            f"The figures of {one.person.name} moved since this page was shown to you. They are shown as they stand "
            "now: look at them and propose again."
        )
    return ""


def _proposed(
    request: Request,
    form: PlaceForm,
    chosen: Sequence[Case],
    found: Sequence[Candidate],
    measured: Mapping[int, list[BeforeAfter]],
    shown: Shown | None,
) -> Proposal | None:
    """Propose to the post of the button; None, with the reason on the form, where that was refused."""
    given = form.cleaned_data
    one = next((one for one in found if str(one.post.post) == request.POST["post"]), None)
    if one is None or one.post.role in Post.NOT_HOLDING:
        form.add_error(
            None, "This practitioner cannot be asked here any more. Choose somebody from the list."
        )
        return None
    if why := _not_as_shown(shown, chosen, one, measured.get(one.person.id, ()), _share(form)):
        form.add_error(None, why)
        return None
    assert shown is not None
    try:
        return actions.propose(
            by=request.user,
            key=given["key"],
            case_ids=[case.pk for case in chosen],
            post_id=one.post.post,
            from_on=given["from_on"],
            seen=shown.figures_of(one.post.post),
            message=given["message"],
            expected=shown.held,
            terms=form.terms(),
            share=given.get("share"),
            considered=shown.considered,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
