"""The line of a case's holders: who from when, what is withdrawn, what is taken back. Tools of ``holding`` alone."""

from __future__ import annotations

from safeload.caseloads.actions.bench import WHOLE, Bench, Change, begin, end, go_on, take_back
from safeload.caseloads.models import Allocation
from safeload.people.models import Post


def is_so(change: Change, last: Allocation | None, bench: Bench) -> bool:
    """Whether the post holds it already; one that is to hold it from a later day does not yet."""
    if change.post_id is None:
        return last is None and not bench.line(change.case_id, max(change.from_on, bench.today))
    if last is None or last.post_id != change.post_id:
        return False
    return last.starts_on <= max(change.from_on, bench.today)


def taken_back(change: Change, last: Allocation | None, bench: Bench) -> bool:
    """Undo of an allocation: whoever had it before has it as if nothing had been, where that can still be."""
    if change.takes_back is None or last is None or last.starts_on != change.from_on:
        return False
    kept = bench.copy_of(change.case_id)
    if take_back(last, bench, change.takes_back):
        holder = bench.holding.get(change.case_id)
        if (holder.post_id if holder else None) == change.post_id:
            return True
    bench.put_back(change.case_id, kept)
    return False


def withdraw(change: Change, bench: Bench) -> None:
    """What was to be from a later day on will not be: the case is as before that was decided."""
    while (last := bench.holding.get(change.case_id)) and last.starts_on > change.from_on:
        if not take_back(last, bench):
            end(last, last.starts_on, Allocation.Reason.TAKEN_BACK, bench)
    for row in bench.line(change.case_id, change.from_on):
        if row.starts_on > change.from_on:
            end(row, row.starts_on, Allocation.Reason.TAKEN_BACK, bench)


def put(change: Change, post: Post | None, bench: Bench) -> None:
    """Whoever holds the case on the day ends there, unless they are meant; whoever is meant begins."""
    line = bench.line(change.case_id, change.from_on)
    held = line[0] if line else None
    lasting = held is not None and (held.ends_on is None or held.ends_on > bench.today)
    if held is not None and post is not None and held.post_id == post.pk:
        if held.ends_on is not None:
            go_on(held, bench)
        return
    if held is not None:
        end(held, change.from_on, change.reason, bench, change.own_reason)
    if post is None:
        # Nobody helps with what nobody holds: co-workers' parts end with the holder's.
        for key in [key for key in bench.taking_part if key[0] == change.case_id]:
            helper = bench.taking_part[key]
            end(helper, max(change.from_on, helper.starts_on), change.reason, bench, change.own_reason)
        return
    # The new holder carries what the former one did; who helped before keeps their own part with it.
    share = held.share if held is not None and lasting else WHOLE
    part = bench.taking_part.get((change.case_id, post.pk))
    if part is not None:
        end(part, max(change.from_on, part.starts_on), change.reason, bench, change.own_reason)
        share = min(WHOLE, share + part.share)
    begin(change, post, bench, change.share or share)
