"""Who holds what is changed here and nowhere else: for pages, lists, command line and programs alike.

One short transaction: cases locked in the order of their keys, then posts in the order of theirs; the version
and the holder that the form showed are checked again; the database's constraint has the last word; the entry
is written inside (assurance 4).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from safeload.audit.refusals import ChangedMeanwhile, Refusal
from safeload.audit.writing import record, write
from safeload.caseloads.actions import checks
from safeload.caseloads.actions.bench import ANYBODY, Anybody, Bench, Change, keep, lock
from safeload.caseloads.actions.line import is_so, put, taken_back, withdraw
from safeload.caseloads.actions.telling import tell_holders
from safeload.caseloads.actions.waiting import settle_keepers
from safeload.caseloads.actions.worklist import note_changes
from safeload.caseloads.models import Allocation, Case
from safeload.people import permits
from safeload.people.models import Post
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.people.signals import loads_changed
from safeload.web import formats


@write
def set_holder(
    *,
    by: Any,
    case_id: int,
    post_id: int | None,
    from_on: date,
    reason: str,
    expected: int | Anybody | None = ANYBODY,
    version: int | None = None,
    own_reason: str = "",
) -> bool:
    """Record who holds one case; whether anything changed. Asking again for what is so changes nothing.

    Before a day to come on which it changes hands, that is ended or withdrawn. Raises ChangedMeanwhile, saying who,
    when and to whom, where somebody else was first; Refusal where it cannot be (a closed case, a post that has
    ended, a day before the case began), and where it is to be proposed instead (``checks``).
    """
    change = Change(case_id, post_id, from_on, reason, expected, version, own_reason=own_reason)
    return set_holders(by=by, changes=[change]) == 1


@write
def set_holders(
    *,
    by: Any,
    changes: Sequence[Change],
    agreed_by: Any = None,
    agreed_in: Collection[int] = (),
    told: Collection[int] = (),
    decided: bool = False,
) -> int:
    """Change who holds many cases, all or none; how many changed. Constant queries for any number.

    ``decided``: by a proposal, or taking one back, with the figures before somebody's eyes. Otherwise it is recorded
    by hand, and refused where it is to be proposed.
    ``agreed_by``: the other team's manager, whose right to allocate counts beside one's own (REA-02).
    ``agreed_in``: teams whose manager agreed while they could, and may be gone by now.
    ``told``: practitioners whom the caller tells itself, in words of its own; the others are told here.
    """
    more = [permits.scope_of(agreed_by)] if agreed_by is not None else []
    return change_holders(
        by=by,
        changes=changes,
        scope=permits.scope_of(by),
        more=more,
        agreed_in=agreed_in,
        told=told,
        by_hand=not decided,
    )


@write
def hold_together(
    *,
    by: Any,
    case_ids: Sequence[int],
    post_id: int | None,
    from_on: date,
    reason: str,
    expected: int | None,
    version: int | None = None,
    own_reason: str = "",
) -> int:
    """Give one case and others of its household, in the same hands until now, to a post: all or none.

    ``version`` is that of the first; for all of them the holder must still be the one expected.
    """
    changes = [
        Change(
            pk,
            post_id,
            from_on,
            reason,
            expected,
            version if pk == case_ids[0] else None,
            own_reason=own_reason,
        )
        for pk in case_ids
    ]
    return set_holders(by=by, changes=changes)


def change_holders(
    *,
    by: Any,
    changes: Sequence[Change],
    scope: Scope,
    from_list: bool = False,
    more: Sequence[Scope] = (),
    agreed_in: Collection[int] = (),
    told: Collection[int] = (),
    by_hand: bool = False,
) -> int:
    """``set_holders`` for actions of this app that have asked for the right themselves.

    ``from_list``: a list of the case-management system says so; then nothing is left to be entered there.
    """
    bench = lock(by, changes)
    done = []
    refused: dict[int, Refusal] = {}
    for change in changes:
        before = bench.holding.get(change.case_id)
        try:
            applied = _apply(change, bench, (scope, *more), agreed_in)
        except Refusal as refusal:
            # Of many, each says for itself why it cannot be; nothing of any is kept.
            refused[change.case_id] = refusal
            continue
        if applied:
            done.append((change, before.post_id if before else None))
            _record(change, before, by)
    for first in refused.values():
        first.rows = {pk: refusal.sentence for pk, refusal in refused.items()}
        raise first
    if by_hand and by is not None:
        checks.by_hand([change for change, _ in done])
    keep(bench, [change.case_id for change, _ in done])
    _settle_keepers(by, [change for change, _ in done], bench)
    if not from_list:
        note_changes(by, done, bench)
    # Also whoever helped: a part of theirs may have ended with the holder's.
    loads_changed({bench.posts[row.post_id].practitioner_id for row in bench.made})
    tell_holders(by, [row for row in bench.made if bench.posts[row.post_id].practitioner_id not in told])
    return len(done)


def _settle_keepers(by: Any, done: Sequence[Change], bench: Bench) -> None:
    """Nobody looks after what a practitioner holds; taken back as if never held, it is looked after as before."""
    held = {}
    undone = {
        row.case_id: row.starts_on
        for row in bench.made
        if row.role == Allocation.Role.HOLDER and row.never_was and not hasattr(row, "was_to_end")
    }
    for change in done:
        post = bench.posts.get(change.post_id or 0)
        if post is None or _left_by(post, bench.today):
            continue
        if post.role not in Post.NOT_HOLDING and not post.team.is_desk:
            held[change.case_id] = change.from_on
    settle_keepers(by, held, undone)


def _apply(change: Change, bench: Bench, scopes: Sequence[Scope], agreed_in: Collection[int] = ()) -> bool:
    case = bench.cases.get(change.case_id)
    if case is None:
        raise Refusal("This case is not known any more.")
    last = bench.holding.get(case.pk)
    if is_so(change, last, bench):
        return False
    _check_expected(change, case, last, bench)
    post = bench.posts.get(change.post_id) if change.post_id else None
    giving = bench.posts[last.post_id].team_id if last else case.team_id
    _check_right(scopes, {giving, post.team_id if post else case.team_id} - set(agreed_in))
    _check_days(change, case, post, bench)
    if not taken_back(change, last, bench):
        withdraw(change, bench)
        # What cannot be as it was goes to nobody who has left meanwhile: it waits.
        put(change, None if _left_by(post, change.from_on) else post, bench)
    holder = bench.holding.get(case.pk)
    case.team_id = bench.posts[holder.post_id].team_id if holder else change.team_id or case.team_id
    return True


def _check_expected(change: Change, case: Case, held: Allocation | None, bench: Bench) -> None:
    now = held.post_id if held else None
    moved_on = change.version is not None and change.version != case.version
    if isinstance(change.expected, Anybody) and not moved_on:
        return
    if not isinstance(change.expected, Anybody) and now == change.expected and not moved_on:
        return
    raise ChangedMeanwhile(_what_happened(case, held, bench))


def _what_happened(case: Case, held: Allocation | None, bench: Bench) -> str:
    if held is None:
        return f"Case {case.reference} was changed since you opened this page, and nobody holds it now."
    whom = bench.posts[held.post_id].practitioner.name
    who = f" by {held.allocated_by.name}" if held.allocated_by else ""
    holds = "is to hold it" if held.starts_on > bench.today else "holds it"
    return (
        f"Case {case.reference} was changed since you opened this page: {whom} {holds}, "
        f"recorded{who} on {formats.moment(held.known_from)}. Nothing of yours was saved."
    )


def _check_right(scopes: Sequence[Scope], team_ids: Collection[int | None]) -> None:
    """The decider, or whoever agreed, may allocate in the team that has the case and in the team that gets it."""
    if scopes[0].system:
        return
    for team_id in team_ids:
        if not any(scope.does("allocate", Thing.CASES).covers(team_id=team_id) for scope in scopes[1:]):
            permits.require(scopes[0], "allocate", Thing.CASES, team_id=team_id)


def _check_days(change: Change, case: Case, post: Post | None, bench: Bench) -> None:
    day = change.from_on
    closing = change.reason == Allocation.Reason.CLOSED
    if case.closed_on is not None and not closing:
        # Also for a day before it closed: the part would go on beyond the end of the case.
        raise Refusal(f"Case {case.reference} is closed. To change who held it, open it again first.")
    if case.opened_on is not None and day < case.opened_on:
        raise Refusal(f"Case {case.reference} had not begun on that day.", "from_on")
    if any(day < row.starts_on <= bench.today for row in bench.line(case.pk, day)):
        raise Refusal(f"Case {case.reference} has been with its present holder since a later day.", "from_on")
    if change.post_id and post is None:
        raise Refusal("This post is not known any more.")
    if post is not None and change.takes_back is None and _left_by(post, day):
        raise Refusal(f"{post.practitioner.name} has left this post by that day.", "post")


def _left_by(post: Post | None, day: date) -> bool:
    lasts = (post.ended_on, post.practitioner.ended_on) if post is not None else ()
    return any(last is not None and last < day for last in lasts)


def _record(change: Change, before: Allocation | None, by: Any) -> None:
    record(
        by=by,
        did="caseloads.set_holder",
        on=("case", change.case_id),
        posts=[before.post_id if before else None, change.post_id],
        starts=change.from_on,
        reason=change.reason,
    )
