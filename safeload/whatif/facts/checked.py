"""What is typed for a change, held against the scheme that measures the team: amounts, steps, answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.domain.quantity import NotANumber, exact, plain
from safeload.domain.scheme.model import Field
from safeload.people.answers import checked as answer_checked
from safeload.people.models.hours import PLACES
from safeload.whatif.changes import Change, Kind
from safeload.whatif.facts.supposed import Supposed

#: A week has no more hours.
_MOST_HOURS = 168
_MOST = 10_000
_MOST_CHILDREN = 20
#: What the page calls the fields.
_TITLES = {"hours": "Hours a week", "value": "Would be"}


def checked(change: Change, supposed: Supposed) -> Change:
    """The change as it is kept. Raises Refusal, at its field, for what nobody could mean."""
    check = _CHECKS.get(change.kind)
    return check(change, supposed) if check else change


def number_of(value: str, field: str, most: int, places: int = 2) -> str:
    """Decimal text as it is kept. Raises Refusal for what is no number from nought to the most."""
    title = _TITLES[field]
    try:
        found = exact(value)
    except NotANumber:
        raise Refusal(f"“{title}”: enter a number, such as 37 or 22.2.", field) from None
    if not 0 <= found <= most:
        raise Refusal(f"“{title}”: enter a number from 0 to {most:,}.", field)
    if (found * 10**places).denominator != 1:
        raise Refusal(f"“{title}”: enter a number with at most {places} decimal places.", field)
    return plain(found)


def _hours(change: Change, supposed: Supposed) -> Change:
    if not change.value:
        return change
    return replace(change, value=number_of(change.value, "hours", _MOST_HOURS, PLACES))


def _threshold(change: Change, supposed: Supposed) -> Change:
    return replace(change, value=number_of(change.value, "value", _MOST))


def _join(change: Change, supposed: Supposed) -> Change:
    scheme = supposed.scheme
    steps = {step.id for step in scheme.line.stages} if scheme else set()
    if change.code and change.code not in steps:
        raise Refusal("Choose a step of the line.", "stage")
    asked = scheme.asked_of("practitioner") if scheme else {}
    return _hours(replace(change, answers=_answers(asked, change.answers)), supposed)


def _imagine(change: Change, supposed: Supposed) -> Change:
    if not 1 <= change.children <= _MOST_CHILDREN:
        raise Refusal(f"“Children”: enter a whole number from 1 to {_MOST_CHILDREN}.", "children")
    asked = supposed.scheme.asked_of("case") if supposed.scheme else {}
    return replace(change, answers=_answers(asked, change.answers))


def _answers(asked: Mapping[str, Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in answers.items() if value is not None}
    if strange := sorted(known.keys() - asked.keys()):
        raise Refusal(f"The team’s scheme does not ask for “{strange[0]}”.", strange[0])
    return {name: answer_checked(asked[name], value) for name, value in known.items()}


_CHECKS: dict[Kind, Callable[[Change, Supposed], Change]] = {
    Kind.HOURS: _hours,
    Kind.THRESHOLD: _threshold,
    Kind.JOIN: _join,
    Kind.IMAGINE: _imagine,
}
