"""What the views of cases share: the case asked for within scope, and what the account may do to it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from safeload.audit.refusals import NotAllowed
from safeload.caseloads import queries
from safeload.caseloads.models import Case
from safeload.caseloads.permits import require_case
from safeload.people import queries as people
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.scope import Scope


def require(allowed: object) -> None:
    """Raise Http404 unless allowed: what is not for this person is not found."""
    if not allowed:
        raise Http404


def case_for(request: Request, pk: int, verb: str = "") -> Case:
    """The case, if it is open to this account (and it may do this to it)."""
    case = queries.case_seen(request.scope, pk)
    if case is None:
        raise Http404
    require(not verb or may(request.scope, case, verb))
    return case


def may(scope: Scope, case: Case, verb: str) -> bool:
    """Whether the account may do this to the case: "change" or "allocate"."""
    try:
        require_case(scope, case, verb)
    except NotAllowed:
        return False
    return True


def own_teams(request: Request, verb: str = "change") -> list[Any]:
    """Running teams in which this account may do this to cases."""
    reach = request.scope.does(verb, Thing.CASES)
    return [team for team in people.teams(request.scope.on) if reach.covers(team_id=team.pk)]


def page_of_case(pk: int) -> str:
    """The address of a case's page."""
    return reverse("case", args=[pk])


def way_back(request: Request, pk: int) -> str:
    """Where somebody came from (``?back=/…``, a page of ours), else the case's page."""
    wanted = request.GET.get("back", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else page_of_case(pk)
