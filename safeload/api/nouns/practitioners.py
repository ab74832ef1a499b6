"""Practitioners: their records, what they bring, the steps of their first years."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.posts import PostFields
from safeload.api.nouns.shared import note_look, person_for, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import (
    Answers,
    Body,
    Correction,
    Day,
    Kept,
    Key,
    LastDay,
    Page,
    answers_to,
    kept,
)
from safeload.audit.models import Look
from safeload.people import actions, asked, queries
from safeload.people.rights import Thing

router = Router(tags=["practitioners"])


class PostOut(Schema):
    """A post: hours and cases are held per post."""

    id: int
    team_id: int
    team: str = Field("", alias="team.name")
    role: str
    grade: str
    weekly_hours: Decimal | None
    started_on: date | None
    ended_on: date | None
    version: int

    @staticmethod
    def resolve_weekly_hours(row: Any) -> Decimal | None:
        hours: Decimal | None = row.hours_until[-1].weekly_hours if row.hours_until else row.weekly_hours
        return hours


class PractitionerOut(Schema):
    """Somebody who works for the employer."""

    id: int
    staff_ref: str
    name: str
    asye: bool
    agency: bool
    qualified_on: date | None
    started_on: date | None
    ended_on: date | None
    returning_until: date | None
    protected_until: date | None
    version: int
    posts: list[PostOut] = Field([], alias="present_posts")


class StrengthOut(Schema):
    """A skill, a language, a patch or a development interest."""

    id: int
    kind: str
    text: str


class StepOut(Schema):
    """A step of the line: it is taken when both have confirmed it."""

    id: int
    step: str
    title: str
    due_on: date
    practitioner_at: datetime | None
    manager_at: datetime | None


class RecordOut(PractitionerOut):
    """A practitioner’s whole record, but commitments, which stand under their own address."""

    swe_number: str
    stage: str
    step_confirmed_on: date | None
    values: dict[str, Any]
    strengths: list[StrengthOut] = Field([], alias="brings")
    steps: list[StepOut] = Field([], alias="line_steps")


class LookOut(Schema):
    """Somebody looked at oneself."""

    id: int
    at: datetime
    who: str = Field("", alias="who.name")
    what: str
    page: str


class Which(Paging):
    """Which practitioners."""

    named: str = Field("", max_length=100, description="A part of the name, or the staff reference.")
    team: Key | None = None
    left: bool = Field(False, description="Also those who have left.")


@reads(router, "/practitioners")
def practitioners(request: Call, which: Query[Which]) -> Page[PractitionerOut]:
    """Practitioners whose records are open to the account, with their present posts."""
    require(request.scope.sees(Thing.PEOPLE) or request.scope.practitioner_id)
    found = queries.practitioners(request.scope, named=which.named, team_id=which.team, left=which.left)
    return page_of(request, queries.with_posts(found, request.scope.on), which)


@reads(router, "/practitioners/{int:pk}")
def practitioner(request: Call, pk: Key) -> RecordOut:
    """One practitioner’s record; noted as a look."""
    person: Any = person_for(request, pk)
    note_look(request, [pk], "practitioner", Look.What.RECORD)
    person.present_posts = list(queries.posts_of(person, request.scope.on))
    person.brings = list(person.strengths.filter(removed_at=None))
    person.line_steps = list(person.steps.order_by("due_on"))
    return RecordOut.model_validate(person)


@reads(router, "/practitioners/{int:pk}/looks")
def looks(request: Call, pk: Key, paging: Query[Paging]) -> Page[LookOut]:
    """Who looked at oneself, when and at what; for oneself alone."""
    require(request.scope.is_own(pk))
    return page_of(request, queries.looks(request.scope, person_for(request, pk)), paging)


class PersonFields(Body):
    """What is known of a practitioner."""

    staff_ref: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    swe_number: str = Field("", max_length=20)
    qualified_on: Day | None = None
    stage: str = Field("", max_length=40)
    asye: bool = False
    agency: bool = False
    started_on: Day | None = None


class NewPractitioner(PersonFields):
    """A practitioner, and the first post where there is one."""

    post: PostFields | None = None


class PersonChange(Correction):
    """What can be put right; only what is sent is changed."""

    staff_ref: Annotated[str, Field(min_length=1, max_length=40)] = ""
    name: Annotated[str, Field(min_length=1, max_length=120)] = ""
    swe_number: str = Field("", max_length=20)
    qualified_on: Day | None = None
    stage: str = Field("", max_length=40)
    asye: bool = False
    agency: bool = False
    started_on: Day | None = None
    returning_until: Day | None = None
    protected_until: Day | None = None
    values: Answers = {}


@writes(
    router,
    "POST",
    "/practitioners",
    actions.add_practitioner,
    actions.add_practitioner_with_post,
    status=201,
)
def add_practitioner(request: Call, body: NewPractitioner) -> Kept:
    """Add a practitioner, with the first post where one is given: both or neither."""
    person = body.given("post")
    if body.post is None:
        return kept(actions.add_practitioner(by=request.account, **person))
    post = body.post.given()
    return kept(actions.add_practitioner_with_post(by=request.account, person=person, post=post))


@writes(router, "PATCH", "/practitioners/{int:pk}", actions.correct_practitioner)
def correct_practitioner(request: Call, pk: Key, body: PersonChange) -> Kept:
    """Put right what is known of a practitioner; answers that are sent stand beside those that are not."""
    person, changes = person_for(request, pk), body.given()
    if "values" in changes:
        fields = asked.fields("practitioner", request.scope.on)
        values = {**person.values, **answers_to(fields, changes["values"])}
        changes["values"] = {name: value for name, value in values.items() if value is not None}
    return kept(actions.correct_practitioner(by=request.account, practitioner_id=pk, **changes))


@writes(router, "POST", "/practitioners/{int:pk}/last-day", actions.end_practitioner)
def end_practitioner(request: Call, pk: Key, body: LastDay) -> Kept:
    """Set the last day of a practitioner, of their posts and of access; null takes it back."""
    person_for(request, pk)
    return kept(actions.end_practitioner(by=request.account, practitioner_id=pk, **body.given()))
