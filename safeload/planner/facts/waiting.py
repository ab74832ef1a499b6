"""What waits, as the planner is told of it, without figures. Constant queries for any number of households."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from safeload.allocation.models import Answer, ProposedCase
from safeload.allocation.texts import kinds_of, same
from safeload.caseloads.models import Allocation, Case, ConflictOfInterest, SkillAsked
from safeload.domain.allocation.asking import not_led_by
from safeload.domain.allocation.question import Standing, Waiting
from safeload.domain.scheme import Field, Scheme
from safeload.people.facts import practitioner_key, team_key
from safeload.workload.queries.unallocated import Unallocated

_PRIORITIES = {
    Case.Priority.URGENT: 1,
    Case.Priority.HIGH: 2,
    Case.Priority.STANDARD: 3,
    Case.Priority.LOW: 3,
}


@dataclass
class Home:
    """Cases that are placed together: those of one household that wait, or a case by itself."""

    id: str
    cases: list[Case] = field(default_factory=list)
    rows: list[Unallocated] = field(default_factory=list)

    def days(self, on: date) -> int:
        """How long it has waited: as the waiting list says, else since it reached the team."""
        since = [row.since for row in self.rows] or [
            case.reached_team_on or case.opened_on for case in self.cases
        ]
        return max((max(0, (on - day).days) for day in since if day), default=0)

    @property
    def team(self) -> int | None:
        """The team whose work it is."""
        return self.cases[0].team_id

    @property
    def keys(self) -> list[int]:
        """The keys of its cases."""
        return [case.pk for case in self.cases]

    @property
    def references(self) -> list[str]:
        """The references of its cases."""
        return [case.reference for case in self.cases]


def homes_of(rows: Iterable[Unallocated]) -> list[Home]:
    """Waiting cases by what is placed together. One query."""
    by_key = {row.case_id: row for row in rows}
    found: dict[str, Home] = {}
    cases = Case.objects.filter(pk__in=by_key).select_related("household").order_by("pk")
    for case in cases:
        home = case.household
        id = f"h{home.pk}" if home is not None and not home.provisional else f"c{case.pk}"
        one = found.setdefault(id, Home(id))
        one.cases.append(case)
        one.rows.append(by_key[case.pk])
    return list(found.values())


def waiting_of(
    homes: Collection[Home],
    scheme: Scheme,
    standings: Collection[Standing],
    areas: Mapping[int, int],
    mix: Field | None,
    on: date,
) -> list[Waiting]:
    """The households with what speaks about them, in the order of their ids. Five queries.

    ``mix``: the field by whose answers practitioners say what they want and can take; None: there is none.
    """
    known = _Known.of(homes, on)
    return [
        Waiting(
            id=home.id,
            cases=tuple(f"case{pk}" for pk in home.keys),
            worth=0,
            priority=min(_PRIORITIES[Case.Priority(case.priority)] for case in home.cases),
            days=home.days(on),
            team=team_key(home.team) or "",
            area=str(areas.get(home.team or 0, "")),
            patch=known.patch(home),
            kinds=kinds_of((case.values.get(mix.name) for case in home.cases) if mix else (), mix),
            skills=known.asked(home, SkillAsked.Kind.SKILL),
            languages=known.asked(home, SkillAsked.Kind.LANGUAGE),
            not_led_by=not_led_by(scheme, standings, [case.values for case in home.cases]),
            conflicts=known.people(home, known.conflicts),
            declined=known.people(home, known.declined),
            former=known.people(home, known.former),
            siblings_with=known.people(home, known.siblings),
        )
        for home in sorted(homes, key=lambda one: one.id)
    ]


#: What something is about: one case, or one household.
_About = tuple[str, int]


@dataclass
class _Known:
    """Pairs that are known, by case and by household."""

    texts: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    conflicts: dict[_About, set[int]] = field(default_factory=dict)
    declined: dict[_About, set[int]] = field(default_factory=dict)
    former: dict[_About, set[int]] = field(default_factory=dict)
    siblings: dict[_About, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, homes: Collection[Home], on: date) -> _Known:
        """Everything at once."""
        keys = [pk for home in homes for pk in home.keys]
        places = {case.household_id for home in homes for case in home.cases if case.household_id}
        found = cls()
        for case, kind, text in SkillAsked.objects.filter(case__in=keys, removed_at=None).values_list(
            "case", "kind", "text"
        ):
            found.texts.setdefault((case, kind), set()).add(same(text))
        concerns = Q(case__in=keys) | Q(household__in=places)
        conflicts = ConflictOfInterest.objects.filter(concerns, removed_at=None)
        for case, place, who in conflicts.values_list("case", "household", "practitioner"):
            found.conflicts.setdefault(("case", case) if case else ("home", place), set()).add(who)
        found._declined(keys)
        found._held(keys, places, on)
        return found

    def _declined(self, keys: Collection[int]) -> None:
        """Who was asked about a case and did not agree, since it last began to wait."""
        said = ProposedCase.objects.filter(case__in=keys, open=False).exclude(proposal__outcome="allocated")
        said = said.filter(proposal__answers__says=Answer.Says.NOT_AGREED)
        for case, who in said.values_list("case", "proposal__post__practitioner"):
            self.declined.setdefault(("case", case), set()).add(who)

    def _held(self, keys: Collection[int], places: Collection[int], on: date) -> None:
        """Who held a case of theirs before, and who holds a brother's or sister's now."""
        family = Case.objects.filter(Q(pk__in=keys) | Q(household__in=places)).order_by().values("pk")
        parts = Allocation.objects.filter(case__in=family, known_to=None, role=Allocation.Role.HOLDER)
        parts = parts.exclude(ends_on=F("starts_on")).filter(starts_on__lte=on)
        waiting = set(keys)
        for case, place, who, ends in parts.values_list(
            "case", "case__household", "post__practitioner", "ends_on"
        ):
            over = ends is not None and ends <= on
            if case in waiting:
                self.former.setdefault(("case", case), set()).add(who)
            elif over and place:
                self.former.setdefault(("home", place), set()).add(who)
            elif place:
                self.siblings.setdefault(("home", place), set()).add(who)

    def people(self, home: Home, pairs: Mapping[_About, set[int]]) -> frozenset[str]:
        """Who stands in one of these relations to any of the household."""
        about = {("case", case.pk) for case in home.cases}
        about |= {("home", case.household_id) for case in home.cases if case.household_id}
        return frozenset(practitioner_key(who) or "" for key in about for who in pairs.get(key, ()))

    def asked(self, home: Home, kind: str) -> frozenset[str]:
        """What its cases ask for, of one kind."""
        return frozenset(word for pk in home.keys for word in self.texts.get((pk, kind), ()))

    def patch(self, home: Home) -> str:
        """Where the family lives: as the household says, else as one of its cases asks."""
        said = next((same(case.household.patch) for case in home.cases if case.household), "")
        return said or min(self.asked(home, SkillAsked.Kind.PATCH), default="")
