"""Reads of cases, scoped to what an account may see today. What is out of scope is not found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from safeload.audit import queries as audit
from safeload.audit.refusals import Refusal
from safeload.caseloads.models import Allocation, Case, CaseTask, ConflictOfInterest, Household, WorklistRow
from safeload.caseloads.models.cases import open_on
from safeload.caseloads.proposed import is_asked
from safeload.caseloads.queries.open import own_keepings
from safeload.people.models import Post, Practitioner
from safeload.people.models.querysets import current_on
from safeload.people.rights import Thing
from safeload.people.scope import Reach, Scope


def cases(scope: Scope) -> QuerySet[Case]:
    """Cases that this account may open: of its teams, of whom it supervises, its own, and what it looks after.

    A case that no team has is open to everybody who may allocate.
    """
    reach = scope.sees(Thing.CASES)
    if reach.everywhere:
        return Case.objects.all()
    seen = Q(team__in=reach.teams)
    if scope.does("allocate", Thing.CASES):
        seen |= Q(team__isnull=True)
    seen |= Q(pk__in=own_keepings(scope).values("case"))
    parts = _parts_within(reach, scope)
    return Case.objects.filter(seen | Q(Exists(parts.filter(case=OuterRef("pk")))))


def case_seen(scope: Scope, pk: int) -> Case | None:
    """The case with its team and household, if this account may open it. One query, up to three.

    Whoever is asked to take it may read what it is, of this one alone and while it is open (rules 5.1); then the
    case says ``asked_only``.
    """
    found = Case.objects.select_related("team", "household").filter(pk=pk)
    case = found.first()
    if case is None or scope.sees(Thing.CASES).covers(team_id=case.team_id):
        return case
    if cases(scope).filter(pk=pk).exists():
        return case
    if not is_asked(scope, pk):
        return None
    case.asked_only = True  # type: ignore[attr-defined]
    return case


def _parts_within(reach: Reach, scope: Scope) -> Any:
    """Parts that open a case: running ones, and those that ended because the case closed."""
    whose = Q(post__team__in=reach.teams) | Q(post__practitioner__in=reach.practitioners)
    if scope.practitioner_id is not None:
        whose |= Q(post__practitioner=scope.practitioner_id)
    lasting = Q(ends_on__isnull=True) | Q(end_reason=Allocation.Reason.CLOSED)
    return Allocation.objects.filter(whose, lasting, known_to__isnull=True)


def listed(
    scope: Scope,
    *,
    reference: str = "",
    team_id: int | None = None,
    holder: str = "",
    closed: bool = False,
) -> QuerySet[Case]:
    """The list of cases: by part of a reference, by team, "held" or "waiting", open ones unless ``closed``.

    Work with a manager, a duty desk or a leaver counts as waiting (fixture 11).
    """
    found = cases(scope).select_related("team", "household").prefetch_related(holders())
    found = found.exclude(open_on(scope.on)) if closed else found.filter(open_on(scope.on))
    if reference:
        found = found.filter(Q(reference__icontains=reference) | Q(household__reference__iexact=reference))
    if team_id is not None:
        found = found.filter(team=team_id)
    if holder in ("held", "waiting"):
        held = Q(Exists(allocated(scope).filter(case=OuterRef("pk"))))
        found = found.filter(held if holder == "held" else ~held)
    return found


def allocated(scope: Scope) -> Any:
    """Parts that count as allocated: with somebody who works here today and may hold cases."""
    holding = Allocation.objects.open_parts().holders().exclude(post__role__in=Post.NOT_HOLDING)
    here = current_on(scope.on, "post__") & current_on(scope.on, "post__practitioner__")
    return holding.filter(here, post__team__is_desk=False)


def holders() -> Prefetch[str, Any, str]:
    """Who holds each case now, as ``holding`` (at most one)."""
    held = Allocation.objects.open_parts().holders().select_related("post__practitioner", "post__team")
    return Prefetch("allocations", held, to_attr="holding")


def history(case: Case) -> Any:
    """Everybody who held the case or worked on it, as we know it now, latest first."""
    rows = case.allocations.filter(known_to__isnull=True)
    return rows.select_related("post__practitioner", "post__team", "allocated_by").order_by(
        "-starts_on", "-id"
    )


def history_then(case: Case, on: date, known_on: date) -> Any:
    """Who held the case or worked on it on a day, as it was known at the end of another: two dates, two answers."""
    return _parts_then(on, known_on).filter(case=case).order_by("-role", "id")


def parts_then(scope: Scope, on: date, known_on: date) -> Any:
    """The same question of all cases that this account may open."""
    return _parts_then(on, known_on).filter(case__in=cases(scope).values("pk")).select_related("case")


def _parts_then(on: date, known_on: date) -> Any:
    until = timezone.make_aware(datetime.combine(known_on + timedelta(days=1), time.min))
    known = Q(known_to__isnull=True) | Q(known_to__gte=until)
    rows = Allocation.objects.filter(known, known_from__lt=until, starts_on__lte=on)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    return rows.select_related("post__practitioner", "post__team", "allocated_by")


def worklist(scope: Scope, *, team_id: int | None = None, done: bool = False) -> QuerySet[Any]:
    """What is to be entered in the case-management system (``done``: was ticked off), where one may allocate."""
    rows = WorklistRow.objects.exclude(ticked_at=None) if done else WorklistRow.objects.open()
    reach = scope.does("allocate", Thing.CASES)
    if not reach.everywhere:
        rows = rows.filter(Q(case__team__in=reach.teams) | Q(was__team__in=reach.teams))
    if team_id is not None:
        rows = rows.filter(case__team=team_id)
    people = ("was__practitioner", "was__team", "post__practitioner", "post__team", "made_by", "ticked_by")
    order = ("-ticked_at", "-id") if done else ("made_at", "id")
    return rows.select_related("case", *people).order_by(*order)


def siblings(scope: Scope, case: Case) -> QuerySet[Case]:
    """The other cases of the household that this account may open."""
    if case.household_id is None:
        return Case.objects.none()
    others = cases(scope).filter(household=case.household_id).exclude(pk=case.pk)
    return others.select_related("team", "household").prefetch_related(holders())


def of_household(scope: Scope, case: Case) -> list[Case]:
    """The other cases of the household that this account may open, by reference. One query, or two."""
    if case.household is None:
        return []
    rows = Case.objects.filter(household=case.household).exclude(pk=case.pk).order_by()
    found = sorted(rows, key=lambda one: one.reference)
    for one in found:
        one.household = case.household
    reach = scope.sees(Thing.CASES)
    if all(reach.covers(team_id=one.team_id) for one in found):
        return found
    seen = set(cases(scope).filter(household=case.household).values_list("pk", flat=True))
    return [one for one in found if one.pk in seen]


def conflicts(case: Case) -> QuerySet[ConflictOfInterest]:
    """Conflicts of interest with the case or its household."""
    of = Q(case=case) | Q(household=case.household_id) if case.household_id else Q(case=case)
    return ConflictOfInterest.objects.filter(of, removed_at=None).select_related(
        "practitioner", "recorded_by"
    )


def households(scope: Scope) -> QuerySet[Household]:
    """Households of which this account may open a case, with how many open ones each has."""
    seen = cases(scope).filter(household=OuterRef("pk"))
    return Household.objects.filter(Exists(seen)).annotate(
        size=Count("cases", filter=open_on(scope.on, "cases__"))
    )


def tasks(scope: Scope, practitioner: Practitioner) -> QuerySet[CaseTask]:
    """Tasks in hand of somebody whom ``whose_tasks`` gave: all for oneself, else those of one’s teams."""
    reach = scope.sees(Thing.CASES)
    rows = CaseTask.objects.filter(post__practitioner=practitioner, removed_at=None)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=scope.on))
    if not (scope.is_own(practitioner.pk) or reach.covers(practitioner_id=practitioner.pk)):
        rows = rows.filter(post__team__in=reach.teams)
    return rows.select_related("post__team", "case", "owner")


def posts_to_hold(scope: Scope) -> Any:
    """Posts to which this account may give a case: running ones where it may allocate, by name."""
    posts = Post.objects.current(scope.on).select_related("practitioner", "team")
    reach = scope.does("allocate", Thing.CASES)
    if not reach.everywhere:
        posts = posts.filter(team__in=reach.teams)
    return posts.order_by("practitioner__name", "id")


def changes(case_ids: Iterable[int]) -> Any:
    """What was changed about these cases, newest first; for somebody who may open them."""
    return audit.entries(("case", list(case_ids)))


def holding_post(case: Any) -> int | None:
    """The key of the post that holds a case now; read from ``holding`` where that was read already."""
    if hasattr(case, "holding"):
        return case.holding[0].post_id if case.holding else None
    held = Allocation.objects.open_parts().holders().filter(case=case).values_list("post_id", flat=True)
    return held.first()


def by_reference(scope: Scope, reference: str) -> int | None:
    """The key of the case of this reference; None for none. Raises Refusal where there is none to see."""
    if not reference:
        return None
    found = cases(scope).filter(reference__iexact=reference).values_list("pk", flat=True).first()
    if found is None:
        raise Refusal(f"There is no case {reference} that you may open.", "case")
    return found


def whose_tasks(scope: Scope) -> Any:
    """Practitioners whose tasks this account may see: its own, and of whom its cases are open."""
    return Practitioner.objects.within(scope.sees(Thing.CASES), scope.on, scope.practitioner_id)
