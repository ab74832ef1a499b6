"""A hand-over as a whole: how it stands, the decision about all that are open, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.allocation import actions
from safeload.allocation.actions.conflicts import conflict_said
from safeload.allocation.actions.parting import split_said
from safeload.allocation.actions.saying import room_wanted
from safeload.allocation.facts import figures_for, measured_on
from safeload.allocation.forms import HandOverDecideForm
from safeload.allocation.models import Answer, HandOver, Proposal
from safeload.allocation.presenters import hand_overs as present
from safeload.allocation.presenters.proposals import sees_figures
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.afterwards import may_undo
from safeload.allocation.queries.conflicts import conflicts_of
from safeload.allocation.queries.parting import left_since
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.workload.views.shared import fresh, require


def hand_over(request: Request, pk: int) -> HttpResponse:
    """A hand-over as a whole: how each proposal of it stands, and the decision about all that are open."""
    one = _found(request, pk)
    return _page(request, one, _State(request, one))


@require_POST
def decide_hand_over(request: Request, pk: int) -> HttpResponse:
    """Decide all open proposals of a hand-over that one may decide: all of them, or none."""
    one = _found(request, pk)
    state = _State(request, one)
    require(state.mine)
    form = state.form(request.POST)
    problems: Mapping[int, str] = {}
    if form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("seen") or {}
        decision = actions.Decision(allocate="allocate" in request.POST, **given)
        try:
            done = actions.decide_hand_over(
                by=request.user,
                hand_over_id=pk,
                decision=decision,
                seen={int(key): value for key, value in seen.items() if str(key).isdigit()},
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            problems = refusal.rows
            form.add_error(None, refusal.sentence)
            state = _State(request, one)
        else:
            number, on = sum(len(row.cases.all()) for row in done), request.scope.on
            left = sum(
                len(row.cases.all()) for row in queries.proposals(request.scope).open().filter(hand_over=one)
            )
            said = present.decided_said(one, number, on, allocated=decision.allocate, elsewhere=left)
            messages.success(request, said)
            return redirect("hand_over", pk)
    return _page(request, one, state, form, problems)


@require_POST
def withdraw_hand_over(request: Request, pk: int) -> HttpResponse:
    """Take back what is still open of a hand-over."""
    one = _found(request, pk)
    mine = queries.proposals(request.scope).filter(hand_over=one)
    require(any(queries.may_withdraw(request.scope, row) for row in mine))
    act = lambda: actions.withdraw_hand_over(by=request.user, hand_over_id=pk)  # noqa: E731
    said = "Withdrawn. Nothing changed hands."
    return press(request, act, to=reverse("hand_over", args=[pk]), said=said)


def _found(request: Request, pk: int) -> HandOver:
    found: HandOver = get_object_or_404(queries.hand_overs(request.scope), pk=pk)
    return found


class _State:
    """How a hand-over stands for a reader: its proposals, today's figures, and what a decision would need."""

    def __init__(self, request: Request, one: HandOver) -> None:
        fresh(request)
        scope = request.scope
        self.found: list[Proposal] = list(queries.proposals(scope).filter(hand_over=one).order_by("pk"))
        self.sides = {
            row.pk: figures_for(
                row.post, [part.case_id for part in row.cases.all()], measured_on(row.from_on, scope.on)
            )
            for row in self.found
            if not row.outcome and sees_figures(row, scope)
        }
        self.mine = [row for row in self.found if not row.outcome and queries.may_decide(scope, row)]
        #: Who left the household of one of them since, told once however many proposals it concerns.
        self.left = sorted({left for row in self.mine for left in left_since(row)})
        #: With which cases whoever takes them has a conflict of interest, by proposal.
        self.conflicts = {row.pk: found for row in self.mine if (found := conflicts_of(row))}

    def form(self, sent: Any = None) -> HandOverDecideForm:
        """The decision about all that are open, with what it needs as things stand."""
        sides = [side for row in self.mine if (side := self.sides.get(row.pk)) is not None]
        over = any(side.over for side in sides)
        answers = [list(row.answers.all()) for row in self.mine]
        silent = any(not given for given in answers)
        agreed = all(given and given[-1].says == Answer.Says.AGREE for given in answers)
        asked = {}
        if silent:
            asked["notified"] = (
                "Not everybody has answered. Wait for the answers, or say that you told them by telephone or e-mail."
            )
        if over or not agreed or self.conflicts:
            asked["reason"] = "Say why it is handed over all the same."
        if over:
            asked["what_will_be_done"] = "Say what will be done about the load over the line."
            asked["over_until"] = "Say until when the load may be over the line."
        without = [] if silent else ["notified"]
        without += [] if over else ["what_will_be_done", "over_until"]
        if not any(side.after.band in {"amber", "red"} for side in sides):
            without += ["goes", "waits", "shared"]
        red = [row for row in self.mine if (side := self.sides.get(row.pk)) is not None and side.red]
        left = [row for row in red if not row.makes_room() and not row.nothing_because]
        without += [] if red else ["nothing_because"]
        room = room_wanted([row.post.practitioner.name for row in left]) if left else ""
        return HandOverDecideForm(sent, initial=self.shown(), asked=asked, without=without, room=room)

    def shown(self) -> dict[str, Any]:
        """What travels with the form: by proposal, the figures on the page; and who left the household."""
        sides = {row.pk: side for row in self.mine if (side := self.sides.get(row.pk)) is not None}
        seen = {str(pk): side.as_text() for pk, side in sides.items()}
        return {
            "seen": seen,
            "left_household": [row.case_id for row in self.left],
            "in_conflict": [pk for found in self.conflicts.values() for pk in found],
        }


def _again(state: _State, sent: HandOverDecideForm) -> HandOverDecideForm:
    """What was sent, with today's figures in it: sent once more, it is decided on what is shown now."""
    data: Any = sent.data.copy()  # type: ignore[attr-defined]
    for name, value in state.shown().items():
        data[name] = HandOverDecideForm.base_fields[name].prepare_value(value)
    form = state.form(data)
    form.errors.clear()
    form.errors.update(sent.errors)
    return form


def _page(
    request: Request,
    one: HandOver,
    state: _State,
    sent: HandOverDecideForm | None = None,
    problems: Mapping[int, str] | None = None,
) -> HttpResponse:
    scope, found = request.scope, state.found
    deciding = None
    if state.mine:
        deciding = state.form() if sent is None else _again(state, sent)
    page = {
        "one": one,
        "ahead": one.from_on if one.from_on > scope.on else None,
        "reason": present.reason_said(one),
        "deciding": deciding,
        "may_withdraw": any(not row.outcome and queries.may_withdraw(scope, row) for row in found),
        "may_undo": may_undo(scope, found),
        "parts": [
            present.part_of(
                row,
                state.sides.get(row.pk),
                (problems or {}).get(row.pk, ""),
                own=scope.is_own(row.post.practitioner_id),
                conflict=row.conflict_said
                or conflict_said(row.post.practitioner.name, state.conflicts.get(row.pk, {})),
                elsewhere=not row.outcome and bool(state.mine) and row not in state.mine,
            )
            for row in found
        ],
        "split": split_said(state.left),
        "only_some": any(not row.outcome and row not in state.mine for row in found),
        "may_allocate": any(queries.may_decide(scope, row) for row in found),
    }
    return render(request, "allocation/hand_over.html", page, status=422 if sent is not None else 200)
