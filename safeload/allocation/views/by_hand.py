"""Recording by hand who holds a case: what is so already, with what it makes of somebody's load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils.functional import lazy

from safeload.allocation.facts import BeforeAfter, figures_by_post
from safeload.allocation.presenters.by_hand import choice
from safeload.allocation.queries.proposals import change_reason, change_reasons
from safeload.caseloads import actions, queries
from safeload.caseloads.forms.cases import HolderForm
from safeload.caseloads.models import Case
from safeload.caseloads.presenters.cases import hands_said
from safeload.caseloads.views.shared import case_for, page_of_case
from safeload.people.models import Post
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload.views.shared import note_look, require


def hold_case(request: Request, pk: int) -> HttpResponse:
    """Record who holds a case, alone or with the others of its household in the same hands."""
    scope, row = request.scope, case_for(request, pk, "allocate")
    require(row.closed_on is None)
    held = queries.holding_post(row)
    others = [one for one in queries.siblings(scope, row) if queries.holding_post(one) == held]
    others = [one for one in others if one.closed_on is None]
    now = {"version": row.version, "expected": held or "", "post_id": str(held or ""), "from_on": scope.on}
    people = _people(request, [row, *others], held)
    form = bound(HolderForm, request, now, people=people, others=len(others), own_reasons=change_reasons())

    def act(given: dict[str, Any]) -> None:
        own = given.pop("own_reason_id")
        if own is not None:
            given["reason"], given["own_reason"] = change_reason(own)
        with_them = others if given.pop("together", False) else []
        case_ids = [pk, *(one.pk for one in with_them)]
        actions.hold_together(by=request.user, case_ids=case_ids, **given)

    context: dict[str, Any] = {
        "case": row,
        "holds": hands_said(queries.hands_on(list(queries.history(row))[::-1], scope.on), together=True),
        "template": "allocation/hold_case.html",
    }
    return form_page(request, form, act, to=page_of_case(pk), said="Saved.", **context)


def _people(request: Request, cases: Sequence[Case], held: int | None) -> list[tuple[str, Any]]:
    """Who may be chosen, with their load before and after where it is open to the reader. Measured when it is read:
    not where what was sent is simply saved."""
    posts = list(queries.posts_to_hold(request.scope))
    measured = cache(lambda: _figures(request, [post for post in posts if post.pk != held], cases))
    said: Callable[[Post], Any] = lazy(lambda post: choice(post, measured().get(post.pk)), str)
    return [(str(post.pk), said(post)) for post in posts]


def _figures(request: Request, posts: Sequence[Post], cases: Sequence[Case]) -> dict[int, BeforeAfter]:
    sees, keys = request.scope.sees(Thing.LOAD), [one.pk for one in cases]
    areas: dict[int, dict[Post, list[int]]] = {}
    for post in posts:
        if sees.covers(team_id=post.team_id):
            areas.setdefault(post.team.service_area_id, {})[post] = keys
    found: dict[int, BeforeAfter] = {}
    for gives in areas.values():
        found |= figures_by_post(gives, request.scope.on)
    whose = [post.practitioner_id for post in posts if post.pk in found]
    note_look(request, whose, "recording who holds a case")
    return found
