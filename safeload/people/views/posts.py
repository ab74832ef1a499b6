"""Posts of a practitioner."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from safeload.people import actions
from safeload.people.forms.practitioners import HoursForm, LastDayForm, PostForm
from safeload.people.models import Post
from safeload.people.pages import bound, form_page
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.views.shared import own_teams, page_of_person, person_for, require


def add_post(request: Request, pk: int) -> HttpResponse:
    """A further post."""
    person = person_for(request, pk)
    require(request.scope.does("change", Thing.PEOPLE))
    form = bound(PostForm, request, teams=own_teams(request))

    def act(_: dict[str, Any]) -> None:
        actions.add_post(by=request.user, practitioner_id=pk, **form.taken())

    heading = f"Add a post for {person.name}"
    return form_page(request, form, act, to=page_of_person(pk), said="Added.", heading=heading, button="Add")


def correct_post(request: Request, post_id: int) -> HttpResponse:
    """Put right a post."""
    post = _post(request, post_id)
    names = list(PostForm.base_fields)
    form = bound(PostForm, request, {name: getattr(post, name) for name in names}, teams=own_teams(request))

    def act(given: dict[str, Any]) -> None:
        actions.correct_post(by=request.user, post_id=post_id, version=given["version"], **form.taken())

    to, lead = (
        page_of_person(post.practitioner_id),
        "If the hours change from a day on, use “Change hours” instead.",
    )
    return form_page(
        request, form, act, to=to, said="Saved.", heading="Correct a post", lead=lead, button="Save"
    )


def change_hours(request: Request, post_id: int) -> HttpResponse:
    """Hours a week from a day on."""
    post = _post(request, post_id)
    form = bound(HoursForm, request, {"version": post.version, "from_on": request.scope.on})

    def act(given: dict[str, Any]) -> None:
        actions.change_hours(by=request.user, post_id=post_id, version=given["version"], **form.taken())

    to = page_of_person(post.practitioner_id)
    return form_page(request, form, act, to=to, said="Saved.", heading="Change hours", button="Save")


def end_post(request: Request, post_id: int) -> HttpResponse:
    """The last day of a post."""
    post = _post(request, post_id)
    form = bound(
        LastDayForm, request, {"on": post.ended_on, "version": post.version}, earliest=post.started_on
    )

    def act(given: dict[str, Any]) -> None:
        actions.end_post(by=request.user, post_id=post_id, on=given["on"], version=given["version"])

    to, heading = page_of_person(post.practitioner_id), f"Last day of the post in {post.team.name}"
    return form_page(request, form, act, to=to, said="Saved.", heading=heading, button="Save")


def _post(request: Request, pk: int) -> Post:
    post: Post = get_object_or_404(Post.objects.select_related("team", "practitioner"), pk=pk)
    require(request.scope.does("change", Thing.PEOPLE).covers(team_id=post.team_id))
    return post
