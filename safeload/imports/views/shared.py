"""What the views of lists share: who may open them, and the list asked for within reach."""

from __future__ import annotations

from django.http import Http404

from safeload.imports import queries
from safeload.imports.models import Import
from safeload.people.requests import Request
from safeload.people.rights import Thing


def require_lists(request: Request) -> None:
    """Raise Http404 unless this account may bring in lists."""
    if not request.scope.does("change", Thing.LISTS):
        raise Http404


def list_for(request: Request, pk: int) -> Import:
    """The list with its report. Raises Http404 where it is out of reach."""
    require_lists(request)
    found = queries.import_with_report(request.scope, pk)
    if found is None:
        raise Http404
    return found
