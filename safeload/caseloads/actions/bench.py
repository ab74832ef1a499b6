"""What is locked and known while it is changed who holds what: the tools of ``holding``, of nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from safeload.audit.refusals import ChangedMeanwhile
from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.signals import cases_moved
from safeload.people.models import Post


class Anybody:
    """Whoever holds it now: for lists, which say how things are."""


ANYBODY = Anybody()
#: Percent of a case's load that whoever works on it alone carries.
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Change:
    """From a day on, a post holds a case; ``post_id`` None puts it back to waiting.

    ``expected`` is the post that the form showed as the holder (None: it waited); ``version`` the case's.
    """

    case_id: int
    post_id: int | None
    from_on: date
    reason: str
    expected: int | Anybody | None = ANYBODY
    version: int | None = None
    #: Where it waits, if it goes back to waiting in another team than its last holder's.
    team_id: int | None = None
    #: What the new holder carries, if not what the former one did: for a case that is opened again.
    share: Decimal | None = None


@dataclass
class Bench:
    """What is locked and known while changes are made."""

    cases: dict[int, Case]
    posts: dict[int, Post]
    holding: dict[int, Allocation]
    taking_part: dict[tuple[int, int], Allocation]
    by: Any
    now: datetime
    ended: list[int] = field(default_factory=list)
    made: list[Allocation] = field(default_factory=list)


def lock(by: Any, changes: Sequence[Change], more_posts: Iterable[int] = ()) -> Bench:
    """Lock the cases and then the posts concerned, in the order of their keys, and read who holds what."""
    keys = {change.case_id for change in changes}
    if len(keys) != len(changes):
        raise ValueError("Each case is changed once in one go.")
    cases = {case.pk: case for case in _rows(Case, keys)}
    now_open = Allocation.objects.open_parts().filter(case__in=keys)
    rows = list(now_open)
    wanted = {change.post_id for change in changes if change.post_id} | {row.post_id for row in rows}
    wanted.update(more_posts)
    posts = {post.pk: post for post in _rows(Post, wanted).select_related("practitioner", "team")}
    return Bench(
        cases=cases,
        posts=posts,
        holding={row.case_id: row for row in rows if row.role == Allocation.Role.HOLDER},
        taking_part={(row.case_id, row.post_id): row for row in rows if row.role != Allocation.Role.HOLDER},
        by=by,
        now=timezone.now(),
    )


def _rows(model: Any, keys: Iterable[int]) -> Any:
    return model.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk")


def begin(change: Change, post: Post, bench: Bench, share: Decimal = WHOLE) -> Allocation:
    """The holder's new part in the case, from the day of the change."""
    made = Allocation(
        case_id=change.case_id,
        post=post,
        role=Allocation.Role.HOLDER,
        share=share,
        starts_on=change.from_on,
        known_from=bench.now,
        reason=change.reason,
        allocated_by=bench.by,
    )
    bench.made.append(made)
    return made


def end(row: Allocation, on: date, reason: str, bench: Bench) -> None:
    """What we knew stays as it was; beside it stands the same, ended."""
    bench.ended.append(row.pk)
    bench.made.append(
        Allocation(
            case_id=row.case_id,
            post_id=row.post_id,
            role=row.role,
            share=row.share,
            starts_on=row.starts_on,
            ends_on=on,
            known_from=bench.now,
            reason=row.reason,
            end_reason=reason,
            allocated_by_id=row.allocated_by_id,
        )
    )


def keep(bench: Bench, case_ids: Sequence[int]) -> None:
    """Write what was ended and made; the constraint in the database has the last word."""
    Allocation.objects.filter(pk__in=bench.ended).update(known_to=bench.now)
    try:
        Allocation.objects.bulk_create(bench.made, batch_size=500)
    except IntegrityError as problem:
        raise ChangedMeanwhile(
            "Somebody else allocated this case at the same moment. Look at it again."
        ) from problem
    teams: dict[int | None, list[int]] = {}
    for pk in case_ids:
        teams.setdefault(bench.cases[pk].team_id, []).append(pk)
    for team_id, keys in teams.items():
        Case.objects.filter(pk__in=keys).update(team=team_id, version=F("version") + 1)
    cases_moved(case_ids)
