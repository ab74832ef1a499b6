"""Settled words as rows of a table."""

from __future__ import annotations

from typing import Any

from safeload.imports.actions.settling import CODE_LISTS
from safeload.imports.models import SettledName, SettledTeam, SettledValue


def name_row(row: SettledName) -> dict[str, Any]:
    """A name and whom it means."""
    means = row.practitioner.name if row.practitioner else row.get_meaning_display()
    return _row(row, means)


def team_row(row: SettledTeam) -> dict[str, Any]:
    """A team’s name and which team it means."""
    if row.team is not None:
        return _row(row, row.team.name)
    return _row(row, f"A new team of {row.new_in.name}" if row.new_in else "Not one of our teams")


def value_row(row: SettledValue) -> dict[str, Any]:
    """A wording and the value it means."""
    codes = CODE_LISTS[row.field].labels if row.field in CODE_LISTS else {}
    means = codes.get(row.code, row.code) if row.code else "Always left out"
    return _row(row, f"{row.field.replace('_', ' ').capitalize()}: {means}")


def _row(row: Any, means: str) -> dict[str, Any]:
    who = row.settled_by.name if row.settled_by else ""
    return {"pk": row.pk, "written": row.written, "means": means, "by": who, "at": row.settled_at}
