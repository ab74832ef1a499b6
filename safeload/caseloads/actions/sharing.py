"""Who works on a case together, and with which shares of its load (COW-01)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from safeload.audit.refusals import ChangedMeanwhile, Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.actions.bench import WHOLE, Bench, Change, end, keep, lock
from safeload.caseloads.actions.telling import tell_shares
from safeload.caseloads.actions.worklist import note_co_workers
from safeload.caseloads.models import Allocation, Case
from safeload.people import permits
from safeload.people.models import Post
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.people.signals import loads_changed
from safeload.web import formats


@dataclass(frozen=True)
class Part:
    """A post that works on a case, and the percent of the case's load that it carries."""

    post_id: int
    share: Decimal


@write
def share_case(
    *,
    by: Any,
    case_id: int,
    parts: Sequence[Part],
    from_on: date,
    expected: int | None,
    adds_up: bool = True,
    agreed_by: Any = None,
    agreed_in: Collection[int] = (),
    joining: Collection[int] = (),
    told: Collection[int] = (),
    version: int | None = None,
) -> bool:
    """Set who works on a held case and with which shares, from a day on; whether anything changed.

    ``parts`` are all who do: the holder, who is ``expected``, among them; who is left out works on it no longer.
    ``joining``: posts that did not work on it and were asked, or do so again; nobody else comes in (STD-03).
    ``agreed_by``: the other team's manager, whose right to allocate counts beside one's own (REA-02); ``agreed_in``:
    teams whose manager agreed while they could. ``told``: practitioners whom the caller tells in words of its own.
    ``adds_up``: what a co-worker carries the holder is relieved of, so that together they carry the whole.
    Raises Refusal for shares that do not add up or days that cannot be, ChangedMeanwhile for another holder.
    """
    concerned = Change(case_id, None, from_on, Allocation.Reason.MANAGING)
    bench = lock(by, [concerned], [part.post_id for part in parts])
    case = bench.cases.get(case_id)
    if case is None:
        raise Refusal("This case is not known any more.")
    held = bench.holding.get(case_id)
    if held is None:
        raise Refusal(
            f"Nobody holds case {case.reference}. Who works on it together is set once somebody does."
        )
    if held.post_id != expected or (version is not None and version != case.version):
        raise ChangedMeanwhile(
            f"Case {case.reference} was changed since you opened this page. Nothing of yours was saved; "
            "look at it again."
        )
    check_shares(parts, held.post_id, adds_up)
    wanted = {part.post_id: part.share for part in parts}
    standing = {row.post_id: row for (key, _), row in bench.taking_part.items() if key == case_id}
    standing[held.post_id] = held
    different = {pk for pk in {*wanted, *standing} if _share(standing.get(pk)) != wanted.get(pk)}
    if not different:
        return False
    scopes = [permits.scope_of(one) for one in ((by,) if agreed_by is None else (by, agreed_by))]
    _check_right(scopes, case, [bench.posts.get(pk) for pk in different], agreed_in)
    helping = [bench.posts[pk] for pk in sorted(different & {*wanted} - {held.post_id})]
    _check_joining(helping, {*standing, *joining}, scopes)
    _check_days(case, from_on, [bench.posts[pk] for pk in different if pk in wanted])
    for pk in sorted(different):
        _set(pk, standing.get(pk), wanted.get(pk), held, from_on, bench)
    keep(bench, [case_id])
    shares = {str(pk): str(share) for pk, share in sorted(wanted.items())}
    record(by=by, did="caseloads.share_case", on=("case", case_id), shares=shares, starts=from_on)
    whose = {bench.posts[pk].practitioner_id: (_share(standing.get(pk)), wanted.get(pk)) for pk in different}
    loads_changed(set(whose))
    tell_shares(by, case, from_on, {who: pair for who, pair in whose.items() if who not in told})
    note_co_workers(by, case, held.post_id, from_on)
    return True


