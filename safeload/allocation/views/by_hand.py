"""Recording by hand who holds a case: what is so already, with what it makes of somebody's load."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.utils.functional import lazy

from safeload.allocation.facts import BeforeAfter, figures_by_post
from safeload.allocation.presenters.by_hand import choice
from safeload.allocation.queries.proposals import change_reason, change_reasons
from safeload.audit.refusals import ChangedMeanwhile
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
    people = _People(request, [row, *others], held)
    reasons = change_reasons()
    form = bound(HolderForm, request, now, people=people.said(), others=len(others), own_reasons=reasons)

    def act(given: dict[str, Any]) -> None:
        own = given.pop("own_reason_id")
        if own is not None:
            given["reason"], given["own_reason"] = change_reason(own)
        with_them = others if given.pop("together", False) else []
        case_ids = [pk, *(one.pk for one in with_them)]
        try:
            actions.hold_together(by=request.user, case_ids=case_ids, **given)
        except ChangedMeanwhile:
            people.measured = {}
            raise

    context: dict[str, Any] = {
        "case": row,
        "holds": hands_said(queries.hands_on(list(queries.history(row))[::-1], scope.on), together=True),
        "template": "allocation/hold_case.html",
    }
    return form_page(request, form, act, to=page_of_case(pk), said="Saved.", **context)


class _People:
    """Who may be chosen, with their load before and after where it is open to the reader.

    Measured when it is read: neither where what was sent is simply saved, nor where somebody else was first; then
    the form is of a case as it is no longer, and the page has to be opened anew.
    """

    def __init__(self, request: Request, cases: Sequence[Case], held: int | None) -> None:
        self._request, self._cases, self._held = request, cases, held
        self._posts: list[Post] = list(queries.posts_to_hold(request.scope))

    def said(self) -> list[tuple[str, Any]]:
        """As choices of a form: the post's key, and words that are put together when they are drawn."""
        words: Callable[[Post], Any] = lazy(lambda post: choice(post, self.measured.get(post.pk)), str)
        return [(str(post.pk), words(post)) for post in self._posts]

    @cached_property
    def measured(self) -> Mapping[int, BeforeAfter]:
        """Before and after by post. Reading it is a look at everybody shown."""
        sees, keys = self._request.scope.sees(Thing.LOAD), [one.pk for one in self._cases]
        areas: dict[int, dict[Post, list[int]]] = {}
        for post in self._posts:
            if post.pk != self._held and sees.covers(team_id=post.team_id):
                areas.setdefault(post.team.service_area_id, {})[post] = keys
        found: dict[int, BeforeAfter] = {}
        for gives in areas.values():
            found |= figures_by_post(gives, self._request.scope.on)
        whose = [post.practitioner_id for post in self._posts if post.pk in found]
        note_look(self._request, whose, "recording who holds a case")
        return found
