"""Changing the shares of those who work on a case: seen before it is done, and never silent over the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeGuard

from django.utils import timezone

from safeload.allocation.actions.chosen import locked_cases
from safeload.allocation.actions.deciding import FiguresMoved
from safeload.allocation.actions.telling import tell_part_over_line
from safeload.allocation.facts import BeforeAfter, figures_of_shares, same_figures, shares_add_up
from safeload.allocation.models import PartOverLine
from safeload.audit.refusals import Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions import Part, share_case
from safeload.caseloads.models import Allocation, Case
from safeload.people.models import Post


@dataclass(frozen=True)
class OverLine:
    """What is said where whoever holds the case would be over the line with their part (X-27)."""

    reason: str = ""
    what_will_be_done: str = ""
    over_until: date | None = None
    #: At red: what goes, waits or is shared for it, or why nothing can.
    room: str = ""


@write
def change_shares(
    *,
    by: Any,
    case_id: int,
    parts: Sequence[Part],
    from_on: date,
    expected: int | None,
    seen: Mapping[int, Mapping[str, Any]] | None = None,
    over: OverLine | None = None,
    version: int | None = None,
) -> bool:
    """Set the shares of those who work on a case already, from a day on (COW-01); whether anything changed.

    A co-worker whose part grows over their line, or to a limit of the scheme, is asked first, by a proposal. Where
    the holder's does, nothing is blocked: raises Refusal, naming the field, for what has to be said in ``over``.
    ``seen``: by post, the figures that the manager saw; raises FiguresMoved where they are others by now.
    """
    (case,) = locked_cases([case_id])
    growing = _growing(case_id, parts)
    sides = figures_of_shares(case_id, growing, timezone.localdate())
    _check_seen(seen, sides)
    check_growing(growing, sides, expected)
    over_line = [
        (post, share, side) for post, share in growing.items() if _beyond(side := sides.get(post.pk))
    ]
    holder = over_line[0] if over_line else None
    adds_up = shares_add_up(case.team, timezone.localdate())
    changed = share_case(
        by=by,
        case_id=case_id,
        parts=parts,
        from_on=from_on,
        expected=expected,
        adds_up=adds_up,
        version=version,
    )
    if changed and holder is not None:
        _keep_over(by, case, from_on, *holder, over or OverLine())
    return changed


def check_growing(growing: Iterable[Post], sides: Mapping[int, BeforeAfter], holder: int | None) -> None:
    """Raise Refusal where a co-worker's part grows over their line or to a limit: they are asked first, by a proposal.

    ``sides``: by post; ``holder``: the post that holds the case, of which more is asked instead.
    """
    for post in growing:
        if post.pk != holder and _beyond(sides.get(post.pk)):
            raise Refusal(
                f"{post.practitioner.name} would be over the line, or at a limit of the scheme. Propose the new share "
                "to them, so that they are asked and it is decided.",
                "shares",
            )


def _beyond(side: BeforeAfter | None) -> TypeGuard[BeforeAfter]:
    return side is not None and (side.over or bool(side.limits))


def _growing(case_id: int, parts: Sequence[Part]) -> dict[Post, Decimal]:
    """Those whose part grows, with what it would be."""
    standing = dict(Allocation.objects.open_parts().filter(case=case_id).values_list("post_id", "share"))
    wanted = {part.post_id: part.share for part in parts}
    grows = [pk for pk, share in wanted.items() if pk in standing and share > standing[pk]]
    posts = Post.objects.select_related("practitioner", "team").filter(pk__in=grows).order_by("pk")
    return {post: wanted[post.pk] for post in posts}


def _check_seen(seen: Mapping[int, Mapping[str, Any]] | None, sides: Mapping[int, BeforeAfter]) -> None:
    if seen is None:
        return
    now = {pk: side.as_text() for pk, side in sides.items()}
    if moved := {pk: text for pk, text in now.items() if not same_figures(seen.get(pk, {}), text)}:
        raise FiguresMoved(
            "The figures moved since you looked, so nothing was changed. Look at them and send it again.",
            {str(pk): text for pk, text in moved.items()},
        )


def _keep_over(
    by: Any, case: Case, from_on: date, post: Post, share: Decimal, side: BeforeAfter, over: OverLine
) -> None:
    name, today = post.practitioner.name, timezone.localdate()
    if not over.reason.strip():
        raise Refusal(f"{name} would be over the line. Say why they are to carry it all the same.", "reason")
    if not over.what_will_be_done.strip():
        raise Refusal("Say what will be done about the load over the line.", "what_will_be_done")
    if over.over_until is None:
        raise Refusal("Say until when the load may be over the line.", "over_until")
    if over.over_until <= today:
        raise Refusal("The end date lies in the past. Choose a day to come.", "over_until")
    if side.red and not over.room.strip():
        raise Refusal(
            f"{name} would be red with it. Say what goes, waits or is shared for it, or why nothing can: it goes on to "
            "the service’s manager with that.",
            "room",
        )
    made = PartOverLine(
        case=case,
        post=post,
        share=share,
        from_on=from_on,
        figures=side.as_text(),
        reason=screened(over.reason, "reason"),
        what_will_be_done=screened(over.what_will_be_done, "what_will_be_done"),
        room=screened(over.room, "room"),
        over_until=over.over_until,
        decided_by=by,
        decided_at=timezone.now(),
    )
    made.escalated_at = made.decided_at if side.red or side.limits else None
    made.save()
    record(
        by=by,
        did="allocation.part_over_line",
        on=("case", case.pk),
        post=post.pk,
        figures=made.figures,
        over_until=made.over_until,
        escalated=made.escalated_at is not None,
    )
    if made.escalated_at is not None:
        tell_part_over_line(by, made)
