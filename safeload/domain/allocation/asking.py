"""From figures to a question: loads and lines of several days, and what waiting households would count.

Whoever asks (pages, commands) brings people and households without figures; here they get them, in whole units that
keep every amount exact. What is dated in the weeks ahead counts now for taking something on: somebody whose leave
lowers their line next week has that much less room (ALL-03, ALL-04). Nobody is over their line by it today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor, gcd, lcm

from safeload.domain.allocation.ahead import booked
from safeload.domain.allocation.question import Person, Question, Standing, Waiting
from safeload.domain.bands import first_whole
from safeload.domain.frames import collected
from safeload.domain.limits import limits_met
from safeload.domain.reading import PractitionerReading, Reading
from safeload.domain.scheme import Limit, Scheme

#: Nobody is asked whose line is gone on one of the days looked at before this many.
SOON = 2
#: How many days are looked at, a week apart, today first.
WEEKS = 5


class NoLineError(ValueError):
    """The scheme names no line, so that nobody's room can be told."""


@dataclass(frozen=True)
class Worth:
    """What a waiting household counts: for whoever holds nothing else of it, and for those who do."""

    alone: Fraction
    helper: Fraction | None = None
    for_some: Mapping[str, Fraction] | None = None


def question_of(
    readings: Sequence[Reading],
    people: Iterable[Person],
    waiting: Iterable[Waiting],
    worth: Mapping[str, Worth],
    distances: Mapping[tuple[str, str], int] | None = None,
) -> Question:
    """A question with figures. ``readings``: today's first, then those of days ahead; ``worth``: by household id.

    Raises NoLineError for a scheme that names no line.
    """
    today = readings[0]
    if not today.scheme.line.published or today.scheme.advisory:
        raise NoLineError(f"{today.scheme.title} names no line, so nobody's room can be told under it.")
    of_people = {one.id: _figures(one.id, readings) for one in people}
    amounts = [amount for found in of_people.values() if found for amount in found.amounts()]
    amounts += [amount for one in worth.values() for amount in _amounts(one)]
    unit = lcm(*(amount.denominator for amount in amounts), today.scheme.line.full.denominator)
    shrink = gcd(*(int(amount * unit) for amount in amounts), int(today.scheme.line.full * unit)) or 1
    scale = Fraction(unit, shrink)
    return Question(
        people=tuple(_with_figures(one, of_people[one.id], today.scheme, scale) for one in people),
        waiting=tuple(_with_worth(one, worth[one.id], scale) for one in waiting),
        unit=unit,
        shrink=shrink,
        full_line=int(today.scheme.line.full * scale),
        distances=dict(distances or {}),
    )


@dataclass(frozen=True)
class _Figures:
    today: PractitionerReading
    #: The least that is left to the line, and to red, on any of the days; None where a line is not set.
    room: Fraction | None
    gone: str = ""
    #: What is booked on the day that leaves least, where that is less than today.
    ahead: str = ""

    def amounts(self) -> list[Fraction]:
        return [self.today.load]


def _amounts(worth: Worth) -> list[Fraction]:
    some = [worth.alone, *([] if worth.helper is None else [worth.helper])]
    return [*some, *(worth.for_some or {}).values()]


def _figures(id: str, readings: Sequence[Reading]) -> _Figures | None:
    try:
        found = [reading.practitioner(id) for reading in readings]
    except KeyError:
        return None
    gone = next(
        (
            reading.on.isoformat()
            for one, reading in list(zip(found, readings, strict=True))[1 : SOON + 1]
            if one.line is not None and one.line <= 0
        ),
        "",
    )
    rooms = {at: one.line - one.load for at, one in enumerate(found) if one.line is not None and one.line > 0}
    least = min(rooms, key=lambda at: (rooms[at], at), default=0)
    return _Figures(
        found[0],
        rooms.get(least),
        gone,
        booked(readings, least, id).as_text() if least and not gone else "",
    )


def _with_figures(one: Person, figures: _Figures | None, scheme: Scheme, scale: Fraction) -> Person:
    if figures is None:
        return replace(one, load=0, line=None, cannot=one.cannot or "not_there")
    today = figures.today
    load = int(today.load * scale)
    if today.line is None or today.line <= 0:
        return replace(one, load=load, line=None if today.line is None else 0)
    first = first_whole(today.line, scheme.bands, scheme.line, scale)
    full, red = floor(today.line * scale), first["red"]
    less = 0 if figures.room is None else max(0, floor((today.line - today.load - figures.room) * scale))
    caps = _caps(scheme, one.standing)
    capped = [full for limit in caps if limit.over_line]
    capped += [first[limit.from_band] - 1 for limit in caps if limit.from_band in first]
    return replace(
        one,
        load=load,
        line=full,
        full=full - less,
        short_of_red=red - 1 - less,
        less=less,
        ahead=figures.ahead if less else "",
        most_load=min(capped, default=None),
        green_from=first.get("green"),
        amber_from=first["amber"],
        red_from=red,
        cannot=one.cannot or ("away" if figures.gone else ""),
        until=one.until or figures.gone,
    )


def _caps(scheme: Scheme, standing: Standing) -> list[Limit]:
    """Limits on load alone that hold for somebody."""
    return [
        limit
        for limit in scheme.allocation.limits
        if (limit.over_line or limit.from_band is not None) and not limit.when and _concerns(limit, standing)
    ]


def _concerns(limit: Limit, standing: Standing) -> bool:
    stage, protected = standing
    return (
        (not limit.stages and not limit.protected) or stage in limit.stages or (limit.protected and protected)
    )


def not_led_by(
    scheme: Scheme, standings: Iterable[Standing], cases: Sequence[Mapping[str, object]]
) -> dict[Standing, str]:
    """Who may not lead cases of this kind without a named senior's override, and by which limit (ALL-04, X-27)."""
    found = {}
    for stage, protected in set(standings):
        met = limits_met(scheme, stage=stage, protected=protected, band="red", over=True, cases=cases)
        of_kind = [limit for limit in met if limit.when]
        if of_kind:
            found[stage, protected] = of_kind[0].title
    return found


def _with_worth(one: Waiting, worth: Worth, scale: Fraction) -> Waiting:
    return replace(
        one,
        worth=int(worth.alone * scale),
        helper_worth=None if worth.helper is None else int(worth.helper * scale),
        worth_for={who: int(amount * scale) for who, amount in (worth.for_some or {}).items()},
    )


def stages_of(reading: Reading) -> dict[str, str]:
    """The step of the line of each practitioner, by their main post; empty where the scheme has none."""
    steps = reading.scheme.line.stages
    there = set(reading.posts.collect_schema().names())
    if not steps or "stage_index" not in there:
        return {}
    columns = ["practitioner", "stage_index", *(["main"] if "main" in there else [])]
    return {
        str(row["practitioner"]): steps[row["stage_index"]].id
        for row in collected(reading.posts.select(*columns)).iter_rows(named=True)
        if row["stage_index"] is not None and row.get("main", True)
    }
