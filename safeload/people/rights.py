"""The words of the rights table: what there is to see, how much of it is seen, over whom a role may reach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Thing(StrEnum):
    """What there is to see or to change: the columns of the table."""

    LOAD = "load"
    CASES = "cases"
    ADJUSTMENTS = "adjustments"
    REASONS = "reasons"
    CONCERNS = "concerns"
    TOTALS = "totals"
    SCHEME = "scheme"
    RECORD = "record"
    PEOPLE = "people"
    STRUCTURE = "structure"
    ACCOUNTS = "accounts"
    LISTS = "lists"


THINGS: dict[Thing, str] = {
    Thing.LOAD: "Loads of named people",
    Thing.CASES: "Cases (by reference, no names)",
    Thing.ADJUSTMENTS: "Commitments and adjustments: amounts and dates",
    Thing.REASONS: "Reasons for adjustments",
    Thing.CONCERNS: "What a concern says",
    Thing.TOTALS: "Totals of teams and services",
    Thing.SCHEME: "The scheme",
    Thing.RECORD: "Record of changes and of who looked",
    Thing.PEOPLE: "Practitioners and posts",
    Thing.STRUCTURE: "Teams, service areas and the employer",
    Thing.ACCOUNTS: "Accounts and roles",
    Thing.LISTS: "Bringing in lists from other systems",
}


class Sight(IntEnum):
    """How much of a thing is seen; each level includes those below it."""

    NOTHING = 0
    #: Sums over at least five people.
    TOTALS = 1
    #: Single rows without names.
    UNNAMED = 2
    NAMED = 3


class Where(StrEnum):
    """What a grant of a role may reach over."""

    PRACTITIONER = "practitioner"
    TEAM = "team"
    AREA = "service area"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Right:
    """One cell: how much is seen, what may be done, and how the page says it."""

    words: str
    sees: Sight = Sight.NOTHING
    does: frozenset[str] = frozenset()


NO = Right("No")


@dataclass(frozen=True)
class Role:
    """One row of the table. ``own`` rows need no grant: they come with being that practitioner."""

    code: str
    title: str
    where: tuple[Where, ...]
    rights: dict[Thing, Right]

    def right(self, thing: Thing) -> Right:
        """The cell of a thing; an absent one is "No"."""
        return self.rights.get(thing, NO)


def right(words: str, sees: Sight, *does: str) -> Right:
    """A cell that shows something: how the page says it, how much is seen, what may be done."""
    return Right(words, sees, frozenset(does))
