"""Scores that are due for a look: "still right" with one button, or on to the score."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from safeload.audit.refusals import NotAllowed
from safeload.caseloads import actions
from safeload.caseloads.permits import require_case
from safeload.caseloads.queries import cases, times_on
from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.workload.presenters.scores import score_rows
from safeload.workload.queries import scores
from safeload.workload.queries.open_cases import open_cases
from safeload.workload.views.shared import require


def scores_due(request: Request) -> HttpResponse:
    """One's own scores that are due for a look, each with the reason why."""
    scope = request.scope
    if scope.practitioner_id is None:
        require(False)
        raise AssertionError("unreachable")
    times = times_on(scope.on)
    held = open_cases(scope.on, practitioners=[scope.practitioner_id])
    rows = score_rows(scores.scores_due(held, scope.on, times), times)
    page = {"rows": rows, "now": timezone.now().isoformat(), "times": times}
    return render(request, "workload/scores_due.html", page)


@require_POST
def score_still_right(request: Request, case_id: int) -> HttpResponse:
    """Record that a score is still right: not asked again before a change."""
    case = get_object_or_404(cases(request.scope), pk=case_id)
    try:
        require_case(request.scope, case)
    except NotAllowed:
        require(False)
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    seen = seen if seen is None or timezone.is_aware(seen) else None
    act = lambda: actions.confirm_score(by=request.user, case_id=case_id, seen=seen)  # noqa: E731
    said = (
        f"Case {case.reference}: the weight is still right. You are not asked again before something changes."
    )
    return press(request, act, to=reverse("scores_due"), said=said)
