"""Who works on a case together, with which shares of its load (COW-01): looked at first, then saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from safeload.allocation import actions
from safeload.allocation.actions.sharing import check_growing
from safeload.allocation.facts import BeforeAfter, figures_of_shares, shares_add_up
from safeload.allocation.forms import ShareForm
from safeload.allocation.presenters import sharing as present
from safeload.allocation.queries import moving
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.caseloads import queries as cases
from safeload.caseloads.actions.sharing import check_shares
from safeload.caseloads.models import Case
from safeload.caseloads.views.shared import case_for, page_of_case, require
from safeload.people.models import Post
from safeload.people.requests import Request
from safeload.workload.views.shared import colours, fresh, note_look


def share_case(request: Request, pk: int) -> HttpResponse:
    """Change the shares of those who work on a case; 0 ends somebody's part. A new co-worker is asked first."""
    row = case_for(request, pk, "allocate")
    held = cases.holding_post(row)
    require(row.closed_on is None and held is not None)
    fresh(request)
    parts = moving.parts_of([pk]).get(pk, [])
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data, parts=parts, initial={"from_on": request.scope.on, "version": row.version})
    chosen = form.shares() if form.is_bound and form.is_valid() else {}
    would = {
        part.post: chosen[part.post_id]
        for part in parts
        if chosen.get(part.post_id, part.share) != part.share
    }
    sides = figures_of_shares(pk, would, request.scope.on)
    over = _holder_over(parts, would, sides)
    form.ask_over(over is not None, over is not None and over.red)
    shown = present.shown(would, sides)
    if chosen:
        grows = [part.post for part in parts if would.get(part.post, part.share) > part.share]
        _say_early(form, row, held, grows, sides)
    if chosen and not form.errors and "save" in request.POST and _saved(request, row, form, held, shown):
        return redirect(page_of_case(pk))
    seen = {
        post: side for post in would if moving.sees_load(request.scope, post) and (side := sides.get(post.pk))
    }
    note_look(request, [post.practitioner_id for post in seen], "shares of a case")
    page: dict[str, Any] = {
        "case": row,
        "form": form,
        "adds_up": shares_add_up(row.team, request.scope.on),
        "effects": present.effects(parts, would, seen, colours(request)) if chosen else [],
        "looked": bool(chosen),
        "shown": shown,
        "over": present.over_rows(moving.over_line(pk)),
    }
    return render(request, "allocation/share_case.html", page, status=422 if form.errors else 200)


def _say_early(
    form: ShareForm, row: Case, held: int | None, grows: Sequence[Post], sides: Mapping[int, BeforeAfter]
) -> None:
    """What saving would refuse, said when it is looked at: shares that do not add up, a co-worker over the line."""
    try:
        check_shares(form.parts(), held or 0, shares_add_up(row.team, timezone.localdate()))
        check_growing(grows, sides, held)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)


def _holder_over(
    parts: Sequence[Any], would: Mapping[Post, Decimal], sides: Mapping[int, BeforeAfter]
) -> BeforeAfter | None:
    """The holder's figures where their part would grow, over the line or to a limit of the scheme; else none."""
    for part in parts:
        side = sides.get(part.post_id)
        if part.role == "holder" and side is not None and would.get(part.post, part.share) > part.share:
            return side if side.over or side.limits else None
    return None


def _saved(request: Request, row: Case, form: ShareForm, held: int | None, shown: str) -> bool:
    if request.POST.get("shown") != shown:
        form.add_error(None, "What it would do is not what you saw. Look at it below, and save again.")
        return False
    given = form.cleaned_data
    try:
        actions.change_shares(
            by=request.user,
            case_id=row.pk,
            parts=form.parts(),
            from_on=given["from_on"],
            expected=held,
            over=form.over(),
            version=given["version"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    messages.success(request, "Saved. Everybody whose part changed is told.")
    return True
