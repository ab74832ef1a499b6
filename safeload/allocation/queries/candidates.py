"""Who there is to ask, and what is known that speaks for or against it. Constant queries for any number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from safeload.allocation.models import Offer
from safeload.allocation.queries.offers import offers_of
from safeload.caseloads.models import Allocation, Case, ConflictOfInterest, CourtDate, SkillAsked
from safeload.people.models import Commitment, Post, Strength
from safeload.people.scope import Scope
from safeload.workload.queries.board import Board, PersonRow, PostRow, board_of_team

#: How far leave and court dates are looked ahead.
AHEAD = timedelta(weeks=4)


@dataclass
class Known:
    """What is known of one practitioner with regard to these cases."""

    strengths: list[tuple[str, str]] = field(default_factory=list)
    leave: list[tuple[date | None, date | None]] = field(default_factory=list)
    court: list[date] = field(default_factory=list)
    #: References of cases of the family that they hold now, and that they held before.
    holds: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    conflict: bool = False
    #: How many of the cases they hold have which answer to what the scheme asks first.
    mix: list[tuple[str, int]] = field(default_factory=list)
    offer: Offer | None = None
    last_given: date | None = None
    last_given_by: str = ""


@dataclass(frozen=True)
class Candidate:
    """A post that could take the cases."""

    person: PersonRow
    post: PostRow
    known: Known
    taken: tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """The cases to be placed, and what they ask for."""

    cases: tuple[Case, ...]
    skills: tuple[tuple[str, str], ...]
    #: By case, how many practitioners have held it so far.
    workers: dict[int, int]
    #: Where the families live, in the employer's own words.
    patches: tuple[str, ...] = ()


def asked(scope: Scope, cases: Sequence[Case]) -> Asked:
    """What these cases ask of whoever takes them, and how many workers each has had. Two queries."""
    keys = [case.pk for case in cases]
    skills = SkillAsked.objects.filter(case__in=keys, removed_at=None).values_list("kind", "text")
    workers: dict[int, set[int]] = {pk: set() for pk in keys}
    rows = Allocation.objects.filter(case__in=keys, known_to=None, role=Allocation.Role.HOLDER)
    rows = rows.exclude(post__role__in=Post.NOT_HOLDING).filter(post__team__is_desk=False)
    for case, practitioner in rows.order_by().values_list("case_id", "post__practitioner_id"):
        workers[case].add(practitioner)
    distinct = tuple(dict.fromkeys(skills.order_by("kind", "text")))
    homes = [case.household for case in cases if case.household is not None]
    patches = tuple(dict.fromkeys(home.patch for home in homes if home.patch))
    return Asked(tuple(cases), distinct, {pk: len(found) for pk, found in workers.items()}, patches)


def candidates(
    scope: Scope, team_id: int, cases: Sequence[Case], mix_by: str | None = None
) -> list[Candidate]:
    """Everybody with a post in a team whose named loads the scope opens, by name. Nobody is left out. 11 queries.

    ``mix_by``: the field of cases by whose answers the case mix is told; none: it is not told.
    """
    board = board_of_team(scope, team_id)
    posts = {post.post: post.practitioner for found in board.posts.values() for post in found}
    known: dict[int, Known] = {person.id: Known() for person in board.people}
    _strengths(known)
    _leave(known, scope.on)
    _court(known, posts, scope.on)
    _family(known, cases)
    _conflicts(known, cases)
    _last_given(known, posts)
    _offers(known, posts, scope.on)
    if mix_by is not None:
        _mix(known, posts, scope.on, mix_by)
    return [
        Candidate(person, post, known[person.id], board.taken.get(person.id, (0, 0)))
        for person in board.people
        for post in _here(board, person.id, team_id)
    ]


def _here(board: Board, practitioner_id: int, team_id: int) -> list[PostRow]:
    return [post for post in board.posts.get(practitioner_id, []) if post.team == team_id]


def _strengths(known: dict[int, Known]) -> None:
    rows = Strength.objects.filter(practitioner__in=known, removed_at=None).order_by("kind", "text")
    for who, kind, text in rows.values_list("practitioner_id", "kind", "text"):
        known[who].strengths.append((kind, text))


def _leave(known: dict[int, Known], on: date) -> None:
    begins = Q(starts_on__isnull=True) | Q(starts_on__lte=on + AHEAD)
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    rows = Commitment.objects.filter(begins, lasts, practitioner__in=known, kind="leave", removed_at=None)
    for who, starts, ends in rows.order_by("starts_on").values_list(
        "practitioner_id", "starts_on", "ends_on"
    ):
        known[who].leave.append((starts, ends))


def _court(known: dict[int, Known], posts: dict[int, int], on: date) -> None:
    held = Allocation.objects.held_on(on).holders().filter(post__in=list(posts))
    rows = CourtDate.objects.filter(
        removed_at=None, on__gte=on, on__lte=on + AHEAD, case__in=held.values("case")
    ).values_list("case_id", "on")
    dates = defaultdict(list)
    for case, day in rows:
        dates[case].append(day)
    for case, post in held.filter(case__in=list(dates)).order_by().values_list("case_id", "post_id"):
        known[posts[post]].court += dates[case]


def _family(known: dict[int, Known], cases: Sequence[Case]) -> None:
    """Who holds or held one of the cases or of their brothers and sisters."""
    homes = {case.household_id for case in cases if case.household_id}
    family = Q(case__in=[case.pk for case in cases]) | Q(case__household__in=homes)
    rows = Allocation.objects.filter(
        family, known_to=None, role=Allocation.Role.HOLDER, post__practitioner__in=known
    ).order_by("case__reference")
    for who, reference, ends in rows.values_list("post__practitioner_id", "case__reference", "ends_on"):
        (known[who].holds if ends is None else known[who].held).append(reference)


def _conflicts(known: dict[int, Known], cases: Sequence[Case]) -> None:
    homes = {case.household_id for case in cases if case.household_id}
    concerns = Q(case__in=[case.pk for case in cases]) | Q(household__in=homes)
    rows = ConflictOfInterest.objects.filter(concerns, removed_at=None, practitioner__in=known)
    for who in rows.values_list("practitioner_id", flat=True):
        known[who].conflict = True


def _offers(known: dict[int, Known], posts: dict[int, int], on: date) -> None:
    for post, offer in offers_of(posts, on).items():
        known[posts[post]].offer = offer


def _mix(known: dict[int, Known], posts: dict[int, int], on: date, field: str) -> None:
    """What kinds of case each holds, the most frequent first; counted in the database."""
    held = Allocation.objects.held_on(on).holders().filter(post__in=list(posts), case__closed_on=None)
    rows = held.order_by().values_list("post_id", f"case__values__{field}").annotate(number=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for post, answer, number in rows:
        kinds = answer if isinstance(answer, list) else [answer]
        for kind in kinds:
            if isinstance(kind, str):
                told = found.setdefault(posts[post], {})
                told[kind] = told.get(kind, 0) + number
    for who, told in found.items():
        known[who].mix = sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))


def _last_given(known: dict[int, Known], posts: Collection[int]) -> None:
    """When each was last given a case, and by whom (transparency of who gets how much)."""
    held = Allocation.objects.filter(known_to=None, role=Allocation.Role.HOLDER, post__in=list(posts))
    latest = dict(
        held.order_by()
        .values("post__practitioner")
        .annotate(at=Max("starts_on"))
        .values_list("post__practitioner", "at")
    )
    days = set(latest.values())
    rows = held.filter(starts_on__in=days).order_by("id")
    for who, day, name in rows.values_list("post__practitioner_id", "starts_on", "allocated_by__name"):
        if latest.get(who) == day:
            known[who].last_given, known[who].last_given_by = day, name or ""
