"""Who could take a case: everybody side by side, and the button that asks one of them."""

from __future__ import annotations

import uuid
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
from safeload.caseloads.views.shared import case_for, own_teams
from safeload.people.models import Post
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload.views.shared import colours, fresh, note_look


def place_case(request: Request, pk: int) -> HttpResponse:
    """Everybody who could take a case and its household, before and after; a button proposes it to one."""
    row = case_for(request, pk, "allocate")
    if row.closed_on is not None:
        messages.error(request, f"Case {row.reference} is closed, so it cannot be proposed to anybody.")
        return redirect("case", pk)
    fresh(request)
    team = _team(request, row)
    if team is None:
        raise Http404
    choice = _Choice(request, row)
    side = _Side(request, team, choice)
    if choice.shown is not None and (moved := moved_since(choice.shown.held)):
        choice.form.add_error(None, f"{moved} The page shows how it is now; nothing was proposed.")
    if choice.form.is_bound and choice.form.is_valid() and "post" in request.POST:
        made = _proposed(request, choice, side)
        if made is not None:
            (messages.info if made.outcome else messages.success)(request, proposed_said(made))
            return redirect("proposal", made.pk)
    note_look(request, [one.person.id for one in side.found], "who could take a case")
    page = {"case": row, "team": team, "teams": _teams(request), **_page(request, row, choice, side)}
    status = 422 if choice.form.errors else 200
    return render(request, "allocation/place_case.html", page, status=status)


class _Choice:
    """Which cases are to go together, who has them, and what the page showed that the form came from."""

    def __init__(self, request: Request, row: Case) -> None:
        self.household, self.held = _together(request, row)
        keys = [case.pk for case in self.household]
        self.proposed = open_for(keys)
        #: What is proposed to nobody yet.
        self.free = [pk for pk in keys if pk not in self.proposed] or keys
        self.form = self._form(request)
        sent = self.form.is_bound
        self.shown = opened(request.POST.get("shown", ""), request.user.pk) if sent else None
        valid = sent and self.form.is_valid()
        ticked = self.form.cleaned_data["case_ids"] if valid else self.free
        self.cases = [case for case in self.household if case.pk in ticked]
        share: Decimal | None = self.form.cleaned_data.get("share") if valid else None
        self.share = share if share is None or 0 < share < 100 else None

    @property
    def ids(self) -> list[int]:
        """The keys of the cases chosen."""
        return [case.pk for case in self.cases]

    def _form(self, request: Request) -> PlaceForm:
        """What was sent, as far as its cases are still together; or what is proposed to nobody yet, ticked."""
        more: dict[str, Any] = {
            "cases": [(case.pk, self._labelled(case)) for case in self.household],
            "held": self.held.get(self.household[0].pk) is not None,
            "own_reasons": change_reasons(),
        }
        if request.method == "POST":
            data = request.POST.copy()
            here = {str(case.pk) for case in self.household}
            if sent := data.getlist("case_ids"):
                data.setlist("case_ids", [pk for pk in sent if pk in here] or list(map(str, self.free)))
            return PlaceForm(data, **more)
        now = {"key": uuid.uuid4(), "case_ids": self.free, "from_on": request.scope.on}
        return PlaceForm(initial=now, **more)

    def _labelled(self, case: Case) -> str:
        one = self.proposed.get(case.pk)
        to = f" (proposed to {one.post.practitioner.name} already)" if one else ""
        return f"Case {case.reference}{to}"


class _Side:
    """Everybody side by side: who there is, what taking the cases would do, what speaks against it."""

    def __init__(self, request: Request, team: int, choice: _Choice) -> None:
        on = request.scope.on
        mix = mix_of(team, on)
        self.kinds = mix.codes if mix else {}
        self.found = candidates(request.scope, team, choice.cases, mix.name if mix else None)
        posts = [one.post for one in self.found]
        self.new = cases_alone(on, choice.ids, choice.share)
        self.measured = figures_of_many(posts, choice.ids, on, choice.share, self.new)
        self.against = weighed(self.found, self.measured, on)


def _page(request: Request, row: Case, choice: _Choice, side: _Side) -> dict[str, Any]:
    """What is drawn, and what of it travels with the form."""
    on, what = request.scope.on, asked(choice.cases, request.scope.on)
    drawn = Shown(
        {pk: choice.held.get(pk) for pk in choice.ids},
        share_said(choice.share),
        considered_of(side.found, side.measured, side.against),
    )
    return {
        "form": choice.form,
        "rows": present.rows(side.found, what, side.measured, side.against, side.kinds, colours(request), on),
        "order": present.ORDER,
        **what_it_is(what, row.team.service_area_id if row.team else None, on, side.new),
        "proposed": present.proposed_rows(choice.proposed, choice.household),
        "shown": drawn.sealed(request.user.pk),
    }


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


def _not_as_shown(choice: _Choice, side: _Side, one: Candidate) -> str:
    """Why what is asked for is not what the page showed; empty where it is."""
    if choice.shown is None:
        return "This page did not come back as it was sent to you. Look at it again and propose again."
    if not choice.shown.is_of(choice.ids, choice.share):
        return "You chose otherwise, so the figures changed. Look at them and propose again."
    now = side.measured.get(one.person.id)
    if not same_figures(choice.shown.figures_of(one.post.post), now[0].as_text() if now else {}):
        return (
            f"The figures of {one.person.name} moved since this page was shown to you. They are shown as they stand "
            "now: look at them and propose again."
        )
    return ""


def _proposed(request: Request, choice: _Choice, side: _Side) -> Proposal | None:
    """Propose to the post of the button; None, with the reason on the form, where that was refused."""
    form, shown = choice.form, choice.shown
    one = next((one for one in side.found if str(one.post.post) == request.POST["post"]), None)
    if one is None or one.post.role in Post.NOT_HOLDING:
        form.add_error(
            None, "This practitioner cannot be asked here any more. Choose somebody from the list."
        )
        return None
    why = _not_as_shown(choice, side, one)
    if why or shown is None:
        form.add_error(None, why)
        return None
    given = form.cleaned_data
    try:
        return actions.propose(
            by=request.user,
            key=given["key"],
            case_ids=choice.ids,
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
