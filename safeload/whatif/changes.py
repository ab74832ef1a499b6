"""What can be supposed of a team: each change as plain data, by keys that pages and programs use alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

#: So many changes one scenario has at the most.
MOST = 200


class Kind(StrEnum):
    """The kinds of change."""

    MOVE = "move"
    IMAGINE = "imagine"
    CLOSE = "close"
    HOURS = "hours"
    JOIN = "join"
    LEAVE = "leave"
    THRESHOLD = "threshold"


#: What is about single cases: for those to whom the team's cases are open.
OF_CASES = frozenset({Kind.MOVE, Kind.CLOSE})
#: What is answered by the fields of the team's scheme.
ANSWERED = frozenset({Kind.IMAGINE, Kind.JOIN})


@dataclass(frozen=True)
class Change:
    """One supposed change. ``n`` numbers it within its scenario; what it does not need is empty.

    A post and a person who join in the scenario have the negative number of that change as their key.
    """

    kind: Kind
    n: int = 0
    #: Cases that move or are closed.
    cases: tuple[int, ...] = ()
    #: The post that takes cases, or whose hours change.
    post: int = 0
    #: Who leaves.
    person: int = 0
    #: Hours a week, or the new value of a threshold, as decimal text; no hours: unknown.
    value: str = ""
    #: Which threshold, or which step of the line somebody joins on.
    code: str = ""
    #: Whether somebody joins in their assessed and supported year.
    asye: bool = False
    #: How many children an imagined household has.
    children: int = 1
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def amount(self) -> Fraction | None:
        """Hours or the value of a threshold; None where unknown."""
        return Fraction(self.value) if self.value else None

    def as_data(self) -> dict[str, Any]:
        """As it is kept: without what it does not need."""
        plain, least = asdict(self), asdict(Change(self.kind))
        kept = {name: value for name, value in plain.items() if value != least[name]}
        return kept | {"kind": str(self.kind)} | ({"cases": list(self.cases)} if self.cases else {})


def changes_of(data: Iterable[Mapping[str, Any]]) -> list[Change]:
    """The changes of a scenario, in order."""
    return [
        Change(**{**one, "kind": Kind(one["kind"]), "cases": tuple(one.get("cases", ()))}) for one in data
    ]
