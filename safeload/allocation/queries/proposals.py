"""Proposals that an account may read: one's own, those of one's teams, and what was escalated to one's service."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from safeload.allocation.models import (
    Answer,
    ChangeReason,
    FollowUp,
    HandOver,
    Override,
    Proposal,
    ProposedCase,
    Quoted,
)
from safeload.allocation.models.proposals import (
    BEFORE_END,
    DISAGREED,
    OVER_FOR_A_WHILE,
    RED_BY_DECISION,
    TO_DISCUSS,
)
from safeload.audit.refusals import Refusal
from safeload.caseloads.models import Allocation, Case
from safeload.people.models import Account, Post
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.people.statements import prepared


def proposals(scope: Scope) -> Any:
    """Every proposal open to this account, newest first, with what its page shows. Seven queries."""
    return (
        _within(scope)
        .select_related("post__practitioner", "post__team", "team", "proposed_by", "decided_by", "own_reason")
        .select_related("goes_case", "waits_case", "shared_case")
        .prefetch_related(
            Prefetch("cases", ProposedCase.objects.select_related("case__household")),
            "dropped",
            Prefetch("answers", Answer.objects.select_related("by")),
            Prefetch("overrides", Override.objects.select_related("by")),
            Prefetch("follow_ups", FollowUp.objects.select_related("by")),
            Prefetch("quoted", Quoted.objects.select_related("by", "heard_by")),
        )
    )


def takes_part(scope: Scope) -> bool:
    """Whether proposals can concern this account: as a practitioner, who allocates, or the next tier."""
    sees = scope.sees(Thing.LOAD)
    next_tier = sees.everywhere or bool(sees.teams)
    return scope.practitioner_id is not None or bool(scope.does("allocate", Thing.CASES)) or next_tier


def asked_of(scope: Scope) -> list[Proposal]:
    """Open proposals that this account's practitioner has not answered yet. Four queries, none for others."""
    if scope.practitioner_id is None:
        return []
    mine = proposals(scope).open().filter(post__practitioner=scope.practitioner_id, answers=None)
    return list(mine.order_by("proposed_at"))


def to_say_of_own(scope: Scope) -> list[Proposal]:
    """One's own allocations that wait for one's word, or whose end over the line is near. None for others."""
    if scope.practitioner_id is None:
        return []
    waits = TO_DISCUSS & Q(heard_at=None)
    near = OVER_FOR_A_WHILE & Q(over_until__lte=scope.on + BEFORE_END)
    keys = Proposal.objects.filter(waits | near, post__practitioner=scope.practitioner_id).values_list("pk")
    found = [pk for (pk,) in keys]
    return list(proposals(scope).filter(pk__in=found).order_by("decided_at")) if found else []


def red_by_decision(scope: Scope) -> list[Proposal]:
    """What was brought to this account as the next tier and still holds, the oldest first; none for others."""
    reach = scope.does("override", Thing.CASES)
    if not reach:
        return []
    found = proposals(scope).filter(RED_BY_DECISION)
    mine = found if reach.everywhere else found.filter(post__team__in=reach.teams)
    return list(mine.order_by("escalated_at"))


def of_team(scope: Scope, team_id: int) -> list[Proposal]:
    """Proposals from or to a team that are open, or allocated and with something still to be done about them.

    Five queries; one where there are none, which is what a board finds on most days.
    """
    here = [pk for pk, *teams in _still().all() if team_id in teams]
    return list(proposals(scope).filter(pk__in=here).order_by("proposed_at")) if here else []


@cache
def _still() -> Any:
    """Keys and teams of what is open or to be discussed; the query is put together once."""
    covers = Q(cover_until__isnull=False, cover_ended_at__isnull=True, outcome="allocated", undone_at=None)
    still = Q(outcome="") | TO_DISCUSS | DISAGREED | OVER_FOR_A_WHILE | covers
    return Proposal.objects.filter(still).order_by().values_list("pk", "team_id", "post__team_id")


def hand_overs(scope: Scope) -> Any:
    """Hand-overs of which this account may read a proposal."""
    within = _within(scope).filter(hand_over__isnull=False).values("hand_over")
    found = HandOver.objects.filter(pk__in=within)
    return found.select_related("post__practitioner", "post__team", "made_by", "own_reason")


def open_for(case_ids: Iterable[int]) -> dict[int, Proposal]:
    """The open proposal of each of these cases; for somebody who may open the cases. One query, or two."""
    found = _open_rows(list(case_ids))
    if not found:
        return {}
    rows = ProposedCase.objects.filter(pk__in=[pk for (pk,) in found], open=True)
    return {row.case_id: row.proposal for row in rows.select_related("proposal__post__practitioner")}


def signing_in(practitioner_ids: Collection[int], on: date) -> set[int]:
    """Who of these practitioners has an account that works, so that they can answer in Safeload. One query."""
    return {who for (who,) in _with_account(practitioner_ids, on)}


@prepared
def _with_account(people: Collection[int], on: date) -> Any:
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    rows = Account.objects.filter(lasting, practitioner__in=people, is_active=True).order_by()
    return rows.values_list("practitioner_id")


def is_asked(scope: Scope, case_id: int) -> bool:
    """Whether whoever looks is asked to take a case, and it is not decided yet. One query; none for others."""
    if scope.practitioner_id is None:
        return False
    rows = ProposedCase.objects.filter(case=case_id, open=True)
    return bool(rows.filter(proposal__post__practitioner=scope.practitioner_id).exists())


