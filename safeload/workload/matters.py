"""What floors above have to be decided: they register a source, and the first pages show what it tells.

Workload knows no allocation, supervision or concern; each of them knows what of its own needs somebody today.
"""

from __future__ import annotations

from collections.abc import Callable

from safeload.people.scope import Scope
from safeload.workload.presenters.deciding import Matter, RedRow

#: Called with the scope of whoever looks, and the team whose board it is (None: their own page).
Source = Callable[[Scope, int | None], list[Matter]]

_sources: dict[str, Source] = {}
_red: dict[str, Callable[[Scope], list[RedRow]]] = {}


def tell(name: str, source: Source) -> None:
    """Register a source of matters under a name, once; a source takes a constant number of queries."""
    _sources[name] = source


def of_team(scope: Scope, team_id: int) -> list[Matter]:
    """What other floors have for the board of a team."""
    return [matter for source in _sources.values() for matter in source(scope, team_id)]


def of_oneself(scope: Scope) -> list[Matter]:
    """What other floors have for somebody's own page."""
    return [matter for source in _sources.values() for matter in source(scope, None)]


def tell_red(name: str, source: Callable[[Scope], list[RedRow]]) -> None:
    """Register what knows which loads were made red by a decision, once; a constant number of queries."""
    _red[name] = source


def red_by_decision(scope: Scope) -> list[RedRow]:
    """Loads that a decision made red, of those who are brought to this account as the next tier."""
    return [row for source in _red.values() for row in source(scope)]
