"""Posts of practitioners, and the hours of each from day to day."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ninja import Field, Router

from safeload.api.bearer import Call
from safeload.api.door import writes
from safeload.api.nouns.shared import person_for, within
from safeload.api.shapes import Body, Correction, Day, Kept, Key, LastDay, Versioned, kept
from safeload.people import actions
from safeload.people.models import Post

router = Router(tags=["posts"])
#: More than 60 hours a week is a typing error or against the law.
Hours = Annotated[Decimal, Field(ge=0, le=60, max_digits=4, decimal_places=2)]


class PostFields(Body):
    """A post in a team; hours left out are not known, which is not the same as none."""

    team_id: Key
    role: Post.Role = Post.Role.PRACTITIONER
    weekly_hours: Hours | None = None
    grade: str = Field("", max_length=40)
    started_on: Day | None = None


class PostChange(Correction):
    """What can be put right. Hours that change from a day on have an address of their own."""

    team_id: Key = 0
    role: Post.Role = Post.Role.PRACTITIONER
    weekly_hours: Hours | None = None
    grade: str = Field("", max_length=40)
    started_on: Day | None = None


class HoursIn(Versioned):
    """Hours a week from a day on."""

    from_on: Day
    weekly_hours: Hours | None


@writes(router, "POST", "/practitioners/{int:pk}/posts", actions.add_post, status=201)
def add_post(request: Call, pk: Key, body: PostFields) -> Kept:
    """Give a practitioner a further post."""
    person_for(request, pk)
    return kept(actions.add_post(by=request.account, practitioner_id=pk, **body.given()))


@writes(router, "PATCH", "/posts/{int:pk}", actions.correct_post)
def correct_post(request: Call, pk: Key, body: PostChange) -> Kept:
    """Put right what a post says."""
    _found(request, pk)
    return kept(actions.correct_post(by=request.account, post_id=pk, **body.given()))


@writes(router, "POST", "/posts/{int:pk}/last-day", actions.end_post)
def end_post(request: Call, pk: Key, body: LastDay) -> Kept:
    """Set the last day of a post, or take it back."""
    _found(request, pk)
    return kept(actions.end_post(by=request.account, post_id=pk, **body.given()))


@writes(router, "POST", "/posts/{int:pk}/hours", actions.change_hours)
def change_hours(request: Call, pk: Key, body: HoursIn) -> Kept:
    """Change the hours a week of a post from a day on; what was before stays as it was."""
    _found(request, pk)
    return kept(actions.change_hours(by=request.account, post_id=pk, **body.given()))


def _found(call: Call, pk: int) -> None:
    person_for(call, within(Post.objects.all(), pk).practitioner_id)
