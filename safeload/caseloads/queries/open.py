"""While cases wait, and why they are open: named holders, when cases reached people, plans, closings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from safeload.caseloads.models import Allocation, Case, CasePlan, Closing, ClosureReason, Keeping
from safeload.people.models import Account, Post, RoleGrant
from safeload.people.rights import Sight, Thing
from safeload.people.roles import GRANTED
from safeload.people.scope import Scope
from safeload.people.statements import prepared

#: Neutral words for why a case waits that a list brought, by kind; a page shows them beside the case.
LISTED_WHY = {
    "desk": "The list has it with a duty desk",
    "team": "The list names a team and nobody in it",
    "nobody": "The list names nobody",
    "elsewhere": "The list names somebody who is not in Safeload",
    "left": "The list names somebody who has left",
}
_KINDS = {words: kind for kind, words in LISTED_WHY.items()}


def why_kind(why: str) -> str:
    """What kind of reason a case waits for: one of a list's, "words" of somebody here, or none said yet."""
    return _KINDS.get(why, "words") if why else ""


def own_keepings(scope: Scope) -> Any:
    """What this account looks after while it waits today; none for the product itself."""
    whose = Q(pk__in=())
    if scope.account_id is not None:
        whose |= Q(account=scope.account_id)
    if scope.practitioner_id is not None:
        whose |= Q(practitioner=scope.practitioner_id)
    return Keeping.objects.filter(whose, _lasting(scope.on))


def keepers(case_ids: Collection[int], on: date) -> dict[int, Keeping]:
    """The named holder of each of these cases who has one on a day. One query."""
    found = Keeping.objects.filter(_lasting(on), case__in=case_ids).select_related("account", "practitioner")
    return {row.case_id: row for row in found}


def keepers_named(on: date) -> Any:
    """Names of whoever looks after cases on a day, to be asked of each case beside it; as ``keepers``."""
    names = Coalesce("account__name", "practitioner__name")
    return Keeping.objects.filter(_lasting(on)).order_by("starts_on", "id").values_list(names)


def held_since(case_ids: Collection[int], on: date) -> dict[int, date]:
    """The first day of each case's holder on a day, through changes of shares. One query.

    Parked work (with a manager, a desk) is held by nobody.
    """
    return {case: first for case, rows in _holdings(case_ids).items() if (first := _first_day(rows, on))}


class Hands(NamedTuple):
    """In whose hands a case was by a day: the first day of its holder, and of any; when one last ceased to hold it."""

    since: date | None = None
    ceased: date | None = None
    #: When it first reached a practitioner, whoever holds it now.
    reached: date | None = None


def hands(case_ids: Collection[int], on: date) -> dict[int, Hands]:
    """Of each case since when and until when practitioners held it. One query."""
    found = _holdings(case_ids)
    return {pk: _hands(found.get(pk, []), on) for pk in case_ids}


def _hands(rows: list[_Held], on: date) -> Hands:
    first = min((row.starts for row in rows if row.starts <= on), default=None)
    return Hands(_first_day(rows, on), _ceased(rows, on), first)


class _Held(NamedTuple):
    """A time in which somebody who may hold cases held one; when their post ended, and when they left."""

    post: int
    starts: date
    ends: date | None
    post_ended: date | None
    left: date | None

    @property
    def last(self) -> date | None:
        """Their last day in the post, or here."""
        return min((day for day in (self.post_ended, self.left) if day), default=None)

    @property
    def over(self) -> date | None:
        """The first day on which they hold it no more: it ended, or they have left."""
        after = None if self.last is None else self.last + timedelta(days=1)
        return min((day for day in (self.ends, after) if day), default=None)

    def lasts_on(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or self.ends > on)

    def is_here(self, on: date) -> bool:
        return all(day is None or day >= on for day in (self.post_ended, self.left))


def _holdings(case_ids: Collection[int]) -> dict[int, list[_Held]]:
    """Every time that somebody who may hold cases held each of these, in order."""
    found: dict[int, list[_Held]] = {}
    for case, *row in _held_by_holders(list(case_ids)):
        held = _Held(*row)
        if held.ends != held.starts:
            found.setdefault(case, []).append(held)
    return found


