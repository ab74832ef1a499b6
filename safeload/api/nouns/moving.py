"""Handing over several cases at once; and what taking cases would make of somebody's load."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, cast

from django.db.models import Prefetch
from ninja import Field, Query, Router, Schema

from safeload.allocation import actions
from safeload.allocation.facts import figures_by_post, figures_for, measured_on
from safeload.allocation.queries import moving
from safeload.allocation.queries import proposals as queries
from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.afterwards import TakingBack
from safeload.api.nouns.proposals import DecisionIn, Figures, ProposalOut, TermsIn, Words, key_of
from safeload.api.nouns.shared import fresh, note_look, require, require_open, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Page, kept
from safeload.audit.refusals import Refusal
from safeload.people.models import Post

router = Router(tags=["proposals"])
AHEAD = "From when; left out: today. A day to come counts what is booked."
#: More than anybody holds.
MOST_CASES = 500
_TO = r"^[1-9]\d{0,15}:[1-9]\d{0,15}(,[1-9]\d{0,15})*$"


class HandOverOut(Schema):
    """Cases of one post handed to one or several others; each is asked by a proposal."""

    id: int
    post_id: int
    from_on: date
    made_by_id: int
    made_at: datetime
    change_reason: str
    own_reason_id: int | None
    own_reason: str = Field("", alias="own_reason.label")
    notes: str
    joint_visit: bool
    cover_until: date | None
    proposals: list[ProposalOut] = Field([], alias="shown", description="As far as they concern the account.")


class Supposing(Schema):
    """Which cases are supposed to go to the post."""

    case: list[Key] = Field([], max_length=MOST_CASES, description="Again for each case.")
    share: Annotated[Decimal, Field(gt=0, lt=100, decimal_places=2)] | None = None
    from_on: Day | None = Field(None, description=AHEAD)


@reads(router, "/posts/{int:pk}/figures")
def figures(request: Call, pk: Key, supposing: Query[Supposing]) -> Figures:
    """What taking cases would make of a load: to be sent along as “seen”. Noted as a look."""
    post = within(Post.objects.select_related("practitioner", "team"), pk)
    require(moving.sees_load(request.scope, post) or request.scope.is_own(post.practitioner_id))
    require_open(request, supposing.case)
    fresh(request)
    note_look(request, [post.practitioner_id], "what cases would add")
    today = request.scope.on
    side = figures_for(post, supposing.case, measured_on(supposing.from_on or today, today), supposing.share)
    require(side)
    assert side is not None
    return Figures(**side.as_text())


class Shared(Schema):
    """Who takes which cases, as it is supposed."""

    to: list[Annotated[str, Field(pattern=_TO, max_length=4_000)]] = Field(
        ...,
        min_length=1,
        max_length=50,
        description="Post and its cases, such as 12:401,402; again for each post.",
    )
    from_on: Day | None = Field(None, description=AHEAD)


class TakingOut(Schema):
    """Somebody of a hand-over, with the figures without and with it, where they are for this reader."""

    post_id: int
    practitioner_id: int
    practitioner: str
    case_ids: list[int]
    figures: Figures | None


class SupposedOut(Schema):
    """What a hand-over would do: to whoever gives the cases, and to each who takes some."""

    gives: TakingOut
    takes: list[TakingOut]


@reads(router, "/posts/{int:pk}/hand-over")
def suppose_hand_over(request: Call, pk: Key, supposed: Query[Shared]) -> SupposedOut:
    """What handing over cases of a post would do to all concerned, before it is proposed. Noted as looks."""
    scope = request.scope
    giver = moving.giving_post(scope, pk)
    require(giver)
    assert giver is not None
    to: dict[int, list[int]] = {}
    for one in supposed.to:
        post, _, cases = one.partition(":")
        to.setdefault(int(post), []).extend(int(case) for case in cases.split(","))
    every = [case for cases in to.values() for case in cases]
    if len(set(every)) != len(every):
        raise Refusal("Name each case once.", "query.to")
    require_open(request, every)
    takers = Post.objects.current(scope.on).select_related("practitioner", "team").in_bulk(to)
    if set(to) - set(takers):
        raise Refusal("One of these posts does not run today.", "query.to")
    fresh(request)
    gives: dict[Post, list[int]] = {giver: [], **{takers[post]: cases for post, cases in to.items()}}
    seen = {post: cases for post, cases in gives.items() if moving.sees_load(scope, post)}
    day = measured_on(supposed.from_on or scope.on, scope.on)
    sides = figures_by_post(seen, day, every)
    note_look(request, [post.practitioner_id for post in seen], "handing over cases")

    def show(post: Post, cases: list[int]) -> TakingOut:
        side = sides.get(post.pk)
        return TakingOut(
            post_id=post.pk,
            practitioner_id=post.practitioner_id,
            practitioner=post.practitioner.name,
            case_ids=cases,
            figures=Figures(**side.as_text()) if side else None,
        )

    return SupposedOut(
        gives=show(giver, every), takes=[show(takers[post], cases) for post, cases in to.items()]
    )


@reads(router, "/hand-overs")
def hand_overs(request: Call, paging: Query[Paging]) -> Page[HandOverOut]:
    """Hand-overs of which the account may read a proposal; the proposals stand with each one."""
    require(queries.takes_part(request.scope))
    return page_of(request, _hand_overs(request), paging)


@reads(router, "/hand-overs/{int:pk}")
def hand_over(request: Call, pk: Key) -> HandOverOut:
    """A hand-over with its proposals, as far as they concern the account."""
    return cast("HandOverOut", within(_hand_overs(request), pk))


def _hand_overs(call: Call) -> Any:
    """With the proposals of each that concern the account; rows as they are: they take their shape on the way out."""
    mine = queries.proposals(call.scope).order_by("pk")
    return queries.hand_overs(call.scope).prefetch_related(Prefetch("proposals", mine, to_attr="shown"))


class HandingOver(Body):
    """Cases of a post, and by case the post that takes it; ``seen``: by post, the figures that were seen."""

    post_id: Key
    to: Annotated[dict[Key, Key], Field(min_length=1, max_length=MOST_CASES)]
    from_on: Day
    seen: dict[Key, Figures] = {}
    message: Words = ""
    terms: TermsIn = TermsIn()
    split_meant: bool = Field(False, description="That households are parted by it is known, and meant.")


class DecidingAll(DecisionIn):
    """The decision on all open proposals of a hand-over; ``seen``: by proposal."""

    seen: dict[Key, Figures] = {}


@writes(router, "POST", "/hand-overs", actions.hand_over, status=201)
def make_hand_over(request: Call, body: HandingOver) -> Kept:
    """Propose cases that a post holds to others: all of them, or none, each with its reason."""
    require(moving.giving_post(request.scope, body.post_id))
    made = actions.hand_over(
        by=request.account,
        key=key_of(request),
        post_id=body.post_id,
        to=body.to,
        from_on=body.from_on,
        seen={pk: one.model_dump() for pk, one in body.seen.items()},
        terms=body.terms.terms(),
        message=body.message,
        split_meant=body.split_meant,
    )
    return kept(made)


@writes(router, "POST", "/hand-overs/{int:pk}/decide", actions.decide_hand_over)
def decide_hand_over(request: Call, pk: Key, body: DecidingAll) -> Kept:
    """Decide all open proposals of a hand-over that one may decide: all of them, or none."""
    within(queries.hand_overs(request.scope), pk)
    fresh(request)
    done = actions.decide_hand_over(
        by=request.account,
        hand_over_id=pk,
        decision=body.decision(),
        seen={key: one.model_dump() for key, one in body.seen.items()},
    )
    return Kept(id=pk, number=len(done))


@writes(router, "POST", "/hand-overs/{int:pk}/undo", actions.undo_hand_over)
def undo_hand_over(request: Call, pk: Key, body: TakingBack) -> Kept:
    """Take back all that a hand-over allocated, where one may decide: all of it, or nothing."""
    within(queries.hand_overs(request.scope), pk)
    return Kept(id=pk, number=len(actions.undo_hand_over(by=request.account, hand_over_id=pk, why=body.why)))


@writes(router, "POST", "/hand-overs/{int:pk}/withdraw", actions.withdraw_hand_over)
def withdraw_hand_over(request: Call, pk: Key) -> Kept:
    """Take back every proposal of a hand-over that is still open."""
    within(queries.hand_overs(request.scope), pk)
    return Kept(id=pk, number=actions.withdraw_hand_over(by=request.account, hand_over_id=pk))
