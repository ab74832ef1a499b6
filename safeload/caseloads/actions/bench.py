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
    #: The employer's own words for the reason, if one was chosen.
    own_reason: str = ""
    #: It takes back what put the present holder there by this moment: as if it had never been.
    takes_back: datetime | None = None


@dataclass
class Bench:
    """What is locked and known while changes are made."""

    cases: dict[int, Case]
    posts: dict[int, Post]
    #: The last in line of each case, also from a day to come, and who helps with it.
    holding: dict[int, Allocation]
    taking_part: dict[tuple[int, int], Allocation]
    #: All parts of each case as they are known now, in order.
    known: dict[int, list[Allocation]]
    by: Any
    now: datetime
    today: date
    ended: list[int] = field(default_factory=list)
    made: list[Allocation] = field(default_factory=list)

    def line(self, case_id: int, day: date) -> list[Allocation]:
        """Who holds a case on a day and after it, in order."""
        parts = self.known.get(case_id, [])
        return [
            row
            for row in parts
            if row.role == Allocation.Role.HOLDER
            and (row.ends_on is None or (row.ends_on > day and not row.never_was))
        ]

    def copy_of(self, case_id: int) -> tuple[Any, ...]:
        """How a case stands on the bench, for ``put_back``."""
        parts = list(self.known.get(case_id, []))
        return parts, list(self.ended), list(self.made)

    def put_back(self, case_id: int, kept: tuple[Any, ...]) -> None:
        """Let a case stand as it did."""
        self.known[case_id], self.ended, self.made = kept
        self.holding.pop(case_id, None)
        for key in [key for key in self.taking_part if key[0] == case_id]:
            del self.taking_part[key]
        for row in self.known[case_id]:
            self._index(row)

    def take_up(self, row: Allocation) -> None:
        """A part that stands from now on."""
        self.made.append(row)
        self.known.setdefault(row.case_id, []).append(row)
        self.known[row.case_id].sort(key=lambda part: part.starts_on)
        self._index(row)

    def _index(self, row: Allocation) -> None:
        if row.ends_on is None and row.role == Allocation.Role.HOLDER:
            self.holding[row.case_id] = row
        elif row.ends_on is None:
            self.taking_part[row.case_id, row.post_id] = row

    def drop(self, row: Allocation) -> None:
        """A part that is no longer what we know."""
        self.known[row.case_id] = [part for part in self.known[row.case_id] if part is not row]
        if row._state.adding:
            self.made = [part for part in self.made if part is not row]
        else:
            self.ended.append(row.pk)
        if self.holding.get(row.case_id) is row:
            del self.holding[row.case_id]
        if self.taking_part.get((row.case_id, row.post_id)) is row:
            del self.taking_part[row.case_id, row.post_id]


def lock(by: Any, changes: Sequence[Change], more_posts: Iterable[int] = ()) -> Bench:
    """Lock the cases and then the posts concerned, in the order of their keys, and read who holds what."""
    keys = {change.case_id for change in changes}
    if len(keys) != len(changes):
        raise ValueError("Each case is changed once in one go.")
    cases = {case.pk: case for case in _rows(Case, keys)}
    found = Allocation.objects.filter(known_to=None, case__in=keys).order_by("starts_on", "id")
    known: dict[int, list[Allocation]] = {}
    for row in found:
        known.setdefault(row.case_id, []).append(row)
    rows = [row for parts in known.values() for row in parts]
    first = min((change.from_on for change in changes), default=None)
    wanted = {change.post_id for change in changes if change.post_id}
    wanted |= {row.post_id for row in rows if row.ends_on is None or (first and row.ends_on >= first)}
    wanted.update(more_posts)
    posts = {post.pk: post for post in _rows(Post, wanted).select_related("practitioner", "team")}
    lasting = [row for row in rows if row.ends_on is None]
    return Bench(
        cases=cases,
        posts=posts,
        holding={row.case_id: row for row in lasting if row.role == Allocation.Role.HOLDER},
        taking_part={
            (row.case_id, row.post_id): row for row in lasting if row.role != Allocation.Role.HOLDER
        },
        known=known,
        by=by,
        now=timezone.now(),
        today=timezone.localdate(),
    )


