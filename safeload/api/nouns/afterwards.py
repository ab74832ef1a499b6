"""After a decision: taking back, cover that ends, discussions; offers; the employer's own reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.allocation import actions
from safeload.allocation.models import Answer, ChangeReason, FollowUp, Quoted
from safeload.allocation.queries import offers as queries
from safeload.allocation.queries.proposals import proposals
from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, OnDay, Page, Short, Versioned, kept
from safeload.caseloads.models import Allocation
from safeload.people.models import Post
from safeload.people.rights import Thing

router = Router(tags=["proposals"])


class OfferOut(Schema):
    """A practitioner can take one: of which kind, from when, until when it holds."""

    id: int
    post_id: int
    kind: str
    from_on: date
    until_on: date | None
    made_at: datetime
    version: int


class ReasonOut(Schema):
    """The employer’s own word for why a worker changes, and the code that it is returned as."""

    id: int
    label: str
    code: str
    retired_at: datetime | None
    version: int


@reads(router, "/offers")
def offers(request: Call, paging: Query[Paging]) -> Page[OfferOut]:
    """Offers that hold: one’s own, and of those whose loads are open by name."""
    scope = request.scope
    reach = scope.sees(Thing.LOAD)
    require(scope.practitioner_id or reach)
    persons = (
        Post.objects.filter(practitioner=scope.practitioner_id)
        if scope.practitioner_id
        else Post.objects.none()
    )
    seen = Post.objects.all() if reach.everywhere else Post.objects.filter(team__in=reach.teams)
    named = Post.objects.filter(practitioner__in=reach.practitioners)
    return page_of(
        request, queries.holding(scope.on).filter(post__in=(persons | seen | named).values("pk")), paging
    )


@reads(router, "/change-reasons")
def change_reasons(request: Call, paging: Query[Paging]) -> Page[ReasonOut]:
    """The employer’s own reasons for a change of worker."""
    require(request.scope.roles or request.scope.practitioner_id)
    return page_of(request, queries.change_reasons_kept(), paging)


class FollowUpOut(Schema):
    """What was said to an allocation after its decision."""

    id: int
    proposal_id: int
    what: str
    words: str
    until_on: date | None
    by_id: int
    at: datetime


@reads(router, "/proposals/{int:pk}/follow-ups")
def follow_ups(request: Call, pk: Key, paging: Query[Paging]) -> Page[FollowUpOut]:
    """What was said to an allocation after its decision, by the team’s manager and by the next tier."""
    one = within(proposals(request.scope), pk)
    return page_of(request, one.follow_ups.order_by("at", "id"), paging)


class QuotedOut(Schema):
    """What somebody without an account said, as it was written down; it counts once a second person has heard it."""

    id: int
    proposal_id: int
    says: str
    words: str
    said_on: date
    how: str
    by_id: int
    at: datetime
    heard_by_id: int | None
    heard_how: str
    heard_at: datetime | None


@reads(router, "/proposals/{int:pk}/quoted-words")
def quoted_words(request: Call, pk: Key, paging: Query[Paging]) -> Page[QuotedOut]:
    """What was written down of somebody without an account: recorded by others, not given by themselves."""
    one = within(proposals(request.scope), pk)
    return page_of(request, one.quoted.order_by("at", "id"), paging)


class Quoting(Versioned):
    """What somebody without an account said, in their own words; “on”: the day; “how”: met or phoned."""

    says: Answer.Says
    words: Annotated[str, Field(min_length=1, max_length=1000)]
    on: Day
    how: Quoted.How


class Hearing(Versioned):
    """How the next tier heard it from the practitioner."""

    how: Quoted.How


class FollowingUp(Versioned):
    """What becomes of an allocation; “until” for what goes on, is agreed for a while, or is to be brought back."""

    what: FollowUp.What
    words: Annotated[str, Field(max_length=500)] = ""
    until: Day | None = None


class TradingOff(Versioned):
    """What makes room for the cases, and which of the practitioner’s cases each is about."""

    goes: Short = ""
    goes_case_id: Key | None = None
    waits: Short = ""
    waits_case_id: Key | None = None
    shared: Short = ""
    shared_case_id: Key | None = None
    nothing_because: Short = ""


class OfferIn(Body):
    """ "I can take one"."""

    from_on: Day
    until_on: Day | None = None
    kind: Short = ""


class Covering(Body):
    """Until when cover goes on; null: for good."""

    until: Day | None


class ReasonIn(Body):
    """A reason of the employer’s own."""

    label: Annotated[str, Field(min_length=1, max_length=80)]
    code: Allocation.Reason


class Retiring(Body):
    """Offering a reason no longer, or again."""

    back: bool = False


class TakingBack(Body):
    """Why an allocation is taken back, in a few words."""

    why: Annotated[str, Field(min_length=1, max_length=200)]


@writes(router, "POST", "/proposals/{int:pk}/undo", actions.undo)
def undo_allocation(request: Call, pk: Key, body: TakingBack) -> Kept:
    """Take an allocation back: the cases are with whom they were, as if it had not been."""
    within(proposals(request.scope), pk)
    return kept(actions.undo(by=request.account, proposal_id=pk, why=body.why))


@writes(router, "POST", "/proposals/{int:pk}/hand-back", actions.hand_back)
def hand_back(request: Call, pk: Key, body: OnDay) -> Kept:
    """End temporary cover: the cases go back, from a day on."""
    within(proposals(request.scope), pk)
    return kept(actions.hand_back(by=request.account, proposal_id=pk, on=body.on))


@writes(router, "POST", "/proposals/{int:pk}/keep-covering", actions.keep_covering)
def keep_covering(request: Call, pk: Key, body: Covering) -> Kept:
    """Let cover go on until another day, or for good."""
    within(proposals(request.scope), pk)
    return kept(actions.keep_covering(by=request.account, proposal_id=pk, until=body.until))


@writes(router, "POST", "/proposals/{int:pk}/discussed", actions.note_discussion)
def note_discussion(request: Call, pk: Key, body: OnDay) -> Kept:
    """Record that what was only notified has been discussed."""
    within(proposals(request.scope), pk)
    return kept(actions.note_discussion(by=request.account, proposal_id=pk, **body.given()))


@writes(router, "POST", "/proposals/{int:pk}/quoted-words", actions.quote_words, status=201)
def quote_words(request: Call, pk: Key, body: Quoting) -> Kept:
    """Over the line, write down what somebody without an account said, as whoever decides in the team."""
    within(proposals(request.scope), pk)
    return kept(actions.quote_words(by=request.account, proposal_id=pk, **body.given()).proposal)


@writes(router, "POST", "/proposals/{int:pk}/quoted-words/heard", actions.confirm_words)
def confirm_words(request: Call, pk: Key, body: Hearing) -> Kept:
    """Say, as the next tier, that one has heard it from them: now it counts."""
    within(proposals(request.scope), pk)
    return kept(actions.confirm_words(by=request.account, proposal_id=pk, **body.given()).proposal)


@writes(router, "POST", "/proposals/{int:pk}/follow-up", actions.follow_up, status=201)
def follow_up(request: Call, pk: Key, body: FollowingUp) -> Kept:
    """Say what becomes of an allocation: as whoever decides in the team, or as the next tier."""
    within(proposals(request.scope), pk)
    return kept(actions.follow_up(by=request.account, proposal_id=pk, **body.given()).proposal)


@writes(router, "POST", "/proposals/{int:pk}/trade-off", actions.trade_off)
def trade_off(request: Call, pk: Key, body: TradingOff) -> Kept:
    """Say what makes room for the cases of an open proposal."""
    within(proposals(request.scope), pk)
    given = body.given()
    version = given.pop("version", None)
    what = actions.TradeOff(**given)
    return kept(actions.trade_off(by=request.account, proposal_id=pk, what=what, version=version))


@writes(router, "POST", "/posts/{int:pk}/offer", actions.offer, status=201)
def offer(request: Call, pk: Key, body: OfferIn) -> Kept:
    """Say that one can take a case; a new offer ends the one before."""
    require(pk in dict(queries.own_posts(request.scope)))
    return kept(actions.offer(by=request.account, post_id=pk, **body.given()))


@writes(router, "POST", "/posts/{int:pk}/offer/back", actions.take_back_offer)
def take_back_offer(request: Call, pk: Key) -> Kept:
    """Take one’s offer back; how many there were."""
    require(pk in dict(queries.own_posts(request.scope)))
    return Kept(number=actions.take_back_offer(by=request.account, post_id=pk))


@writes(router, "POST", "/change-reasons", actions.add_change_reason, status=201)
def add_change_reason(request: Call, body: ReasonIn) -> Kept:
    """Add a reason of the employer’s own."""
    return kept(actions.add_change_reason(by=request.account, **body.given()))


@writes(router, "POST", "/change-reasons/{int:pk}/retire", actions.retire_change_reason)
def retire_change_reason(request: Call, pk: Key, body: Retiring) -> Kept:
    """Offer a reason no longer, or again; where it was given it stays."""
    within(ChangeReason.objects.all(), pk)
    return kept(actions.retire_change_reason(by=request.account, reason_id=pk, back=body.back))
