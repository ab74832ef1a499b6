"""Who was there and what was given to them, as the domain compares it: in whole days, by what held on each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from safeload.allocation.facts.fairness_worth import worth_of
from safeload.allocation.models import Offer
from safeload.allocation.queries import fairness as queries
from safeload.allocation.queries.fairness import Part, Then, There
from safeload.allocation.texts import same
from safeload.caseloads.models import Case
from safeload.domain.fairness import Giving, Measure, Time
from safeload.domain.scheme import Scheme, Step
from safeload.domain.stages import stage_on, steps_begin
from safeload.people.models import Commitment, Post
from safeload.schemes import facts as schemes
from safeload.workload.facts.kept import ADJUSTMENT
from safeload.workload.queries.deciding import steps_held

#: What is compared by, in the order of the page.
GROUPINGS = ("hours", "agency", "stage", "adjustment", "offer")
#: Begun on the day of the decision or the next one: short notice.
SHORT_NOTICE = timedelta(days=2)
_QUARTER = 92
_DAY = timedelta(days=1)
_YEARS = (
    Step("first-year", "First year of practice", 0, 0, Fraction(0)),
    Step("second-and-third", "Second and third year of practice", 0, 12, Fraction(0)),
    Step("later", "Three years and more", 0, 36, Fraction(0)),
)
_SOON = (Case.Priority.URGENT, Case.Priority.HIGH)


@dataclass(frozen=True)
class Year:
    """What is compared, the scheme that it is counted by, and what had to be left out."""

    scheme: Scheme
    times: list[Time]
    givings: list[Giving]
    #: Practitioners whose hours nobody knows, and cases of which nobody knows when they were given.
    without_hours: int
    undated: int


def year_of(teams: Sequence[int], area_id: int, since: date, until: date) -> Year | None:
    """Everything of a service in a time; None where no scheme is in force. Constant queries."""
    try:
        scheme = schemes.scheme_for(area_id, until)
    except schemes.NoSchemeError:
        return None
    there = queries.there(teams, since, until)
    held = steps_held(until)
    lives = [_Life(post, there, scheme, held, since, until) for post in there.posts]
    known = {life.post.pk: life for life in lives if life.cuts and life.known}
    parts, undated = queries.parts(list(known), since, until)
    then = queries.then(list(known), since)
    return Year(
        scheme,
        [time for life in known.values() for time in life.times()],
        list(_givings(parts, known, then, there, scheme)),
        len({life.post.practitioner_id for life in lives if life.cuts and not life.known}),
        undated,
    )


class _Life:
    """One post over the time, cut into spans in which nothing that is compared by changes."""

    def __init__(
        self, post: Post, there: There, scheme: Scheme, held: Mapping[int, date], since: date, until: date
    ) -> None:
        self.post, self.there, self.scheme, self.until = post, there, scheme, until
        self.full, self.stages = _full_time(post, scheme), stages_of(scheme)
        who, rule = post.practitioner, _rule(scheme)
        self.confirmed = who.step_confirmed_on or (held[who.pk] - _DAY if who.pk in held else None)
        mine = [one for one in there.commitments.get(who.pk, ()) if one.post_id in (None, post.pk)]
        self.adjusted = [_lasts(one, rule) for one in mine if one.kind == ADJUSTMENT and one.amount != 0]
        self.away = [_lasts(one, "") for one in mine if _takes_all(one, scheme)]
        self.offered = [_offered(one) for one in there.offers.get(post.pk, ())]
        # Of whom nobody knows when they began: not before they qualified.
        begun = [day for day in (post.started_on, who.started_on) if day] or [who.qualified_on or since]
        first = max(since, *begun)
        self.end = min(filter(None, (until, post.ended_on, who.ended_on))) + _DAY
        self.cuts = self._cuts(first)
        self.known = bool(self.full) and all(self._hours(day) is not None for day in self.cuts)

    def _cuts(self, first: date) -> list[date]:
        days = {first, *(one.from_on for one in self.there.hours.get(self.post.pk, ()))}
        for begins, ends in (*self.adjusted, *self.away, *self.offered):
            days |= {begins, ends + _DAY if ends < date.max else ends}
        days |= set(steps_begin(self.stages, self.post.practitioner.qualified_on))
        days |= {self.until - timedelta(days=_QUARTER * n - 1) for n in range(1, 40)}
        return sorted(day for day in days if first <= day < self.end)

    def _hours(self, day: date) -> Fraction | None:
        """Contracted hours on a day, in parts of full time."""
        own: Decimal | None = self.post.weekly_hours
        for change in self.there.hours.get(self.post.pk, ()):
            own = change.weekly_hours if change.from_on <= day else own
        if own is None and self.scheme.line.hours.missing == "default":
            return Fraction(1)
        return None if own is None else Fraction(own) / self.full

    def times(self) -> Iterator[Time]:
        """Its spans with their full-time days: none on days away."""
        for begins, ends in zip(self.cuts, [*self.cuts[1:], self.end], strict=True):
            hours = Fraction(0) if _within(self.away, begins) else self._hours(begins) or Fraction(0)
            days = (ends - begins).days * hours
            yield Time(self.post.practitioner_id, self._where(begins), self._labels(begins), days)

    def place(self, day: date) -> tuple[tuple[int, int], dict[str, str]] | None:
        """Where and in which groups it was on a day; before its first day: on that one; None after its last."""
        if not self.cuts or day >= self.end:
            return None
        begins = self.cuts[max(bisect_right(self.cuts, day) - 1, 0)]
        return self._where(begins), self._labels(begins)

    def _where(self, day: date) -> tuple[int, int]:
        return self.post.team_id, (self.until - day).days // _QUARTER

    def _labels(self, day: date) -> dict[str, str]:
        who = self.post.practitioner
        stage = stage_on(self.stages, day, who.qualified_on, self.confirmed, who.stage)
        return {
            "hours": "full-time" if (self._hours(day) or 0) >= 1 else "part-time",
            "agency": "agency" if who.agency else "employed",
            "stage": stage or "not-known",
            "adjustment": "adjusted" if _within(self.adjusted, day) else "not-adjusted",
            "offer": "offered" if _within(self.offered, day) else "not-offered",
        }


def stages_of(scheme: Scheme) -> tuple[Step, ...]:
    """The steps of a scheme's line; where it has none, the first years as the sources tell them apart (BEN-01)."""
    return scheme.line.stages or _YEARS


