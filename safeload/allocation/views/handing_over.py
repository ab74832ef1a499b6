"""Handing over several cases: choosing, looking at what it would do, proposing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from safeload.allocation import actions
from safeload.allocation.actions.conflicts import conflict_said
from safeload.allocation.facts import BeforeAfter, figures_by_post, measured_on
from safeload.allocation.forms import HandOverForm
from safeload.allocation.presenters import hand_overs as present
from safeload.allocation.queries import moving
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.conflicts import conflicts_among
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import queries as cases
from safeload.caseloads.models import Allocation
from safeload.people import queries as people
from safeload.people.models import Post
from safeload.people.requests import Request
from safeload.web import formats
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
    form = _form(request, post)
    takers = moving.takers(scope, {post.team_id, team}, but=post.pk)
    choice = _Choice(request, post, takers, _day(form, request))
    problems: Mapping[int, str] = {}
    split = moving.split_households(choice.parts, choice.to)
    valid = form.is_bound and form.is_valid()
    form.ask_split(f"Households {formats.listed(split)}" if split else "")
    sides = choice.sides(request)
    if valid and "propose" in request.POST:
        try:
            return _proposed(request, post, form, choice, sides)
        except NotAllowed:
            raise
        except Refusal as refusal:
            problems = refusal.rows
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    page = {
        "post": post,
        "form": form,
        "rows": present.giving_rows(choice.parts, choice.rows, problems, choice.proposed, choice.since()),
        "one_by_one": bool(problems) or any(choice.rows.values()),
        "takers": choice.takers,
        "all_to": choice.all_to,
        "team": team,
        "teams": people.teams(scope.on),
        "effects": choice.effects(sides, colours(request)),
        "split": split,
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
        self.parts = moving.held_by(post.pk, self.today)
        self._scope = request.scope
        known = {str(one.pk): one.pk for one in takers}
        sent = request.POST if request.method == "POST" else {}
        self.all_to = known.get(sent.get("all_to", ""))
        self.proposed = moving.proposed_among(part.case_id for part in self.parts)
        self.rows = {
            part.case_id: str(sent.get(f"to-{part.case_id}", "")) for part in self.parts if not part.goes_to
        }
        self.to: dict[int, int] = {}
        for pk, text in self.rows.items():
            chosen = known.get(text) or (self.all_to if text != present.STAYS else None)
            if chosen is not None and pk not in self.proposed:
                self.to[pk] = chosen

    def since(self) -> dict[int, date | None]:
        """When each case came to whoever holds it, whatever changed about shares since."""
        days = cases.hands([part.case_id for part in self.parts], self._scope.on)
        return {pk: one.since for pk, one in days.items()}

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
        numbers = {self.post: len(self.to)} if gives else {}
        numbers |= {one: len(keys) for one, keys in gives.items()}
        conflicts = conflicts_among({one.practitioner_id: keys for one, keys in gives.items()})
        return [
            present.effect(
                one, number, one == self.post, sides.get(one), palette, self._why_not(one),
                conflict_said(one.practitioner.name, conflicts.get(one.practitioner_id, {})),
            )
            for one, number in numbers.items()
        ]  # fmt: skip

    def _why_not(self, one: Post) -> str:
        seen = moving.sees_load(self._scope, one)
        return present.why_unmeasured(one, self._scope.on, seen=seen)


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
        split_meant=given.get("split_meant", False),
    )
    messages.success(request, "Proposed to all of them. Nothing has changed hands yet.")
    return redirect("hand_over", made.pk)


def _team(request: Request, post: Post) -> int:
    """The team whose people are offered beside the post's own."""
    wanted = request.GET.get("team", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else post.team_id


def _form(request: Request, post: Post) -> HandOverForm:
    reasons = queries.change_reasons()
    if request.method == "POST":
        return HandOverForm(request.POST, own_reasons=reasons)
    leaves = post.ended_on or post.practitioner.ended_on
    why = Allocation.Reason.LEFT if leaves else ""
    now = {"key": uuid.uuid4(), "from_on": request.scope.on, "change_reason": why}
    return HandOverForm(initial=now, own_reasons=reasons)


def _day(form: HandOverForm, request: Request) -> date:
    """The day on which the figures are measured."""
    from_on = form.cleaned_data["from_on"] if form.is_bound and form.is_valid() else request.scope.on
    return measured_on(from_on, request.scope.on)
