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
from safeload.allocation.actions.chosen import moved_since
from safeload.allocation.facts import (
    considered_of,
    figures_of_many,
    measured_on,
    mix_of,
    same_figures,
    weighed,
)
from safeload.allocation.facts.weighing import weigh
from safeload.allocation.forms import PlaceForm
from safeload.allocation.models import Proposal
from safeload.allocation.presenters import candidates as present
from safeload.allocation.presenters.others import band_rows
from safeload.allocation.presenters.proposals import proposed_said
from safeload.allocation.presenters.proposed import proposed_rows
from safeload.allocation.presenters.shown import Shown, apart_said, opened, share_said
from safeload.allocation.presenters.what import what_it_is
from safeload.allocation.queries.candidates import Candidate, candidates
from safeload.allocation.queries.cases import asked
from safeload.allocation.queries.distances import distances
from safeload.allocation.queries.proposals import (
    change_reasons,
    holders_of,
    open_for,
    proposals,
    siblings_proposed,
)
from safeload.allocation.queries.weights import weights_now
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import queries as caseloads
from safeload.caseloads.facts import cases_alone
from safeload.caseloads.models import Case
from safeload.caseloads.views.shared import case_for, own_teams
from safeload.people import queries as people
from safeload.people.models import Post
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.web import formats
from safeload.workload.views.shared import colours, fresh, note_look


def place_case(request: Request, pk: int) -> HttpResponse:
    """Everybody who could take a case and its household, before and after; a button proposes it to one."""
    row = case_for(request, pk, "allocate")
    if row.closed_on is not None:
        messages.error(request, f"Case {row.reference} is closed, so it cannot be proposed to anybody.")
        return redirect("case", pk)
    fresh(request)
    teams = _teams(request, row)
    team = _team(request, row, teams)
    if team is None:
        raise Http404
    choice = _Choice(request, row)
    if (again := _sent_before(request, choice)) is not None:
        messages.info(request, proposed_said(again))
        return redirect("proposal", again.pk)
    side = _Side(request, team, choice)
    if choice.shown is not None and (moved := moved_since(choice.shown.held)):
        choice.form.add_error(None, f"{moved} The page shows how it is now; nothing was proposed.")
    if choice.form.is_bound and choice.form.is_valid() and "post" in request.POST:
        made = _proposed(request, choice, side)
        if made is not None:
            (messages.info if made.outcome else messages.success)(request, proposed_said(made))
            return redirect("proposal", made.pk)
    note_look(request, [one.person.id for one in side.found], "who could take a case")
    page = {"case": row, "team": team, "teams": teams, **_page(request, row, choice, side)}
    status = 422 if choice.form.errors else 200
    return render(request, "allocation/place_case.html", page, status=status)


def _sent_before(request: Request, choice: _Choice) -> Proposal | None:
    """What this very form made before, so that nothing is measured for it; for whoever may read it. Two queries."""
    if not choice.form.is_bound or not choice.form.is_valid() or "post" not in request.POST:
        return None
    made = proposals(request.scope).filter(key=choice.form.cleaned_data["key"]).first()
    same = made is not None and str(made.post_id) == request.POST["post"]
    same = same and {one.case_id for one in made.cases.all()} == set(choice.ids)
    return made if same else None


