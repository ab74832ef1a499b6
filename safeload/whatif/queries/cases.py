"""Cases as a scenario meets them: whether they are open, and who works on them, in constant queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.models.cases import open_on
from safeload.domain.quantity import DATA_UNIT
from safeload.people.models.querysets import current_on
from safeload.people.scope import Scope
from safeload.people.statements import prepared
from safeload.whatif.queries.scenarios import opens_cases

_NOT_HERE = "No open case with this reference is with this team today."


@dataclass
class CaseNow:
    """A case on the day: what is known of it, and the part of each post in it, in hundredths of a percent."""

    key: int
    reference: str
    household: str | None
    team: int | None
    open: bool
    answers: dict[str, Any]
    shares: dict[int, int] = field(default_factory=dict)
    #: Of each post with a part: whose it is, and in which team.
    posts: dict[int, tuple[int, int]] = field(default_factory=dict)
    #: Posts that have ended, whose holders have left: what they held waits.
    over: set[int] = field(default_factory=set)
    holder: int | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody who works here holds it."""
        return self.holder is None or self.holder in self.over

    def is_with(self, team_id: int) -> bool:
        """Whether it is held in the team, or waits there."""
        if self.waits or self.holder is None:
            return self.team == team_id
        return self.posts[self.holder][1] == team_id


def cases_now(on: date, keys: Iterable[int], leavers: Collection[int] = ()) -> dict[int, CaseNow]:
    """These cases, and all that these practitioners work on. Two queries, or three."""
    wanted = {*keys, *(case for (case,) in _of_people(on, sorted(leavers)))} if leavers else set(keys)
    if not wanted:
        return {}
    found = {}
    for row in _case_rows(sorted(wanted)):
        key, reference, household, provisional, team, opened, closed, answers = row
        is_open = (opened is None or opened <= on) and (closed is None or closed > on)
        home = None if provisional else household
        found[key] = CaseNow(key, reference, home, team, is_open, answers)
    for row in _part_rows(on, sorted(found)):
        case, post, practitioner, team, role, share, *ends = row
        one = found[case]
        one.shares[post] = int(share * DATA_UNIT)
        one.posts[post] = practitioner, team
        if any(end is not None and end < on for end in ends):
            one.over.add(post)
        if role == Allocation.Role.HOLDER:
            one.holder = post
    return found


@prepared
def _of_people(on: date, practitioners: Collection[int]) -> Any:
    held = Allocation.objects.held_on(on).filter(post__practitioner__in=practitioners)
    return held.order_by().values_list("case_id")


@prepared
def _case_rows(keys: Collection[int]) -> Any:
    names = ("reference", "household__reference", "household__provisional", "team_id")
    rows = Case.objects.filter(pk__in=keys).order_by("reference")
    return rows.values_list("pk", *names, "opened_on", "closed_on", "values")


@prepared
def _part_rows(on: date, cases: Collection[int]) -> Any:
    parts = Allocation.objects.held_on(on).filter(case__in=cases).order_by("id")
    names = ("case_id", "post_id", "post__practitioner_id", "post__team_id", "role", "share")
    return parts.values_list(*names, "post__ended_on", "post__practitioner__ended_on")


def cases_meant(scope: Scope, team_id: int, reference: str, whole: bool) -> list[int]:
    """The keys of a case of the team by its reference; ``whole``: with those of its household in the same hands.

    Raises Refusal, at the field, where there is none that the account may read.
    """
    if not opens_cases(scope, team_id):
        raise Refusal("Single cases are open to the team’s own managers.", "reference")
    case = Case.objects.filter(open_on(scope.on), reference__iexact=reference.strip()).first()
    if case is None:
        raise Refusal(_NOT_HERE, "reference")
    keys = [case.pk]
    if whole and case.household_id is not None:
        family = Case.objects.filter(
            open_on(scope.on), household=case.household_id, household__provisional=False
        )
        keys = sorted({case.pk, *family.values_list("pk", flat=True)})
    found = cases_now(scope.on, keys)
    this = found[case.pk]
    if not this.is_with(team_id):
        raise Refusal(_NOT_HERE, "reference")
    return [
        key
        for key, one in found.items()
        if one.is_with(team_id) and (one.holder == this.holder or (one.waits and this.waits))
    ]


def answers_like(scope: Scope, team_id: int, reference: str) -> dict[str, Any]:
    """What is answered of a case of the team, for an imagined one that counts as much. Raises Refusal for none."""
    try:
        keys = cases_meant(scope, team_id, reference, whole=False)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, "like") from None
    found: dict[str, Any] = Case.objects.values_list("values", flat=True).get(pk=keys[0])
    return found


def references_of(scope: Scope, team_id: int, practitioner_id: int) -> list[tuple[str, str]]:
    """Reference and household of what somebody holds in the team (0: of what waits there), to choose from."""
    if not opens_cases(scope, team_id):
        return []
    if practitioner_id:
        whose = _held(scope.on).filter(post__practitioner=practitioner_id, post__team=team_id)
        found = Case.objects.filter(open_on(scope.on), pk__in=whose.values("case"))
    else:
        found = _waiting(scope.on, team_id)
    return list(found.order_by("reference").values_list("reference", "household__reference"))


def waiting_in(on: date, team_id: int) -> list[int]:
    """The keys of what waits in a team. One query."""
    return list(_waiting(on, team_id).values_list("pk", flat=True))


def _held(on: date) -> Any:
    held = Allocation.objects.held_on(on).holders()
    return held.filter(current_on(on, "post__"), current_on(on, "post__practitioner__"))


def _waiting(on: date, team_id: int) -> Any:
    return Case.objects.filter(open_on(on), team=team_id).exclude(pk__in=_held(on).values("case"))
