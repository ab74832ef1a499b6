"""A slow, obvious planner: every way to place a handful of households, judged by the four tiers one after the other.

It shares nothing with the product but the question and the weights. Rules and terms are written out again.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.weights import FAR, URGENT, Weights

#: household → (who leads, who helps); what is not in it waits.
Plan = dict[str, tuple[str, str | None]]


def best(question: Question, weights: Weights) -> tuple[tuple[int, int, int, Fraction], list[Plan]]:
    """The least of (urgent waiting, into red, over the line, cost), and every plan that has it."""
    found: list[tuple[tuple[int, int, int, Fraction], Plan]] = []
    for plan in _plans(question):
        if _allowed(question, plan):
            found.append((judged(question, weights, plan), plan))
    least = min(score for score, _ in found)
    return least, [plan for score, plan in found if score == least]


def _plans(question: Question) -> list[Plan]:
    ways: list[list[tuple[str, tuple[str, str | None]] | None]] = []
    for one in question.waiting:
        leads = [who for who in question.people if leads_lawfully(who, one)]
        if one.helper_worth is None:
            own: list[tuple[str, str | None]] = [(who.id, None) for who in leads]
        else:
            helpers = [who for who in question.people if helps_lawfully(who, one)]
            own = [(who.id, other.id) for who in leads for other in helpers if other.id != who.id]
        ways.append([None, *((one.id, pair) for pair in own)])
    return [dict(way for way in chosen if way is not None) for chosen in product(*ways)]


def leads_lawfully(who: Person, one: Waiting) -> bool:
    """Whether somebody may hold it."""
    return (
        helps_lawfully(who, one)
        and (one.only is None or who.id in one.only)
        and one.skills <= who.skills
        and who.standing not in one.not_led_by
    )


def helps_lawfully(who: Person, one: Waiting) -> bool:
    """Whether somebody may be its co-worker."""
    there = not who.cannot and who.line is not None and who.line > 0
    return there and who.id not in one.conflicts and who.id not in one.declined


def added(question: Question, plan: Plan) -> dict[str, int]:
    """What each person's load grows by."""
    more = dict.fromkeys((who.id for who in question.people), 0)
    for one in question.waiting:
        if one.id in plan:
            lead, helper = plan[one.id]
            more[lead] += one.worth_for.get(lead, one.worth)
            if helper is not None:
                more[helper] += one.helper_worth or 0
    return more


def _allowed(question: Question, plan: Plan) -> bool:
    more = added(question, plan)
    given = {who.id: 0 for who in question.people}
    pushed: dict[str, bool] = {}
    for one in question.waiting:
        if one.id in plan:
            lead, helper = plan[one.id]
            given[lead] += 2
            if helper is not None:
                given[helper] += 1
            for person in filter(None, (lead, helper)):
                pushed[person] = pushed.get(person, False) or one.priority <= URGENT
    return all(
        (who.most_new is None or given[who.id] <= who.most_new)
        and (not more[who.id] or who.most_load is None or who.load + more[who.id] <= who.most_load)
        for who in question.people
    )


def judged(question: Question, weights: Weights, plan: Plan) -> tuple[int, int, int, Fraction]:
    """What a plan comes to by the four tiers."""
    more = added(question, plan)
    people = {who.id: who for who in question.people}
    urgent = sum(
        weights.waiting(one.priority, one.days)
        for one in question.waiting
        if one.priority <= URGENT and one.id not in plan and _possible(question, one)
    )
    red = sum(
        _beyond(people[who], extra, max(people[who].full, people[who].short_of_red))
        for who, extra in more.items()
    )
    over = sum(_beyond(people[who], extra, people[who].full) for who, extra in more.items())
    return urgent, red, over, _cost(question, weights, plan, more)


def _possible(question: Question, one: Waiting) -> bool:
    def alone(who: Person, worth: int, halves: int) -> bool:
        fits = who.most_load is None or who.load + worth <= who.most_load
        return fits and (who.most_new is None or who.most_new >= halves)

    leads = any(
        leads_lawfully(who, one) and alone(who, one.worth_for.get(who.id, one.worth), 1)
        for who in question.people
    )
    return leads and (
        one.helper_worth is None
        or any(helps_lawfully(who, one) and alone(who, one.helper_worth, 1) for who in question.people)
    )


def _beyond(who: Person, more: int, edge: int) -> int:
    return max(0, who.load + more - max(edge, who.load)) if more else 0


def _cost(question: Question, weights: Weights, plan: Plan, more: dict[str, int]) -> Fraction:
    people = {who.id: who for who in question.people}
    total = Fraction(0)
    for one in question.waiting:
        if one.id not in plan:
            total += weights.waiting(one.priority, one.days)
            continue
        lead, helper = plan[one.id]
        total += term_cost(question, weights, people[lead], one)
        if helper is not None:
            total += term_cost(question, weights, people[helper], one) // 2
    for who in question.people:
        total += (
            sum(_unit_price(weights, who, at) for at in range(who.load, who.load + more[who.id]))
            / question.full_line
        )
    return total


def _unit_price(weights: Weights, who: Person, at: int) -> Fraction:
    """The price of the unit that follows a load, in hundredths of a full line's percent."""
    price = 0
    line = who.line or 0
    edges = [
        (line * 70 // 100, "fuller_70"),
        (line * 80 // 100, "fuller_80"),
        (line * 90 // 100, "fuller_90"),
    ]
    red = max(who.full, who.short_of_red)
    edges += [(who.full, "over"), (red, "red")]
    for edge, name in edges:
        if at >= edge:
            price = max(price, weights[name])
    tenths = 0
    while tenths < 500 and at >= red + line * (tenths + 1) // 10:
        tenths += 1
    coarse = 1 if tenths < 20 else 5 if tenths < 50 else 10 if tenths < 100 else 50
    tenths -= tenths % coarse
    return Fraction((price + tenths * weights["red_deeper"]) * 100)


def term_cost(question: Question, weights: Weights, who: Person, one: Waiting) -> int:
    """What the terms cost for somebody."""
    cost = one.cost_for.get(who.id, 0)
    if one.patch:
        bands = [
            0
            if own == one.patch
            else question.distances.get((own, one.patch), question.distances.get((one.patch, own), FAR))
            for own in who.patches
        ]
        cost += weights["travel"] * (min(bands) if bands else 0)
    if one.team and who.team != one.team:
        cost += weights["other_team"]
    if one.languages and not one.languages & who.languages:
        cost += weights["no_language"]
    family = one.former | one.siblings_with
    if family and who.id not in family:
        cost += weights["new_worker"]
    if one.siblings_with and who.id not in one.siblings_with:
        cost += weights["apart"]
    if any(one.kinds & other.interests for other in question.people) and not one.kinds & who.interests:
        cost += weights["no_interest"]
    offers = [other for other in question.people if _offered(other, one)]
    if offers and not _offered(who, one):
        cost += weights["unasked"]
    return cost


def _offered(who: Person, one: Waiting) -> bool:
    return who.offers is not None and (not who.offers or bool(who.offers & one.kinds))
