"""What if: scenarios of a team, the board as it would be under each, and the changes that they suppose."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.loads import FigureOut, figure_of
from safeload.api.nouns.shared import fresh, note_look, require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Answers, Body, Kept, Key, Page, Short, kept
from safeload.whatif import actions
from safeload.whatif.changes import Change, Kind, changes_of
from safeload.whatif.facts import as_it_would_be
from safeload.whatif.presenters.changes import Words
from safeload.whatif.queries import scenarios as queries
from safeload.workload.queries.board import PersonRow

router = Router(tags=["scenarios"])


class ScenarioOut(Schema):
    """A scenario; without a name it is what its owner is at for the team."""

    id: int
    version: int
    team_id: int
    name: str
    owner_id: int
    shared: bool
    made_at: datetime
    changed_at: datetime


class ScenarioChangeOut(Schema):
    """One change in words; ``obstacle``: why it, or a part of it, does not apply today."""

    n: int
    words: str
    obstacle: str


class WouldBeOut(Schema):
    """One practitioner: as it stands (none: who joins), and as it would be (none: who leaves)."""

    practitioner_id: int | None
    name: str
    before: FigureOut | None
    after: FigureOut | None


class BoardWouldBeOut(Schema):
    """A scenario measured on the rows of today, everybody by name."""

    scenario: ScenarioOut
    changes: list[ScenarioChangeOut]
    waiting: list[str]
    people: list[WouldBeOut]


@reads(router, "/scenarios")
def scenarios(request: Call, paging: Query[Paging]) -> Page[ScenarioOut]:
    """The account’s own scenarios, and those that others share with whoever opens the same board."""
    require(queries.takes_part(request.scope))
    return page_of(request, queries.scenarios(request.scope), paging)


@reads(router, "/scenarios/{int:pk}")
def scenario(request: Call, pk: Key) -> BoardWouldBeOut:
    """A team’s board as it would be, figures as the engine finds them; noted as looks."""
    row = within(queries.scenarios(request.scope), pk)
    fresh(request)
    seen = as_it_would_be(request.scope, row.team_id, changes_of(row.changes), row.team.name)
    note_look(request, [one.id for one in seen.before.people], "what if")
    words = Words(seen, queries.opens_cases(request.scope, row.team_id))
    before, after = ({one.id: one for one in board.people} for board in (seen.before, seen.after))

    def show(one: PersonRow | None, schemes: dict[int, tuple[object, object]]) -> FigureOut | None:
        return FigureOut(**figure_of(one, schemes[one.adoption][1])) if one else None

    return BoardWouldBeOut(
        scenario=ScenarioOut.from_orm(row),
        changes=[
            ScenarioChangeOut(n=one.n, words=one.words, obstacle=one.obstacle) for one in words.changes()
        ],
        waiting=list(words.waiting()),
        people=[
            WouldBeOut(
                practitioner_id=key if key > 0 else None,
                name=words.person(key),
                before=show(before.get(key), dict(seen.adopted)),
                after=show(after.get(key), dict(seen.adopted_after)),
            )
            for key in dict.fromkeys([*before, *after])
        ],
    )


#: A post or a person: a key, or the negative number of the change by which they join.
Joining = Annotated[int, Field(ge=-(2**31), le=2**53 - 1)]


class ScenarioChangeIn(Body):
    """One change. Which fields it needs depends on its kind; ``scenario_id`` left out: what one is at.

    ``value``: hours a week, or the number of the scheme, as decimal text. ``code``: which number of the scheme
    (such as bands.red_from), or the step of the line on which somebody joins.
    """

    kind: Literal["move", "imagine", "close", "hours", "join", "leave", "threshold"]
    scenario_id: Key | None = None
    case_ids: Annotated[list[Key], Field(max_length=50)] = []
    post_id: Joining = 0
    person_id: Joining = 0
    value: Annotated[str, Field(max_length=20)] = ""
    code: Annotated[str, Field(max_length=100)] = ""
    asye: bool = False
    children: Annotated[int, Field(ge=1, le=20)] = 1
    answers: Answers = {}


@writes(router, "POST", "/teams/{int:pk}/suppose", actions.suppose)
def suppose(request: Call, pk: Key, body: ScenarioChangeIn) -> Kept:
    """Suppose a change of a team: nothing that is real is changed."""
    change = Change(
        kind=Kind(body.kind),
        cases=tuple(dict.fromkeys(body.case_ids)),
        post=body.post_id,
        person=body.person_id,
        value=body.value,
        code=body.code,
        asye=body.asye,
        children=body.children,
        answers=body.answers,
    )
    row = actions.suppose(by=request.account, team_id=pk, change=change, scenario_id=body.scenario_id)
    return Kept(id=row.pk, version=row.version, number=row.counter)


class ScenarioTakingOut(Body):
    """The number of a change; none: all of them."""

    n: Key | None


class ScenarioNaming(Body):
    """What a scenario is called."""

    name: Annotated[str, Field(min_length=1, max_length=80)]


class ScenarioCopying(Body):
    """What the copy is called; left out: "Copy of" and its name."""

    name: Short = ""


class ScenarioSharing(Body):
    """Whether others who open the same board may read it."""

    shared: bool


@writes(router, "POST", "/scenarios/{int:pk}/take-out", actions.take_out)
def take_out_of_scenario(request: Call, pk: Key, body: ScenarioTakingOut) -> Kept:
    """Take a change out of a scenario of one’s own, or all of them; how many."""
    within(queries.scenarios(request.scope), pk)
    return Kept(id=pk, number=actions.take_out(by=request.account, scenario_id=pk, n=body.n))


@writes(router, "POST", "/scenarios/{int:pk}/keep", actions.keep_as)
def keep_scenario(request: Call, pk: Key, body: ScenarioNaming) -> Kept:
    """Give a scenario of one’s own a name."""
    within(queries.scenarios(request.scope), pk)
    return kept(actions.keep_as(by=request.account, scenario_id=pk, name=body.name))


@writes(router, "POST", "/scenarios/{int:pk}/share", actions.share)
def share_scenario(request: Call, pk: Key, body: ScenarioSharing) -> Kept:
    """Share a scenario of one’s own, or no longer."""
    within(queries.scenarios(request.scope), pk)
    return kept(actions.share(by=request.account, scenario_id=pk, shared=body.shared))


@writes(router, "POST", "/scenarios/{int:pk}/copy", actions.copy, status=201)
def copy_scenario(request: Call, pk: Key, body: ScenarioCopying) -> Kept:
    """Copy a scenario that one may read."""
    within(queries.scenarios(request.scope), pk)
    return kept(actions.copy(by=request.account, scenario_id=pk, name=body.name))


@writes(router, "POST", "/scenarios/{int:pk}/delete", actions.delete)
def delete_scenario(request: Call, pk: Key) -> Kept:
    """Delete a scenario of one’s own."""
    within(queries.scenarios(request.scope), pk)
    actions.delete(by=request.account, scenario_id=pk)
    return Kept(id=pk)
