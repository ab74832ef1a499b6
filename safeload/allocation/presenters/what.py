"""What the cases are that somebody is asked to take: what both sides need to know before they talk about numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.allocation.facts import schemes_run
from safeload.allocation.queries.cases import Asked
from safeload.caseloads.facts import Alone
from safeload.caseloads.models import Case, CourtDate
from safeload.caseloads.presenters.cases import waits
from safeload.caseloads.queries import InHands
from safeload.domain.explain import Line
from safeload.domain.scheme import Field, Scheme
from safeload.people.answers import spoken
from safeload.web import formats
from safeload.workload.facts.taking import worth_lines
from safeload.workload.presenters import figures


@dataclass(frozen=True)
class Told:
    """One thing that is known: said once where it is so of all the cases, else case by case."""

    title: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Adds:
    """What the cases count by themselves: in all, and each line with its amount and rule."""

    total: str
    scheme: str
    lines: tuple[tuple[str, str, str], ...]


def what_it_is(asked: Asked, area_id: int | None, on: date, new: tuple[Alone, ...]) -> dict[str, Any]:
    """The block for a page: what is known of the cases, and what they count by themselves. One query more."""
    schemes = schemes_run(area_id, on)
    fields: dict[str, Field] = {}
    for scheme in schemes:
        fields = {**scheme.asked_of("case"), **fields}
    found = (schemes[0], worth_lines(schemes[0], on, new)) if schemes else None
    return {"what": told(asked, fields, on), "adds": adds(found)}


def told(asked: Asked, fields: Mapping[str, Field], on: date) -> list[Told]:
    """The block "what it is"; ``fields``: what the schemes ask of a case, by name. No names, codes in words."""
    by_title: dict[str, dict[str, str]] = {}
    for case in asked.cases:
        for title, said in _of_case(case, asked, fields, on):
            by_title.setdefault(title, {})[case.reference] = said
    return [Told(title, _together(said, len(asked.cases))) for title, said in by_title.items()]


def _together(said: Mapping[str, str], number: int) -> tuple[str, ...]:
    """Once where all cases have it alike, else each reference with its own."""
    if len(said) == number and len(set(said.values())) == 1:
        return (next(iter(said.values())),)
    return tuple(f"{reference}: {words}" for reference, words in said.items())


def _of_case(case: Case, asked: Asked, fields: Mapping[str, Field], on: date) -> Iterator[tuple[str, str]]:
    yield "Who", _who(case, asked)
    for name, field in fields.items():
        if case.values.get(name) is not None:
            yield field.title, spoken(field, case.values[name])
    with_now = asked.hands[case.pk]
    parked = waits(case, with_now, on) if with_now.holder is not None else ""
    if with_now.holder is not None and not parked:
        yield "With now", held_said(with_now)
    else:
        if parked or with_now.next_holder is not None:
            yield "With now", held_said(with_now, parked)
        since = asked.since.get(case.pk)
        days = formats.of_days((on - since).days if since else None, asked.times.target(case.priority))
        yield "Waiting", f"{days}; priority: {case.get_priority_display().lower()}"
        if case.why_waiting:
            yield "Why it waits", case.why_waiting
    if case.last_contact_on:
        yield "Last contact", _day(case.last_contact_on)
    if asked.court[case.pk]:
        yield (
            "Court dates",
            formats.listed([_court(*date_and_kind) for date_and_kind in asked.court[case.pk]]),
        )
    if asked.skills[case.pk]:
        yield "Asks for", formats.listed([f"{text} ({kind})" for kind, text in asked.skills[case.pk]])
    if case.household is not None and case.household.patch:
        yield "Where the family lives", case.household.patch
    number = asked.workers[case.pk]
    yield "Before", f"{formats.plural(number, 'practitioner')} so far" if number else "no practitioner so far"


def held_said(hands: InHands, parked: str = "") -> str:
    """Who has a case now and since when, and who is to have it: "Ben Carter, since 2 May 2026; then …".

    ``parked``: why it counts as waiting although it is with somebody; a leaver has it no more.
    """
    said = "nobody: it waits"
    if hands.holder is not None and hands.since is not None:
        post = hands.holder.post
        said = f"{post.practitioner.name}, since {_day(hands.since)}"
        if parked:
            said = parked if post.practitioner.name in parked else f"{said}; {parked}"
    if hands.next_holder is None:
        return said
    then = hands.next_holder
    return f"{said}; {then.post.practitioner.name} from {_day(then.starts_on)}"


def _who(case: Case, asked: Asked) -> str:
    kind = case.get_kind_display()
    number = asked.household.get(case.pk)
    if number is None:
        return f"{kind}, by itself"
    others = f"{formats.plural(number, 'open case')} in household {case.household.reference}"  # type: ignore[union-attr]
    return f"{kind}; {others}"


def _court(day: date, kind: str) -> str:
    return f"{_day(day)} ({CourtDate.Kind(kind).label.lower()})"


def _day(day: date) -> str:
    return formats.day(day, weekday=False)


def adds(found: tuple[Scheme, tuple[Line, ...]] | None) -> Adds | None:
    """What the cases count by themselves; none where no scheme is in force, or nothing of them counts."""
    if found is None or not found[1]:
        return None
    scheme, lines = found
    together: dict[tuple[str, str], Fraction] = {}
    for line in lines:
        key = (line.title, line.rule)
        together[key] = together.get(key, Fraction(0)) + line.amount
    return Adds(
        total=figures.units(sum(together.values(), Fraction(0)), scheme),
        scheme=scheme.title,
        lines=tuple(
            (title, figures.exact_enough(amount), rule) for (title, rule), amount in together.items()
        ),
    )