class _Choice:
    """Which cases are to go together, who has them, and what the page showed that the form came from."""

    def __init__(self, request: Request, row: Case) -> None:
        self.household, self.held = _together(request, row)
        keys = [case.pk for case in self.household]
        self.proposed = open_for(keys)
        #: What is proposed to nobody yet.
        self.free = [pk for pk in keys if pk not in self.proposed] or keys
        self.form = self._form(request)
        apart = [f"case {ref} to {name}" for ref, _, name in siblings_proposed(self.free)]
        self.form.ask_split(f"Proposed already: {formats.listed(apart)}" if apart else "")
        sent = self.form.is_bound
        self.shown = opened(request.POST.get("shown", ""), request.user.pk) if sent else None
        valid = sent and self.form.is_valid()
        ticked = self.form.cleaned_data["case_ids"] if valid else self.free
        self.cases = [case for case in self.household if case.pk in ticked]
        share: Decimal | None = self.form.cleaned_data.get("share") if valid else None
        self.share = share if share is None or 0 < share < 100 else None
        self.day = _day(self.form, request)

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
            # What is elsewhere by now is left out, and nothing is ticked for it: nobody is asked for other cases.
            data.setlist("case_ids", [pk for pk in data.getlist("case_ids") if pk in here])
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
        on, mix = choice.day, mix_of(team, request.scope.on)
        #: Whether figures are told; else bands.
        self.opens = _opens(request, team)
        self.mix, self.kinds = mix, mix.codes if mix else {}
        self.found = candidates(request.scope, team, choice.cases, mix.name if mix else None, on)
        posts = [one.post for one in self.found]
        self.new = cases_alone(on, choice.ids, choice.share)
        self.measured = figures_of_many(posts, choice.ids, on, choice.share, self.new)
        self.against = weighed(self.found, self.measured, on)
        self.now = Shown(
            {pk: choice.held.get(pk) for pk in choice.ids},
            share_said(choice.share),
            considered_of(self.found, self.measured, self.against),
            on.isoformat() if on > request.scope.on else "",
        )


def _page(request: Request, row: Case, choice: _Choice, side: _Side) -> dict[str, Any]:
    """What is drawn, and what of it travels with the form."""
    on, day, what = request.scope.on, choice.day, asked(choice.cases, request.scope.on)
    page = {
        "form": choice.form,
        "ahead": day if day > on else None,
        **what_it_is(what, row.team.service_area_id if row.team else None, on, side.new),
        "proposed": proposed_rows(choice.proposed, choice.household),
        "shown": (side.now if side.opens else side.now.without_figures()).sealed(request.user.pk),
    }
    if not side.opens:
        askable = {one.post.post for one in side.found if one.post.role not in Post.NOT_HOLDING}
        names = {one.person.id: one.person.name for one in side.found}
        return page | {"band_rows": band_rows(side.now.considered, names, askable)}
    drawn = side.found, what, side.measured, side.against, side.kinds, colours(request), day
    area = row.team.service_area_id if row.team else None
    weighed = weigh(side.found, what, side.measured, weights_now(area), side.mix, distances())
    return page | _narrowed(request, present.rows(*drawn, order=_order(request), weighed=weighed))


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
    running, reach = list(people.teams(request.scope.on)), request.scope.does("allocate", Thing.CASES)
    mine = [one for one in running if reach.covers(team_id=one.pk)]
    areas = {one.service_area_id for one in mine if row.team_id in (None, one.pk)}
    others = [one for one in running if one.service_area_id in areas and not one.is_desk]
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


def _not_as_shown(choice: _Choice, side: _Side, one: Candidate) -> str:
    """Why what is asked for is not what the page showed; empty where it is."""
    if choice.shown is None:
        return "This page did not come back as it was sent to you. Look at it again and propose again."
    if gone := set(choice.shown.held) - {case.pk for case in choice.household}:
        names = Case.objects.filter(pk__in=gone).order_by("reference").values_list("reference", flat=True)
        return f"{apart_said(list(names))} Look at what is left, and propose again."
    if not choice.shown.is_of(side.now):
        return "You chose otherwise, so the figures changed. Look at them and propose again."
    post = one.post.post
    if side.opens and not same_figures(choice.shown.figures_of(post), side.now.figures_of(post)):
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
    given, seen = form.cleaned_data, shown if side.opens else side.now
    try:
        return actions.propose(
            by=request.user,
            key=given["key"],
            case_ids=choice.ids,
            post_id=one.post.post,
            from_on=given["from_on"],
            seen=seen.figures_of(one.post.post),
            message=given["message"],
            expected=shown.held,
            terms=form.terms(),
            share=given.get("share"),
            split_meant=given.get("split_meant", False),
            considered=seen.considered,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
