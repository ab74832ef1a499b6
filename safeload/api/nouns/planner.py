"""Asking the planner, and what it answered: as the pages show it to the same account."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import done_once, reads, writes
from safeload.api.nouns.proposals import key_of
from safeload.api.nouns.shared import fresh, note_look, require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Page, kept
from safeload.planner import actions, jobs
from safeload.planner.facts.kept import proposal_of_run
from safeload.planner.models import Run
from safeload.planner.presenters import machine
from safeload.planner.presenters.effect import effect
from safeload.planner.queries import runs as queries
from safeload.planner.queries.naming import Reader, reader_of
from safeload.planner.queries.naming import key_of as key_in
from safeload.planner.views.households import opened_teams

router = Router(tags=["planner"])


class RunOut(Schema):
    """One run of the planner. ``answered``: there is an answer to read."""

    id: int
    kind: str
    state: str
    team_ids: list[int]
    on: date
    asks: dict[str, Any]
    asked_by_id: int
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    at_work: str
    trouble: str
    answered: bool
    adoption_id: int
    agreed_weights_id: int | None
    weights: dict[str, int]
    effort: dict[str, float]
    solver: str
    took: int | None = Field(None, description="Milliseconds of the search.")
    replayed_at: datetime | None
    replayed_same: bool | None

    @staticmethod
    def resolve_team_ids(one: Run) -> list[int]:
        """The teams that it is about."""
        return sorted(team.pk for team in one.teams)


class Rehearsing(Body):
    """What is rehearsed. ``who`` is a practitioner; where teams become one, the run's teams do."""

    kind: Literal["leaver", "absence", "starter", "merge"]
    who: Key | None = None
    day: Day
    scope: Literal["team", "across"] = "team"
    share: Annotated[int, Field(ge=0, le=100)] = 70


class Asking(Body):
    """What is asked, and about which teams."""

    kind: Literal["propose", "rebalance", "rehearse"] = "propose"
    team_ids: Annotated[list[Key], Field(min_length=1, max_length=500)]
    case_ids: Annotated[list[Key], Field(max_length=500)] = Field(
        [], description="Only these of what waits, each with its household; none: everything."
    )
    helped: Annotated[dict[str, Annotated[int, Field(ge=1, le=99)]], Field(max_length=500)] = Field(
        {}, description="Percent that a co-worker would carry, by household of an earlier run."
    )
    rehearse: Rehearsing | None = None


@reads(router, "/planner/runs")
def planner_runs(request: Call, paging: Query[Paging]) -> Page[RunOut]:
    """Runs open to the account: its own, and those that touch its teams."""
    require(queries.takes_part(request.scope))
    return page_of(request, queries.runs(request.scope), paging)


@writes(router, "POST", "/planner/runs", actions.ask, status=201, reads_first=True)
def ask_planner(request: Call, body: Asking) -> Kept:
    """Ask the planner: one run for each scheme that measures some of the teams.

    ``id`` is the first of them, ``number`` how many there are; they have following keys.
    """
    fresh(request)
    asks: dict[str, Any] = {"cases": body.case_ids} if body.case_ids else {}
    if body.helped:
        asks["helped"] = body.helped
    if body.rehearse is not None:
        asks = {**body.rehearse.model_dump(), "day": body.rehearse.day.isoformat()}
    key, made = key_of(request), []

    def act() -> Kept:
        made.extend(
            actions.ask(by=request.account, key=key, team_ids=body.team_ids, kind=body.kind, asks=asks)
        )
        return Kept(id=made[0].pk, number=len(made))

    found: Kept = done_once(request, act)
    jobs.carry_out(made)
    return found


@reads(router, "/planner/runs/{int:pk}")
def planner_run(request: Call, pk: Key) -> RunOut:
    """One run: how far it is, with what it was asked."""
    return run_for(request, pk)  # type: ignore[return-value]


@reads(router, "/planner/runs/{int:pk}/answer")
def planner_answer(request: Call, pk: Key) -> dict[str, Any]:
    """What a run answered (docs/planner.md); bands alone where figures are not open. Noted as looks."""
    one = run_for(request, pk)
    require(one.answered)
    if one.kind == Run.Kind.PROPOSE:
        reader = _reader(request, one.question, "waiting")
        return machine.placing(proposal_of_run(one), reader)
    if one.kind == Run.Kind.EFFECT:
        readers = [_reader(request, week["question"], "waiting") for week in one.question["weeks"]]
        return asdict(effect(one, readers))
    holding = one.question["holding"] if one.kind == Run.Kind.REHEARSE else one.question
    return machine.moving(one, _reader(request, holding, "held"))


@reads(router, "/planner/runs/{int:pk}/households/{unit}")
def planner_household(request: Call, pk: Key, unit: Annotated[str, Field(max_length=40)]) -> dict[str, Any]:
    """Everybody for one household of a run: why, and why not another. For who leads and who was asked about it."""
    one, asked = queries.run_of_household(request.scope, pk, unit)
    require(one is not None and one.answered)
    assert one is not None
    proposal, reader = proposal_of_run(one), reader_of(request.scope, one.question)
    if asked:
        reader = queries.with_references(reader, proposal.unit(unit).cases)
    require(reader.opens(proposal.unit(unit).cases))
    opened = opened_teams(one, reader)
    note_look(
        request, [key_in(who.id) for who in proposal.numbers.people if who.team in opened], "a proposal"
    )
    return machine.household(proposal, unit, reader, f"p{request.scope.practitioner_id}", opened)


@writes(router, "POST", "/planner/runs/{int:pk}/stop", actions.stop)
def stop_run(request: Call, pk: Key) -> Kept:
    """End a run; what was found so far is kept."""
    run_for(request, pk)
    return kept(actions.stop(by=request.account, run_id=pk))


@writes(router, "POST", "/planner/runs/{int:pk}/start-again", actions.start_again, reads_first=True)
def start_run_again(request: Call, pk: Key) -> Kept:
    """Start a run anew that was stopped or broke off."""
    run_for(request, pk)
    made = []

    def act() -> Kept:
        made.append(actions.start_again(by=request.account, run_id=pk))
        return kept(made[0])

    found: Kept = done_once(request, act)
    jobs.carry_out(made)
    return found


@writes(router, "POST", "/planner/runs/{int:pk}/replay", actions.replay, reads_first=True)
def replay_run(request: Call, pk: Key) -> Kept:
    """Ask the same again; ``number`` 1: the answer is the same, 0: another, null: a job finds out."""
    one = run_for(request, pk)
    same = jobs.replay(request.account, one)
    return Kept(id=pk, number=None if same is None else int(same))


def run_for(call: Call, pk: int) -> Run:
    """The run, if it is open to the account."""
    require(queries.takes_part(call.scope))
    found: Run = within(queries.runs(call.scope), pk)
    return found


def _reader(call: Call, question: dict[str, Any], households: str) -> Reader:
    """Whoever reads; whose figures are told is noted."""
    reader = reader_of(call.scope, question, households)
    shown = [key_in(who["id"]) for who in question["people"] if reader.reads_figures(who["team"])]
    note_look(call, shown, "an answer of the planner")
    return reader
