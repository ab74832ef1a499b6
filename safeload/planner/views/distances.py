"""How far patches are apart: one row a pair, said by whoever agrees what weighs."""

from __future__ import annotations

from itertools import combinations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from safeload.allocation.actions import say_distance
from safeload.allocation.queries.distances import UNSAID, WIDEST, distances, patches
from safeload.allocation.texts import same
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.workload.views.shared import require


def patch_distances(request: Request) -> HttpResponse:
    """Every pair of patches with its band; those who may change them."""
    scope = request.scope
    require(scope.practitioner_id is not None or scope.roles)
    may = bool(scope.does("approve", Thing.SCHEME))
    names, said = patches(), distances()
    pairs = list(combinations(names, 2))
    if request.method == "POST":
        require(may)
        changed, wrong = 0, []
        for at, (one, other) in enumerate(pairs):
            sent = request.POST.get(f"band-{at}")
            now = said.get(_key(one, other))
            if sent is None or sent == ("" if now is None else str(now)):
                continue
            try:
                say_distance(
                    by=request.user, one=one, other=other, band=int(sent) if sent.isdigit() else None
                )
                changed += 1
            except NotAllowed:
                raise
            except Refusal as refusal:
                wrong.append(f"{one} and {other}: {refusal.sentence}")
        for sentence in wrong:
            messages.error(request, sentence)
        if changed:
            messages.success(request, "Kept. The planner counts with it from now on.")
        return redirect("patch_distances")
    rows = [(at, one, other, said.get(_key(one, other))) for at, (one, other) in enumerate(pairs)]
    page = {"rows": rows, "may": may, "bands": range(WIDEST + 1), "unsaid": UNSAID}
    return render(request, "planner/distances.html", page)


def _key(one: str, other: str) -> tuple[str, str]:
    first, second = sorted((same(one), same(other)))
    return first, second