def _full_time(post: Post, scheme: Scheme) -> Fraction:
    """Full-time hours of the post's grade; 0 where the scheme has none for it."""
    table = scheme.line.hours.default
    own = {"grade": post.grade, "role": post.role}
    hours = table.amounts.get(tuple(own.get(name, "") for name in table.by), table.otherwise)
    return hours or Fraction(0)


def _rule(scheme: Scheme) -> str:
    """How an adjustment ends: "reviewed" where it holds past its end until a review (fixture 14)."""
    holds = any(rule.kind == ADJUSTMENT and rule.holds_until_reviewed for rule in scheme.commitments)
    return "reviewed" if holds else ""


def _lasts(one: Commitment, rule: str) -> tuple[date, date]:
    """First and last day."""
    begins, ends = one.starts_on or date.min, one.ends_on or date.max
    if rule == "reviewed" and one.ends_on is not None:
        ends = max(ends, one.reviewed_on - _DAY if one.reviewed_on else date.max)
    return begins, ends


def _takes_all(one: Commitment, scheme: Scheme) -> bool:
    """Whether it takes the whole line, as a long absence does; an adjustment is asked about by itself."""
    rule = next((rule for rule in scheme.commitments if rule.kind == one.kind), None)
    if rule is None or rule.treat != "capacity" or one.kind == ADJUSTMENT:
        return False
    amount = rule.amount if rule.amount is not None else one.amount
    return (one.unit or rule.unit) == "percent" and amount is not None and amount >= 100


def _offered(one: Offer) -> tuple[date, date]:
    ends = [one.until_on or date.max, queries.local_day(one.ended_at) if one.ended_at else date.max]
    return queries.local_day(one.made_at), min(ends)


def _within(spans: Sequence[tuple[date, date]], day: date) -> bool:
    return any(begins <= day <= ends for begins, ends in spans)


def _givings(
    parts: Sequence[Part], lives: Mapping[int, _Life], then: Then, there: There, scheme: Scheme
) -> Iterator[Giving]:
    """Cases of one household given to one post on one day are one giving."""
    lots: dict[tuple[int, date, object], list[Part]] = defaultdict(list)
    for part in parts:
        lots[part.post, part.given_on, part.household or part.reference].append(part)
    worth = worth_of(scheme, [[then.answers(part) for part in lot] for lot in lots.values()])
    for lot, amount in zip(lots.values(), worth, strict=True):
        life = lives[lot[0].post]
        place = life.place(lot[0].given_on)
        if place is not None:
            who = life.post.practitioner_id
            amounts = _amounts(lot, then, there.patches.get(who, set()))
            yield Giving(who, *place, {**amounts, Measure.WORTH: amount, Measure.WEIGHT: amount})


def _amounts(lot: Sequence[Part], then: Then, own: set[str]) -> dict[Measure, Fraction | None]:
    first = lot[0]
    lives = {same(first.patch)} if first.patch else set().union(*(then.patches.get(p.case, ()) for p in lot))
    over = [then.over[key] for one in lot if (key := (one.case, one.post, one.starts_on)) in then.over]
    recorded = first.recorded_on
    return {
        Measure.HOUSEHOLDS: Fraction(1),
        Measure.CASES: Fraction(len(lot)),
        Measure.URGENT: Fraction(any(then.priority(one) in _SOON for one in lot)),
        Measure.FAR: Fraction(not lives & own) if lives and own else None,
        Measure.SHORT: Fraction(first.starts_on - recorded < SHORT_NOTICE) if recorded else None,
        Measure.OVER: Fraction(any(over)) if over else None,
    }
