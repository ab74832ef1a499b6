"""Several cases of one practitioner handed to others at once: all of them, or none, each with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from safeload.allocation.actions.chosen import check_days, lock_known, within_reach
from safeload.allocation.actions.deciding import decide, lock_cases
from safeload.allocation.actions.horizon import check_start
from safeload.allocation.actions.overtaking import close_overtaken
from safeload.allocation.actions.parting import TOGETHER
from safeload.allocation.actions.proposing import Wanted, make_proposals, withdraw
from safeload.allocation.actions.saying import Decision
from safeload.allocation.actions.terms import Terms
from safeload.allocation.models import HandOver, Proposal, ProposedCase
from safeload.allocation.queries.moving import held_by, split_households
from safeload.allocation.queries.proposals import holders_of, may_decide
from safeload.audit.refusals import NOT_FOR_YOU, NotAllowed, Refusal, RowsRefused
from safeload.audit.writing import record, write
from safeload.caseloads.models import Case
from safeload.people import permits
from safeload.people.models import Post
from safeload.people.rights import Thing
from safeload.web import formats


@write
def hand_over(
    *,
    by: Any,
    key: UUID,
    post_id: int,
    to: Mapping[int, int],
    from_on: date,
    seen: Mapping[int, Mapping[str, Any]],
    terms: Terms | None = None,
    message: str = "",
    split_meant: bool = False,
) -> HandOver:
    """Propose cases that a post holds to others: ``to`` has, by case, the post that takes it (REA-01, REA-02).

    Each who takes some is asked by one proposal with all of theirs; ``seen``: by post, the figures that the manager
    saw. ``split_meant``: that a household is parted by it is known, and meant. All rows or none: raises RowsRefused
    with the reason of each row that cannot be. The same ``key`` again gives the same hand-over. Constant queries for
    each who takes some, whatever the number of cases.
    """
    if not to:
        raise Refusal("Choose at least one case, and who takes it.", "to")
    cases = {case.pk: case for case in lock_known(sorted(to))}
    again: HandOver | None = HandOver.objects.filter(key=key).first()
    if again is not None:
        return again
    giver = Post.objects.select_related("practitioner", "team").filter(pk=post_id).first()
    takers = Post.objects.select_related("practitioner", "team").in_bulk(set(to.values()))
    if giver is None:
        raise Refusal("This post is not known any more.")
    permits.require(permits.scope_of(by), "allocate", Thing.CASES, team_id=giver.team_id)
    check_start(from_on)
    mine = within_reach(by, cases.values())
    close_overtaken(list(mine))
    if refused := _refused(mine, to, giver, takers, from_on):
        raise RowsRefused(refused, len(to), "case")
    if not split_meant and (split := split_households(held_by(giver.pk, timezone.localdate()), to)):
        which = "household" if len(split) == 1 else "households"
        raise Refusal(f"This would part {which} {formats.listed(split)}. {TOGETHER}", "split_meant")
    made = HandOver(key=key, post=giver, from_on=from_on, made_by=by, made_at=timezone.now())
    terms = terms or Terms()
    terms.set_on(made, from_on)
    made.save()
    wanted = [
        Wanted(
            key=uuid.uuid5(key, str(taker)),
            post=takers[taker],
            cases=[cases[pk] for pk in sorted(to) if to[pk] == taker],
            from_on=from_on,
            seen=seen.get(taker, {}),
            message=message,
            terms=terms,
        )
        for taker in sorted(takers)
    ]
    record(by=by, did="allocation.hand_over", on=("hand-over", made.pk), post=giver.pk, cases=len(to))
    make_proposals(by, wanted, dict.fromkeys(to, giver.pk), made)
    return made


def _refused(
    cases: Mapping[int, Case], to: Mapping[int, int], giver: Post, takers: Mapping[int, Post], on: date
) -> dict[int, str]:
    """By case, why it cannot go as chosen. Two queries for any number."""
    held = holders_of(to)
    proposed = ProposedCase.objects.filter(case__in=list(to), open=True)
    asked = dict(proposed.values_list("case_id", "proposal__post__practitioner__name"))
    found: dict[int, str] = {}
    for pk, taker in to.items():
        post = takers.get(taker)
        if pk not in cases:
            found[pk] = NOT_FOR_YOU
        elif post is None:
            found[pk] = "Whoever was to take it is not known any more."
        elif post.pk == giver.pk:
            found[pk] = f"{giver.practitioner.name} holds it already."
        elif held.get(pk) != giver.pk:
            found[pk] = f"{giver.practitioner.name} does not hold it any more."
        elif pk in asked:
            found[pk] = f"It is proposed to {asked[pk]} already."
        else:
            try:
                check_days(cases[pk], post, on)
            except Refusal as refusal:
                found[pk] = refusal.sentence
    return found


@write
def decide_hand_over(
    *, by: Any, hand_over_id: int, decision: Decision, seen: Mapping[int, Mapping[str, Any]]
) -> list[Proposal]:
    """Decide all open proposals of a hand-over that one may decide, in one transaction: all of them, or none.

    ``seen``: by proposal, the figures that the manager saw. Raises RowsRefused with what stands in the way of each.
    """
    found = Proposal.objects.open().filter(hand_over=hand_over_id).order_by("pk")
    scope = permits.scope_of(by)
    mine = [one for one in found.select_related("post") if may_decide(scope, one)]
    if not mine:
        raise NotAllowed("There is nothing here that you could decide.")
    lock_cases([one.pk for one in mine])
    refused: dict[int, str] = {}
    done = []
    for one in mine:
        try:
            with transaction.atomic():
                done.append(
                    decide(
                        by=by,
                        proposal_id=one.pk,
                        decision=_said_for(one, decision),
                        seen=seen.get(one.pk, {}),
                    )
                )
        except Refusal as refusal:
            refused[one.pk] = refusal.sentence
    if refused:
        advice = "Each says what: put it right and decide again, or decide single ones on their own pages."
        raise RowsRefused(refused, len(mine), "practitioner", advice)
    record(
        by=by,
        did="allocation.decide_hand_over",
        on=("hand-over", hand_over_id),
        proposals=len(done),
        allocated=decision.allocate,
    )
    return done


def _said_for(one: Proposal, decision: Decision) -> Decision:
    """Who has answered was not merely notified."""
    return replace(decision, notified=False) if one.answers.exists() else decision


@write
def withdraw_hand_over(*, by: Any, hand_over_id: int) -> int:
    """Take back every proposal of a hand-over that is still open; how many. Again changes nothing."""
    keys = Proposal.objects.open().filter(hand_over=hand_over_id).order_by("pk").values_list("pk", flat=True)
    return len([withdraw(by=by, proposal_id=pk) for pk in keys])
