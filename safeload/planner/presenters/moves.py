"""Moves on a page: from whom to whom, what each pays, what every child pays, what becomes of everybody's load."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from safeload.domain.allocation.moves import Move
from safeload.domain.allocation.moving import Rebalancing
from safeload.domain.allocation.moving_words import handed_said, left_words, move_said, unplaced_said
from safeload.domain.allocation.question import Person
from safeload.planner.models import Run
from safeload.planner.presenters.runs import title
from safeload.planner.presenters.said import as_told, before_after, unknown_said
from safeload.planner.queries.naming import Posts, Reader
from safeload.web import formats
from safeload.workload.presenters import figures

#: How an option is called, and what it means.
OPTIONS = {
    "calm": ("Nobody who takes turns amber", "within and across teams"),
    "team": ("Within each team", "one manager decides"),
    "across": ("Across teams", "both managers decide"),
}


@dataclass(frozen=True)
class MoveRow:
    """One household that would change hands."""

    title: str
    giver: str
    taker: str
    #: Amounts that leave and arrive, for whoever may open the cases.
    amounts: str
    pays: tuple[str, ...]
    cost: int
    both_managers: bool
    court: str


@dataclass(frozen=True)
class LoadRow:
    """One practitioner whose load would change."""

    name: str
    team: str
    figures: str
    bands: SafeString
    gives: int
    takes: int


@dataclass(frozen=True)
class Giving:
    """One hand-over that these moves amount to: a form that opens it with everything chosen."""

    words: str
    address: str
    #: Made for each form: sending it twice makes one hand-over.
    key: uuid.UUID
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """One answer, ready to stand on a page."""

    code: str
    name: str
    about: str
    moves: tuple[MoveRow, ...]
    loads: tuple[LoadRow, ...]
    left: tuple[str, ...]
    #: Which tiers were paid, and what would avoid it.
    paid: tuple[str, ...]
    children: int
    months: int
    cost: str
    proof: str
    #: How many people are amber and red, before and after.
    amber: tuple[int, int]
    red: tuple[int, int]
    over: str
    givings: tuple[Giving, ...]


@dataclass(frozen=True)
class Told:
    """What all rows of an answer are told from."""

    question: Rebalancing
    reader: Reader
    people: Mapping[str, Person]
    posts: Posts

    @classmethod
    def of(cls, question: Rebalancing, reader: Reader, posts: Posts) -> Told:
        """With the people by their ids."""
        return cls(question, reader, {one.id: one for one in question.people}, posts)

    def amount(self, units: int) -> str:
        """Whole units as the scheme's amount."""
        return figures.exact_enough(self.question.as_question().amount(units))

    def opens(self, *ids: str) -> bool:
        """Whether the reader may read the figures of these people."""
        return all(id in self.people and self.reader.reads_figures(self.people[id].team) for id in ids)


def option(one: Run, told: Told, code: str, data: Mapping[str, Any]) -> Answer:
    """One option of a rebalancing."""
    moves = [Move.of_data(row) for row in data["moves"]]
    name, about = OPTIONS[code]
    return Answer(
        code=code,
        name=name,
        about=about,
        moves=tuple(_move(told, row) for row in moves),
        loads=_loads(told, data["loads"]),
        left=tuple(
            left_words(told.reader.name(row["id"]), told.amount(row["over"]), row["in_red"], row["why"])
            for row in data["left"]
            if told.opens(row["id"])
        ),
        paid=(),
        children=sum(row["children"] for row in data["changed"]),
        months=sum(row["months_lost"] for row in data["changed"]),
        cost=formats.amount(Fraction(data["cost"])),
        proof=_proof(data),
        **_counts(data["loads"]),
        over=told.amount(data["over_left"]),
        givings=_givings(told, moves, "MANAGE", told.question.day),
    )


def rehearsal(one: Run, told: Told, data: Mapping[str, Any]) -> Answer:
    """What would become of it if somebody left or started, in the order of handing over."""
    moves = [Move.of_data(row) for row in data["moves"]]
    held = {found.id: found for found in told.question.held}
    moving = [held[row.household] for row in moves]
    reason = {"leaver": "LEFTRL", "absence": "ABSENC", "merge": "ORGRST"}.get(one.asks["kind"], "MANAGE")
    after = {row["id"]: row["after"] for row in data["loads"]}
    unplaced = tuple(
        f"{title(told.reader, held[name].cases)}: {unplaced_said(why)}."
        for name, why in data["unplaced"].items()
    )
    return Answer(
        code="rehearsal",
        name="",
        about="",
        moves=tuple(_move(told, row) for row in moves),
        loads=_loads(told, data["loads"]),
        left=unplaced,
        paid=tuple(handed_said(told.question, after, data.get("tiers_proven", True))),
        children=sum(found.children for found in moving),
        months=sum(found.months for found in moving),
        cost=formats.amount(Fraction(data["cost"])),
        proof=_proof(data),
        **_counts(data["loads"]),
        over="",
        givings=_givings(told, moves, reason, told.question.day),
    )


