"""Proposing cases to a practitioner, and the practitioner's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from safeload.allocation.actions.chosen import (
    check_days,
    check_right,
    locked_cases,
    moved_since,
    who_proposed,
)
from safeload.allocation.actions.hearing import hear
from safeload.allocation.actions.horizon import check_start
from safeload.allocation.actions.overtaking import check_as_read, close, close_overtaken
from safeload.allocation.actions.parting import check_together
from safeload.allocation.actions.telling import (
    tell_answered,
    tell_limits,
    tell_proposed,
    tell_withdrawn,
)
from safeload.allocation.actions.telling_after import tell_heard
from safeload.allocation.actions.terms import Terms
from safeload.allocation.models import Answer, HandOver, Proposal, ProposedCase
from safeload.allocation.queries.proposals import (
    holders_of,
    may_decide,
    may_withdraw,
)
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.caseloads.models import Case
from safeload.people import permits
from safeload.people.models import Post
from safeload.people.rows import locked
from safeload.web import formats

_NOT_YOURS = "You may not do this here. Ask the team’s manager, or an administrator for a role that can."


@dataclass(frozen=True)
class Wanted:
    """Cases for one post from a day on; ``seen``: the figures that the manager saw of it, as text."""

    key: UUID
    post: Post
    cases: Sequence[Case]
    from_on: date
    seen: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    terms: Terms = field(default_factory=Terms)
    share: Decimal | None = None
    considered: Sequence[Mapping[str, Any]] = ()


@write
def propose(
    *,
    by: Any,
    key: UUID,
    case_ids: Sequence[int],
    post_id: int,
    from_on: date,
    seen: Mapping[str, Any],
    message: str = "",
    expected: Mapping[int, int | None] | None = None,
    terms: Terms | None = None,
    share: Decimal | None = None,
    considered: Sequence[Mapping[str, Any]] = (),
    split_meant: bool = False,
) -> Proposal:
    """Ask a practitioner to take cases from a day on (ALL-01). The same ``key`` again gives the same proposal.

    ``seen``: the figures that the manager saw. ``expected``: by case, the post that the page showed as its holder.
    ``share``: percent of the load, to work on them with whoever holds them. ``considered``: everybody whom the
    manager saw side by side (``facts.considered_of``), so that "why me, why not her?" has an answer.
    ``split_meant``: that a sibling is proposed to somebody else is known, and meant.
    The practitioner may be of another team: then that team's manager decides (REA-02).
    Raises ChangedMeanwhile where somebody holds or proposes a case meanwhile, or where the ``key`` was used for
    something else; Refusal where it cannot be.
    """
    cases = locked_cases(case_ids)
    again = Proposal.objects.filter(key=key).select_related("post__practitioner").first()
    if again is not None:
        return _the_same(again, cases, post_id)
    post = Post.objects.select_related("practitioner", "team").filter(pk=post_id).first()
    if post is None:
        raise Refusal("This post is not known any more. Choose somebody again.")
    check_right(by, cases)
    check_start(from_on)
    for case in cases:
        check_days(case, post, from_on)
    held = holders_of(case.pk for case in cases)
    if said := moved_since(expected or {}):
        raise ChangedMeanwhile(f"{said} Nothing was proposed; look at it again.")
    _check_share(cases, held, post, share)
    if share is None:
        _check_other_hands(cases, held, post)
        if not split_meant:
            check_together([case.pk for case in cases], post)
    wanted = Wanted(key, post, cases, from_on, seen, message, terms or Terms(), share, considered)
    return make_proposals(by, [wanted], held)[0]


def _the_same(one: Proposal, cases: Sequence[Case], post_id: int) -> Proposal:
    """The proposal that a form made before. Raises ChangedMeanwhile where it is sent again with other content."""
    if one.post_id == post_id and {row.case_id for row in one.cases.all()} == {case.pk for case in cases}:
        return one
    raise ChangedMeanwhile(
        f"This form was sent already: it proposed to {one.post.practitioner.name} on "
        f"{formats.moment(one.proposed_at)}. Nothing was sent again; open the page anew to ask somebody else."
    )


def make_proposals(
    by: Any, wanted: Sequence[Wanted], held: Mapping[int, int | None], hand_over: HandOver | None = None
) -> list[Proposal]:
    """The rows of proposals whose cases are locked and checked; each with its entry. Constant queries a proposal."""
    close_overtaken([case.pk for one in wanted for case in one.cases])
    made = []
    for one in wanted:
        row = Proposal(
            key=one.key,
            post=one.post,
            team_id=one.cases[0].team_id,
            hand_over=hand_over,
            share=one.share,
            from_on=one.from_on,
            proposed_by=by,
            proposed_at=timezone.now(),
            message=screened(one.message, "message"),
            seen=dict(one.seen),
            limits=list(one.seen.get("limits") or ()),
            considered=[dict(row) for row in one.considered],
        )
        one.terms.set_on(row, one.from_on)
        rows = [ProposedCase(proposal=row, case=case, held_by_id=held.get(case.pk)) for case in one.cases]
        try:
            with transaction.atomic():
                row.save()
                ProposedCase.objects.bulk_create(rows, batch_size=500)
        except IntegrityError as problem:
            raise ChangedMeanwhile(who_proposed(one.cases)) from problem
        record(
            by=by,
            did="allocation.propose",
            on=("proposal", row.pk),
            cases=[case.pk for case in one.cases],
            post=one.post.pk,
            starts=one.from_on,
            figures=dict(one.seen),
        )
        tell_proposed(by, row)
        if row.limits:
            tell_limits(by, row)
        made.append(row)
    return made


@write
def answer(*, by: Any, proposal_id: int, says: str, words: str = "", version: int | None = None) -> Answer:
    """The practitioner's answer, in their own words; nobody else can give it. The latest one counts.

    What was only notified can be answered after the decision too: a no comes back to whoever decided (X-26, X-27).
    """
    one = locked(Proposal, proposal_id, None, "this proposal")
    if not permits.scope_of(by).is_own(one.post.practitioner_id):
        raise NotAllowed("Only the practitioner who was asked can answer.")
    if one.outcome and not one.may_be_heard():
        raise ChangedMeanwhile(
            f"This proposal is closed ({one.get_outcome_display().lower()}), so an answer would change nothing. "
            + (f"{one.reason} " if one.outcome == Proposal.Outcome.OVERTAKEN and one.reason else "")
            + "If you see it otherwise, talk to your manager."
        )
    check_as_read(one, version)
    words = screened(words, "words")
    if says != Answer.Says.AGREE and not words:
        raise Refusal("Say in your own words what you need, or why not.", "words")
    made = Answer(proposal=one, says=says, words=words, by=by, at=timezone.now())
    made.save()
    hear(one, says)
    one.version += 1
    one.save()
    record(by=by, did="allocation.answer", on=("proposal", one.pk), says=says, afterwards=bool(one.outcome))
    (tell_heard if one.outcome else tell_answered)(by, one, says)
    return made


@write
def withdraw(*, by: Any, proposal_id: int, version: int | None = None) -> Proposal:
    """Take a proposal back before it is decided; nothing about the cases changes."""
    one = locked(Proposal, proposal_id, None, "this proposal")
    if not may_withdraw(permits.scope_of(by), one):
        raise NotAllowed(_NOT_YOURS)
    if one.outcome == Proposal.Outcome.WITHDRAWN:
        return one
    if one.outcome:
        raise ChangedMeanwhile(f"This proposal is closed already: {one.get_outcome_display().lower()}.")
    locked(Proposal, proposal_id, version, "this proposal")
    close(one, Proposal.Outcome.WITHDRAWN, by)
    record(by=by, did="allocation.withdraw", on=("proposal", one.pk))
    tell_withdrawn(by, one)
    return one


def require_decider(by: Any, one: Proposal) -> None:
    """Raise NotAllowed unless the account may decide: who allocates in the taking team (the giving one proposed)."""
    if not may_decide(permits.scope_of(by), one):
        raise NotAllowed(_NOT_YOURS)


def _check_share(
    cases: Sequence[Case], held: Mapping[int, int | None], post: Post, share: Decimal | None
) -> None:
    if share is None:
        return
    if not 0 < share < 100:
        raise Refusal("As a co-worker somebody carries more than 0 and less than 100 percent.", "share")
    if post.role in Post.NOT_HOLDING or post.team.is_desk:
        name = post.practitioner.name
        raise Refusal(f"{name} manages or runs a desk, and works on no case together with others.", "share")
    for case in cases:
        if held.get(case.pk) is None:
            raise Refusal(f"Nobody holds case {case.reference} yet, so nobody can help with it.", "share")
        if held.get(case.pk) == post.pk:
            raise Refusal(f"{post.practitioner.name} holds case {case.reference}.", "share")


def _check_other_hands(cases: Sequence[Case], held: Mapping[int, int | None], post: Post) -> None:
    for case in cases:
        if held.get(case.pk) == post.pk:
            raise Refusal(f"{post.practitioner.name} holds case {case.reference} already.")
