"""Proposals: the list, the one page that both sides read, the answer, the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import CharField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from safeload.allocation import actions, weighed
from safeload.allocation.actions.conflicts import conflict_said
from safeload.allocation.actions.parting import split_said
from safeload.allocation.facts import BeforeAfter, figures_for, measured_on, opens_figures
from safeload.allocation.forms import AnswerForm, DecideForm, OverrideForm
from safeload.allocation.models import Proposal
from safeload.allocation.presenters import after, others
from safeload.allocation.presenters import proposals as present
from safeload.allocation.presenters.around import around
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.afterwards import may_undo
from safeload.allocation.queries.conflicts import conflicts_of
from safeload.allocation.queries.given import reach_of
from safeload.allocation.queries.parting import left_since
from safeload.allocation.queries.quoted import may_be_quoted, to_be_heard
from safeload.allocation.views.decision_form import deciding_form, overriding_form
from safeload.allocation.views.following_up import may_say
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people import queries as people
from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.web.listing import page_of
from safeload.workload.views.shared import colours, fresh, note_look, require


def proposals(request: Request) -> HttpResponse:
    """What waits for an answer or a decision, what is to be discussed, and what was decided."""
    require(queries.takes_part(request.scope))
    found = queries.proposals(request.scope)
    show = partial(_row, request.scope)
    page: dict[str, Any] = {
        "open": [show(one) for one in found.open()],
        "escalated": [show(one) for one in queries.red_by_decision(request.scope)],
        "to_discuss": [show(one) for one in found.to_discuss().order_by("discussion_due_on")],
        "closed": page_of(request, found.exclude(outcome="").order_by("-decided_at")),
    }
    page["counts"] = bool(reach_of(request.scope))
    page["closed_rows"] = [show(one) for one in page["closed"]]
    return render(request, "allocation/proposals.html", page)


def proposal(request: Request, pk: int) -> HttpResponse:
    """One proposal: what is asked, what it would do, the answers, the decision."""
    return _page(request, _found(request, pk))


def answer_proposal(request: Request, pk: int) -> HttpResponse:
    """The practitioner's answer. Loaded again after a refusal, the address leads back to the page."""
    one = _found(request, pk)
    if request.method != "POST":
        return redirect("proposal", pk)
    require(request.scope.is_own(one.post.practitioner_id))
    form = AnswerForm(request.POST)

    def act() -> str:
        actions.answer(by=request.user, proposal_id=pk, **form.cleaned_data)
        if one.outcome:
            return "Your answer is recorded in your own words. Whoever decided has been told."
        return "Your answer is recorded in your own words. The decision is your manager’s."

    return _acted(request, one, form, act, answering=form)


def decide_proposal(request: Request, pk: int) -> HttpResponse:
    """The manager's decision, on the figures that the page showed."""
    one = _found(request, pk)
    require(queries.may_decide(request.scope, one))
    if request.method != "POST":
        return redirect("proposal", pk)
    form, pressed = DecideForm(request.POST), request.POST.get("allocate", "")
    if pressed not in ("yes", "no"):
        # Enter in a field of one line presses no button of ours: it decides nothing.
        form.add_error(None, "Nothing was decided. Press “Allocate” or “Do not allocate”.")

    def act() -> str:
        given = dict(form.cleaned_data)
        seen, version = given.pop("seen"), given.pop("version")
        decision = actions.Decision(allocate=pressed == "yes", **given)
        done = actions.decide(by=request.user, proposal_id=pk, decision=decision, seen=seen, version=version)
        return present.decided_said(done, _is_led(done))

    return _acted(request, one, form, act, deciding=form)


def override_limit(request: Request, pk: int) -> HttpResponse:
    """A senior lets a limit of the scheme be exceeded, with a reason."""
    one = _found(request, pk)
    require(queries.may_override(request.scope, one))
    if request.method != "POST":
        return redirect("proposal", pk)
    form = OverrideForm(request.POST)

    def act() -> str:
        actions.override(by=request.user, proposal_id=pk, reason=form.cleaned_data["reason"])
        return "Recorded under your name. The decision is the team’s manager’s."

    return _acted(request, one, form, act, overriding=form)


@require_POST
def ask_senior(request: Request, pk: int) -> HttpResponse:
    """Open the proposal to those who may let a limit be exceeded."""
    require(queries.may_decide(request.scope, _found(request, pk)))
    act = lambda: actions.ask_senior(by=request.user, proposal_id=pk)  # noqa: E731
    return press(
        request, act, to=reverse("proposal", args=[pk]), said="The service’s manager can see it now."
    )


@require_POST
def withdraw_proposal(request: Request, pk: int) -> HttpResponse:
    """Take a proposal back before it is decided."""
    one = _found(request, pk)
    require(queries.may_withdraw(request.scope, one))
    act = lambda: actions.withdraw(by=request.user, proposal_id=pk)  # noqa: E731
    return press(request, act, to=reverse("proposal", args=[pk]), said="Withdrawn. Nothing changed hands.")


def _row(scope: Scope, one: Proposal) -> present.ProposalRow:
    return present.row(one, scope.on, own=scope.is_own(one.post.practitioner_id))


def _found(request: Request, pk: int) -> Proposal:
    found: Proposal = get_object_or_404(queries.proposals(request.scope), pk=pk)
    return found


