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
from safeload.caseloads.actions.bench import ANYBODY, WHOLE, Anybody, Bench, Change, begin, end, keep, lock
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
) -> bool:
    """Change who holds one case; whether anything changed. Asking again for what is so changes nothing.

    Raises ChangedMeanwhile, saying who, when and to whom, where somebody else was first; Refusal where it
    cannot be (a closed case, a post that has ended, a day before the case began).
    """
    change = Change(case_id, post_id, from_on, reason, expected, version)
    return set_holders(by=by, changes=[change]) == 1


@write
def set_holders(
    *, by: Any, changes: Sequence[Change], agreed_by: Any = None, told: Collection[int] = ()
) -> int:
    """Change who holds many cases, all or none; how many changed. Constant queries for any number.

    ``agreed_by``: the other team's manager, whose right to allocate counts beside one's own (REA-02).
    ``told``: practitioners whom the caller tells itself, in words of its own; the others are told here.
    """
    more = [permits.scope_of(agreed_by)] if agreed_by is not None else []
    return change_holders(by=by, changes=changes, scope=permits.scope_of(by), more=more, told=told)


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
) -> int:
    """Give one case and others of its household, in the same hands until now, to a post: all or none.

    ``version`` is that of the first; for all of them the holder must still be the one expected.
    """
    changes = [
        Change(pk, post_id, from_on, reason, expected, version if pk == case_ids[0] else None)
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
    told: Collection[int] = (),
) -> int:
    """``set_holders`` for actions of this app that have asked for the right themselves.

    ``from_list``: a list of the case-management system says so; then nothing is left to be entered there.
    """
    bench = lock(by, changes)
    done = []
    for change in changes:
        before = bench.holding.get(change.case_id)
        if _apply(change, bench, (scope, *more)):
            done.append((change, before.post_id if before else None))
            _record(change, before, by)
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
    held, undone = {}, {}
    never = {row.case_id for row in bench.made if row.role == "holder" and row.ends_on == row.starts_on}
    for change in done:
        post = bench.posts.get(change.post_id or 0)
        if post is not None and post.role not in Post.NOT_HOLDING and not post.team.is_desk:
            held[change.case_id] = change.from_on
        elif change.case_id in never:
            undone[change.case_id] = change.from_on
    settle_keepers(by, held, undone)


def _apply(change: Change, bench: Bench, scopes: Sequence[Scope]) -> bool:
    case = bench.cases.get(change.case_id)
    if case is None:
        raise Refusal("This case is not known any more.")
    held = bench.holding.get(case.pk)
    if (held.post_id if held else None) == change.post_id:
        return False
    _check_expected(change, case, held, bench)
    post = bench.posts.get(change.post_id) if change.post_id else None
    _check_right(scopes, case, held, post, bench)
    _check_days(change, case, held, post)
    if held is not None:
        end(held, change.from_on, change.reason, bench)
        del bench.holding[case.pk]
    if post is None:
        # Nobody helps with what nobody holds: co-workers' parts end with the holder's.
        for key in [key for key in bench.taking_part if key[0] == case.pk]:
            helper = bench.taking_part.pop(key)
            end(helper, max(change.from_on, helper.starts_on), change.reason, bench)
        case.team_id = change.team_id or case.team_id
    else:
        # The new holder carries what the former one did; who helped before keeps their own part with it.
        share = held.share if held else WHOLE
        part = bench.taking_part.pop((case.pk, post.pk), None)
        if part is not None:
            end(part, max(change.from_on, part.starts_on), change.reason, bench)
            share = min(WHOLE, share + part.share)
        bench.holding[case.pk] = begin(change, post, bench, change.share or share)
        case.team_id = post.team_id
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
    return (
        f"Case {case.reference} was changed since you opened this page: {whom} holds it, "
        f"recorded{who} on {formats.moment(held.known_from)}. Nothing of yours was saved."
    )


def _check_right(
    scopes: Sequence[Scope], case: Case, held: Allocation | None, post: Post | None, bench: Bench
) -> None:
    """The decider, or whoever agreed, may allocate in the team that has the case and in the team that gets it."""
    if scopes[0].system:
        return
    giving = bench.posts[held.post_id].team_id if held else case.team_id
    for team_id in {giving, post.team_id if post else case.team_id}:
        if not any(scope.does("allocate", Thing.CASES).covers(team_id=team_id) for scope in scopes[1:]):
            permits.require(scopes[0], "allocate", Thing.CASES, team_id=team_id)


def _check_days(change: Change, case: Case, held: Allocation | None, post: Post | None) -> None:
    day = change.from_on
    closing = change.reason == Allocation.Reason.CLOSED
    if case.closed_on is not None and not closing:
        # Also for a day before it closed: the part would go on beyond the end of the case.
        raise Refusal(f"Case {case.reference} is closed. To change who held it, open it again first.")
    if case.opened_on is not None and day < case.opened_on:
        raise Refusal(f"Case {case.reference} had not begun on that day.", "from_on")
    if held is not None and day < held.starts_on:
        raise Refusal(f"Case {case.reference} has been with its present holder since a later day.", "from_on")
    if change.post_id and post is None:
        raise Refusal("This post is not known any more.")
    if post is not None:
        last = [last for last in (post.ended_on, post.practitioner.ended_on) if last]
        if last and min(last) < day:
            raise Refusal(f"{post.practitioner.name} has left this post by that day.", "post")


def _record(change: Change, before: Allocation | None, by: Any) -> None:
    record(
        by=by,
        did="caseloads.set_holder",
        on=("case", change.case_id),
        posts=[before.post_id if before else None, change.post_id],
        starts=change.from_on,
        reason=change.reason,
    )
