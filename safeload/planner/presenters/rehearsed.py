"""What a rehearsal leaves as it is: who stays over their line, and why nothing would change hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from safeload.domain.allocation.exchange import exchange_of
from safeload.domain.allocation.moving_words import left_words
from safeload.domain.allocation.question import Person
from safeload.domain.allocation.rehearse import Rehearsal
from safeload.domain.allocation.weights import weights_of
from safeload.domain.allocation.words import CANNOT
from safeload.planner.models import Run
from safeload.planner.presenters.moves import Told
from safeload.web import formats


def staying(one: Run, told: Told, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Where teams become one: who stays over their line, by how much, and why what they hold does not go."""
    if one.asks["kind"] != "merge":
        return ()
    exchange = exchange_of(_as_one(one), weights_of(one.weights))
    gone, units = {row["household"] for row in data["moves"]}, exchange.ground.waiting
    found = []
    for giver in exchange.givers:
        removals, who = giver.removals, exchange.ground.people[giver.place]
        moved = tuple(at for at, unit in enumerate(removals.units) if units[unit].id in gone)
        over, in_red = removals.left(moved)
        if not over or not told.opens(who.id):
            continue
        why = Counter(
            reason for unit, reason in exchange.stuck.items() if getattr(units[unit], "holder", "") == who.id
        )
        if len(moved) < len(removals.units):
            why["room_went_to_others"] += len(removals.units) - len(moved)
        if not why:
            why["nothing_left_to_move" if removals.units else "holds_nothing_that_moves"] += 1
        found.append(left_words(told.reader.name(who.id), told.amount(over), in_red, why))
    return tuple(found)


def _as_one(one: Run) -> Any:
    """What was rebalanced: the people and households of the teams as those of one team."""
    asked = Rehearsal.of_data(one.question)
    holding, teams = asked.holding, set(asked.teams)
    people = tuple(replace(who, team=asked.into) for who in holding.people if who.team in teams)
    ids = {who.id for who in people}
    held = tuple(
        replace(home, team=asked.into if home.team in teams else home.team)
        for home in holding.held
        if home.holder in ids
    )
    return replace(holding, people=people, held=held, scope="team")


def why_nothing(one: Run, told: Told, data: Mapping[str, Any]) -> str:
    """Why nothing would change hands, in a sentence; empty where something would, or somebody is told of already."""
    if data["moves"] or data["unplaced"]:
        return ""
    kind, id = one.asks["kind"], f"p{one.asks['who']}"
    if kind == "merge":
        over = any(row["line"] is not None and row["after"] > row["line"] for row in data["loads"])
        return "" if over else "Nobody of these teams is over their line."
    name = told.reader.name(id)
    if kind != "starter":
        return f"{name} holds no cases on that day."
    person = told.people.get(id)
    return "" if person is None else _why_not_filled(one, told, person, name)


def _why_not_filled(one: Run, told: Told, person: Person, name: str) -> str:
    share = one.asks.get("share", 70)
    if person.line is None:
        return (
            f"The line of {name} is not set, so that nobody can say how far they could be filled. "
            "Have their hours and their step put down, and rehearse it again."
        )
    if person.cannot:
        until = formats.day(date.fromisoformat(person.until), weekday=False) if person.until else ""
        return f"{name} {CANNOT.get(person.cannot, CANNOT['']).format(until=until)}."
    if person.line <= 0:
        return f"{name} has no line on that day."
    if person.load >= person.line * share // 100:
        figures = (
            f": {told.amount(person.load)} of {told.amount(person.line)}" if told.opens(person.id) else ""
        )
        return f"{name} has {share} per cent of their line or more already{figures}."
    if person.full <= person.load:
        return f"What is booked for the weeks after that day, such as leave, leaves {name} no room."
    if person.most_new is not None and person.most_new < 2:
        return f"{name} has been given as many households this week as they may be."
    if not _givers(told, person, share):
        near = "of the team" if told.question.scope == "team" else "of these teams"
        return f"Nobody {near} has more than {share} per cent of their line to give from."
    return (
        f"Of what others hold, {name} may hold nothing, or it counts more than fits: "
        f"nobody gives who would be left with less than {share} per cent of their line."
    )


def _givers(told: Told, starter: Person, share: int) -> list[Person]:
    near = told.question.scope
    return [
        who
        for who in told.question.people
        if who.id != starter.id
        and who.line
        and who.load > who.line * share // 100
        and (near == "across" or getattr(who, near) == getattr(starter, near))
    ]