def _rows(model: Any, keys: Iterable[int]) -> Any:
    return model.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk")


def begin(change: Change, post: Post, bench: Bench, share: Decimal = WHOLE) -> None:
    """The holder's new part in the case, from the day of the change."""
    bench.take_up(
        Allocation(
            case_id=change.case_id,
            post=post,
            role=Allocation.Role.HOLDER,
            share=share,
            starts_on=change.from_on,
            known_from=bench.now,
            reason=change.reason,
            own_reason=change.own_reason,
            allocated_by=bench.by,
        )
    )


def end(row: Allocation, on: date, reason: str, bench: Bench, own: str = "") -> None:
    """What we knew stays as it was; beside it stands the same, ended."""
    bench.drop(row)
    bench.take_up(_again(row, bench, ends_on=on, end_reason=reason, own_end_reason=own))


def go_on(row: Allocation, bench: Bench) -> None:
    """A part that was to end, or had, goes on as if it had never been to."""
    bench.drop(row)
    again = _again(row, bench, ends_on=None, end_reason="", own_end_reason="")
    again.was_to_end = row.ends_on  # type: ignore[attr-defined]
    bench.take_up(again)


def take_back(row: Allocation, bench: Bench, by_then: datetime | None = None) -> bool:
    """Let a case be as it was before somebody's part was put down; whether that could be done.

    The latest time by a moment, where it was put down more than once. That it was there for a time is still told.
    """
    rows = list(Allocation.objects.filter(case=row.case_id).order_by("id"))
    moments = {
        one.known_from for one in rows if _begins(one, row) and (by_then or one.known_from) >= one.known_from
    }
    for moment in sorted(moments, reverse=True):
        if not any(_begins(one, row) for one in rows if one.known_to == moment):
            return restore(rows, moment, bench)
    return False


def restore(rows: Sequence[Allocation], moment: datetime, bench: Bench) -> bool:
    """Let what was known of a case until a moment be known again; whether that could be done.

    Not where something that was put down at that moment has changed since. ``rows``: everything ever known of it.
    """
    made = [_standing(one, bench) for one in rows if one.known_from == moment]
    before = [one for one in rows if one.known_to == moment]
    if None in made or any(one.known_from == moment for one in before):
        return False
    for part in made:
        if part is not None:
            bench.drop(part)
    missing = {one.post_id for one in before} - set(bench.posts)
    if missing:
        bench.posts |= Post.objects.select_related("practitioner", "team").in_bulk(missing)
    for one in before:
        again = _again(
            one, bench, ends_on=one.ends_on, end_reason=one.end_reason, own_end_reason=one.own_end_reason
        )
        ended = [part.ends_on for part in made if part is not None and _begins(one, part)]
        again.was_to_end = ended[0] if ended else None  # type: ignore[attr-defined]
        bench.take_up(again)
    for part in made:
        if part is not None and part.ends_on is None and not any(_begins(one, part) for one in before):
            taken = Allocation.Reason.TAKEN_BACK
            bench.take_up(_again(part, bench, ends_on=part.starts_on, end_reason=taken, own_end_reason=""))
    return True


def _begins(one: Allocation, other: Allocation) -> bool:
    """Whether it is the same part, however it ended."""
    same = (one.post_id, one.role, one.starts_on) == (other.post_id, other.role, other.starts_on)
    return same and not one.never_was


def _standing(one: Allocation, bench: Bench) -> Allocation | None:
    """What is known now in the place of a row: itself, or its like after something else was taken back."""
    names = ("post_id", "role", "share", "starts_on", "ends_on")
    parts = bench.known.get(one.case_id, [])
    return next(
        (part for part in parts if all(getattr(part, name) == getattr(one, name) for name in names)), None
    )


def _again(row: Allocation, bench: Bench, **ends: Any) -> Allocation:
    return Allocation(
        case_id=row.case_id,
        post_id=row.post_id,
        role=row.role,
        share=row.share,
        starts_on=row.starts_on,
        known_from=bench.now,
        reason=row.reason,
        own_reason=row.own_reason,
        allocated_by_id=row.allocated_by_id,
        **ends,
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
