"""How each line goes with hours a week: so much for each hour, so much whatever the hours. Measured, not worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from safeload.domain.reading import Reading
from safeload.domain.scheme import Scheme
from safeload.domain.scheme.model import Rounding
from safeload.people.facts import practitioner_key
from safeload.whatif.facts.measured import AsItWouldBe, reading_as_supposed
from safeload.workload.queries.board import PostRow

#: Hours of a post are in hundredths.
_HUNDREDTHS = 100


@dataclass(frozen=True)
class Hourly:
    """A line is ``each`` times the hours, and ``beside``; never less than nothing, and rounded by the scheme."""

    each: Fraction
    beside: Fraction


def hourly(on: date, seen: AsItWouldBe, scheme: Scheme) -> dict[int, Hourly]:
    """By practitioner, for those whose line goes with their hours in one straight line over all their posts.

    Everybody is measured with an hour more, and with half of theirs, in one post after the other; the caller holds
    the scope. Who is left out has no hours, or a line that is no matter of hours alone: it stays as it is.
    """
    if not scheme.line.published or not (scheme.line.pro_rata or scheme.line.weeks is not None):
        return {}
    exact = replace(scheme, line_rounding=Rounding())
    posts = {
        one.id: held
        for one in seen.after.people
        if (held := seen.after.posts.get(one.id, []))
        and all(post.hours for post in held)
        and one.adoption == (seen.adoption.pk if seen.adoption else None)
        and (len(held) == 1 or scheme.line_rounding.how == "exact")
    }
    if not posts:
        return {}
    lines = _lines(on, seen, exact, posts, {})
    found: dict[int, set[Hourly | None]] = {who: set() for who in posts}
    for place in range(max(map(len, posts.values()))):
        here = {who: held for who, held in posts.items() if place < len(held)}
        more = _lines(
            on, seen, exact, here, {held[place].post: _hours(held[place]) + 1 for held in here.values()}
        )
        half = _lines(on, seen, exact, here, {held[place].post: _half(held[place]) for held in here.values()})
        for who, held in here.items():
            together = sum((_hours(post) for post in held), Fraction(0))
            less = _hours(held[place]) - _half(held[place])
            found[who].add(_straight(lines[who], more[who], half[who], together, less))
    return {who: one for who, all_ in found.items() if len(all_) == 1 and (one := next(iter(all_)))}


def _straight(
    line: Fraction | None, more: Fraction | None, half: Fraction | None, hours: Fraction, less: Fraction
) -> Hourly | None:
    """The straight line through three measured ones; none where they are on none, or hours are no matter."""
    if line is None or more is None or half is None:
        return None
    each = more - line
    return Hourly(each, line - each * hours) if each and line - each * less == half else None


def _hours(post: PostRow) -> Fraction:
    return Fraction(post.hours or 0, _HUNDREDTHS)


def _half(post: PostRow) -> Fraction:
    """About half of the hours, in whole ones."""
    return Fraction(int(_hours(post) / 2))


def _lines(
    on: date,
    seen: AsItWouldBe,
    scheme: Scheme,
    posts: Mapping[int, list[PostRow]],
    hours: Mapping[int, Fraction],
) -> dict[int, Fraction | None]:
    supposed = replace(seen.supposed, hours={**seen.supposed.hours, **hours})
    reading: Reading = reading_as_supposed(scheme, on, supposed, set(posts))
    return {who: reading.practitioner(practitioner_key(who) or "").line for who in posts}
