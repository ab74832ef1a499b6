"""Cases: the list, one of them, adding, correcting, grouping, and what the schemes ask of one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import prefetch_related_objects
from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import (
    Answers,
    Body,
    Correction,
    Day,
    Kept,
    Key,
    Page,
    Short,
    Versioned,
    answers_to,
    kept,
)
from safeload.caseloads import actions, queries
from safeload.caseloads.models import Case
from safeload.people import asked
from safeload.people.rights import Thing

router = Router(tags=["cases"])
Reference = Annotated[str, Field(min_length=1, max_length=40)]


class HolderOut(Schema):
    """Who holds a case now."""

    post_id: int
    practitioner_id: int = Field(0, alias="post.practitioner_id")
    name: str = Field("", alias="post.practitioner.name")
    team_id: int = Field(0, alias="post.team_id")
    since: date
    share: Decimal

    @staticmethod
    def resolve_since(row: Any) -> date:
        first: date = getattr(row, "since", row.starts_on)
        return first


class CaseOut(Schema):
    """One child or adult, by reference."""

    id: int
    reference: str
    household_id: int | None
    household: str | None = Field(None, alias="household.reference")
    kind: str
    team_id: int | None
    team: str | None = Field(None, alias="team.name")
    priority: str
    opened_on: date | None
    closed_on: date | None
    reached_team_on: date | None
    next_contact_due_on: date | None
    next_contact_made_on: date | None
    why_waiting: str
    waiting_approved_by_id: int | None
    waiting_approved_on: date | None
    rate_again_on: date | None
    last_contact_on: date | None
    last_review_on: date | None
    listed: bool
    version: int
    holder: HolderOut | None = Field(None, description="Who holds it today, since when, with which share.")
    next_holder: HolderOut | None = Field(
        None,
        description="Who holds it from a day to come on (``since``), decided already. Until then ``holder`` does.",
    )
    held_until: date | None = Field(None, description="The day from which it waits again, decided already.")
    co_workers: list[HolderOut] = Field([], description="Who works on it with the holder today.")

    @staticmethod
    def resolve_holder(row: Any) -> Any:
        hands = queries.in_hands(row)
        if hands.holder is not None:
            hands.holder.since = hands.since  # type: ignore[attr-defined]
        return hands.holder

    @staticmethod
    def resolve_next_holder(row: Any) -> Any:
        return queries.in_hands(row).next_holder

    @staticmethod
    def resolve_held_until(row: Any) -> Any:
        return queries.in_hands(row).until

    @staticmethod
    def resolve_co_workers(row: Any) -> Any:
        return list(queries.in_hands(row).co_workers)


class AnswerOut(Schema):
    """What was answered to a scheme’s question, since when, and where it came from."""

    field: str
    value: Any
    valid_from: date
    source: str
    agreed_by_id: int | None
    agreed_on: date | None


class OneCaseOut(CaseOut):
    """A case with what the schemes ask of it, and the other cases of its household.

    ``reached_practitioner_on``: when it first reached one; ``reached_holder_on``: the first day of who holds it now,
    through changes of shares.
    """

    reached_practitioner_on: date | None = None
    reached_holder_on: date | None = None
    answers: list[AnswerOut] = []
    siblings: list[int] = []


class Which(Paging):
    """Which cases."""

    reference: str = Field(
        "", max_length=40, description="A part of the reference, or a household’s reference."
    )
    team: Key | None = None
    holder: Literal["", "held", "waiting"] = ""
    closed: bool = False


@reads(router, "/cases")
def cases(request: Call, which: Query[Which]) -> Page[CaseOut]:
    """Cases that the account may open."""
    require(request.scope.sees(Thing.CASES) or request.scope.practitioner_id)
    found = queries.listed(
        request.scope,
        reference=which.reference,
        team_id=which.team,
        holder=which.holder,
        closed=which.closed,
    )
    return page_of(request, found, which)


@reads(router, "/cases/{int:pk}")
def case(request: Call, pk: Key) -> OneCaseOut:
    """One case; also for whoever is asked to take it, while that is open."""
    row: Any = queries.case_seen(request.scope, pk)
    require(row)
    prefetch_related_objects([row], queries.holders())
    row.answers = list(row.value_rows.filter(valid_to=None))
    days = queries.hands([pk], request.scope.on)[pk]
    row.reached_practitioner_on, row.reached_holder_on = days.reached, days.since
    row.siblings = sorted(one.pk for one in queries.siblings(request.scope, row))
    return OneCaseOut.model_validate(row)


class CaseIn(Body):
    """A case to add; it waits in its team until somebody holds it."""

    reference: Reference
    team_id: Key
    household: str = Field("", max_length=40)
    kind: Case.Kind = Case.Kind.CHILD
    opened_on: Day | None = None
    priority: Case.Priority = Case.Priority.STANDARD
    reached_team_on: Day | None = None


class CaseChange(Correction):
    """What can be put right; only what is sent is changed."""

    reference: Reference = ""
    team_id: Key = 0
    kind: Case.Kind = Case.Kind.CHILD
    opened_on: Day | None = None
    priority: Case.Priority = Case.Priority.STANDARD
    reached_team_on: Day | None = None
    next_contact_due_on: Day | None = None
    next_contact_made_on: Day | None = None
    why_waiting: Short = ""


class AnswersIn(Versioned):
    """Answers to what the schemes ask; null takes one back."""

    answers: Answers
    valid_from: Day | None = Field(None, description="Left out: from today on.")


@writes(router, "POST", "/cases", actions.add_case, status=201)
def add_case(request: Call, body: CaseIn) -> Kept:
    """Add a case to a team."""
    return kept(actions.add_case(by=request.account, **body.given()))


@writes(router, "PATCH", "/cases/{int:pk}", actions.correct_case)
def correct_case(request: Call, pk: Key, body: CaseChange) -> Kept:
    """Put right what is known of a case."""
    case_for(request, pk)
    return kept(actions.correct_case(by=request.account, case_id=pk, **body.given()))


@writes(router, "POST", "/cases/{int:pk}/answers", actions.set_values)
def set_values(request: Call, pk: Key, body: AnswersIn) -> Kept:
    """Answer what the schemes ask of a case from a day on."""
    row = case_for(request, pk)
    fields = asked.fields("case", request.scope.on, row.team.service_area_id if row.team else None)
    answers = answers_to(fields, body.answers)
    changed = actions.set_values(
        by=request.account,
        case_id=pk,
        answers=answers,
        fields=fields,
        valid_from=body.valid_from or request.scope.on,
        version=body.version,
    )
    row.refresh_from_db(fields=["version"])
    return Kept(id=pk, version=row.version, number=int(changed))


@writes(router, "POST", "/cases/{int:pk}/split", actions.split)
def split(request: Call, pk: Key, body: Versioned) -> Kept:
    """Take a case out of its household."""
    case_for(request, pk)
    return kept(actions.split(by=request.account, case_id=pk, **body.given()))


def case_for(call: Call, pk: int) -> Any:
    """The case, if the account may open it, with team, household and holder."""
    found = queries.cases(call.scope).select_related("team", "household").prefetch_related(queries.holders())
    return within(found, pk)