_HEADINGS = {
    "leaver": "What if {who} leaves",
    "absence": "What if {who} is away for long",
    "starter": "What if {who} starts",
    "merge": "What if these teams become one",
}


def heading(one: Run, name: str) -> str:
    """What is rehearsed."""
    return _HEADINGS[one.asks["kind"]].format(who=name)


def hearings(told: Told, data: Mapping[str, Any]) -> list[str]:
    """Court dates near the handover."""
    held = {found.id: found for found in told.question.held}
    return [
        f"{title(told.reader, held[name].cases)}: {formats.day(date.fromisoformat(day))}"
        for name, day in data["hearings"]
    ]


def _move(told: Told, one: Move) -> MoveRow:
    held = next(found for found in told.question.held if found.id == one.household)
    left, came = told.amount(one.leaves), told.amount(one.arrives)
    amounts = left if left == came else f"{left} from one, {came} for the other"
    return MoveRow(
        title=title(told.reader, one.cases),
        giver=told.reader.name(one.giver),
        taker=told.reader.name(one.taker),
        amounts=amounts if told.reader.opens(one.cases) else "",
        pays=tuple(move_said(as_told(one, openly=told.opens(one.taker)))),
        cost=one.cost,
        both_managers=one.other_team,
        court=formats.day(held.court, weekday=False) if held.court else "",
    )


def _loads(told: Told, rows: Sequence[Mapping[str, Any]]) -> tuple[LoadRow, ...]:
    found = []
    for row in rows:
        if row["before"] == row["after"] or row["id"] not in told.people:
            continue
        person = told.people[row["id"]]
        line = "line not set" if row["line"] is None else f"of {told.amount(row['line'])}"
        said = f"{told.amount(row['before'])} → {told.amount(row['after'])} {line}"
        found.append(
            LoadRow(
                name=told.reader.name(row["id"]),
                team=told.reader.teams.get(person.team, ""),
                figures=said if told.opens(row["id"]) else "",
                bands=before_after(person, row["band_before"], row["band_after"]),
                gives=row["gives"],
                takes=row["takes"],
            )
        )
    return tuple(sorted(found, key=lambda row: row.name.casefold()))


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        band: tuple(sum(row[f"band_{when}"] == band for row in rows) for when in ("before", "after"))
        for band in ("amber", "red")
    }


def _proof(data: Mapping[str, Any]) -> str:
    if not data.get("tiers_proven", True):
        return "It is the best that was found; whether less could be left over lines was not proven."
    if not data["gap"]:
        return "No other way is gentler by these weights: this was proven."
    if said := unknown_said(Fraction(data["gap"]), data["ended"]):
        return said
    return f"Another way could be gentler by {formats.percent(Fraction(data['gap']) * 100)} at most."


def _givings(told: Told, moves: Sequence[Move], reason: str, day: date) -> tuple[Giving, ...]:
    """One hand-over for each giver and each team that takes: both can be opened with the cases chosen."""
    found: dict[tuple[str, str], list[Move]] = {}
    for one in moves:
        found.setdefault((one.giver, told.people[one.taker].team), []).append(one)
    made = []
    for (giver, team), rows in found.items():
        post = told.posts.of_giver(giver)
        if post is None or not told.reader.opens([case for row in rows for case in row.cases]):
            continue
        fields = [("change_reason", reason), *_day_fields(day)]
        for row in rows:
            taker = told.posts.in_team(row.taker, team)
            fields += [(f"to-{case[4:]}", str(taker)) for case in row.cases if taker is not None]
        number = formats.plural(sum(len(row.cases) for row in rows), "case")
        takers = formats.listed(sorted({told.reader.name(row.taker) for row in rows}))
        made.append(
            Giving(
                words=f"{number} of {told.reader.name(giver)} to {takers}",
                address=f"{reverse('hand_over_cases', args=[post])}?team={team[4:]}",
                key=uuid.uuid4(),
                fields=tuple(fields),
            )
        )
    return tuple(made)


def _day_fields(day: date) -> list[tuple[str, str]]:
    return [("from_on_day", str(day.day)), ("from_on_month", str(day.month)), ("from_on_year", str(day.year))]
