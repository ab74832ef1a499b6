"""Names and references behind the ids of a kept question: only those that the reader may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safeload.allocation.models import ProposedCase
from safeload.caseloads.models import Case
from safeload.people.models import Post, Team
from safeload.people.queries import names_of
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.planner.models import Run


def key_of(id: str) -> int:
    """The database key in an id: 12 for ``"p12"``, ``"team12"`` and ``"case12"``; 0 for no id."""
    return int(id.lstrip("abcdefghijklmnopqrstuvwxyz") or 0)


@dataclass(frozen=True)
class Reader:
    """What one account may read of a run's people and households."""

    scope: Scope
    names: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    #: References by case id, of those cases that are open to the reader.
    references: dict[str, str] = field(default_factory=dict)

    def reads_figures(self, team: str) -> bool:
        """Whether figures of people of a team are open by name; else bands alone (rules 5.1)."""
        return self.scope.sees(Thing.LOAD).covers(team_id=key_of(team))

    def opens(self, cases: Any) -> bool:
        """Whether these cases are open by reference."""
        return all(one in self.references for one in cases)

    def name(self, id: str) -> str:
        """A practitioner's name."""
        return self.names.get(id, "somebody who is no longer here")


def reader_of(scope: Scope, question: dict[str, Any], households: str = "waiting") -> Reader:
    """Everything that is named in a question, as far as the account may read it. Three queries."""
    people = [one["id"] for one in question.get("people", ())]
    cases = [case for one in question.get(households, ()) for case in one["cases"]]
    named = names_of([key_of(id) for id in people])
    reach = scope.sees(Thing.CASES)
    found = Case.objects.filter(pk__in=[key_of(id) for id in cases])
    if not reach.everywhere:
        found = found.filter(team__in=reach.teams)
    return Reader(
        scope=scope,
        names={f"p{pk}": name for pk, name in named.items()},
        teams={f"team{pk}": name for pk, name in Team.objects.values_list("pk", "name")},
        references={f"case{pk}": reference for pk, reference in found.values_list("pk", "reference")},
    )


def became_of(one: Run, case_ids: Any) -> dict[str, list[ProposedCase]]:
    """What people did with these cases since: by case id, the proposals made after the run was asked. Two queries."""
    keys = [key_of(id) for id in case_ids]
    rows = ProposedCase.objects.filter(case__in=keys, proposal__proposed_at__gte=one.asked_at)
    rows = rows.select_related("proposal__post__practitioner").prefetch_related("proposal__answers")
    found: dict[str, list[ProposedCase]] = {}
    for row in rows.order_by("proposal__proposed_at", "proposal"):
        found.setdefault(f"case{row.case_id}", []).append(row)
    return found


@dataclass(frozen=True)
class Posts:
    """The posts of people by their ids: the one that holds cases, by team."""

    by_team: dict[tuple[str, str], int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def of_giver(self, id: str) -> int | None:
        """The post from which somebody hands over."""
        return self.first.get(id)

    def in_team(self, id: str, team: str) -> int | None:
        """Somebody's post in a team."""
        return self.by_team.get((id, team))


def posts_of(people: Collection[str], on: date) -> Posts:
    """Present posts of these people that hold cases. One query."""
    rows = Post.objects.current(on).filter(practitioner__in=[key_of(id) for id in people])
    rows = rows.exclude(role__in=Post.NOT_HOLDING).filter(team__is_desk=False).order_by("pk")
    found = Posts()
    for pk, who, team in rows.values_list("pk", "practitioner", "team"):
        found.by_team.setdefault((f"p{who}", f"team{team}"), pk)
        found.first.setdefault(f"p{who}", pk)
    return found