def _acted(request: Request, one: Proposal, form: Any, act: Callable[[], str], **forms: Any) -> HttpResponse:
    """Act on a form of the page and show it again; a refusal stands beside what was typed."""
    if form.is_valid():
        try:
            messages.success(request, act())
        except NotAllowed:
            raise
        except Refusal as refusal:
            for part in getattr(refusal, "parts", (refusal,)):
                form.add_error(part.field if part.field in form.fields else None, part.sentence)
        else:
            return redirect("proposal", one.pk)
    return _page(request, _found(request, one.pk), **forms)


def _page(
    request: Request,
    one: Proposal,
    answering: AnswerForm | None = None,
    deciding: DecideForm | None = None,
    overriding: OverrideForm | None = None,
) -> HttpResponse:
    fresh(request)
    scope = request.scope
    own, decides = scope.is_own(one.post.practitioner_id), queries.may_decide(scope, one)
    side = _figures(request, one)
    concerned = queries.is_concerned(scope, one)
    left = left_since(one) if concerned and not one.outcome else []
    conflicts = conflicts_of(one) if concerned and not one.outcome else {}
    if own and one.may_be_heard():
        answering = answering or AnswerForm(initial={"version": one.version})
    if not one.outcome:
        answering = answering or (AnswerForm(initial={"version": one.version}) if own else None)
        deciding = deciding_form(one, side, left, conflicts, deciding) if decides else None
        overriding = overriding or overriding_form(scope, one, side)
    page = present.page(one, side, colours(request), scope) | after.page(one, scope, _is_led(one))
    page |= {"may_say": may_say(scope, one), "ahead": one.from_on if one.from_on > scope.on else None}
    forms = {"answering": answering, "deciding": deciding, "overriding": overriding}
    page |= {"open_to_answer": not one.outcome or one.may_be_heard(), "others_for": _others_for(scope, one)}
    page["typed"] = _typed(forms.values()) if one.outcome and not one.may_be_heard() else []
    page |= {**forms, "own": own, "decides": decides, **_what_can_be_done(scope, one)}
    page |= _others(request, one, own)
    page["weighed"] = weighed.address(scope, one)
    page["siblings"] = queries.siblings_elsewhere(one) if concerned else []
    page["split"] = one.split_said or split_said(left)
    if concerned:
        page["conflict"] = one.conflict_said or conflict_said(one.post.practitioner.name, conflicts)
    page |= around(scope, one, concerned, escalated=queries.may_override(scope, one))
    if one.post.practitioner_id and present.sees_figures(one, scope) and not own:
        note_look(request, [one.post.practitioner_id], "a proposal")
    errors = any(form and form.errors for form in forms.values())
    return render(request, "allocation/proposal.html", page, status=422 if errors else 200)


def _typed(forms: Iterable[Any]) -> list[tuple[str, str]]:
    """The words in forms that came too late: nothing that somebody wrote is lost with the form."""
    bound = [form for form in forms if form is not None and form.is_bound]
    return [
        (str(field.label), words)
        for form in bound
        for name, field in form.fields.items()
        if isinstance(field, CharField) and not field.widget.is_hidden
        if (words := str(form.data.get(name, "")).strip())
    ]


def _others_for(scope: Scope, one: Proposal) -> list[tuple[str, str]]:
    """Of a proposal that came to nothing, cases that can be proposed to somebody else: reference and address."""
    if not one.outcome or one.outcome == Proposal.Outcome.ALLOCATED:
        return []
    reach = scope.does("allocate", Thing.CASES)
    cases = [row.case for row in one.cases.all()]
    free = [case for case in cases if case.closed_on is None and reach.covers(team_id=case.team_id)]
    asked = queries.open_for(case.pk for case in free) if free else {}
    homes: dict[Any, tuple[str, str]] = {}
    for case in free:
        if case.pk not in asked:
            homes.setdefault(
                case.household_id or -case.pk, (case.reference, reverse("place_case", args=[case.pk]))
            )
    return list(homes.values())


def _is_led(one: Proposal) -> bool:
    """Whether somebody is the next tier of this service; asked only where it matters."""
    return one.escalated_at is not None and bool(
        people.next_tier(one.post.team.service_area_id, timezone.localdate())
    )


def _what_can_be_done(scope: Scope, one: Proposal) -> dict[str, bool]:
    return {
        "may_withdraw": not one.outcome and queries.may_withdraw(scope, one),
        "may_undo": may_undo(scope, [one]),
        "asked_senior": bool(one.limits),
        "may_quote": queries.may_decide(scope, one) and may_be_quoted(one, scope.on),
        "may_confirm": queries.may_override(scope, one) and to_be_heard(one),
        "may_trade_off": not one.outcome and queries.may_trade_off(scope, one),
    }


def _others(request: Request, one: Proposal, own: bool) -> dict[str, Any]:
    """Who else could have been asked: figures for whoever sees that team's, or where the scheme opens them."""
    sees = request.scope.sees(Thing.LOAD).covers(team_id=one.post.team_id)
    if not one.considered or not (own or sees):
        return {"others": []}
    shown = sees or opens_figures(one.post.team, request.scope.on)
    whose = [row["practitioner"] for row in one.considered]
    if shown:
        note_look(request, [who for who in whose if who != one.post.practitioner_id], "a proposal")
    return {"others": others.rows(one, people.names_of(whose), with_figures=shown)}


def _figures(request: Request, one: Proposal) -> BeforeAfter | None:
    """Figures of today, or of a start to come, while it is open; a closed one shows what was decided on."""
    if one.outcome:
        return None
    day = measured_on(one.from_on, request.scope.on)
    return figures_for(one.post, [row.case_id for row in one.cases.all()], day, one.share)
