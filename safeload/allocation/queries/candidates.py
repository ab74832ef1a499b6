"""Who there is to ask, and what is known that speaks for or against it. Constant queries for any number of people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from safeload.allocation.queries.offers import Offered, offers_of
from safeload.allocation.queries.proposals import signing_in
from safeload.allocation.queries.unmeasured import with_unmeasured
from safeload.caseloads.models import Allocation, Case, ConflictOfInterest, CourtDate, going_on
from safeload.people.models import Commitment, Post, Strength
from safeload.people.scope import Scope
from safeload.people.statements import prepared
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
    #: The last day in each post that has one set.
    last_days: dict[int, date] = field(default_factory=dict)
    #: How many of the cases they hold have which answer to what the scheme asks first.
    mix: list[tuple[str, int]] = field(default_factory=list)
    offer: Offered | None = None
    #: Whether they can be asked in Safeload; else in person or by telephone.
    signs_in: bool = True
    last_given: date | None = None
    last_given_by: str = ""


@dataclass(frozen=True)
class Candidate:
    """A post that could take the cases."""

    person: PersonRow
    post: PostRow
    known: Known
    taken: tuple[int, int]


def candidates(
    scope: Scope, team_id: int, cases: Sequence[Case], mix_by: str | None = None, on: date | None = None
) -> list[Candidate]:
    """Everybody with a post in a team, by name. Nobody is left out. 14 queries; the caller holds the scope: who may not
    read these people's named loads is shown bands alone.

    ``mix_by``: the field of cases by whose answers the case mix is told; none: it is not told. ``on``: the day from
    which leave and court dates are told; none: today.
    """
    on = on or scope.on
    board = with_unmeasured(board_of_team(scope, team_id), team_id, scope.on)
    posts = {post.post: post.practitioner for found in board.posts.values() for post in found}
    known: dict[int, Known] = {person.id: Known() for person in board.people}
    _strengths(known)
    _leave(known, on)
    _court(known, posts, on)
    _family(known, cases, on)
    _conflicts(known, cases)
    for post, *days in _ending(posts):
        known[posts[post]].last_days[post] = min(day for day in days if day)
    _last_given(known, posts, scope.on)
    _offers(known, posts, scope.on)
    with_account = signing_in(list(known), scope.on)
    for who, found in known.items():
        found.signs_in = who in with_account
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
    for who, kind, text in _strengths_of(known):
        known[who].strengths.append((kind, text))


@prepared
def _strengths_of(people: Collection[int]) -> Any:
    rows = Strength.objects.filter(practitioner__in=people, removed_at=None).order_by("kind", "text")
    return rows.values_list("practitioner_id", "kind", "text")


def _leave(known: dict[int, Known], on: date) -> None:
    for who, starts, ends in _leave_of(known, on, on + AHEAD):
        known[who].leave.append((starts, ends))


@prepared
def _leave_of(people: Collection[int], on: date, until: date) -> Any:
    begins = Q(starts_on__isnull=True) | Q(starts_on__lte=until)
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    rows = Commitment.objects.filter(begins, lasts, practitioner__in=people, kind="leave", removed_at=None)
    return rows.order_by("starts_on").values_list("practitioner_id", "starts_on", "ends_on")


def _court(known: dict[int, Known], posts: dict[int, int], on: date) -> None:
    for post, day in _court_dates(posts, on, on + AHEAD):
        known[posts[post]].court.append(day)


@prepared
def _court_dates(posts: Collection[int], on: date, until: date) -> Any:
    lasts = Q(case__allocations__ends_on=None) | Q(case__allocations__ends_on__gt=on)
    rows = CourtDate.objects.filter(
        lasts,
        removed_at=None,
        on__gte=on,
        on__lte=until,
        case__allocations__known_to=None,
        case__allocations__starts_on__lte=on,
        case__allocations__role=Allocation.Role.HOLDER,
        case__allocations__post__in=posts,
    )
    return rows.order_by().values_list("case__allocations__post_id", "on")


def _family(known: dict[int, Known], cases: Sequence[Case], on: date) -> None:
    """Who holds or held one of the cases or of their brothers and sisters."""
    for who, reference, ends in _held_of_family([case.pk for case in cases], _homes(cases)):
        if who in known:
            (known[who].holds if ends is None or ends > on else known[who].held).append(reference)


@prepared
def _held_of_family(cases: Collection[int], homes: Collection[int]) -> Any:
    family = Case.objects.filter(Q(pk__in=cases) | Q(household__in=homes)).order_by().values("pk")
    rows = Allocation.objects.filter(case__in=family, known_to=None, role=Allocation.Role.HOLDER)
    rows = rows.exclude(ends_on=F("starts_on")).order_by("case__reference", "id")
    return rows.values_list("post__practitioner_id", "case__reference", "ends_on")


def _homes(cases: Sequence[Case]) -> list[int]:
    return sorted({case.household_id for case in cases if case.household_id})


def _conflicts(known: dict[int, Known], cases: Sequence[Case]) -> None:
    for (who,) in _in_conflict([case.pk for case in cases], _homes(cases)):
        if who in known:
            known[who].conflict = True


@prepared
def _in_conflict(cases: Collection[int], homes: Collection[int]) -> Any:
    concerns = Q(case__in=cases) | Q(household__in=homes)
    rows = ConflictOfInterest.objects.filter(concerns, removed_at=None)
    return rows.order_by().values_list("practitioner_id")


@prepared
def _ending(posts: Collection[int]) -> Any:
    ends = Q(ended_on__isnull=False) | Q(practitioner__ended_on__isnull=False)
    rows = Post.objects.filter(ends, pk__in=posts).order_by()
    return rows.values_list("pk", "ended_on", "practitioner__ended_on")


def _offers(known: dict[int, Known], posts: dict[int, int], on: date) -> None:
    for post, offer in offers_of(posts, on).items():
        known[posts[post]].offer = offer


def _mix(known: dict[int, Known], posts: dict[int, int], on: date, field: str) -> None:
    """What kinds of case each holds, the most frequent first; counted in the database."""
    found: dict[int, dict[str, int]] = {}
    for post, answer, number in _mix_of(field)(posts, on):
        kinds = answer if isinstance(answer, list) else [answer]
        for kind in kinds:
            if isinstance(kind, str):
                told = found.setdefault(posts[post], {})
                told[kind] = told.get(kind, 0) + number
    for who, told in found.items():
        known[who].mix = sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))


@lru_cache(maxsize=8)
def _mix_of(field: str) -> Callable[..., list[Any]]:
    @prepared
    def rows(posts: Collection[int], on: date) -> Any:
        held = Allocation.objects.held_on(on).holders().filter(post__in=posts, case__closed_on=None)
        answers = held.order_by().values_list("post_id", f"case__values__{field}")
        return answers.annotate(number=Count("pk"))

    return rows


def _last_given(known: dict[int, Known], posts: dict[int, int], on: date) -> None:
    """When each was last given a case by a day, and by whom (transparency of who gets how much).

    Told by the part of each post that began last; only of somebody who merely went on holding a case by it, all that
    they ever took is looked at.
    """
    went_on = set()
    for who, day, name, same_hands in sorted(_begun_last(posts, on), key=lambda row: row[1]):
        if same_hands:
            went_on.add(who)
        else:
            known[who].last_given, known[who].last_given_by = day, name or ""
    if went_on:
        _last_taken(known, [post for post, who in posts.items() if who in went_on], on)


def _last_taken(known: dict[int, Known], posts: Collection[int], on: date) -> None:
    latest = dict(_latest(posts, on))
    for who, day, name in _given_on(posts, set(latest.values())):
        if latest.get(who) == day:
            known[who].last_given, known[who].last_given_by = day, name or ""


def _parts_as_holder() -> Any:
    """Parts as the holder that were not taken back."""
    held = Allocation.objects.filter(known_to=None, role=Allocation.Role.HOLDER)
    return held.exclude(ends_on=F("starts_on"))


def _taken() -> Any:
    """Parts by which somebody came to hold a case that they did not hold before."""
    return _parts_as_holder().exclude(going_on())


@prepared
def _begun_last(posts: Collection[int], on: date) -> Any:
    begun = _parts_as_holder().filter(post=OuterRef("pk"), starts_on__lte=on)
    last = Subquery(begun.order_by("-starts_on", "-id").values("pk")[:1])
    lasts = Post.objects.filter(pk__in=posts).order_by().annotate(last=last).values("last")
    rows = Allocation.objects.filter(pk__in=lasts).order_by().annotate(same_hands=going_on())
    return rows.values_list("post__practitioner_id", "starts_on", "allocated_by__name", "same_hands")


@prepared
def _latest(posts: Collection[int], on: date) -> Any:
    held = _taken().filter(post__in=posts, starts_on__lte=on)
    return held.order_by().values_list("post__practitioner").annotate(at=Max("starts_on"))


@prepared
def _given_on(posts: Collection[int], days: Collection[date]) -> Any:
    held = _taken().filter(post__in=posts, starts_on__in=days).order_by("id")
    return held.values_list("post__practitioner_id", "starts_on", "allocated_by__name")
