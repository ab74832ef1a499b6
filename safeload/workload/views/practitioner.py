"""One practitioner's load: their own page, and the same proof for those whom it is open to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from safeload.caseloads.queries import moves_ahead
from safeload.people.models import Post
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload import matters
from safeload.workload.actions import keep_detail
from safeload.workload.presenters.ahead import AheadRow, ahead_matters, ahead_rows
from safeload.workload.presenters.needs import needs
from safeload.workload.presenters.person import person_page
from safeload.workload.presenters.todo import own_matters
from safeload.workload.queries.board import opens, person_seen
from safeload.workload.queries.person import PersonView, person_view, standing_of
from safeload.workload.views.shared import colours, fresh, note_look, require, two_colours


def my_workload(request: Request) -> HttpResponse:
    """My load, my line, what changed, what needs me, my cases."""
    whose = request.scope.practitioner_id
    if whose is None:
        raise Http404
    fresh(request)
    moves = moves_ahead(whose, request.scope.on)
    view = _view(request, whose)
    if view is None:
        none = {"own": True, "ahead": ahead_rows(moves, own=True)}
        return render(request, "workload/not_measured.html", none)
    page = _page(request, view, own=True) | {"ahead": ahead_rows(moves, own=True)}
    page["needs"] = [
        *matters.of_oneself(request.scope),
        *ahead_matters(moves),
        *needs(view, page["homes"]),
        *own_matters(request.scope, whose),
    ]
    page["may_offer"] = any(post.role not in Post.NOT_HOLDING for post in view.posts)
    return render(request, "workload/my_workload.html", page)


def practitioner_load(request: Request, practitioner_id: int) -> HttpResponse:
    """The same proof about somebody else; they can see who looked."""
    person = person_seen(request.scope, practitioner_id)
    require(person)
    if request.scope.is_own(practitioner_id):
        return redirect("my_workload")
    fresh(request)
    note_look(request, [practitioner_id], "load")
    view = _view(request, practitioner_id)
    moves = _moves(request, practitioner_id)
    if view is None:
        none = {"own": False, "person": person, "ahead": moves}
        return render(request, "workload/not_measured.html", none)
    reach = request.scope.does("allocate", Thing.CASES)
    gives = [post for post in view.posts if reach.covers(team_id=post.team)]
    page = _page(request, view, own=False) | {"gives": gives, "ahead": moves}
    return render(request, "workload/practitioner_load.html", page)


def _moves(request: Request, practitioner_id: int) -> list[AheadRow]:
    """What comes and goes, for whoever may open the practitioner's cases."""
    if not opens(request.scope, Thing.CASES, practitioner_id):
        return []
    return ahead_rows(moves_ahead(practitioner_id, request.scope.on), own=False)


def proof(request: Request, practitioner_id: int) -> HttpResponse:
    """One household or commitment as a page of its own, to be linked to: ``?of=H12``."""
    require(person_seen(request.scope, practitioner_id))
    fresh(request)
    note_look(request, [practitioner_id], "proof of a load")
    view = _view(request, practitioner_id)
    if view is None:
        raise Http404
    page = _page(request, view, own=request.scope.is_own(practitioner_id))
    wanted = request.GET.get("of", "")
    group = next((one for one in [*page["homes"], *page["others"]] if one.key == wanted), None)
    if group is None:
        raise Http404
    return render(request, "workload/proof.html", page | {"group": group})


def _view(request: Request, practitioner_id: int) -> PersonView | None:
    standing = standing_of(practitioner_id)
    detail = keep_detail(practitioner_id, request.scope.on) if standing else None
    return person_view(request.scope, standing, detail) if standing and detail else None


def _page(request: Request, view: PersonView, own: bool) -> dict[str, Any]:
    page = person_page(view, colours(request), own)
    return page | {"two_colours": two_colours(request)}
