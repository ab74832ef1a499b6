"""Handing over several cases at once; and what taking cases would make of somebody's load."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.allocation import actions
from safeload.allocation.facts import figures_for, figures_of_many, measured_on
from safeload.allocation.queries import moving
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.candidates import candidates
from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.proposals import DecisionIn, Figures, ProposalOut, TermsIn, Words, key_of
from safeload.api.nouns.shared import fresh, note_look, require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Page, kept
from safeload.people.models import Post
from safeload.people.rights import Thing

router = Router(tags=["proposals"])


class HandOverOut(Schema):
    """Cases of one post handed to one or several others; each is asked by a proposal."""

    id: int
    post_id: int
    from_on: date
    made_by_id: int
    made_at: datetime
    notes: str
    cover_until: date | None
    proposals: list[ProposalOut] = []


class CandidateOut(Schema):
    """Somebody who could take the cases, under the scheme that counts there."""

    practitioner_id: int
    name: str
    post_id: int
    team_id: int
    can_be_asked: bool
    conflict: bool
    figures: Figures | None


class Supposing(Schema):
    """Which cases are supposed to go to the post."""

    case: list[Key] = Field([], max_length=50, description="Again for each case.")
    share: Annotated[Decimal, Field(gt=0, lt=100, max_digits=4, decimal_places=2)] | None = None
    from_on: Day | None = Field(
        None, description="From when; left out: today. A day to come counts what is booked."
    )


@reads(router, "/posts/{int:pk}/figures")
def figures(request: Call, pk: Key, supposing: Query[Supposing]) -> Figures:
    """What taking cases would make of a load: to be sent along as “seen”. Noted as a look."""
    post = within(Post.objects.select_related("practitioner", "team"), pk)
    require(moving.sees_load(request.scope, post) or request.scope.is_own(post.practitioner_id))
    for case in supposing.case:
        case_for(request, case)
    fresh(request)
    note_look(request, [post.practitioner_id], "what cases would add")
    today = request.scope.on
    side = figures_for(post, supposing.case, measured_on(supposing.from_on or today, today), supposing.share)
    require(side)
    assert side is not None
    return Figures(**side.as_text())


class Places(Paging):
    """Of which team; left out: the case’s own."""

    team: Key | None = None
    from_on: Day | None = Field(
        None, description="From when; left out: today. A day to come counts what is booked."
    )


@reads(router, "/cases/{int:pk}/candidates")
def case_candidates(request: Call, pk: Key, places: Query[Places]) -> Page[CandidateOut]:
    """Everybody of a team who could take a case, before and after; nobody is left out. Noted as looks."""
    row, scope = case_for(request, pk), request.scope
    team = places.team or row.team_id
    allocates = scope.does("allocate", Thing.CASES).covers(team_id=team)
    require(team and allocates and scope.sees(Thing.LOAD).covers(team_id=team) and row.closed_on is None)
    fresh(request)
    found = {one.person.id: one for one in candidates(scope, team, [row])}
    day = measured_on(places.from_on or scope.on, scope.on)
    measured = figures_of_many([one.post for one in found.values()], [pk], day)
    note_look(request, list(found), "who could take a case")

    def show(post: Post) -> CandidateOut:
        one, sides = found[post.practitioner_id], measured.get(post.practitioner_id) or []
        return CandidateOut(
            practitioner_id=one.person.id,
            name=one.person.name,
            post_id=one.post.post,
            team_id=one.post.team,
            can_be_asked=one.post.role not in Post.NOT_HOLDING,
            conflict=one.known.conflict,
            figures=Figures(**sides[0].as_text()) if sides else None,
        )

    posts = Post.objects.filter(pk__in=[one.post.post for one in found.values()])
    return page_of(request, posts, places, show)


@reads(router, "/hand-overs")
def hand_overs(request: Call, paging: Query[Paging]) -> Page[HandOverOut]:
    """Hand-overs of which the account may read a proposal; the proposals stand with each one."""
    require(queries.takes_part(request.scope))
    return page_of(request, queries.hand_overs(request.scope), paging, _without)


@reads(router, "/hand-overs/{int:pk}")
def hand_over(request: Call, pk: Key) -> HandOverOut:
    """A hand-over with its proposals, as far as they concern the account."""
    one = within(queries.hand_overs(request.scope), pk)
    mine = queries.proposals(request.scope).filter(hand_over=one).order_by("pk")
    return HandOverOut.model_validate(
        {**_without(one), "proposals": [ProposalOut.from_orm(row) for row in mine]}
    )


class HandingOver(Body):
    """Cases of a post, and by case the post that takes it; ``seen``: by post, the figures that were seen."""

    post_id: Key
    to: Annotated[dict[Key, Key], Field(min_length=1, max_length=200)]
    from_on: Day
    seen: dict[Key, Figures] = {}
    message: Words = ""
    terms: TermsIn = TermsIn()


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


@writes(router, "POST", "/hand-overs/{int:pk}/withdraw", actions.withdraw_hand_over)
def withdraw_hand_over(request: Call, pk: Key) -> Kept:
    """Take back every proposal of a hand-over that is still open."""
    within(queries.hand_overs(request.scope), pk)
    return Kept(id=pk, number=actions.withdraw_hand_over(by=request.account, hand_over_id=pk))


def _without(one: object) -> dict[str, object]:
    names = ("post_id", "from_on", "made_by_id", "made_at", "notes", "cover_until")
    return {"id": getattr(one, "pk", 0), **{name: getattr(one, name) for name in names}}
