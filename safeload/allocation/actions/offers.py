"""A practitioner says "I can take one". It binds nobody: a manager sees it when looking for somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.telling_after import tell_offered
from safeload.allocation.models import Offer
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.models import Post
from safeload.people.rows import keep


@write
def offer(*, by: Any, post_id: int, from_on: date, until_on: date | None = None, kind: str = "") -> Offer:
    """Say that one can take a case: of which kind, from when, until when it holds. A new one ends the one before."""
    post = Post.objects.select_for_update(no_key=True).filter(pk=post_id).first()
    if post is None or not permits.scope_of(by).is_own(post.practitioner_id):
        raise NotAllowed("Only the practitioner can offer this.")
    if from_on < timezone.localdate():
        raise Refusal("This day has passed. Choose today, or a day to come.", "from_on")
    if until_on is not None and until_on < max(from_on, timezone.localdate()):
        raise Refusal("It ends on a day to come, after it begins.", "until_on")
    _end(Offer.objects.filter(post=post, ended_at=None))
    made = keep(
        Offer(
            post=post,
            kind=screened(kind, "kind"),
            from_on=from_on,
            until_on=until_on,
            made_at=timezone.now(),
        )
    )
    record(by=by, did="allocation.offer", on=("post", post.pk), starts=from_on, ends=until_on)
    tell_offered(by, made)
    return made


@write
def take_back_offer(*, by: Any, post_id: int) -> int:
    """Take one's offer back; how many there were."""
    post = Post.objects.filter(pk=post_id).first()
    if post is None or not permits.scope_of(by).is_own(post.practitioner_id):
        raise NotAllowed("Only the practitioner can take this back.")
    number: int = _end(Offer.objects.filter(post=post, ended_at=None))
    if number:
        record(by=by, did="allocation.offer_ended", on=("post", post.pk))
    return number


def meet_offer(post_id: int) -> None:
    """What somebody offered is met by a case that was allocated to them; inside the decision."""
    _end(Offer.objects.filter(post=post_id, ended_at=None))


def _end(rows: Any) -> int:
    number: int = rows.update(ended_at=timezone.now())
    return number
