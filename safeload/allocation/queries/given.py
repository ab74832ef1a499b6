"""How cases were given in a while: by discussion or without, over the line or not (STD-03, ALL-01, X-26, X-27)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from safeload.allocation.models import Answer, Override, Proposal, ProposedCase, Quoted
from safeload.caseloads.models import Allocation, going_on
from safeload.people.rights import Sight, Thing
from safeload.people.scope import Reach, Scope

ALLOCATED = Proposal.Outcome.ALLOCATED
_ANSWERED = Answer.objects.filter(proposal=OuterRef("pk")).order_by("-at", "-id").values("says")[:1]
_QUOTED = (
    Quoted.objects.filter(proposal=OuterRef("pk"), heard_by__isnull=False).order_by("-id").values("says")[:1]
)
#: Their own answer; of somebody without an account what a second person heard from them.
_LATEST = Coalesce(Subquery(_ANSWERED), Subquery(_QUOTED))


def _beforehand(says: str) -> Q:
    return Q(outcome=ALLOCATED, says=says, discussion_due_on=None)


#: It was notified, discussed by a day, and the practitioner has answered or confirmed it.
_DISCUSSED = Q(discussed_on__isnull=False, heard_at__isnull=False)
_OWED = Q(outcome=ALLOCATED, discussion_due_on__isnull=False) & ~_DISCUSSED


#: What is counted, by its code: which of the proposals decided in the time.
COUNTED: dict[str, Q] = {
    "allocated": Q(outcome=ALLOCATED),
    "agreed": _beforehand(Answer.Says.AGREE),
    "agreed-if": _beforehand(Answer.Says.AGREE_IF),
    "not-agreed": _beforehand(Answer.Says.NOT_AGREED),
    "notified": Q(outcome=ALLOCATED, discussion_due_on__isnull=False),
    "discussed": _DISCUSSED & Q(discussed_on__lte=F("discussion_due_on")),
    "discussed-late": _DISCUSSED & Q(discussed_on__gt=F("discussion_due_on")),
    "unconfirmed": _OWED & Q(discussed_on__isnull=False, undone_at=None, left_at=None),
    "not-discussed": _OWED & Q(discussed_on=None, undone_at=None, left_at=None),
    "never-discussed": _OWED & (Q(left_at__isnull=False) | Q(undone_at__isnull=False)),
    "not-agreed-afterwards": Q(
        outcome=ALLOCATED, discussion_due_on__isnull=False, says=Answer.Says.NOT_AGREED
    ),
    "over": Q(outcome=ALLOCATED, decided_on_figures__over=True),
    "red": Q(outcome=ALLOCATED, escalated_at__isnull=False),
    "let-through": Q(outcome=ALLOCATED, let_through=True),
    "not-allocated": Q(outcome=Proposal.Outcome.NOT_ALLOCATED),
    "overtaken": Q(outcome__in=[Proposal.Outcome.OVERTAKEN, Proposal.Outcome.WITHDRAWN]),
    "taken-back": Q(undone_at__isnull=False),
}


@dataclass(frozen=True)
class Given:
    """Counts by code, and how many cases came to somebody by hand without a proposal, or by a list."""

    counts: dict[str, int] = field(default_factory=dict)
    by_hand: int = 0
    by_list: int = 0


def reach_of(scope: Scope) -> Reach:
    """The teams whose counts are open: where one allocates or sees exact totals; else whoever sees all totals."""
    exact = scope.sees(Thing.TOTALS) | scope.does("allocate", Thing.CASES)
    everything = scope.sees(Thing.TOTALS, Sight.TOTALS)
    return everything if everything.everywhere else exact


def decided(scope: Scope, since: date, until: date, team_id: int | None = None) -> Any:
    """Proposals decided in the time (days inclusive) to people of the teams open to this account."""
    begin, end = _moments(since, until)
    found = Proposal.objects.filter(decided_at__gte=begin, decided_at__lt=end)
    return _within(found, scope, team_id, "post__team").annotate(
        says=_LATEST, let_through=Exists(Override.objects.filter(proposal=OuterRef("pk")))
    )


def given(scope: Scope, since: date, until: date, team_id: int | None = None) -> Given:
    """Everything counted, in four queries."""
    rows = decided(scope, since, until, team_id)
    flags = {f"is_{code.replace('-', '_')}": which for code, which in COUNTED.items()}
    counts = rows.aggregate(**{name: Count("pk", filter=which) for name, which in flags.items()})
    begin, end = _moments(since, until)
    parts = Allocation.objects.holders().filter(known_from__gte=begin, known_from__lt=end, end_reason="")
    # What was taken back is as it was, and another share is no other holder: neither came to anybody.
    known = Allocation.objects.filter(
        case=OuterRef("case"), post=OuterRef("post"), starts_on=OuterRef("starts_on"),
        known_from__lt=OuterRef("known_from"),
    )  # fmt: skip
    parts = parts.exclude(Exists(known)).exclude(going_on())
    parts = _within(parts, scope, team_id, "post__team")
    listed = parts.filter(reason=Allocation.Reason.AS_LISTED).count()
    agreed = ProposedCase.objects.filter(
        case=OuterRef("case"), proposal__post=OuterRef("post"), proposal__outcome=ALLOCATED
    )
    entered = parts.exclude(reason=Allocation.Reason.AS_LISTED).filter(allocated_by__isnull=False)
    by_hand = entered.exclude(Exists(agreed)).count()
    told = {code: counts[f"is_{code.replace('-', '_')}"] or 0 for code in COUNTED}
    return Given(told, by_hand, listed)


def _within(found: Any, scope: Scope, team_id: int | None, path: str) -> Any:
    reach = reach_of(scope)
    teams: Collection[int] | None = None if reach.everywhere else reach.teams
    if team_id is not None:
        teams = {team_id} if teams is None or team_id in teams else set()
    return found if teams is None else found.filter(**{f"{path}__in": teams})


def _moments(since: date, until: date) -> tuple[datetime, datetime]:
    days = (since, until + timedelta(days=1))
    begin, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in days)
    return begin, end
