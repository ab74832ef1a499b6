"""What the views of people share: the person asked for within scope, the teams one may change."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from safeload.people import permits, queries
from safeload.people.models import Practitioner
from safeload.people.requests import Request
from safeload.people.rights import Thing


def require(allowed: object) -> None:
    """Raise Http404 unless allowed: what is not for this person is not found."""
    if not allowed:
        raise Http404


def person_for(request: Request, pk: int, verb: str = "", thing: Thing = Thing.PEOPLE) -> Practitioner:
    """The practitioner, if their record is open to this account (and it may do this to them)."""
    person: Practitioner = get_object_or_404(queries.practitioners(request.scope, left=True), pk=pk)
    if verb:
        require(permits.reaches(request.scope.does(verb, thing), pk, request.scope))
    return person


def own_teams(request: Request) -> list[Any]:
    """Running teams in which this account may change people."""
    reach = request.scope.does("change", Thing.PEOPLE)
    return [team for team in queries.teams(request.scope.on) if reach.covers(team_id=team.pk)]


def page_of_person(pk: int) -> str:
    """The address of a practitioner's page."""
    return reverse("practitioner", args=[pk])
