"""The decision about a proposal: by a named manager, on figures checked again at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.chosen import check_days
from safeload.allocation.actions.conflicts import check_conflicts
from safeload.allocation.actions.offers import meet_offer
from safeload.allocation.actions.overtaking import check_as_read, close
from safeload.allocation.actions.parting import check_split
from safeload.allocation.actions.parts import giving_teams, note_helped, share_out
from safeload.allocation.actions.proposing import require_decider
from safeload.allocation.actions.saying import (
    ROOM,
    TRADE_OFF,
    Decision,
    left_to_say,
    limits_left,
    room_wanted,
)
from safeload.allocation.actions.telling import tell_decided, tell_let_through, tell_limits
from safeload.allocation.actions.terms import change_of
from safeload.allocation.facts import (
    DISCUSS_WITHIN,
    figures_for,
    measured_on,
    same_figures,
    working_days_after,
)
from safeload.allocation.models import Override, Proposal, ProposedCase
from safeload.allocation.queries.proposals import may_override
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal, refuse_all
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.actions import set_holders
from safeload.caseloads.models import Case
from safeload.people import permits
from safeload.people.rows import locked
from safeload.web import formats


class FiguresMoved(ChangedMeanwhile):
    """The practitioner's figures are others than the manager saw; ``now`` are today's. Nothing was decided."""

    def __init__(self, sentence: str, now: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.now = now


@write
def decide(
    *, by: Any, proposal_id: int, decision: Decision, seen: Mapping[str, Any], version: int | None = None
) -> Proposal:
    """Allocate the cases of a proposal, or decide not to. Sent twice, it is done once.

    Never blocked over the line, never silent: raises Refusal, all at once and naming the fields, for what has to be
    said first, and where a limit of the scheme wants a senior's override; also for not allocating a reason is said,
    which the practitioner reads. FiguresMoved where the load or line is not what the
    manager saw, HouseholdSplit where a household was split since and they have not read it, ConflictNoted likewise of
    a conflict of interest, which then wants a reason; ChangedMeanwhile, saying
    who, when and to whom, where a case is in other hands.
    """
    lock_cases([proposal_id])
    one = locked(Proposal, proposal_id, None, "this proposal")
    require_decider(by, one)
    wanted = Proposal.Outcome.ALLOCATED if decision.allocate else Proposal.Outcome.NOT_ALLOCATED
    if one.outcome == wanted and one.decided_by_id == by.pk:
        return one
    if one.outcome:
        raise ChangedMeanwhile(_who_decided(one))
    check_as_read(one, version)
    one.reason = screened(decision.reason, "reason")
    if decision.allocate:
        _allocate(by, one, decision, seen)
    elif not one.reason:
        raise Refusal(f"Say why it is not allocated: {one.post.practitioner.name} reads it.", "reason")
    close(one, wanted, by)
    if decision.allocate:
        meet_offer(one.post_id)
    record(
        by=by,
        did="allocation.decide",
        on=("proposal", one.pk),
        outcome=wanted,
        figures=one.decided_on_figures,
        over_until=one.over_until,
        escalated=one.escalated_at is not None,
        discussion_due=one.discussion_due_on,
        conflict=bool(one.conflict_said),
    )
    tell_decided(by, one)
    return one


@write
def override(*, by: Any, proposal_id: int, reason: str) -> Override:
    """Let the limits that a proposal meets today be exceeded, as a named senior, with the reason (X-27, ALL-04)."""
    one = locked(Proposal, proposal_id, None, "this proposal")
    if not may_override(permits.scope_of(by), one):
        raise NotAllowed("Only the service’s manager can let a limit be exceeded.")
    if one.outcome:
        raise ChangedMeanwhile(_who_decided(one))
    found = figures_for(one.post, _cases_of(one), _day_of(one), one.share)
    titles = [limit.title for limit in found.limits] if found else []
    if not titles:
        raise Refusal("No limit of the scheme is met any more, so nothing needs to be let through.")
    made = Override(proposal=one, limits=titles, reason=screened(reason, "reason"), by=by, at=timezone.now())
    if not made.reason:
        raise Refusal("Say why the limit may be exceeded.", "reason")
    made.save()
    one.limits = titles
    one.version += 1
    one.save(update_fields=["limits", "version"])
    record(by=by, did="allocation.override", on=("proposal", one.pk), limits=titles)
    tell_let_through(by, one)
    return made


@write
def ask_senior(*, by: Any, proposal_id: int) -> Proposal:
    """Open a proposal that meets a limit of the scheme to those who may override it."""
    one = locked(Proposal, proposal_id, None, "this proposal")
    require_decider(by, one)
    found = figures_for(one.post, _cases_of(one), _day_of(one), one.share)
    titles = [limit.title for limit in found.limits] if found else []
    if one.outcome or found is None or not titles:
        raise Refusal("No limit of the scheme is met, so nobody has to be asked.")
    if found.red and not one.makes_room() and not one.nothing_because:
        raise Refusal(room_wanted([one.post.practitioner.name]), "goes")
    if one.limits != titles:
        one.limits = titles
        one.version += 1
        one.save(update_fields=["limits", "version"])
        record(by=by, did="allocation.ask_senior", on=("proposal", one.pk), limits=titles)
        tell_limits(by, one)
    return one


def lock_cases(proposal_ids: Sequence[int]) -> None:
    """Cases first, then the proposals, as ``propose`` does: neither then waits for the other."""
    cases = Case.objects.select_for_update(no_key=True, of=("self",))
    concerned = ProposedCase.objects.filter(proposal__in=proposal_ids).values("case")
    list(cases.filter(pk__in=concerned).order_by("pk").values_list("pk", flat=True))


def _day_of(one: Proposal) -> date:
    return measured_on(one.from_on, timezone.localdate())


def _cases_of(one: Proposal) -> list[int]:
    return list(one.cases.order_by("case").values_list("case_id", flat=True))


def _allocate(by: Any, one: Proposal, decision: Decision, seen: Mapping[str, Any]) -> None:
    rows = list(one.cases.select_related("case").order_by("case"))
    for row in rows:
        check_days(row.case, one.post, one.from_on)
    one.split_said = check_split(one, decision.left_household)
    one.conflict_said = check_conflicts(one, decision.in_conflict)
    latest = one.answers.order_by("-at", "-id").first()
    now = _checked_figures(one, [row.case_id for row in rows], seen)
    refuse_all([*left_to_say(one, decision, latest, now), *limits_left(one, now)])
    if one.share is None:
        changes = [change_of(one, row) for row in rows]
        note_helped(one, rows)
        told, agreed_in = [one.post.practitioner_id], giving_teams(one)
        set_holders(
            by=by, changes=changes, agreed_by=one.proposed_by, agreed_in=agreed_in, told=told, decided=True
        )
    else:
        for row in rows:
            share_out(by, one, row)
    one.decided_on_figures = dict(now)
    # Of a hand-over, why nothing makes room is said of those who would be red and have nothing said of them.
    nothing = bool(now.get("red")) and not one.makes_room()
    for name in ROOM if nothing else TRADE_OFF:
        if said := screened(getattr(decision, name), name):
            setattr(one, name, said)
    if latest is None:
        one.discussion_due_on = working_days_after(timezone.localdate(), DISCUSS_WITHIN)
    if now.get("over"):
        one.what_will_be_done = screened(decision.what_will_be_done, "what_will_be_done")
        one.over_until = decision.over_until
    if now.get("red"):
        one.escalated_at = timezone.now()


def _checked_figures(one: Proposal, case_ids: list[int], seen: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the day that counts, as known now. Raises FiguresMoved unless the manager saw them."""
    found = figures_for(one.post, case_ids, _day_of(one), one.share)
    now: dict[str, Any] = found.as_text() if found else {}
    if not same_figures(seen, now):
        raise FiguresMoved(
            "The figures moved since you looked, so nothing was decided. They are shown as they stand now: "
            "look at them and decide again.",
            now,
        )
    return now


def _who_decided(one: Proposal) -> str:
    who = f" by {one.decided_by.name}" if one.decided_by else ""
    why = f" {one.reason}" if one.outcome == Proposal.Outcome.OVERTAKEN else ""
    return (
        f"This proposal was closed{who} on {formats.moment(one.decided_at)}: "
        f"{one.get_outcome_display().lower()}.{why} Nothing of yours was saved."
    )
