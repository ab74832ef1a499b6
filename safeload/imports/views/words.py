"""What words in lists mean: every answer given, and taking one back; and the months of activity."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from safeload.imports import actions, queries
from safeload.imports.presenters import words as present
from safeload.imports.views.shared import require_lists
from safeload.people.pages import press
from safeload.people.requests import Request
from safeload.web import listing


def list_words(request: Request) -> HttpResponse:
    """Names, teams and values settled before; each can be asked again."""
    require_lists(request)
    parts = [
        ("name", "Names", [present.name_row(row) for row in queries.settled_names()]),
        ("team", "Teams", [present.team_row(row) for row in queries.settled_teams()]),
        ("value", "Values", [present.value_row(row) for row in queries.settled_values()]),
    ]
    return render(request, "imports/list_words.html", {"parts": parts})


@require_POST
def forget_word(request: Request, about: str, pk: int) -> HttpResponse:
    """Take an answer back: the next list that has the word asks again."""
    require_lists(request)
    if about not in {"name", "team", "value"}:
        raise Http404
    said = "The answer was taken back. The next list with this word asks again."
    act = lambda: actions.forget(by=request.user, about=about, pk=pk)  # noqa: E731
    return press(request, act, to=reverse("list_words"), said=said)


def list_activity(request: Request) -> HttpResponse:
    """Referrals, assessments and enquiries by month and team, as Lists 3 to 5 count them."""
    require_lists(request)
    page = listing.page_of(request, queries.activity(request.scope), 100)
    return render(request, "imports/list_activity.html", {"page": page})