def _share(row: Allocation | None) -> Decimal | None:
    return row.share if row else None


def _set(
    post_id: int, row: Allocation | None, share: Decimal | None, held: Allocation, on: date, bench: Bench
) -> None:
    """End what stood, where it stood, and begin what is wanted; the holder stays the holder."""
    if row is not None:
        if on < row.starts_on:
            raise Refusal(_later(row, bench), "from_on")
        end(row, on, Allocation.Reason.MANAGING, bench)
    if share is None:
        return
    role = Allocation.Role.HOLDER if post_id == held.post_id else Allocation.Role.CO_WORKER
    bench.take_up(
        Allocation(
            case_id=held.case_id,
            post_id=post_id,
            role=role,
            share=share,
            starts_on=on,
            known_from=bench.now,
            reason=row.reason if row else Allocation.Reason.MANAGING,
            allocated_by=bench.by,
        )
    )


def _later(row: Allocation, bench: Bench) -> str:
    if row.starts_on <= bench.today:
        return "Somebody works on this case as it is only since a later day."
    who, day = bench.posts[row.post_id].practitioner.name, formats.day(row.starts_on, weekday=False)
    return (
        f"{who} works on this case from {day}. Choose that day or a later one, or change who holds it first."
    )


def check_shares(parts: Sequence[Part], holder: int, adds_up: bool) -> None:
    """Raise Refusal for shares that are none, or that do not make the whole; ``holder``: the post that holds it."""
    keys = [part.post_id for part in parts]
    if len(set(keys)) != len(keys):
        raise Refusal("Somebody is named twice. Give each person one share.", "shares")
    if holder not in keys:
        raise Refusal(
            "Whoever holds the case keeps a share of it. To change who holds it, hand it over.", "shares"
        )
    if any(not 0 < part.share <= WHOLE for part in parts):
        raise Refusal("A share is more than 0 and at most 100 percent.", "shares")
    total = sum((part.share for part in parts), Decimal(0))
    if adds_up and total != WHOLE:
        raise Refusal(
            f"The shares make {total.normalize():f} percent. Together they must make 100.", "shares"
        )
    if total < WHOLE:
        raise Refusal(
            f"The shares make {total.normalize():f} percent, so a part of the work would be nobody’s.",
            "shares",
        )


def _check_joining(posts: Sequence[Post], known: Collection[int], scopes: Sequence[Scope]) -> None:
    """Whoever is new to a case is asked first; and nobody who manages or runs a desk works on one with others."""
    if scopes[0].system:
        return
    for post in posts:
        name = post.practitioner.name
        if post.role in Post.NOT_HOLDING or post.team.is_desk:
            raise Refusal(
                f"{name} manages or runs a desk, and works on no case together with others.", "shares"
            )
        if post.pk not in known:
            raise Refusal(
                f"{name} does not work on this case yet. Propose it to them with a share, so that they are asked "
                "first.",
                "shares",
            )


def _check_right(
    scopes: Sequence[Scope], case: Case, posts: Sequence[Post | None], agreed_in: Collection[int]
) -> None:
    for team_id in {case.team_id, *(post.team_id for post in posts if post)} - set(agreed_in):
        if not any(scope.does("allocate", Thing.CASES).covers(team_id=team_id) for scope in scopes[1:]):
            permits.require(scopes[0], "allocate", Thing.CASES, team_id=team_id)


def _check_days(case: Case, on: date, posts: Sequence[Post]) -> None:
    if case.closed_on is not None and case.closed_on <= on:
        raise Refusal(f"Case {case.reference} is closed.")
    if case.opened_on is not None and on < case.opened_on:
        raise Refusal(f"Case {case.reference} had not begun on that day.", "from_on")
    for post in posts:
        last = [day for day in (post.ended_on, post.practitioner.ended_on) if day]
        if last and min(last) < on:
            raise Refusal(f"{post.practitioner.name} has left this post by that day.", "shares")
