"""A scenario's page as its template takes it, and what its forms offer."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from safeload.domain.quantity import plain
from safeload.domain.scheme.thresholds import thresholds
from safeload.people.models import Team
from safeload.people.scope import Scope
from safeload.whatif.changes import MOST, OF_CASES, Kind, changes_of
from safeload.whatif.facts import AsItWouldBe, as_it_would_be, new_name
from safeload.whatif.models import Scenario
from safeload.whatif.presenters.board import drawn, lines, together
from safeload.whatif.presenters.changes import Words
from safeload.whatif.queries.scenarios import opens_cases
from safeload.workload.presenters import pictures
from safeload.workload.presenters.pictures import Palette
from safeload.workload.presenters.scheme import scheme_words

KINDS = {
    Kind.MOVE: "Move a case, or give one that waits",
    Kind.IMAGINE: "Add an imagined case",
    Kind.CLOSE: "Close a case",
    Kind.HOURS: "Change hours",
    Kind.JOIN: "Add a person",
    Kind.LEAVE: "Lose a person",
    Kind.THRESHOLD: "Change a number of the scheme",
}


def measured(scope: Scope, team: Team, row: Scenario | None) -> AsItWouldBe:
    """A scenario on the rows of the day; none: the team as it stands."""
    return as_it_would_be(scope, team.pk, changes_of(row.changes) if row else [], team.name)


def address_of(team_id: int, row: Scenario | None) -> str:
    """Where a scenario is read: what one is at stands at its team."""
    return reverse("scenario", args=[row.pk]) if row and row.name else reverse("what_if", args=[team_id])


def scenario_page(scope: Scope, team: Team, row: Scenario | None, colours: Palette) -> dict[str, Any]:
    """Everything but the form."""
    seen = measured(scope, team, row)
    opens = opens_cases(scope, team.pk)
    words = Words(seen, opens)
    own = row is None or row.owner_id == scope.account_id
    at = address_of(team.pk, row)
    scheme = next((seen.adopted[one.adoption][1] for one in seen.before.people if one.line), None)
    return {
        "team": team,
        "row": row,
        "own": own,
        "opens": opens,
        "seen": seen,
        "people": [one.id for one in seen.before.people],
        "at": at,
        "lines": [drawn(one, at if opens and own else "") for one in lines(seen, colours, scope)],
        "scale": pictures.scale(scheme) if scheme else "",
        "together": together(seen),
        "changes": words.changes(),
        "waiting": list(words.waiting()),
        "full": row is not None and len(row.changes) >= MOST,
        "kinds": {one: said for one, said in KINDS.items() if opens or one not in OF_CASES},
        "schemes": [scheme_words(*found) for found in seen.adopted.values()],
    }


def choices(seen: AsItWouldBe) -> dict[str, list[tuple[Any, str]]]:
    """What the forms offer to choose from: people of the team as it would be, steps and numbers of the scheme."""
    names = {one.id: one.name for one in seen.before.people} | {
        key: new_name(key) for key in seen.supposed.joined
    }
    posts = [*seen.supposed.posts.items(), *((key, key) for key in seen.supposed.joined)]
    there = [(post, names[who]) for post, who in posts if seen.supposed.whose(post) is not None]
    scheme = seen.supposed.scheme
    return {
        "post": sorted(there, key=lambda one: (one[0] < 0, one[1].lower())),
        "person": [(key, name) for key, name in names.items() if key not in seen.supposed.left],
        "stage": [(step.id, step.title) for step in scheme.line.stages] if scheme else [],
        "code": [(one.code, f"{one.title}: {plain(one.value)}") for one in thresholds(scheme)]
        if scheme
        else [],
    }
