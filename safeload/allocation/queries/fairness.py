"""What is needed to look at how evenly cases fell: who was there, what was given to whom. Constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from safeload.allocation.models import Offer, Proposal, ProposedCase
from safeload.allocation.queries.given import reach_of
from safeload.allocation.texts import same
from safeload.caseloads.models import Allocation, CaseValue, Rating, SkillAsked
from safeload.people.models import Commitment, HoursChange, Post, ServiceArea, Strength, Team
from safeload.people.scope import Scope

#: A list that gives no day for a case that has been open longer than this does not say when it was given.
_STOOD_BEFORE = timedelta(days=28)


def areas_open(scope: Scope) -> list[ServiceArea]:
    """The services whose figures are open to this account, or teams of them are; by name. One query."""
    reach = reach_of(scope)
    found = Team.objects.all() if reach.everywhere else Team.objects.filter(pk__in=reach.teams)
    return list(ServiceArea.objects.filter(pk__in=found.order_by().values("service_area")).order_by("name"))


def teams_open(scope: Scope, area_id: int) -> list[int]:
    """The teams of a service that are open to this account, ended ones among them. One query."""
    reach = reach_of(scope)
    found = Team.objects.filter(service_area=area_id, is_desk=False).order_by("pk")
    return list(
        (found if reach.everywhere else found.filter(pk__in=reach.teams)).values_list("pk", flat=True)
    )


def teams_named(scope: Scope, area_id: int) -> list[str]:
    """Of which teams of a service it is, where not of all of them; none where it is of the whole. One query."""
    reach = reach_of(scope)
    found = Team.objects.filter(service_area=area_id, is_desk=False).order_by("name")
    rows = list(found.values_list("pk", "name"))
    opened = [name for pk, name in rows if reach.covers(team_id=pk)]
    return [] if len(opened) == len(rows) else opened


@dataclass(frozen=True)
class There:
    """The posts that could be given cases in a time, and what is known of who holds them, by practitioner."""

    posts: list[Post]
    hours: dict[int, list[HoursChange]]
    commitments: dict[int, list[Commitment]]
    offers: dict[int, list[Offer]]
    patches: dict[int, set[str]]


def there(teams: Collection[int], since: date, until: date) -> There:
    """Posts of these teams that ran in the time. Five queries."""
    lasting = Q(ended_on=None) | Q(ended_on__gte=since)
    posts = Post.objects.filter(lasting, Q(started_on=None) | Q(started_on__lte=until), team__in=teams)
    found = list(posts.exclude(role__in=Post.NOT_HOLDING).select_related("practitioner").order_by("pk"))
    people, keys = {post.practitioner_id for post in found}, {post.pk for post in found}
    held = Commitment.objects.standing().filter(practitioner__in=people)
    words = Strength.objects.filter(practitioner__in=people, kind=Strength.Kind.PATCH, removed_at=None)
    patches: dict[int, set[str]] = defaultdict(set)
    for who, text in words.values_list("practitioner", "text"):
        patches[who].add(same(text))
    return There(
        found,
        _by(HoursChange.objects.filter(post__in=keys).order_by("from_on"), "post_id"),
        _by(held.order_by("pk"), "practitioner_id"),
        _by(Offer.objects.filter(post__in=keys).order_by("pk"), "post_id"),
        patches,
    )


class Part(NamedTuple):
    """A case that somebody came to hold. ``given_on``: when it was decided, or began if that was put down later."""

    case: int
    post: int
    starts_on: date
    given_on: date
    #: The day on which it was put down; none where a list brought it.
    recorded_on: date | None
    household: int | None
    reference: str
    patch: str
    priority: str
    values: dict[str, Any]


def parts(posts: Collection[int], since: date, until: date) -> tuple[list[Part], int]:
    """What these posts were given in the time, as we know it now; how many have no day. One query.

    Not among them: what was taken back, another share of what one held already, and what the same person held in
    another post up to that day. A case that a first list had with a holder but no day is only counted.
    """
    rows = Allocation.objects.holders().filter(post__in=posts, known_to=None, starts_on__gte=since)
    rows = rows.exclude(ends_on=F("starts_on")).exclude(Exists(_held_before()))
    names = ("case_id", "post_id", "starts_on", "first", "reason", "case__opened_on", "case__household_id")
    more = ("case__household__provisional", "case__reference", "case__household__patch")
    last = ("case__priority", "case__values")
    found, undated = [], 0
    for row in rows.annotate(first=_first()).order_by("starts_on", "pk").values_list(*names, *more, *last):
        case, post, starts, first, reason, opened, home, provisional, reference, patch, priority, values = row
        known, listed = timezone.localtime(first).date(), reason == Allocation.Reason.AS_LISTED
        given = min(known, starts)
        if not since <= given <= until:
            continue
        if listed and starts == known and (opened is None or starts - opened > _STOOD_BEFORE):
            undated += 1
            continue
        home, recorded = None if provisional else home, None if listed else known
        found.append(
            Part(case, post, starts, given, recorded, home, reference, patch or "", priority, values)
        )
    return found, undated


def _first() -> Subquery:
    """When we first knew that this post holds the case from this day."""
    same_part = Allocation.objects.holders().filter(
        case=OuterRef("case"), post=OuterRef("post"), starts_on=OuterRef("starts_on")
    )
    return Subquery(same_part.order_by("known_from").values("known_from")[:1])


def _held_before() -> Any:
    return Allocation.objects.holders().filter(
        case=OuterRef("case"),
        post__practitioner=OuterRef("post__practitioner"),
        ends_on=OuterRef("starts_on"),
        starts_on__lt=OuterRef("starts_on"),
        known_to=None,
    )


class Answer(NamedTuple):
    """One answer to a question of a scheme; ``valid_to``: the day on which it no longer held."""

    field: str
    value: Any
    valid_to: date | None


@dataclass(frozen=True)
class Then:
    """What was known of cases on the days on which they were given, by case."""

    ratings: dict[int, list[Rating]]
    values: dict[int, list[Answer]]
    patches: dict[int, set[str]]
    #: By case, post and first day: whether the proposal's figures were over the line when it was decided.
    over: dict[tuple[int, int, date], bool]

    def priority(self, part: Part) -> str:
        """The priority on the day: before the first rating after it."""
        later = (one for one in self.ratings.get(part.case, ()) if one.on > part.given_on and one.was)
        return next((one.was for one in later), part.priority)

    def answers(self, part: Part) -> dict[str, Any]:
        """What the schemes ask, as it was on the day; what was not answered by then, as it first was after it."""
        found, by_field = dict(part.values), defaultdict[str, list[Answer]](list)
        for row in self.values.get(part.case, ()):
            by_field[row.field].append(row)
        for name, rows in by_field.items():
            found[name] = next(
                (one for one in rows if one.valid_to is None or one.valid_to > part.given_on), rows[-1]
            ).value
        return found


def then(posts: Collection[int], since: date) -> Then:
    """What was known of the cases that these posts came to hold. Four queries, for any number of cases."""
    keys = _in_hand(posts, since)
    ratings = Rating.objects.filter(case__in=keys).order_by("on", "pk")
    values = CaseValue.objects.filter(case__in=keys).exclude(valid_to=F("valid_from"))
    answers: dict[int, list[Answer]] = defaultdict(list)
    for case, *row in values.order_by("valid_from", "pk").values_list("case", "field", "value", "valid_to"):
        answers[case].append(Answer(*row))
    asked = SkillAsked.objects.filter(case__in=keys, kind=SkillAsked.Kind.PATCH, removed_at=None)
    patches: dict[int, set[str]] = defaultdict(set)
    for case, text in asked.values_list("case", "text"):
        patches[case].add(same(text))
    decided = ProposedCase.objects.filter(
        proposal__post__in=posts, proposal__outcome=Proposal.Outcome.ALLOCATED, case__in=keys
    )
    told = decided.order_by("proposal__decided_at").values_list(
        "case", "proposal__post", "proposal__from_on", "proposal__decided_on_figures__over"
    )
    return Then(
        _by(ratings.only("case", "on", "was"), "case_id"),
        answers,
        patches,
        {(case, post, day): over for case, post, day, over in told if over is not None},
    )


def _in_hand(posts: Collection[int], since: date) -> Any:
    """The cases as a question rather than a list: a year of a service is more keys than a statement takes."""
    return Allocation.objects.holders().filter(post__in=posts, starts_on__gte=since).order_by().values("case")


def _by(rows: Any, name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def local_day(moment: datetime) -> date:
    """The day of a moment, here."""
    return timezone.localtime(moment).date()
