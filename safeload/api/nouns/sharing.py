"""Who works on a case together, with which shares; and what other shares would make of their loads."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.allocation import actions
from safeload.allocation.actions import OverLine
from safeload.allocation.facts import figures_of_shares
from safeload.allocation.queries import moving
from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.proposals import Figures, Words
from safeload.api.nouns.shared import fresh, note_look, require
from safeload.api.shapes import Body, Day, Kept, Key, Versioned
from safeload.audit.refusals import Refusal
from safeload.caseloads import queries
from safeload.caseloads.actions import Part
from safeload.caseloads.models import Allocation
from safeload.people.rights import Thing

router = Router(tags=["allocations"])
Share = Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
_PERCENT = r"^[1-9]\d{0,15}:(100|\d{1,2}(\.\d{1,2})?)$"


class ShareOut(Schema):
    """Somebody who works on a case: their share as it is, as it would be, and what that does to their load.

    ``figures`` where they are for this reader.
    """

    post_id: int
    practitioner_id: int
    practitioner: str
    role: str
    share: Decimal
    would_be: Decimal
    figures: Figures | None


class SharesOut(Schema):
    """Everybody who works on a case, the holder first."""

    parts: list[ShareOut]


class Supposed(Schema):
    """Which shares are supposed; of whom none is named, the share stays."""

    part: list[Annotated[str, Field(pattern=_PERCENT)]] = Field(
        [], max_length=20, description="Post and percent, such as 12:40; again for each. 0: no part any more."
    )


@reads(router, "/cases/{int:pk}/shares")
def shares(request: Call, pk: Key, supposed: Query[Supposed]) -> SharesOut:
    """Who works on a case, and what other shares would make of their loads. Noted as looks."""
    row, scope = case_for(request, pk), request.scope
    require(scope.does("allocate", Thing.CASES).covers(team_id=row.team_id))
    fresh(request)
    parts = moving.parts_of([pk]).get(pk, [])
    wanted = {int(post): Decimal(share) for post, _, share in (one.partition(":") for one in supposed.part)}
    would = {part.post: wanted.get(part.post_id, part.share) for part in parts}
    seen = {post for post in would if moving.sees_load(scope, post)}
    sides = figures_of_shares(pk, would, scope.on)
    note_look(request, [post.practitioner_id for post in seen], "shares of a case")

    def show(part: Allocation) -> ShareOut:
        side = sides.get(part.post_id) if part.post in seen else None
        return ShareOut(
            post_id=part.post_id,
            practitioner_id=part.post.practitioner_id,
            practitioner=part.post.practitioner.name,
            role=part.role,
            share=part.share,
            would_be=would[part.post],
            figures=Figures(**side.as_text()) if side else None,
        )

    return SharesOut(parts=[show(part) for part in parts])


class PartIn(Body):
    """What a post carries of a case, in percent."""

    post_id: Key
    share: Share


class OverIn(Body):
    """What is said where the holder would be over the line: why, what will be done, until when; at red what makes
    room for it, or why nothing can: “room”."""

    reason: Words = ""
    what_will_be_done: Words = ""
    room: Annotated[str, Field(max_length=200)] = ""
    over_until: Day | None = None


class Sharing(Versioned):
    """All who work on a case, the holder among them; who is left out works on it no longer.

    ``seen``: by post, the figures of those whose part grows; left out, nothing is compared.
    """

    parts: Annotated[list[PartIn], Field(min_length=1, max_length=20)]
    from_on: Day
    seen: dict[Key, Figures] | None = None
    over: OverIn = OverIn()


@writes(router, "POST", "/cases/{int:pk}/shares", actions.change_shares)
def change_shares(request: Call, pk: Key, body: Sharing) -> Kept:
    """Set the shares of those who work on a held case, from a day on; somebody new comes in by a proposal."""
    row = case_for(request, pk)
    posts = [one.post_id for one in body.parts]
    if len(set(posts)) != len(posts):
        raise Refusal("Name each post once.", "parts")
    fresh(request)
    changed = actions.change_shares(
        by=request.account,
        case_id=pk,
        parts=[Part(one.post_id, one.share) for one in body.parts],
        from_on=body.from_on,
        expected=queries.holding_post(row),
        seen=None if body.seen is None else {key: one.model_dump() for key, one in body.seen.items()},
        over=OverLine(**body.over.model_dump()),
        version=body.version,
    )
    row.refresh_from_db(fields=["version"])
    return Kept(id=pk, version=row.version, number=int(changed))
