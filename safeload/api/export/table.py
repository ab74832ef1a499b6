"""One table of the export: what leaves of it, what stays and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeload.people.rights import Thing


@dataclass(frozen=True)
class Table:
    """One table: of which thing it tells, so that a role must see that, at least without names."""

    model: str
    thing: Thing
    gives: tuple[str, ...]
    hides: Mapping[str, str] = field(default_factory=dict)
    #: Text that leaves as a keyed hash: it fits the same text elsewhere, and tells nobody what it was.
    hashed: frozenset[str] = frozenset()
    #: Kinds of commitment, told as colleagues may read them (rules 5.2).
    neutral: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """As the address has it: "caseloads-case"."""
        return self.model.lower().replace(".", "-")


def table(model: str, thing: Thing, gives: str, hashed: str = "", neutral: str = "", **hides: str) -> Table:
    """A table by its model: the columns that leave; in ``hides`` those that stay, each with its reason."""
    return Table(
        model, thing, tuple(gives.split()), hides, frozenset(hashed.split()), frozenset(neutral.split())
    )