@prepared
def _open_rows(cases: Collection[int]) -> Any:
    return ProposedCase.objects.filter(case__in=cases, open=True).order_by().values_list("pk")


def change_reasons() -> list[tuple[int, str]]:
    """The employer's own reasons for a change of worker that are offered, by key. One query."""
    return _reasons()


@prepared
def _reasons() -> Any:
    return ChangeReason.objects.filter(retired_at=None).values_list("pk", "label")


def change_reason(pk: int) -> tuple[str, str]:
    """The code and the words of one of the employer's own reasons. Raises Refusal for one that is not offered."""
    own = ChangeReason.objects.filter(pk=pk, retired_at=None).first()
    if own is None:
        raise Refusal("This reason is not used any more. Choose another.", "reason")
    return own.code, own.label


def holders_of(case_ids: Iterable[int]) -> dict[int, int | None]:
    """The post that holds each case now; absent where nobody does. One query."""
    return dict(_holder_rows(list(case_ids)))


@prepared
def _holder_rows(cases: Collection[int]) -> Any:
    held = Allocation.objects.open_parts().holders().filter(case__in=cases)
    return held.order_by().values_list("case_id", "post_id")


def parts_held(case_ids: Iterable[int]) -> dict[int, Allocation]:
    """By case, the part of whoever holds it: with the name, since when, recorded by whom. One query, or two."""
    found = [pk for (pk,) in _held_rows(list(case_ids))]
    if not found:
        return {}
    rows = Allocation.objects.filter(pk__in=found).select_related("post__practitioner", "allocated_by")
    return {part.case_id: part for part in rows}


@prepared
def _held_rows(cases: Collection[int]) -> Any:
    return Allocation.objects.open_parts().holders().filter(case__in=cases).order_by().values_list("pk")


def last_day_of(post: Post) -> date | None:
    """The last day on which a post can be given work; none where none is set."""
    return min((day for day in (post.ended_on, post.practitioner.ended_on) if day), default=None)


def siblings_elsewhere(one: Proposal) -> list[tuple[str, str, bool]]:
    """Cases of the same households that somebody else holds or is asked to take: reference, who, held. Two queries."""
    mine = [row.case_id for row in one.cases.all()]
    homes = {row.case.household_id for row in one.cases.all() if row.case.household_id}
    others = Q(case__household__in=homes, case__household__provisional=False, case__closed_on=None) & ~Q(
        case__in=mine
    )
    held = Allocation.objects.open_parts().holders().filter(others).exclude(post=one.post_id)
    asked = ProposedCase.objects.filter(others, open=True).exclude(proposal__post=one.post_id)
    names = ("case__reference", "post__practitioner__name")
    found = [(reference, who, True) for reference, who in held.values_list(*names)]
    named = ("case__reference", "proposal__post__practitioner__name")
    found += [(reference, who, False) for reference, who in asked.values_list(*named)]
    return sorted(found)


def siblings_proposed(case_ids: Collection[int]) -> list[tuple[str, int, str]]:
    """Other cases of the same households that somebody is asked to hold: reference, practitioner, name. One query.

    For somebody who may open the cases.
    """
    return _siblings(case_ids)


@prepared
def _siblings(cases: Collection[int]) -> Any:
    homes = Case.objects.filter(pk__in=cases, household__provisional=False).order_by().values("household")
    rows = ProposedCase.objects.filter(open=True, proposal__share=None, case__household__in=homes)
    whose = "proposal__post__practitioner"
    found = rows.exclude(case__in=cases).order_by("case__reference")
    return found.values_list("case__reference", f"{whose}_id", f"{whose}__name")


def may_decide(scope: Scope, one: Proposal) -> bool:
    """Whether the account may allocate in the taking team; the giving one agreed by proposing (REA-02)."""
    return scope.does("allocate", Thing.CASES).covers(team_id=one.post.team_id)


def may_withdraw(scope: Scope, one: Proposal) -> bool:
    """Whether the account may allocate in one of the two teams."""
    reach = scope.does("allocate", Thing.CASES)
    return any(reach.covers(team_id=team) for team in {one.team_id, one.post.team_id} - {None})


def is_concerned(scope: Scope, one: Proposal) -> bool:
    """Whether the account is asked, or allocates in one of the two teams."""
    return scope.is_own(one.post.practitioner_id) or may_withdraw(scope, one)


def may_trade_off(scope: Scope, one: Proposal) -> bool:
    """Whether the account manages one of the two teams and may open the cases that the practitioner holds."""
    return may_withdraw(scope, one) and scope.sees(Thing.CASES).covers(
        team_id=one.post.team_id, practitioner_id=one.post.practitioner_id
    )


def may_override(scope: Scope, one: Proposal) -> bool:
    """Whether the account is a senior who may let a limit of the scheme be exceeded in the taking team."""
    return scope.does("override", Thing.CASES).covers(team_id=one.post.team_id)


def _within(scope: Scope) -> Any:
    allocates, sees = scope.does("allocate", Thing.CASES), scope.sees(Thing.LOAD)
    if allocates.everywhere:
        return Proposal.objects.all()
    seen = Q(team__in=allocates.teams) | Q(post__team__in=allocates.teams)
    if scope.practitioner_id is not None:
        seen |= Q(post__practitioner=scope.practitioner_id)
    quoted = Exists(Quoted.objects.filter(proposal=OuterRef("pk")))
    escalated = Q(escalated_at__isnull=False) | ~Q(limits=[]) | Q(quoted)
    seen |= escalated if sees.everywhere else escalated & Q(post__team__in=sees.teams)
    return Proposal.objects.filter(seen)
