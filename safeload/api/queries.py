"""Reads of the API itself: tokens; and the record of changes as events, within what an account may open."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from safeload.allocation.queries import proposals as allocation
from safeload.api.models import Token
from safeload.audit.models import Entry
from safeload.caseloads import queries as caseloads
from safeload.caseloads.models import CaseTask, ConflictOfInterest, CourtDate, SkillAsked
from safeload.people import queries as people
from safeload.people.models import Commitment, Post, Practitioner
from safeload.people.rights import Thing
from safeload.people.scope import Scope

#: Kinds of things that are open to everybody who may sign in, as their pages are.
_OPEN_KINDS = (
    "team", "service area", "employer", "scheme version", "scheme adoption", "agreed times", "change reason",
    "closure reason",
)  # fmt: skip


def tokens(scope: Scope) -> QuerySet[Token]:
    """One's own tokens; everybody's for those who look after accounts."""
    found = Token.objects.select_related("account", "revoked_by")
    if scope.sees(Thing.ACCOUNTS):
        return found
    return found.filter(account=scope.account_id) if scope.account_id else found.none()


def token_of(digest: str) -> Token | None:
    """The token of this digest that has neither expired nor been revoked, with its account. One query."""
    working = Token.objects.filter(revoked_at=None, expires_on__gte=timezone.localdate())
    return working.select_related("account").filter(digest=digest).first()


def events(scope: Scope) -> QuerySet[Entry]:
    """Entries of the record about what this account may open; all of them to whom the whole record is open."""
    if scope.system or scope.sees(Thing.RECORD).everywhere:
        return Entry.objects.all()
    if scope.account_id is None or not (scope.grants or scope.practitioner_id):
        return Entry.objects.none()
    persons = people.practitioners(scope, left=True).values("pk")
    adjusted = Commitment.objects.filter(practitioner__in=_adjusted(scope)).values("pk")
    cases = caseloads.cases(scope).values("pk")
    mine = allocation.proposals(scope).order_by()
    within = {
        "practitioner": persons,
        "post": Post.objects.filter(practitioner__in=persons).values("pk"),
        "commitment": adjusted,
        "case": cases,
        "household": caseloads.households(scope).values("pk"),
        "task": CaseTask.objects.filter(post__practitioner__in=caseloads.whose_tasks(scope)).values("pk"),
        "court date": CourtDate.objects.filter(case__in=cases).values("pk"),
        "skill asked": SkillAsked.objects.filter(case__in=cases).values("pk"),
        "conflict": ConflictOfInterest.objects.filter(case__in=cases).values("pk"),
        "proposal": mine.values("pk"),
        "hand-over": mine.exclude(hand_over=None).values("hand_over"),
    }
    seen = Q(on_kind__in=_OPEN_KINDS)
    for kind, keys in within.items():
        seen |= Q(on_kind=kind, on_id__in=keys)
    return Entry.objects.filter(seen)


def _adjusted(scope: Scope) -> Any:
    """Practitioners whose commitments are open to the account."""
    within = Practitioner.objects.within(scope.sees(Thing.ADJUSTMENTS), scope.on, scope.practitioner_id)
    return within.values("pk")
