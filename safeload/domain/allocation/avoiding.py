"""What would avoid that something waits or that somebody is pushed over a line: as far as the question knows it.

More practitioners are only named where more of them would help. Where rules keep everybody out, what is named is
whatever would let those in who are nearest to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np

from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.rules import may_help, rules
from safeload.domain.quantity import plain

#: How somebody is called; None: nobody is named, people are counted.
Name = Callable[[str], str] | None
#: More than so many are counted, not named.
_NAMED = 3
#: So many ways of letting somebody in are told.
_WAYS = 2
_LIFTS = {
    "not_named": "naming somebody else for it",
    "conflict": "somebody without a conflict of interest",
    "skill": "somebody with “{what}”",
    "limit": "a named senior's override of the limit “{what}”",
    "declined": "talking again with {who}, not agreed before",
    "line_not_set": "setting the line of {who}",
    "not_available": "hours on the day for {who}",
}
_CANNOT = {
    "away": "somebody who is there in the weeks ahead",
    "protected_build-up": "an offer of {who}, in the first year",
}


@dataclass(frozen=True)
class Missing:
    """What waits or is pushed over lines, by what would avoid it."""

    #: Load that more people, or less of other work, would carry.
    load: int
    #: Households that wait only for the weekly numbers.
    week: int
    #: Households that count more than anybody's whole line, waiting or placed over one.
    heavy: int
    #: What would let in those who are nearest → for how many households.
    rules: tuple[tuple[str, int], ...]


def missing(proposal: Proposal, name: Name = None) -> Missing:
    """What would be needed, counted over all that waits: each household once."""
    numbers = proposal.numbers
    room, week, free = _free(proposal)
    load, waits_week, lifts = proposal.placed.paid.over, 0, Counter[str]()
    known: dict[Any, str] = {}
    heavy = sum(proposal.heavy(unit) for unit in proposal.placed.taken.leads)
    for one in proposal.left:
        unit = proposal.place_of(one.id)
        if not numbers.people:
            load += one.worth
        elif not proposal.may_be_held(unit):
            key = (one.skills, tuple(one.not_led_by.items()), one.conflicts, one.declined, one.only)
            if key not in known:
                known[key] = lift_said(proposal, one, name)
            lifts[known[key]] += 1
        elif proposal.heavy(unit):
            heavy += 1
        elif one.helper_worth is not None and not may_help(numbers.ground, one).any():
            lifts["somebody who may be the co-worker"] += 1
        elif unit not in room or (unit not in week and one.worth > free):  # free: of all of them together
            load += one.worth
        elif unit in week and one.helper_worth is not None:
            lifts["one more who may be the co-worker"] += 1
        elif unit not in week:
            waits_week, free = waits_week + 1, free - one.worth
    return Missing(int(load), waits_week, heavy, tuple((said, many) for said, many in lifts.items() if said))


def _free(proposal: Proposal) -> tuple[set[int], set[int], int]:
    """Households (places) that somebody would have the room for, and those that they may be given this week too.

    Also how much room there is of those who may be given no more this week, all together.
    """
    numbers, taken = proposal.numbers, proposal.placed.taken
    pairs, people = numbers.leads, numbers.people
    added, new = numbers.added(taken), numbers.new_of(taken)
    left = np.array([one.full - one.load - added.get(at, 0) for at, one in enumerate(people)], dtype=np.int64)
    may = np.array(
        [one.most_new is None or new.get(at, 0) + 2 <= one.most_new for at, one in enumerate(people)],
        dtype=bool,
    )
    fits = pairs.worth <= left[pairs.person] if len(pairs) else np.zeros(0, dtype=bool)
    free = int(np.maximum(0, left)[~may].sum())
    return set(pairs.unit[fits].tolist()), set(pairs.unit[fits & may[pairs.person]].tolist()), free


def lift_said(proposal: Proposal, one: Waiting, name: Name = None) -> str:
    """What would let in whoever is nearest to a household that nobody may hold; empty where nobody is there."""
    ground = proposal.numbers.ground
    out: dict[int, list[tuple[str, str]]] = {place: [] for place in range(len(ground.people))}
    for rule in rules(ground, one):
        for place in np.flatnonzero(rule.ruled_out).tolist():
            out[place].append((rule.code, rule.what))
    if not out or not all(out.values()):
        return ""
    least = min(map(len, out.values()))
    sets: dict[tuple[tuple[str, str], ...], list[Person]] = {}
    for place, found in out.items():
        if len(found) == least:
            sets.setdefault(tuple(found), []).append(ground.people[place])
    nearest = sorted(sets.items(), key=lambda one: (-len(one[1]), _order(one[0])))[:_WAYS]
    ways = [" and ".join(_lift(code, what, who, name) for code, what in found) for found, who in nearest]
    return ", or ".join(ways)


def _order(found: tuple[tuple[str, str], ...]) -> list[int]:
    return [[*_LIFTS, "cannot"].index(code) for code, _ in found]


def _lift(code: str, what: str, people: list[Person], name: Name) -> str:
    who = named([one.id for one in people], name)
    if code != "cannot":
        return _LIFTS[code].format(what=what, who=who)
    kinds = {one.cannot for one in people}
    if kinds == {"leave"}:
        days = sorted(one.until for one in people if one.until)
        first = [one.id for one in people if not days or one.until == days[0]]
        on = f", away until {day_said(days[0])}" if days else ""
        return f"waiting until {named(first, name)} {'is' if len(first) == 1 else 'are'} back{on}"
    return _CANNOT.get(min(kinds), "somebody who can be asked").format(who=who)


def named(ids: list[str], name: Name = None) -> str:
    """People by their names, or how many."""
    if ids and (name is None or len(ids) > _NAMED):
        return "1 practitioner" if len(ids) == 1 else f"{len(ids)} practitioners"
    found = [name(one) for one in ids if name] or ["nobody"]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def day_said(iso: str) -> str:
    """A day in words."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def missing_said(proposal: Proposal, name: Name = None) -> list[str]:
    """What would avoid it, one sentence for each cause."""
    found, what = missing(proposal, name), []
    if found.load:
        what.append(needed_said(proposal.question, found.load, Fraction(found.load, proposal.numbers.scale)))
    if found.week:
        what.append(
            f"{_homes(found.week)} would find room with somebody who has been given as many this week as they "
            "may be: next week, or a higher number for this one, would avoid it."
        )
    if found.heavy:
        counts = "counts" if found.heavy == 1 else "count"
        what.append(
            f"{_homes(found.heavy)} {counts} more than anybody's whole line, so that nobody has the room, however "
            "many there are: a co-worker for a share of it would avoid it, or cases of it that are placed apart."
        )
    for lift, many in found.rules:
        what.append(f"{_homes(many)} can be held by nobody as things are: it would take {lift}.")
    return what


def needed_said(question: Question, load: int, full_lines: Fraction) -> str:
    """What would avoid that so much load waits or goes over lines: people, or less of other work."""
    return (
        f"What is missing: {posts_said(full_lines)}; or {plain(question.amount(load))} less on those who may hold it, "
        "by what can be paused, closed or shared."
    )


def _homes(number: int) -> str:
    return "1 household" if number == 1 else f"{number} households"


def posts_said(full_lines: Fraction) -> str:
    """So much work as practitioners, in halves, up: "one more half-time practitioner"."""
    halves = ceil(full_lines * 2)
    if halves == 1:
        return "one more half-time practitioner"
    whole, half = divmod(halves, 2)
    return f"{whole}{'½' if half else ''} more full-time {'practitioner' if halves == 2 else 'practitioners'}"
