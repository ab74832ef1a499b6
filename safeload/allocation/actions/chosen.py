"""The cases that were chosen, locked and held against who acts, which day, and what a page showed of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from safeload.allocation.actions.overtaking import holds_said, nobody_said
from safeload.allocation.models import ProposedCase
from safeload.allocation.queries.proposals import last_day_of, parts_held
from safeload.audit.refusals import Refusal
from safeload.caseloads.models import Case
from safeload.people import permits
from safeload.people.models import Post
from safeload.people.rights import Thing
from safeload.web import formats


def locked_cases(case_ids: Sequence[int]) -> list[Case]:
    """The cases, locked in the order of their keys, as everybody who changes holders locks them."""
    if not case_ids:
        raise Refusal("Choose at least one case.", "case_ids")
    cases = lock_known(case_ids)
    if len(cases) != len(set(case_ids)):
        raise Refusal("One of these cases is not known any more. Look at the list again.")
    return cases


def lock_known(case_ids: Sequence[int]) -> list[Case]:
    """Those of the cases that there are, locked in the order of their keys."""
    return list(Case.objects.select_for_update(no_key=True).filter(pk__in=case_ids).order_by("pk"))


def within_reach(by: Any, cases: Iterable[Case]) -> dict[int, Case]:
    """Those of the cases in whose teams the account may allocate, by key: of many, each is told by itself."""
    reach = permits.scope_of(by).does("allocate", Thing.CASES)
    return {case.pk: case for case in cases if reach.covers(team_id=case.team_id)}


def check_right(by: Any, cases: Sequence[Case]) -> None:
    """Raise NotAllowed unless the account may allocate in the teams of these cases: nobody gives away what they
    may not open."""
    scope = permits.scope_of(by)
    for team_id in {case.team_id for case in cases}:
        permits.require(scope, "allocate", Thing.CASES, team_id=team_id)


def check_days(case: Case, post: Post, from_on: date) -> None:
    """Raise Refusal where the case or the post is not there on the day."""
    if case.closed_on is not None:
        raise Refusal(f"Case {case.reference} is closed.")
    if case.opened_on is not None and from_on < case.opened_on:
        raise Refusal(f"Case {case.reference} had not begun on that day.", "from_on")
    last = last_day_of(post)
    if last is not None and last < from_on:
        raise Refusal(f"{post.practitioner.name} has left this post by that day.", "from_on")


def moved_since(shown: Mapping[int, int | None]) -> str:
    """Which cases are in other hands than a page showed, or closed: who holds each, recorded when and by whom.

    ``shown``: by case, the post that held it. Empty where it is as it was; two queries.
    """
    now = parts_held(shown) if shown else {}
    moved = [pk for pk, post in shown.items() if (now[pk].post_id if pk in now else None) != post]
    names = (
        Case.objects.filter(pk__in=shown).order_by("reference").values_list("pk", "reference", "closed_on")
    )
    said = []
    for pk, reference, closed_on in names if shown else ():
        if closed_on is not None:
            said.append(f"Case {reference} is closed.")
        elif pk in moved:
            said.append(holds_said(reference, now[pk]) if pk in now else nobody_said(reference))
    return " ".join(said)


def who_proposed(cases: Iterable[Case]) -> str:
    """Which case is proposed to whom already, since when, by whom."""
    row = (
        ProposedCase.objects.filter(case__in=list(cases), open=True)
        .select_related("case", "proposal__post__practitioner", "proposal__proposed_by")
        .first()
    )
    if row is None:
        return "Somebody else proposed one of these cases at the same moment. Look at it again."
    one = row.proposal
    return (
        f"Case {row.case.reference} is proposed to {one.post.practitioner.name} already: by "
        f"{one.proposed_by.name} on {formats.moment(one.proposed_at)}. Nothing of yours was saved."
    )
