"""What overtakes proposals: a case of theirs closed or changed hands otherwise, or whoever is asked will not be there.

The case goes out of the proposal, in the change that overtook it, and those concerned are told; the others of it stand
as they did. Where none is left the proposal is closed: nobody waits for a decision that could only be refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.telling import tell_dropped, tell_overtaken
from safeload.allocation.models import DroppedCase, Proposal, ProposedCase
from safeload.allocation.queries.proposals import last_day_of, parts_held
from safeload.audit.refusals import ChangedMeanwhile, check_version
from safeload.audit.writing import record, write
from safeload.caseloads.models import Allocation, Closing
from safeload.web import formats


def close(one: Proposal, outcome: str, by: Any) -> None:
    """Set a proposal's outcome; its cases are free to be proposed again."""
    one.outcome, one.decided_by, one.decided_at = outcome, by, timezone.now()
    one.version += 1
    one.save()
    one.cases.update(open=False)


def follow_hands(sender: Any, case_ids: frozenset[int], **_: Any) -> None:
    """Receiver of ``hands_changed``: proposals of these cases may be overtaken. One query where none is open."""
    # All that is open is asked for, not all that moved: a list moves tens of thousands at once.
    rows = ProposedCase.objects.filter(open=True).values_list("case_id", flat=True)
    close_overtaken(case_ids.intersection(rows))


def follow_last_days(sender: Any, practitioner_ids: frozenset[int], **_: Any) -> None:
    """Receiver of ``last_days_set``: whoever is asked may not be there on the day. One query where none is open."""
    found = Proposal.objects.open().filter(post__practitioner__in=practitioner_ids)
    _close_left(found, timezone.localdate())


@write
def close_left(*, on: date) -> int:
    """Close proposals to whoever has left by a day; how many. Run daily: last days are set ahead."""
    return _close_left(Proposal.objects.open(), on)


def close_overtaken(case_ids: Collection[int]) -> None:
    """Of open proposals, these cases go out that are in other hands or closed by now; who has none left is closed."""
    if not case_ids:
        return
    touching = Proposal.objects.open().filter(cases__case__in=case_ids).distinct().order_by("pk")
    for one in touching.select_related("post__practitioner").prefetch_related("cases__case"):
        rows = list(one.cases.all())
        held = parts_held(row.case_id for row in rows)
        gone = [(row, what) for row in rows if (what := _overtook(row, held.get(row.case_id)))]
        if len(gone) == len(rows):
            _overtaken(one, *gone[0][1])
        elif gone:
            _drop(one, gone)


def check_as_read(one: Proposal, version: int | None) -> None:
    """Raise ChangedMeanwhile unless a form was filled in from the proposal as it stands; saying which cases went."""
    if version is not None and version != one.version and (said := gone_said(one)):
        raise ChangedMeanwhile(
            f"{said} What you typed is kept below; look at what is left, and send it again."
        )
    check_version(one, version, "this proposal")


def gone_said(one: Proposal) -> str:
    """Which cases went out of a proposal, and why: "Case 4471 was closed by … It is not part of this any more."."""
    rows = list(one.dropped.all())
    if not rows:
        return ""
    them = "It is" if len(rows) == 1 else "They are"
    return f"{' '.join(row.said for row in rows)} {them} not part of this any more."


def _drop(one: Proposal, gone: Sequence[tuple[ProposedCase, tuple[str, Mapping[str, str]]]]) -> None:
    now = timezone.now()
    DroppedCase.objects.bulk_create(
        DroppedCase(proposal=one, case=row.case, held_by_id=row.held_by_id, said=said, at=now)
        for row, (said, _) in gone
    )
    ProposedCase.objects.filter(pk__in=[row.pk for row, _ in gone]).delete()
    one.version += 1
    one.save(update_fields=["version"])
    record(by=None, did="allocation.dropped", on=("proposal", one.pk), cases=[row.case_id for row, _ in gone])
    one = Proposal.objects.select_related("post__practitioner").get(pk=one.pk)
    for row, (_, words) in gone:
        tell_dropped(one, row.case.reference, words)


def _overtook(row: ProposedCase, now: Allocation | None) -> tuple[str, dict[str, str]] | None:
    """What happened to a case since it was proposed: which, who, when, and the same in small words for a notice."""
    case = row.case
    if case.closed_on is not None:
        closing = Closing.objects.filter(case=case, reopened_at=None).select_related("closed_by").first()
        return _closed_said(case.reference, closing), {"what": "closed", "moved": case.reference}
    if row.held_by_id == (now.post_id if now else None):
        return None
    if now is None:
        return nobody_said(case.reference), {"what": "nobody", "moved": case.reference}
    words = {"what": "held", "moved": case.reference, "holder": now.post.practitioner.name}
    return holds_said(case.reference, now), words


def _closed_said(reference: str, closing: Closing | None) -> str:
    if closing is None:
        return f"Case {reference} was closed."
    who = f" by {closing.closed_by.name}" if closing.closed_by else ""
    return f"Case {reference} was closed{who} on {formats.moment(closing.closed_at)}."


def nobody_said(reference: str) -> str:
    """Said of a case that somebody held, and nobody does now."""
    return f"Nobody holds case {reference} any more."


def holds_said(reference: str, part: Allocation) -> str:
    """ "Kofi Mensah holds case 4471, recorded by Dee Morgan on Thursday 26 November 2026 at 5.54pm."."""
    ahead = part.starts_on > timezone.localdate()
    starts = f" from {formats.day(part.starts_on, weekday=False)}" if ahead else ""
    who = f" by {part.allocated_by.name}" if part.allocated_by else ""
    name = part.post.practitioner.name
    return f"{name} holds case {reference}{starts}, recorded{who} on {formats.moment(part.known_from)}."


def _close_left(found: Any, on: date) -> int:
    left = [
        (one, last)
        for one in found.select_related("post__practitioner").order_by("pk")
        if (last := last_day_of(one.post)) is not None and last < max(one.from_on, on)
    ]
    for one, last in left:
        verb = "left" if last < on else "leaves"
        said = f"{one.post.practitioner.name} {verb} this post on {formats.day(last, weekday=False)}."
        _overtaken(one, said, {"what": verb, "last": formats.day(last, weekday=False)})
    return len(left)


def _overtaken(one: Proposal, said: str, words: Mapping[str, str]) -> None:
    one.reason = said
    close(one, Proposal.Outcome.OVERTAKEN, None)
    record(by=None, did="allocation.overtaken", on=("proposal", one.pk))
    tell_overtaken(one, words)