@prepared
def _held_by_holders(cases: Collection[int]) -> Any:
    rows = Allocation.objects.filter(case__in=cases, known_to=None, role=Allocation.Role.HOLDER)
    rows = rows.exclude(post__role__in=Post.NOT_HOLDING).exclude(post__team__is_desk=True)
    rows = rows.order_by("case_id", "starts_on", "id")
    left = ("post__ended_on", "post__practitioner__ended_on")
    return rows.values_list("case_id", "post_id", "starts_on", "ends_on", *left)


def _first_day(rows: list[_Held], on: date) -> date | None:
    held = [row for row in rows if row.lasts_on(on)]
    if not held:
        return None
    first = held[-1].starts
    for before in reversed(rows[: rows.index(held[-1])]):
        if before.post != held[-1].post or before.ends != first:
            break
        first = before.starts
    return first


def _ceased(rows: list[_Held], on: date) -> date | None:
    """Since when nobody holds it any more who held it once; of a leaver from the day after their last one."""
    return max((day for row in rows if (day := row.over) is not None and day <= on), default=None)


def held_and_ceased(case_ids: Collection[int], on: date) -> tuple[set[int], dict[int, date]]:
    """Which of these cases somebody holds who is here, until a day to come; since when nobody does. One query."""
    found = _holdings(case_ids)
    still = {
        case
        for case, rows in found.items()
        if any(row.ends is not None and row.lasts_on(on) and row.is_here(on) for row in rows)
    }
    return still, {case: day for case, rows in found.items() if (day := _ceased(rows, on))}


def possible_keepers(team_id: int | None, on: date) -> list[tuple[str, str]]:
    """Who could look after a case of a team: its practitioners, and accounts that lead or hold. Two queries.

    Keys are "p12" for a practitioner and "a7" for an account of somebody else.
    """
    posts = Post.objects.current(on).filter(team=team_id).select_related("practitioner")
    here = {post.practitioner_id: post.practitioner.name for post in posts}
    leads = [code for code, role in GRANTED.items() if role.right(Thing.LOAD).sees >= Sight.NAMED]
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    held = RoleGrant.objects.filter(lasting, starts_on__lte=on, role__in=leads)
    others = Account.objects.filter(lasting, Q(practitioner__isnull=False) | Q(pk__in=held.values("account")))
    others = others.filter(is_active=True).exclude(practitioner__in=list(here))
    rows = [(f"p{pk}", name) for pk, name in here.items()]
    rows += [(f"a{pk}", name) for pk, name in others.values_list("pk", "name")]
    return sorted(rows, key=lambda row: (row[0][0] == "a", row[1].lower()))


def _lasting(on: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gt=on)


def plan_of(case: Case) -> CasePlan | None:
    """The plan that holds; None where none was stated. One query."""
    found: CasePlan | None = plans_of(case).filter(valid_to=None).first()
    return found


def plans_of(case: Case) -> Any:
    """Every plan of a case, the latest first."""
    return case.plans.select_related("agreed_with", "recorded_by")


def plan_then(case: Case, on: date) -> CasePlan | None:
    """The plan that held at the end of a day. One query."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=on)
    found: CasePlan | None = plans_of(case).filter(lasting, valid_from__lte=on).first()
    return found


def closings_of(case: Case) -> Any:
    """Every closing of a case, the latest first."""
    return case.closings.select_related("own_reason", "closed_by", "reopened_by")


def closing_of(case: Case) -> Closing | None:
    """How a closed case was closed; None where it is open, or closed before reasons were kept. One query."""
    found: Closing | None = closings_of(case).filter(reopened_at=None).first()
    return found


def ratings_of(case: Case) -> Any:
    """How the priority was rated, the latest first."""
    return case.ratings.select_related("by")


def keepings_of(case: Case) -> Any:
    """Who has looked after a case while it waited, the latest first."""
    return case.keepings.select_related("account", "practitioner", "named_by")


def closure_reasons() -> list[tuple[int, str]]:
    """The employer's own reasons for closing that are offered, by key. One query."""
    return list(ClosureReason.objects.filter(retired_at=None).values_list("pk", "label"))


def closure_reasons_kept() -> Iterable[ClosureReason]:
    """All of the employer's own reasons, also those no longer offered."""
    return ClosureReason.objects.all()
