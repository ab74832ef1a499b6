"""Who could take a case: everybody side by side, and the button that asks one of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from safeload.allocation import actions
from safeload.allocation.actions.proposing import moved_since
from safeload.allocation.facts import (
    considered_of,
    figures_of_many,
    measured_on,
    mix_of,
    same_figures,
    weighed,
)
from safeload.allocation.forms import PlaceForm
from safeload.allocation.models import Proposal
from safeload.allocation.presenters import candidates as present
from safeload.allocation.presenters.others import band_rows
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
    proposed = open_for([case.pk for case in household])
    form = _form(request, household, held, proposed)
    shown = opened(request.POST.get("shown", ""), request.user.pk) if form.is_bound else None
    chosen, share = _chosen(form, household), _share(form)
    on, mix, day = request.scope.on, mix_of(team, request.scope.on), _day(form, request)
    found = candidates(request.scope, team, chosen, mix.name if mix else None, day)
    posts, ids = [one.post for one in found], [case.pk for case in chosen]
    new = cases_alone(day, ids, share)
    measured = figures_of_many(posts, ids, day, share, new)
    against, opens = weighed(found, measured, day), _opens(request, team)
    now = Shown(
        {case.pk: held.get(case.pk) for case in chosen},
        share_said(share),
        considered_of(found, measured, against),
        day.isoformat() if day > on else "",
    )
    if shown is not None and (moved := moved_since(shown.held)):
        form.add_error(None, f"{moved} The page shows how it is now; nothing was proposed.")
    if form.is_bound and form.is_valid() and "post" in request.POST:
        made = _proposed(request, form, found, shown, now, opens)
        if made is not None:
            (messages.info if made.outcome else messages.success)(request, proposed_said(made))
            return redirect("proposal", made.pk)
    note_look(request, [one.person.id for one in found], "who could take a case")
    what = asked(chosen, on)
    page: dict[str, Any] = {
        "case": row,
        "form": form,
        "ahead": day if day > on else None,
        **what_it_is(what, row.team.service_area_id if row.team else None, on, new),
        "proposed": present.proposed_rows(proposed, household),
        "teams": teams,
        "team": team,
        "shown": (now if opens else now.without_figures()).sealed(request.user.pk),
    }
    if opens:
        codes = mix.codes if mix else {}
        rows = present.rows(found, what, measured, against, codes, colours(request), day, _order(request))
        page |= _narrowed(request, rows)
    else:
        askable = {one.post.post for one in found if one.post.role not in Post.NOT_HOLDING}
        names = {one.person.id: one.person.name for one in found}
        page["band_rows"] = band_rows(now.considered, names, askable)
    return render(request, "allocation/place_case.html", page, status=422 if form.errors else 200)


def _together(request: Request, row: Case) -> tuple[list[Case], dict[int, int | None]]:
    """The case and those of its household in the same hands (or waiting likewise); the post that holds each."""
    others = [one for one in caseloads.of_household(request.scope, row) if one.closed_on is None]
    holder = holders_of([row.pk, *(one.pk for one in others)])
    held = holder.get(row.pk)
    return [row, *(one for one in others if holder.get(one.pk) == held)], holder


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


def _not_as_shown(shown: Shown | None, now: Shown, one: Candidate, opens: bool) -> str:
    """Why what is asked for is not what the page showed; empty where it is. ``opens``: it showed figures."""
    if shown is None:
        return "This page did not come back as it was sent to you. Look at it again and propose again."
    if not shown.is_of(now):
        return "You chose otherwise, so the figures changed. Look at them and propose again."
    post = one.post.post
    if opens and not same_figures(shown.figures_of(post), now.figures_of(post)):
        return (
            f"The figures of {one.person.name} moved since this page was shown to you. They are shown as they stand "
            "now: look at them and propose again."
        )
    return ""


def _proposed(
    request: Request,
    form: PlaceForm,
    found: Sequence[Candidate],
    shown: Shown | None,
    now: Shown,
    opens: bool,
) -> Proposal | None:
    """Propose to the post of the button; None, with the reason on the form, where that was refused."""
    given = form.cleaned_data
    one = next((one for one in found if str(one.post.post) == request.POST["post"]), None)
    if one is None or one.post.role in Post.NOT_HOLDING:
        form.add_error(
            None, "This practitioner cannot be asked here any more. Choose somebody from the list."
        )
        return None
    if why := _not_as_shown(shown, now, one, opens):
        form.add_error(None, why)
        return None
    assert shown is not None
    try:
        return actions.propose(
            by=request.user,
            key=given["key"],
            case_ids=list(now.held),
            post_id=one.post.post,
            from_on=given["from_on"],
            seen=(shown if opens else now).figures_of(one.post.post),
            message=given["message"],
            expected=shown.held,
            terms=form.terms(),
            share=given.get("share"),
            considered=(shown if opens else now).considered,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
