"""Tells those concerned what became of a proposal, inside the action; and of discussions that are overdue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.gathering import NAMED, Part, tell_at_end
from safeload.allocation.models import PartOverLine, Proposal, ProposedCase
from safeload.allocation.queries.proposals import may_decide
from safeload.audit.writing import write
from safeload.caseloads.queries import keepers
from safeload.notices import actions as notices
from safeload.notices.queries import told_of
from safeload.people import queries as people
from safeload.people.scope import has_access, scope_for

#: Of a hand-over told once for all its parts. Reminders are not among them: each is told of once for its proposal.
_TOGETHER = {
    "proposal-to-agree",
    "proposal-decided",
    "proposal-red",
    "proposal-withdrawn",
    "proposal-undone",
}


def tell_proposed(by: Any, one: Proposal) -> None:
    """The practitioner who is asked; from another team also those who manage the taking one (REA-02)."""
    _tell(by, one, "proposal", _practitioner(one))
    if managers := _taking_managers(one):
        _tell(by, one, "proposal-to-agree", managers)
    _tell_whose(by, one)


def tell_answered(by: Any, one: Proposal, says: str) -> None:
    """Whoever proposed; from another team also those who manage the taking one, since they decide."""
    _tell(by, one, "proposal-answered", {one.proposed_by_id, *_taking_managers(one)}, says=says)


def tell_decided(by: Any, one: Proposal) -> None:
    """The practitioner and whoever proposed; at red the next tier, by itself."""
    allocated = one.outcome == Proposal.Outcome.ALLOCATED
    own = _practitioner(one)
    _tell(by, one, "proposal-decided", own, own=True, allocated=allocated)
    _tell(by, one, "proposal-decided", {one.proposed_by_id} - set(own), allocated=allocated)
    if not allocated:
        _tell_whose(by, one, over=True)
    if one.escalated_at is not None:
        tier = people.next_tier(one.post.team.service_area_id, timezone.localdate())
        _tell(by, one, "proposal-red", set(tier) - {*own, one.proposed_by_id})


def tell_withdrawn(by: Any, one: Proposal) -> None:
    """The practitioner who was asked, whoever proposed, and whose the cases are."""
    _tell(by, one, "proposal-withdrawn", {*_practitioner(one), one.proposed_by_id})
    _tell_whose(by, one, over=True)


def tell_overtaken(one: Proposal, words: Mapping[str, str]) -> None:
    """The practitioner who was asked, whoever proposed, and who was to decide; ``words``: what overtook it."""
    own = _practitioner(one)
    _tell(None, one, "proposal-overtaken", own, own=True, **words)
    managers = {one.proposed_by_id, *_taking_managers(one)}
    _tell(None, one, "proposal-overtaken", managers - set(own), **words)


def tell_dropped(one: Proposal, reference: str, words: Mapping[str, str]) -> None:
    """The same people of a case that went out of it, while the others stand."""
    own = _practitioner(one)
    told = {**words, "which": reference}
    _tell(None, one, "proposal-smaller", own, own=True, **told)
    managers = {one.proposed_by_id, *_taking_managers(one)}
    _tell(None, one, "proposal-smaller", managers - set(own), **told)


def tell_limits(by: Any, one: Proposal) -> None:
    """Those who may let a limit of the scheme be exceeded, and have not been told of this proposal yet."""
    tier = set(people.next_tier(one.post.team.service_area_id, timezone.localdate()))
    if one.pk not in told_of("proposal-limit", "proposal", [one.pk]):
        _tell(by, one, "proposal-limit", tier)


def tell_let_through(by: Any, one: Proposal) -> None:
    """Whoever proposed, since the decision can be made now; and the practitioner whom it concerns."""
    own = _practitioner(one)
    _tell(by, one, "proposal-let-through", own, own=True)
    _tell(by, one, "proposal-let-through", {one.proposed_by_id} - set(own))


def tell_part_over_line(by: Any, one: PartOverLine) -> None:
    """The next tier, where a holder's load is red, or at a limit, with a larger part of a case."""
    tier = people.next_tier(one.post.team.service_area_id, timezone.localdate())
    words = {"by": by.name, "who": one.post.practitioner.name, "number": 1, "cases": [one.case.reference]}
    link = ("practitioner_load", one.post.practitioner_id)
    notices.tell(by=by, to=tier, kind="part-over-line", about=("case", one.case_id), link=link, words=words)


def tell_undone(by: Any, one: Proposal) -> None:
    """The practitioner whose allocation was taken back, and whoever proposed it."""
    own = _practitioner(one)
    _tell(by, one, "proposal-undone", own, own=True)
    _tell(by, one, "proposal-undone", {one.proposed_by_id} - set(own))


