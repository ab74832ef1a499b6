"""A page of evidence for the assessed year, to be read, printed and put into a portfolio."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from safeload.allocation.facts import mix_of
from safeload.allocation.presenters import evidence as present
from safeload.allocation.queries.evidence import evidence_of
from safeload.people import queries as people
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload.queries.adopted import adopted_among
from safeload.workload.queries.board import opens, person_seen
from safeload.workload.queries.person import posts_of
from safeload.workload.views.shared import fresh, note_look, require


def asye_evidence(request: Request, practitioner_id: int) -> HttpResponse:
    """How a newly qualified practitioner's caseload was built; theirs, their assessor's and their manager's."""
    person = person_seen(request.scope, practitioner_id)
    require(person and opens(request.scope, Thing.CASES, practitioner_id))
    assert person is not None
    fresh(request)
    note_look(request, [practitioner_id], "evidence of the assessed year")
    found, posts = evidence_of(practitioner_id), posts_of(practitioner_id)
    adoptions = {row.adoption for row in found.weeks if row.adoption}
    if found.today is not None and found.today.adoption_id:
        adoptions.add(found.today.adoption_id)
    adopted = adopted_among(adoptions)
    load, band, allowed = present.today_said(found, adopted)
    scheme = adopted[found.today.adoption_id or 0][1] if load and found.today else None
    page = {
        "person": person,
        "own": request.scope.is_own(practitioner_id),
        "weeks": present.week_rows(found, adopted),
        "taken": present.taken_rows(found, mix_of(posts[0].team, request.scope.on) if posts else None),
        "overrides": present.override_rows(found),
        "summary": present.summary(found),
        "today": load,
        "band": band,
        "allowed": allowed,
        "protected": present.protected_rows(people.commitments(request.scope, person), scheme),
        "on": request.scope.on,
    }
    return render(request, "allocation/asye_evidence.html", page)
