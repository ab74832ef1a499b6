"""What words in lists mean: settled once, remembered, taken back."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.lists import require_lists
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Kept, Key, Page, Short, kept
from safeload.imports import actions, queries
from safeload.imports.models import SettledName

router = Router(tags=["lists"])


class SettledOut(Schema):
    """What a word in lists means, once answered."""

    id: int
    written: str


@reads(router, "/lists/words/{about}")
def list_words(
    request: Call, about: Literal["name", "team", "value"], paging: Query[Paging]
) -> Page[SettledOut]:
    """Words of lists that were settled before."""
    require_lists(request)
    found = {"name": queries.settled_names, "team": queries.settled_teams, "value": queries.settled_values}
    return page_of(request, found[about](), paging)


class NameIn(Body):
    """Whom a name in lists means."""

    written: Annotated[str, Field(min_length=1, max_length=200)]
    meaning: SettledName.Meaning
    practitioner_id: Key | None = None


class TeamIn(Body):
    """Which team a name means; or a service area, to which it is added as a new team; or neither."""

    written: Annotated[str, Field(min_length=1, max_length=200)]
    team_id: Key | None = None
    area_id: Key | None = None


class ValueIn(Body):
    """Which code a wording means; an empty one leaves it out."""

    field: Annotated[str, Field(min_length=1, max_length=30)]
    wording: Annotated[str, Field(min_length=1, max_length=200)]
    written: Short = ""
    code: Annotated[str, Field(max_length=40)] = ""


@writes(router, "POST", "/lists/names", actions.settle_name, status=201)
def settle_name(request: Call, body: NameIn) -> Kept:
    """Remember whom a name means."""
    return kept(actions.settle_name(by=request.account, **body.given()))


@writes(router, "POST", "/lists/teams", actions.settle_team, status=201)
def settle_team(request: Call, body: TeamIn) -> Kept:
    """Remember which team a name means."""
    return kept(actions.settle_team(by=request.account, **body.given()))


@writes(router, "POST", "/lists/values", actions.settle_value, status=201)
def settle_value(request: Call, body: ValueIn) -> Kept:
    """Remember which code a wording means."""
    given = {"written": body.wording, "code": "", **body.given()}
    return kept(actions.settle_value(by=request.account, **given))


@writes(router, "POST", "/lists/words/{about}/{int:pk}/forget", actions.forget)
def forget_word(request: Call, about: Literal["name", "team", "value"], pk: Key) -> Kept:
    """Take an answer back, so that it is asked again."""
    actions.forget(by=request.account, about=about, pk=pk)
    return Kept(id=pk)
