"""What is here on a day, as a list is checked against it: read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from safeload.caseloads.models import Allocation, Case, CaseValue, WorklistRow
from safeload.imports.names import normalise
from safeload.people.models import HoursChange, Post, Practitioner, ServiceArea, Team

#: Values in one question to the database; SQLite takes 32,766 in a statement.
BATCH = 5_000


@dataclass(frozen=True)
class TeamKnown:
    """A running team. A negative key: the list would add it."""

    pk: int
    name: str
    area_id: int
    is_desk: bool = False


@dataclass
class PostKnown:
    """A post and its hours on the day. A negative key: the list would add it."""

    pk: int
    team_id: int
    role: str
    hours: Decimal | None
    started_on: date | None
    ended_on: date | None

    def held_on(self, day: date) -> bool:
        """Whether the post is held on a day; the last day is inclusive."""
        begun = self.started_on is None or self.started_on <= day
        return begun and (self.ended_on is None or self.ended_on >= day)


@dataclass
class PersonKnown:
    """A practitioner with posts. A negative key: the list would add them."""

    pk: int
    staff_ref: str
    name: str
    swe_number: str = ""
    qualified_on: date | None = None
    asye: bool = False
    agency: bool = False
    started_on: date | None = None
    ended_on: date | None = None
    values: dict[str, Any] = field(default_factory=dict)
    posts: list[PostKnown] = field(default_factory=list)
    step_confirmed_on: date | None = None

    def posts_on(self, day: date) -> list[PostKnown]:
        """The posts held on a day, the one with most hours first; none once they have left."""
        if self.ended_on is not None and self.ended_on < day:
            return []
        held = [post for post in self.posts if post.held_on(day)]
        return sorted(held, key=lambda post: -(post.hours or 0))


@dataclass
class CaseKnown:
    """A case as it stands, with its open holder."""

    pk: int
    reference: str
    opened_on: date | None
    closed_on: date | None
    team_id: int | None
    why_waiting: str
    household: str
    values: dict[str, Any]
    last_contact_on: date | None = None
    last_review_on: date | None = None
    post_id: int | None = None
    held_since: date | None = None
    #: Who holds it on the day of the list, where somebody else does from a day to come (``post_id``).
    held_then: int | None = None
    #: It changed hands here and is still to be entered there; ``held_there``: who holds it there.
    to_enter: bool = False
    held_there: int | None = None
    #: It closed or opened again here, which is still to be entered there.
    to_close: bool = False
    to_reopen: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing has closed it."""
        return self.closed_on is None


@dataclass
class Known:
    """Teams, people and the cases that a list speaks of."""

    on: date
    teams: dict[int, TeamKnown]
    areas: dict[int, str]
    people: dict[int, PersonKnown]
    #: Teams that have ended, by normalised name: one of the same name is taken up again.
    ended_teams: dict[str, int] = field(default_factory=dict)
    cases: dict[str, CaseKnown] = field(default_factory=dict)
    #: Answers given for a later day than the list's: (case, field).
    answered_later: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.posts: dict[int, tuple[PersonKnown, PostKnown]] = {}
        for person in self.people.values():
            self.index(person)

    def index(self, person: PersonKnown) -> None:
        """Make a person's posts known by their keys."""
        self.people[person.pk] = person
        for post in person.posts:
            self.posts[post.pk] = (person, post)

    def team_named(self, name: str) -> TeamKnown | None:
        """The team of this name, whatever its capitals, accents and spaces."""
        wanted = normalise(name)
        return next((team for team in self.teams.values() if normalise(team.name) == wanted), None)

    def team_name(self, pk: int | None) -> str:
        """A team's name, or words for none."""
        return self.teams[pk].name if pk in self.teams else "no team"

    def holder_name(self, post_id: int | None) -> str:
        """Who holds a post, and where; or words for nobody."""
        if post_id is None or post_id not in self.posts:
            return "nobody"
        person, post = self.posts[post_id]
        return f"{person.name}, {self.team_name(post.team_id)}"


def known_on(on: date) -> Known:
    """Teams, areas and everybody with their posts; five queries."""
    every = list(Team.objects.order_by("pk"))
    teams = {
        team.pk: TeamKnown(team.pk, team.name, team.service_area_id, team.is_desk)
        for team in every
        if team.ended_on is None
    }
    ended = {normalise(team.name): team.pk for team in every if team.ended_on is not None}
    areas = dict(ServiceArea.objects.filter(ended_on__isnull=True).values_list("pk", "name"))
    hours = dict(
        HoursChange.objects.filter(from_on__lte=on).order_by("from_on").values_list("post_id", "weekly_hours")
    )
    people = {
        person.pk: PersonKnown(
            person.pk, person.staff_ref, person.name, person.swe_number, person.qualified_on,
            person.asye, person.agency, person.started_on, person.ended_on, dict(person.values),
            step_confirmed_on=person.step_confirmed_on,
        )
        for person in Practitioner.objects.order_by("pk")
    }  # fmt: skip
    for post in Post.objects.order_by("pk"):
        known = PostKnown(
            post.pk, post.team_id, post.role, hours.get(post.pk, post.weekly_hours),
            post.started_on, post.ended_on,
        )  # fmt: skip
        people[post.practitioner_id].posts.append(known)
    return Known(on, teams, areas, people, ended)


def add_cases(known: Known, refs: Iterable[str], teams: Collection[int] = ()) -> None:
    """Make known the cases of these references, and the open ones of these teams."""
    wanted = sorted({ref.lower() for ref in refs})
    found = Case.objects.annotate(low=Lower("reference")).select_related("household")
    batches = [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
    rows = [case for batch in batches for case in found.filter(low__in=batch)]
    if teams:
        to_close = WorklistRow.objects.open().filter(closed=True).values("case")
        rows += found.filter(Q(closed_on__isnull=True) | Q(pk__in=to_close), team__in=teams)
    for case in rows:
        known.cases[case.reference.lower()] = CaseKnown(
            case.pk, case.reference, case.opened_on, case.closed_on, case.team_id, case.why_waiting,
            case.household.reference if case.household else "", dict(case.values),
            case.last_contact_on, case.last_review_on,
        )  # fmt: skip
    by_key = {case.pk: case for case in known.cases.values()}
    holders = Allocation.objects.open_parts().holders()
    for case_id, post_id, since in holders.values_list("case_id", "post_id", "starts_on"):
        if case_id in by_key:
            by_key[case_id].post_id, by_key[case_id].held_since = post_id, since
    leaving = Allocation.objects.held_on(known.on).holders().filter(ends_on__gt=known.on)
    for case_id, post_id in leaving.values_list("case_id", "post_id"):
        if case_id in by_key:
            by_key[case_id].held_then = post_id
    to_enter = WorklistRow.objects.open().filter(what=WorklistRow.What.HOLDER)
    for case_id, was, closed, was_closed in to_enter.values_list("case_id", "was_id", "closed", "was_closed"):
        if case_id in by_key:
            one = by_key[case_id]
            one.to_close, one.to_reopen = closed, was_closed
            one.to_enter, one.held_there = not (closed or was_closed), was
    later = CaseValue.objects.filter(valid_to__isnull=True, valid_from__gt=known.on)
    known.answered_later = set(later.values_list("case_id", "field"))