@write
def tell_covers(*, on: date) -> int:
    """Ask whoever decided, once for each end, whether temporary cover ends whose end has come. Run daily."""
    rows = list(_with_decider(Proposal.objects.cover_ending(on)))
    told = told_of("cover-ending", "proposal", [one.pk for one in rows])
    fresh = [one for one in rows if told.get(one.pk, date.min) < one.cover_until]
    for one in fresh:
        _tell(None, one, "cover-ending", _who_decides(one, on))
    return len(fresh)


@write
def tell_overdue(*, on: date) -> int:
    """Remind whoever decided of discussions that were due before a day, each once (X-26). Run daily."""
    late = Proposal.objects.to_discuss().filter(discussion_due_on__lt=on, discussed_on=None)
    rows = list(_with_decider(late))
    told = told_of("discussion-overdue", "proposal", [one.pk for one in rows])
    fresh = [one for one in rows if one.pk not in told]
    for one in fresh:
        _tell(None, one, "discussion-overdue", _who_decides(one, on))
    return len(fresh)


def _with_decider(rows: Any) -> Any:
    return rows.select_related("post__practitioner", "decided_by").order_by("pk")


def _who_decides(one: Proposal, on: date) -> list[int]:
    """Whoever decided; where they decide there no longer, those who do now."""
    decided = one.decided_by
    if decided is not None and has_access(decided, on) and may_decide(scope_for(decided, on), one):
        return [decided.pk]
    return people.managers_of(one.post.team_id, on)


def _taking_managers(one: Proposal) -> list[int]:
    """Who manages the team that takes the case, where it comes from another one."""
    if one.team_id in (None, one.post.team_id):
        return []
    return people.managers_of(one.post.team_id, timezone.localdate())


def _tell_whose(by: Any, one: Proposal, *, over: bool = False) -> None:
    """Who holds the cases, and who looks after what waits: nothing of theirs is talked over behind their back."""
    rows = list(one.cases.select_related("case", "held_by").order_by("case"))
    accounts = people.accounts_of({row.held_by.practitioner_id for row in rows if row.held_by})
    whose: dict[tuple[int, bool], list[ProposedCase]] = {}
    for row in rows:
        account = accounts.get(row.held_by.practitioner_id) if row.held_by else None
        if account is not None:
            whose.setdefault((account, False), []).append(row)
    kept = keepers([row.case_id for row in rows if row.held_by is None], timezone.localdate())
    for row in rows:
        if (keeping := kept.get(row.case_id)) is not None and keeping.account_id is not None:
            whose.setdefault((keeping.account_id, True), []).append(row)
    known = {*_practitioner(one), one.proposed_by_id}
    if one.hand_over_id is not None:
        parts = [
            Part(
                hand_over=one.hand_over_id,
                proposal=one.pk,
                account=account,
                kind="proposal-of-yours",
                who=one.post.practitioner.name,
                cases=tuple(row.case.reference for row in found),
                more=(("keeps", keeps), ("over", over)),
                link=("case", found[0].case_id),
                link_of_all=("notices",) if keeps else ("my_workload",),
            )
            for (account, keeps), found in whose.items()
            if account not in known
        ]
        tell_at_end(by, parts)
        return
    notices.tell_all(
        by=by,
        tellings=[
            _telling_whose(by, one, account, keeps, found, over)
            for (account, keeps), found in whose.items()
            if account not in known
        ],
    )


def _telling_whose(
    by: Any, one: Proposal, account: int, keeps: bool, rows: Sequence[ProposedCase], over: bool
) -> notices.Telling:
    words = {
        "by": by.name if by is not None else "",
        "who": one.post.practitioner.name,
        "number": len(rows),
        "cases": [row.case.reference for row in rows[:NAMED]],
        "keeps": keeps,
        "over": over,
    }
    link = ("case", rows[0].case_id)
    return notices.Telling([account], "proposal-of-yours", ("proposal", one.pk), link, words)


def _practitioner(one: Proposal) -> list[int]:
    return list(people.accounts_of([one.post.practitioner_id]).values())


def _tell(by: Any, one: Proposal, kind: str, to: Collection[Any], **more: Any) -> None:
    references = list(one.cases.order_by("case").values_list("case__reference", flat=True))
    if one.hand_over_id is not None and kind in _TOGETHER:
        parts = [
            Part(
                hand_over=one.hand_over_id,
                proposal=one.pk,
                account=account,
                kind=kind,
                who=one.post.practitioner.name,
                cases=tuple(references),
                more=tuple(sorted(more.items())),
                link=("proposal", one.pk),
                link_of_all=("hand_over", one.hand_over_id),
            )
            for account in to
        ]
        tell_at_end(by, parts)
        return
    words = {
        "by": by.name if by is not None else "",
        "who": one.post.practitioner.name,
        "number": len(references),
        "cases": references[:NAMED],
        **more,
    }
    notices.tell(by=by, to=to, kind=kind, about=("proposal", one.pk), link=("proposal", one.pk), words=words)
