"""Practitioners: the list, the record, adding, correcting, leaving."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.audit.actions import looked
from safeload.audit.models import Look
from safeload.people import actions, permits, queries
from safeload.people.forms.answers import AnswersForm, shown
from safeload.people.forms.practitioners import (
    LastDayForm,
    NewPractitionerForm,
    PractitionerForm,
)
from safeload.people.models import Post
from safeload.people.pages import bound, form_page, press
from safeload.people.presenters import practitioners as present
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.views.shared import own_teams, page_of_person, person_for, require
from safeload.web import listing


def people(request: Request) -> HttpResponse:
    """Practitioners whose records this account may open, by name."""
    scope = request.scope
    require(scope.sees(Thing.PEOPLE))
    team = request.GET.get("team", "")
    asked: dict[str, Any] = {
        "named": request.GET.get("named", "").strip(),
        "left": request.GET.get("left") == "yes",
    }
    found = queries.practitioners(
        scope, team_id=int(team) if team.isdigit() and len(team) < 10 else None, **asked
    )
    sort = listing.sort_of(request, ("name", "staff_ref"), "name")
    found = queries.with_posts(found.order_by(("-" if sort.descending else "") + sort.by, "id"), scope.on)
    page = listing.page_of(request, found)
    rows = [present.person_row(person, scope.on) for person in page]
    may_add = bool(scope.does("change", Thing.PEOPLE))
    context = {"rows": rows, "page": page, "sort": sort, "teams": queries.teams(scope.on), "may_add": may_add}
    return render(request, "people/people.html", {**context, **asked, "team": team})


def practitioner(request: Request, pk: int) -> HttpResponse:
    """One practitioner: posts, commitments, strengths, steps; for oneself also who looked."""
    scope, person = request.scope, person_for(request, pk)
    looked(by=request.user, practitioner_ids=[pk], what=Look.What.RECORD, page="practitioner")
    posts = list(queries.posts_of(person, scope.on))
    rows = queries.commitments(scope, person)
    own = scope.is_own(pk)
    context = {
        "person": person,
        "own": own,
        "marks": present.marks(person, scope.on),
        "posts": [(post, present.hours_now(post)) for post in posts],
        "commitments": [present.commitment_row(row, scope.on, request.user) for row in rows],
        "sees_commitments": queries.opens_commitments(scope, person),
        "strengths": present.strengths_by_kind(list(person.strengths.filter(removed_at=None))),
        "answers": present.further_answers(person, scope.on),
        "steps": person.steps.order_by("due_on"),
        "may_change": permits.reaches(scope.does("change", Thing.PEOPLE), pk, scope),
        "gives": _gives(request, posts),
        "may_agree": permits.reaches(scope.does("change", Thing.ADJUSTMENTS), pk, scope),
        "looks": queries.looks(scope, person)[:5] if own else (),
    }
    return render(request, "people/practitioner.html", context)


def _gives(request: Request, posts: Iterable[Post]) -> list[Post]:
    """Posts, also those that have ended, whose cases this account may hand over."""
    reach = request.scope.does("allocate", Thing.CASES)
    return [post for post in posts if reach.covers(team_id=post.team_id)]


def me(request: Request) -> HttpResponse:
    """One's own record."""
    require(request.scope.practitioner_id)
    return redirect("practitioner", request.scope.practitioner_id)


def looks(request: Request, pk: int) -> HttpResponse:
    """Who looked at me, when and at what; for oneself alone (rules 5.1)."""
    require(request.scope.is_own(pk))
    page = listing.page_of(request, queries.looks(request.scope, person_for(request, pk)))
    return render(request, "people/looks.html", {"page": page, "pk": pk})


def add_practitioner(request: Request) -> HttpResponse:
    """A practitioner and their first post."""
    require(request.scope.does("change", Thing.PEOPLE))
    form = bound(NewPractitionerForm, request, teams=own_teams(request))

    def act(_: dict[str, Any]) -> None:
        person, post = form.parts()
        actions.add_practitioner_with_post(by=request.user, person=person, post=post)

    return form_page(
        request, form, act, to=reverse("people"), said="Added.", heading="Add a practitioner", button="Add"
    )


def correct_practitioner(request: Request, pk: int) -> HttpResponse:
    """Put right what is known of a practitioner."""
    person = person_for(request, pk, "change")
    names = list(PractitionerForm.base_fields)
    form = bound(PractitionerForm, request, {name: getattr(person, name) for name in names})

    def act(given: dict[str, Any]) -> None:
        version = given["version"]
        actions.correct_practitioner(by=request.user, practitioner_id=pk, version=version, **form.taken())

    heading = f"Correct the record of {person.name}"
    return form_page(request, form, act, to=page_of_person(pk), said="Saved.", heading=heading, button="Save")


def answer_practitioner(request: Request, pk: int) -> HttpResponse:
    """Answer what the schemes ask of a practitioner beyond what every record has."""
    person = person_for(request, pk, "change")
    fields = present.further_fields(request.scope.on)
    require(fields)
    form = bound(
        AnswersForm, request, {**shown(fields, person.values), "version": person.version}, asked=fields
    )

    def act(given: dict[str, Any]) -> None:
        values = {**person.values, **form.taken()}
        actions.correct_practitioner(
            by=request.user,
            practitioner_id=pk,
            version=given["version"],
            values={name: value for name, value in values.items() if value is not None},
        )

    heading = f"What the schemes ask of {person.name}"
    return form_page(request, form, act, to=page_of_person(pk), said="Saved.", heading=heading, button="Save")


def end_practitioner(request: Request, pk: int) -> HttpResponse:
    """The last day of somebody here: posts end, access ends, what they hold then waits."""
    person = person_for(request, pk, "change")
    form = bound(
        LastDayForm, request, {"on": person.ended_on, "version": person.version}, earliest=person.started_on
    )

    def act(given: dict[str, Any]) -> None:
        actions.end_practitioner(
            by=request.user, practitioner_id=pk, on=given["on"], version=given["version"]
        )

    lead = (
        "Their posts end on that day, and so does their access. What they still hold then counts as waiting."
    )
    gives = _gives(request, queries.posts_of(person, request.scope.on))
    links = [(f"Hand over the cases held in {post.team.name}", _hand_over(post)) for post in gives]
    heading = f"Last day of {person.name}"
    return form_page(
        request, form, act, to=page_of_person(pk), said="Saved.", heading=heading, lead=lead, links=links,
        button="Save",
    )  # fmt: skip


def _hand_over(post: Post) -> str:
    return reverse("hand_over_cases", args=[post.pk])


@require_POST
def keep_practitioner(request: Request, pk: int) -> HttpResponse:
    """Take back a last day."""
    person_for(request, pk, "change")
    said = "The last day was taken back."
    return press(
        request,
        lambda: actions.end_practitioner(by=request.user, practitioner_id=pk, on=None),
        to=page_of_person(pk),
        said=said,
    )
