"""Moves a second time, slowly and in plain Python: every way to send every household somewhere or nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from safeload.domain.allocation.moving import Held, Rebalancing
from safeload.domain.allocation.question import Person
from safeload.domain.allocation.weights import Weights

FAR = 3


def over(who: Person) -> bool:
    """Over the line as it is today; what is booked for the weeks ahead makes nobody give."""
    return who.line is not None and who.load > who.full + who.less


def may_take(question: Rebalancing, one: Held, who: Person) -> bool:
    giver = next(person for person in question.people if person.id == one.holder)
    return (
        not one.stays
        and who.id != one.holder
        and not over(who)
        and not who.cannot
        and who.line is not None
        and who.line > 0
        and (one.only is None or who.id in one.only)
        and who.id not in one.conflicts | one.declined
        and one.skills <= who.skills
        and who.standing not in one.not_led_by
        and (question.scope != "team" or who.team == giver.team)
        and (question.scope != "area" or who.area == giver.area)
    )


def cost_of(question: Rebalancing, one: Held, who: Person, weights: Weights) -> int:
    near = one.court is not None and 0 <= (one.court - question.day).days <= question.court_days
    cost = weights["move"] + weights["move_month"] * min(one.months, 60) + weights["move_court"] * near
    cost += weights["move_child"] * max(0, one.children - 1) + weights["move_closing"] * one.closing
    cost += weights["move_worker"] * one.workers
    known = one.former | one.siblings_with
    cost += weights["other_team"] * bool(one.team and who.team != one.team)
    cost += weights["no_language"] * bool(one.languages and not one.languages & who.languages)
    cost += weights["new_worker"] * bool(known and who.id not in known)
    cost += weights["apart"] * bool(one.siblings_with and who.id not in one.siblings_with)
    if any(one.kinds & person.interests for person in question.people):
        cost += weights["no_interest"] * (not one.kinds & who.interests)
    if any(_offers(person, one) for person in question.people):
        cost += weights["unasked"] * (not _offers(who, one))
    if one.patch:
        cost += weights["travel"] * _distance(question, one, who)
    return cost + one.cost_for.get(who.id, 0)


def _offers(who: Person, one: Held) -> bool:
    return who.offers is not None and (not who.offers or bool(who.offers & one.kinds))


def _distance(question: Rebalancing, one: Held, who: Person) -> int:
    known = question.distances
    bands = [
        0 if own == one.patch else known.get((own, one.patch), known.get((one.patch, own), FAR))
        for own in who.patches
    ]
    return min(bands, default=0)


def value_of(
    question: Rebalancing, moves: dict[str, str], weights: Weights
) -> tuple[int, int, Fraction] | None:
    """People left in red, units left over, cost; None where a limit is broken."""
    people = {who.id: who for who in question.people}
    loads = {who.id: who.load for who in question.people}
    new = dict.fromkeys(people, 0)
    cost = Fraction(0)
    for one in question.held:
        if one.id in moves:
            who = people[moves[one.id]]
            loads[one.holder] -= one.worth
            loads[who.id] += one.worth_for.get(who.id, one.worth)
            new[who.id] += 2
            cost += cost_of(question, one, who, weights)
    red = left = 0
    for who in question.people:
        if over(who):
            beyond = max(0, loads[who.id] - who.full - who.less)
            left += beyond
            red += loads[who.id] > max(who.full, who.short_of_red) + who.less
        elif new[who.id]:
            limit = min(who.full, who.full if who.most_load is None else who.most_load)
            if loads[who.id] > limit or (who.most_new is not None and new[who.id] > who.most_new):
                return None
            edge = max(who.load, (who.line or 0) * 90 // 100)
            beyond = max(0, loads[who.id] - edge)
            cost += Fraction(beyond * weights["fuller_90"] * 100, question.full_line)
    return red, left, cost


def every_way(question: Rebalancing) -> Iterator[dict[str, str]]:
    people = {who.id: who for who in question.people}
    movable = [one for one in question.held if over(people[one.holder]) and one.worth > 0]
    choices = [
        [None, *(who.id for who in question.people if may_take(question, one, who))] for one in movable
    ]
    for chosen in product(*choices):
        yield {one.id: who for one, who in zip(movable, chosen, strict=True) if who is not None}


def best(question: Rebalancing, weights: Weights) -> tuple[int, int, Fraction]:
    """The best value of all."""
    values = (value_of(question, moves, weights) for moves in every_way(question))
    return min(value for value in values if value is not None)
