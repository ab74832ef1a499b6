"""What there is to know of somebody who could be asked: the same rows in the same order for each, to compare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.utils.html import escape

from safeload.allocation.queries.candidates import Candidate
from safeload.allocation.queries.cases import Asked
from safeload.people.models import Strength
from safeload.web import formats
from safeload.workload.presenters import board, figures


def facts(one: Candidate, asked: Asked, kinds: Mapping[str, str], on: date) -> str:
    """Label and value, escaped. ``kinds``: what the codes of the case mix are called."""
    rows = [*_always(one, kinds, on), *_sometimes(one, asked)]
    return f'<dl class="safeload-facts">{"".join(_cell(*row) for row in rows)}</dl>'


@lru_cache(maxsize=4096)
def _cell(label: str, value: str) -> str:
    """The same few things are so of many people: each is escaped once."""
    return f"<div><dt>{label}</dt><dd>{escape(value)}</dd></div>"


def _always(one: Candidate, kinds: Mapping[str, str], on: date) -> Iterator[tuple[str, str]]:
    person, known = one.person, one.known
    past, ahead = one.taken
    homes = formats.plural(person.households, "household")
    yield "Cases", f"{person.cases} in {homes}" if person.cases else "none"
    yield "Mix", "; ".join(f"{number} {kinds.get(kind, kind)}" for kind, number in known.mix) or "–"
    yield "Past 7 days", f"{past} taken" + (f", {ahead} booked ahead" if ahead else "")
    by = f" by {known.last_given_by}" if known.last_given_by else ""
    given = known.last_given
    yield "Last given", f"{formats.day(given, weekday=False)}{by}" if given else "never so far"
    yield "Away", "; ".join(_away(known.leave, on)) or "nothing known within 4 weeks"
    if last := known.last_days.get(one.post.post):
        yield "Last day", formats.day(last, weekday=False)
    court = [day for day in known.court if day >= on]
    first = f", first {formats.day(min(court), weekday=False)}" if court else ""
    yield (
        "Court",
        f"{formats.plural(len(court), 'date')} within 4 weeks{first}" if court else "none within 4 weeks",
    )


def _away(leave: Sequence[tuple[date | None, date | None]], on: date) -> Iterator[str]:
    for starts, ends in leave:
        if starts is not None and starts > on:
            last = f" to {formats.day(ends, weekday=False)}" if ends else ""
            yield f"from {formats.day(starts, weekday=False)}{last}"
        else:
            yield f"now, to {formats.day(ends, weekday=False)}" if ends else "now"


def _sometimes(one: Candidate, asked: Asked) -> Iterator[tuple[str, str]]:
    person = one.person
    if not one.known.signs_in:
        yield "Account", "has no account: ask in person or by telephone"
    works = [text for kind, text in one.known.strengths if kind == Strength.Kind.PATCH]
    lives = {patch.casefold() for patch in asked.patches}
    if asked.patches and works and not {text.casefold() for text in works} & lives:
        yield (
            "Travel",
            f"works in {formats.listed(works)}; the family lives in {formats.listed(list(asked.patches))}",
        )
    if weeks := board.weeks_said(person.weeks_over, person.weeks_red):
        yield "Monday counts", weeks
    if person.provisional:
        amount = Fraction(person.provisional, person.unit)
        yield "Provisional", f"{figures.exact_enough(amount)} of the load"
