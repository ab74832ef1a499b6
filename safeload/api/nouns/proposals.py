"""Proposals that concern the account, and the answer of whoever is asked."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator

from safeload.allocation import actions
from safeload.allocation.actions import GIVEN, Decision, Terms
from safeload.allocation.actions.parting import split_said
from safeload.allocation.facts import exact, figures_for, measured_on
from safeload.allocation.models import Answer
from safeload.allocation.presenters.proposals import sees_figures
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.conflicts import conflicts_of
from safeload.allocation.queries.parting import left_since
from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import fresh, note_look, require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Long, Page, Short, Versioned, kept

router = Router(tags=["proposals"])
Words = Annotated[str, Field(max_length=500)]


def _amount(text: str) -> str:
    """An exact amount as text: a whole number, a decimal or a fraction; or nothing."""
    if text and exact(text) is None:
        raise ValueError("Enter an exact amount, such as 46, 46.5 or 139/3.")
    return text


#: An exact amount as text; empty where there is none.
Amount = Annotated[str, Field(max_length=40), AfterValidator(_amount)]


class Figures(Body):
    """What somebody saw: one practitioner’s figures without and with the cases, as exact text."""

    scheme: str = Field("", max_length=40)
    unit: str = Field("", max_length=40)
    line: Amount | None = None
    before: Amount = ""
    after: Amount = ""
    band_before: str | None = Field(None, max_length=20)
    band_after: str | None = Field(None, max_length=20)
    over: bool = False
    red: bool = False
    limits: Annotated[list[Short], Field(max_length=20)] = []


class AnswerOut(Schema):
    """What the practitioner answered, in their own words."""

    says: str
    words: str
    by_id: int
    at: datetime


class DroppedCaseOut(Schema):
    """A case that went out of a proposal while others of it stood, and why."""

    case_id: int
    said: str
    at: datetime


class ProposalOut(Schema):
    """Cases that a practitioner is asked to take."""

    id: int
    post_id: int
    practitioner_id: int = Field(0, alias="post.practitioner_id")
    practitioner: str = Field("", alias="post.practitioner.name")
    team_id: int | None
    hand_over_id: int | None
    case_ids: list[int] = []
    share: Decimal | None
    from_on: date
    cover_until: date | None
    cover_ended_at: datetime | None
    change_reason: str
    own_reason_id: int | None
    own_reason: str = Field("", alias="own_reason.label")
    message: str
    notes: str
    joint_visit: bool
    proposed_by_id: int
    proposed_at: datetime
    outcome: str
    decided_by_id: int | None
    decided_at: datetime | None
    reason: str
    split_said: str
    conflict_said: str
    what_will_be_done: str
    over_until: date | None
    goes: str
    waits: str
    shared: str
    nothing_because: str
    goes_case_id: int | None
    waits_case_id: int | None
    shared_case_id: int | None
    limits: list[str]
    discussion_due_on: date | None
    discussed_on: date | None
    heard_at: datetime | None
    disagreed_at: datetime | None
    left_at: datetime | None
    escalated_at: datetime | None
    tier_answered_at: datetime | None
    over_ended_at: datetime | None
    undone_at: datetime | None
    dropped: list[DroppedCaseOut] = []
    answers: list[AnswerOut] = []
    version: int

    @staticmethod
    def resolve_case_ids(row: Any) -> list[int]:
        return [one.case_id for one in row.cases.all()]


class OneProposalOut(ProposalOut):
    """A proposal, with figures while it is open, where they are for this reader: of today, or of a start to come."""

    figures: Figures | None = None
    left_household: list[int] = Field(
        [],
        description="Cases that left a household of these since it was proposed, while it is open; split_said has it "
        "in words. Sent back with the decision, it is known.",
    )
    in_conflict: list[int] = Field(
        [],
        description="Cases with which whoever is asked has a conflict of interest, while it is open, for those who "
        "allocate. Sent back with the decision, and a reason, it is known.",
    )


class Which(Paging):
    """Which proposals."""

    open: bool | None = Field(None, description="true: those that wait for an answer or a decision.")


@reads(router, "/proposals")
def proposals(request: Call, which: Query[Which]) -> Page[ProposalOut]:
    """Proposals that concern the account."""
    require(queries.takes_part(request.scope))
    found = queries.proposals(request.scope)
    if which.open is not None:
        found = found.open() if which.open else found.exclude(outcome="")
    return page_of(request, found, which)


@reads(router, "/proposals/{int:pk}")
def proposal(request: Call, pk: Key) -> OneProposalOut:
    """One proposal; where figures of somebody else are shown, that is noted as a look."""
    fresh(request)
    one, scope = proposal_for(request, pk), request.scope
    one.figures = None
    if sees_figures(one, scope):
        note_look(request, [one.post.practitioner_id], "a proposal")
        if not one.outcome:
            day, keys = measured_on(one.from_on, scope.on), [row.case_id for row in one.cases.all()]
            side = figures_for(one.post, keys, day, one.share)
            one.figures = side.as_text() if side else None
    left = left_since(one) if not one.outcome and queries.is_concerned(scope, one) else []
    one.left_household, one.split_said = [row.case_id for row in left], one.split_said or split_said(left)
    one.in_conflict = list(conflicts_of(one)) if not one.outcome and queries.is_concerned(scope, one) else []
    return OneProposalOut.model_validate(one)


def _said(code: str) -> str:
    if code and code not in GIVEN:
        raise ValueError(f"One of: {', '.join(GIVEN)}.")
    return code


class TermsIn(Body):
    """How a change of hands is meant."""

    change_reason: Annotated[str, Field(max_length=6), AfterValidator(_said)] = ""
    own_reason_id: Key | None = None
    notes: Long = ""
    joint_visit: bool = False
    cover_until: Day | None = None

    def terms(self) -> Terms:
        """As the actions take them."""
        return Terms(**self.model_dump())


class Answering(Versioned):
    """The practitioner’s answer."""

    says: Answer.Says
    words: Annotated[str, Field(max_length=1000)] = ""


class DecisionIn(Body):
    """What is decided; over the line it needs a reason, what will be done, and an end date.

    At red also one of “goes”, “waits” and “shared”, or that nothing can make room: “nothing_because”.
    """

    allocate: bool
    reason: Words = ""
    what_will_be_done: Words = ""
    over_until: Day | None = None
    notified: bool = False
    goes: Short = ""
    waits: Short = ""
    shared: Short = ""
    left_household: Annotated[list[Key], Field(max_length=200)] = []
    in_conflict: Annotated[list[Key], Field(max_length=200)] = []
    nothing_because: Short = ""

    def decision(self) -> Decision:
        """As the actions take it."""
        return Decision(**{name: getattr(self, name) for name in Decision.__dataclass_fields__})


@writes(router, "POST", "/proposals/{int:pk}/answer", actions.answer)
def answer(request: Call, pk: Key, body: Answering) -> Kept:
    """Answer, as the practitioner who is asked."""
    proposal_for(request, pk)
    return kept(actions.answer(by=request.account, proposal_id=pk, **body.given()).proposal)


def key_of(call: Call) -> uuid.UUID:
    """The action's own key, from the request's: of this account alone, whatever others make up."""
    sent = call.headers.get("Idempotency-Key")
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{call.account.pk} {sent}") if sent else uuid.uuid4()


def proposal_for(call: Call, pk: int) -> Any:
    """The proposal, if it concerns the account."""
    return within(queries.proposals(call.scope), pk)
