"""What the cases are that somebody is asked to take, and what they ask for. Constant queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, prefetch_related_objects

from safeload.caseloads.models import Allocation, Case, CourtDate, SkillAsked
from safeload.caseloads.models.cases import open_on
from safeload.caseloads.queries import InHands, Times, hands, holders, in_hands, times_on
from safeload.people.models import Post
from safeload.people.statements import prepared


@dataclass(frozen=True)
class Asked:
    """Cases to be placed: what they ask for, how they stand. By case where it is of one case."""

    cases: tuple[Case, ...]
    skills: dict[int, list[tuple[str, str]]]
    #: How many practitioners have held it so far.
    workers: dict[int, int]
    court: dict[int, list[tuple[date, str]]]
    #: Who holds it on the day, since when, and who is to.
    hands: dict[int, InHands]
    #: How many open cases its household has.
    household: dict[int, int]
    #: When the team got it, or somebody last ceased to hold it; absent where that is not known.
    since: dict[int, date]
    times: Times
    #: Where the families live, in the employer's own words.
    patches: tuple[str, ...] = ()

    @property
    def asked_for(self) -> tuple[tuple[str, str], ...]:
        """Everything that one of the cases asks for, each once."""
        return tuple(dict.fromkeys(skill for case in self.cases for skill in self.skills[case.pk]))


def asked(cases: Sequence[Case], on: date) -> Asked:
    """What these cases are and ask of whoever takes them; for somebody to whom they are open. Eight queries at most."""
    keys = [case.pk for case in cases]
    _read_hands(cases, on)
    workers: dict[int, set[int]] = {pk: set() for pk in keys}
    for case, practitioner in _workers_of(keys, on):
        workers[case].add(practitioner)
    skills: dict[int, list[tuple[str, str]]] = {pk: [] for pk in keys}
    for case, kind, text in _skills_of(keys):
        skills[case].append((kind, text))
    court: dict[int, list[tuple[date, str]]] = {pk: [] for pk in keys}
    for case, day, kind in _court_dates_of(keys, on):
        court[case].append((day, kind))
    homes = [case.household for case in cases if case.household is not None]
    return Asked(
        cases=tuple(cases),
        skills=skills,
        workers={pk: len(found) for pk, found in workers.items()},
        court=court,
        hands={case.pk: in_hands(case) for case in cases},
        household=_households(cases, on),
        since=_since(cases, on),
        times=times_on(on),
        patches=tuple(dict.fromkeys(home.patch for home in homes if home.patch)),
    )


def _read_hands(cases: Sequence[Case], on: date) -> None:
    """For ``in_hands``. Most of what waits was never held: then one light question is all. One query, or two."""
    if _with_parts([case.pk for case in cases]):
        prefetch_related_objects(list(cases), holders(on))
        return
    for case in cases:
        case.parts = []  # type: ignore[attr-defined]


@prepared
def _with_parts(cases: Collection[int]) -> Any:
    return Allocation.objects.filter(case__in=cases, known_to=None).order_by().values_list("case_id")


def _since(cases: Sequence[Case], on: date) -> dict[int, date]:
    ceased = {pk: days.ceased for pk, days in hands([case.pk for case in cases], on).items()}
    found = {
        case.pk: max((day for day in (case.reached_team_on or case.opened_on, ceased[case.pk]) if day), default=None)
        for case in cases
    }  # fmt: skip
    return {pk: day for pk, day in found.items() if day is not None}


def _households(cases: Sequence[Case], on: date) -> dict[int, int]:
    homes = {
        case.pk: case.household_id for case in cases if case.household and not case.household.provisional
    }
    if not homes:
        return {}
    sizes = Counter(home for (home,) in _members_of(sorted(set(homes.values())), on))
    return {pk: max(sizes[home], 1) for pk, home in homes.items()}


@prepared
def _members_of(homes: Collection[int], on: date) -> Any:
    return Case.objects.filter(open_on(on), household__in=homes).order_by().values_list("household_id")


@prepared
def _workers_of(cases: Collection[int], on: date) -> Any:
    held = Allocation.objects.filter(known_to=None, role=Allocation.Role.HOLDER, starts_on__lte=on)
    rows = held.filter(case__in=cases)
    rows = rows.exclude(post__role__in=Post.NOT_HOLDING).filter(post__team__is_desk=False)
    rows = rows.exclude(ends_on=F("starts_on"))  # taken back: it was held on no day
    return rows.order_by().values_list("case_id", "post__practitioner_id")


@prepared
def _skills_of(cases: Collection[int]) -> Any:
    rows = SkillAsked.objects.filter(case__in=cases, removed_at=None).order_by("kind", "text")
    return rows.values_list("case_id", "kind", "text")


@prepared
def _court_dates_of(cases: Collection[int], on: date) -> Any:
    rows = CourtDate.objects.filter(case__in=cases, removed_at=None, on__gte=on).order_by("on", "id")
    return rows.values_list("case_id", "on", "kind")
