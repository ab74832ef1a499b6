"""Handing over several cases: choosing, looking at what it would do, proposing; then one page for all of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.allocation import actions
from safeload.allocation.facts import BeforeAfter, figures_by_post, figures_for, measured_on
from safeload.allocation.forms import HandOverDecideForm, HandOverForm
from safeload.allocation.models import HandOver, Proposal
from safeload.allocation.presenters import hand_overs as present
from safeload.allocation.presenters.proposals import sees_figures
from safeload.allocation.queries import moving
from safeload.allocation.queries import proposals as queries
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people import queries as people
from safeload.people.models import Post
from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.workload.views.shared import colours, fresh, note_look, require


def hand_over_cases(request: Request, post_id: int) -> HttpResponse:
    """Choose cases of a post and who takes each; see what it would do; propose it to all of them at once."""
    scope = request.scope
    post = moving.giving_post(scope, post_id)
    if post is None:
        require(False)
        raise AssertionError("unreachable")
    fresh(request)
    team = _team(request, post)
    form = _form(request)
    choice = _Choice(
        request, post, moving.takers(scope, {post.team_id, team}, but=post.pk), _day(form, request)
    )
    problems: Mapping[int, str] = {}
    sides = choice.sides(request)
    if form.is_bound and form.is_valid() and "propose" in request.POST:
        try:
            return _proposed(request, post, form, choice, sides)
        except NotAllowed:
            raise
        except Refusal as refusal:
            problems = getattr(refusal, "rows", {})
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    proposed = moving.proposed_among(part.case_id for part in choice.parts)
    page = {
        "post": post,
        "form": form,
        "rows": present.giving_rows(choice.parts, choice.rows, problems, proposed),
        "takers": choice.takers,
        "all_to": choice.all_to,
        "team": team,
        "teams": people.teams(scope.on),
        "effects": choice.effects(sides, colours(request)),
        "split": present.split_households(choice.parts, choice.to),
        "shown": choice.shown(),
        "ahead": choice.day if choice.day > scope.on else None,
    }
    note_look(request, {one.practitioner_id for one in sides}, "handing over cases")
    return render(request, "allocation/hand_over_cases.html", page, status=422 if form.errors else 200)


class _Choice:
    """What was chosen on the page: who takes which case."""

    def __init__(self, request: Request, post: Post, takers: list[Post], day: date) -> None:
        self.post, self.takers, self.day = post, takers, day
        self.today = request.scope.on
        self.parts = moving.held_by(post.pk)
        self._scope = request.scope
        known = {str(one.pk): one.pk for one in takers}
        sent = request.POST if request.method == "POST" else {}
        self.all_to = known.get(sent.get("all_to", ""))
        self.rows = {part.case_id: str(sent.get(f"to-{part.case_id}", "")) for part in self.parts}
        self.to: dict[int, int] = {}
        for pk, text in self.rows.items():
            chosen = known.get(text) or (self.all_to if text != present.STAYS else None)
            if chosen is not None:
                self.to[pk] = chosen

    def shown(self) -> str:
        """Stands for the choice that the figures on the page are of."""
        return ",".join(f"{pk}:{post}" for pk, post in sorted(self.to.items())) + self._ahead()

    def _ahead(self) -> str:
        return f" {self.day}" if self.to and self.day > self.today else ""

    def _gives(self) -> dict[Post, list[int]]:
        found = {one: [pk for pk, post in self.to.items() if post == one.pk] for one in self.takers}
        return {one: keys for one, keys in found.items() if keys}

    def sides(self, request: Request) -> dict[Post, BeforeAfter]:
        """Figures of the giver and of those who take something, as far as they are for this reader."""
        gives = self._gives()
        if not gives:
            return {}
        wanted: dict[Post, list[int]] = {self.post: [], **gives}
        seen = {one: keys for one, keys in wanted.items() if moving.sees_load(self._scope, one)}
        found = figures_by_post(seen, self.day, list(self.to))
        return {one: found[one.pk] for one in seen if one.pk in found}

    def effects(self, sides: Mapping[Post, BeforeAfter], palette: Any) -> list[present.EffectRow]:
        """What it would do, the giver first."""
        gives = self._gives()
        rows = [present.effect(self.post, len(self.to), True, sides.get(self.post), palette)] if gives else []
        return rows + [
            present.effect(one, len(keys), False, sides.get(one), palette) for one, keys in gives.items()
        ]


def _proposed(
    request: Request, post: Post, form: HandOverForm, choice: _Choice, sides: Mapping[Post, BeforeAfter]
) -> HttpResponse:
    if request.POST.get("shown") != choice.shown():
        raise Refusal("You chose otherwise, so the figures changed. Look at them and propose again.")
    given = form.cleaned_data
    made = actions.hand_over(
        by=request.user,
        key=given["key"],
        post_id=post.pk,
        to=choice.to,
        from_on=given["from_on"],
        seen={one.pk: side.as_text() for one, side in sides.items() if one.pk != post.pk},
        terms=form.terms(),
        message=given["message"],
    )
    messages.success(request, "Proposed to all of them. Nothing has changed hands yet.")
    return redirect("hand_over", made.pk)


def _team(request: Request, post: Post) -> int:
    """The team whose people are offered beside the post's own."""
    wanted = request.GET.get("team", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else post.team_id


def _form(request: Request) -> HandOverForm:
    reasons = queries.change_reasons()
    if request.method == "POST":
        return HandOverForm(request.POST, own_reasons=reasons)
    now = {"key": uuid.uuid4(), "from_on": request.scope.on}
    return HandOverForm(initial=now, own_reasons=reasons)


def _day(form: HandOverForm, request: Request) -> date:
    """The day on which the figures are measured."""
    from_on = form.cleaned_data["from_on"] if form.is_bound and form.is_valid() else request.scope.on
    return measured_on(from_on, request.scope.on)


def hand_over(request: Request, pk: int) -> HttpResponse:
    """A hand-over as a whole: how each proposal of it stands, and the decision about all that are open."""
    return _page(request, _found(request, pk))


@require_POST
def decide_hand_over(request: Request, pk: int) -> HttpResponse:
    """Decide all open proposals of a hand-over that one may decide: all of them, or none."""
    one = _found(request, pk)
    form = HandOverDecideForm(request.POST)
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
            problems = getattr(refusal, "rows", {})
            form.add_error(None, refusal.sentence)
        else:
            number = sum(len(row.cases.all()) for row in done)
            said = (
                f"{number} cases are in new hands" if decision.allocate else "Decided: nothing is handed over"
            )
            messages.success(request, f"{said}. Those who were asked can read it.")
            return redirect("hand_over", pk)
    return _page(request, one, form, problems)


@require_POST
def withdraw_hand_over(request: Request, pk: int) -> HttpResponse:
    """Take back what is still open of a hand-over."""
    one = _found(request, pk)
    require(any(queries.may_withdraw(request.scope, row) for row in _proposals(request, one)))
    act = lambda: actions.withdraw_hand_over(by=request.user, hand_over_id=pk)  # noqa: E731
    said = "Withdrawn. Nothing changed hands."
    return press(request, act, to=reverse("hand_over", args=[pk]), said=said)


def _found(request: Request, pk: int) -> HandOver:
    found: HandOver = get_object_or_404(queries.hand_overs(request.scope), pk=pk)
    return found


def _proposals(request: Request, one: HandOver) -> list[Proposal]:
    return list(queries.proposals(request.scope).filter(hand_over=one).order_by("pk"))


def _page(
    request: Request,
    one: HandOver,
    sent: HandOverDecideForm | None = None,
    problems: Mapping[int, str] | None = None,
) -> HttpResponse:
    fresh(request)
    scope, found = request.scope, _proposals(request, one)
    sides = {
        row.pk: figures_for(
            row.post, [part.case_id for part in row.cases.all()], measured_on(row.from_on, scope.on)
        )
        for row in found
        if not row.outcome and sees_figures(row, scope)
    }
    mine = [row for row in found if not row.outcome and queries.may_decide(scope, row)]
    seen = {str(row.pk): side.as_text() for row in mine if (side := sides.get(row.pk)) is not None}
    deciding = None
    if mine:
        deciding = HandOverDecideForm(initial={"seen": seen})
        if sent is not None:
            data: Any = sent.data.copy()  # type: ignore[attr-defined]
            data["seen"] = HandOverDecideForm.base_fields["seen"].prepare_value(seen)
            deciding = HandOverDecideForm(data)
            deciding.errors.update(sent.errors)
    page = {
        "one": one,
        "ahead": one.from_on if one.from_on > scope.on else None,
        "deciding": deciding,
        "may_withdraw": any(not row.outcome and queries.may_withdraw(scope, row) for row in found),
        "parts": [
            present.part_of(
                row,
                sides.get(row.pk),
                (problems or {}).get(row.pk, ""),
                own=scope.is_own(row.post.practitioner_id),
            )
            for row in found
        ],
        "may_allocate": bool(mine) or any(queries.may_decide(scope, row) for row in found),
    }
    return render(request, "allocation/hand_over.html", page, status=422 if sent is not None else 200)
