"""Reads of imports: what was brought in, within reach; what was settled before; counts of activity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from safeload.imports.models import Import, Journal, MonthlyActivity, SettledName, SettledTeam, SettledValue
from safeload.people.rights import Thing
from safeload.people.scope import Scope


@dataclass(frozen=True)
class Settled:
    """What was answered before, by the normalised form of what stands in lists."""

    #: Name → (meaning, practitioner or None).
    names: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    #: Team's name → (team or None, service area for a new one or None).
    teams: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    #: (field, wording) → code.
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)


def settled() -> Settled:
    """All answers; three queries."""
    return Settled(
        {row[0]: row[1:] for row in SettledName.objects.values_list("name", "meaning", "practitioner_id")},
        {row[0]: row[1:] for row in SettledTeam.objects.values_list("name", "team_id", "new_in_id")},
        {row[:2]: row[2] for row in SettledValue.objects.values_list("field", "wording", "code")},
    )


def imports(scope: Scope) -> QuerySet[Import]:
    """Lists brought in, newest first: all for whom lists of the whole employer are open, else one's own."""
    reach = scope.sees(Thing.LISTS)
    found = Import.objects.select_related("uploaded_by", "applied_by", "undone_by").defer("kept", "report")
    if reach.everywhere:
        return found
    return found.filter(uploaded_by=scope.account_id) if reach and scope.account_id else found.none()


def import_with_report(scope: Scope, pk: int) -> Import | None:
    """One list with its report, if it is within reach."""
    return imports(scope).defer(None).defer("kept").filter(pk=pk).first()


def applied_before(kind: str, digest: str) -> Import | None:
    """An import of the same files that stands applied."""
    return Import.objects.filter(kind=kind, digest=digest, state=Import.State.APPLIED).defer("kept").first()


def latest_day(kind: str) -> date | None:
    """The day of the latest list of a kind that stands applied."""
    found = Import.objects.filter(kind=kind, state=Import.State.APPLIED).aggregate(latest=Max("on"))
    latest: date | None = found["latest"]
    return latest


def journal_of(one: Import) -> QuerySet[Journal]:
    """What an import changed, in order."""
    return one.journal.order_by("id")


def settled_names() -> QuerySet[SettledName]:
    """Names settled before, with whose they are."""
    return SettledName.objects.select_related("practitioner", "settled_by")


def settled_teams() -> QuerySet[SettledTeam]:
    """Teams' names settled before."""
    return SettledTeam.objects.select_related("team", "new_in", "settled_by")


def settled_values() -> QuerySet[SettledValue]:
    """Wordings settled before."""
    return SettledValue.objects.select_related("settled_by")


def activity(scope: Scope) -> QuerySet[MonthlyActivity]:
    """Counts of activity by month and team, of teams whose totals are open to this account."""
    reach = scope.sees(Thing.TOTALS)
    found = MonthlyActivity.objects.select_related("team")
    if reach.everywhere or scope.sees(Thing.LISTS).everywhere:
        return found
    return found.filter(Q(team__in=reach.teams)) if reach.teams else found.none()


def standing_activity() -> dict[tuple[str, date, str], Any]:
    """The counts kept, by kind, month and team's name."""
    return {(row.kind, row.month, row.team_name): row for row in MonthlyActivity.objects.all()}
