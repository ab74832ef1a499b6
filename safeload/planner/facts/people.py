"""Practitioners as the planner is told of them, without figures. Constant queries for any number of people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from safeload.allocation.queries.offers import offers_of
from safeload.allocation.queries.weights import InForce
from safeload.allocation.texts import same
from safeload.domain.allocation.question import Person
from safeload.people.facts import practitioner_key, team_key
from safeload.people.models import Commitment, Post, Strength
from safeload.workload.models import Standing
from safeload.workload.queries.board import taken

_SETS = {
    Strength.Kind.SKILL: "skills",
    Strength.Kind.LANGUAGE: "languages",
    Strength.Kind.INTEREST: "interests",
    Strength.Kind.PATCH: "patches",
}


def people_of(
    teams: Collection[int], areas: Mapping[int, int], on: date, agreed: InForce, asked: Mapping[int, int]
) -> list[Person]:
    """Everybody with a post in these teams, by key; nobody is left out. Six queries.

    ``asked``: how many households each is being asked about already, by practitioner: they count as given.
    """
    posts = _posts(teams, on)
    first = {who: found[0] for who, found in posts.items()}
    sets, away = _strengths(first), _away(first, on)
    standing = {row.practitioner_id: row for row in Standing.objects.filter(practitioner__in=first)}
    given = taken({post: who for who, found in posts.items() for post, *_ in found}, on)
    offers = _offers(posts, on)
    people = []
    for who, (_, team, _, _) in first.items():
        kept = standing.get(who)
        person = Person(
            id=practitioner_key(who) or "",
            load=0,
            line=None,
            most_new=_most_new(agreed, kept, given.get(who, (0, 0))[0] + asked.get(who, 0)),
            team=team_key(team) or "",
            area=str(areas.get(team, "")),
            standing=(kept.stage, bool(kept.protected)) if kept else ("", False),
            offers=offers.get(who),
        )
        about = {**sets.get(who, {}), **_cannot(posts[who], kept, away.get(who), person.offers is not None)}
        people.append(replace(person, **about))
    return people


def _posts(teams: Collection[int], on: date) -> dict[int, list[tuple[int, int, str, bool]]]:
    """By practitioner: post, team, role, whether it is a desk; a post that holds cases first."""
    rows = Post.objects.current(on).filter(team__in=teams).order_by("practitioner", "pk")
    found: dict[int, list[tuple[int, int, str, bool]]] = {}
    for who, *post in rows.values_list("practitioner", "pk", "team", "role", "team__is_desk"):
        found.setdefault(who, []).append(tuple(post))
    for held in found.values():
        held.sort(key=lambda one: _parks(one[2], one[3]))
    return found


def _parks(role: str, desk: bool) -> bool:
    return desk or role in Post.NOT_HOLDING


def _strengths(people: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = Strength.objects.filter(practitioner__in=people, removed_at=None)
    found: dict[int, dict[str, set[str]]] = {}
    for who, kind, text in rows.values_list("practitioner", "kind", "text"):
        found.setdefault(who, {}).setdefault(_SETS[Strength.Kind(kind)], set()).add(same(text))
    return {who: {name: frozenset(words) for name, words in sets.items()} for who, sets in found.items()}


def _away(people: Collection[int], on: date) -> dict[int, str]:
    """Who is on leave on the day, and until when; empty where no end is known."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    rows = Commitment.objects.filter(begun, lasts, practitioner__in=people, kind="leave", removed_at=None)
    days = rows.order_by("ends_on").values_list("practitioner", "ends_on")
    return {who: until.isoformat() if until else "" for who, until in days}


def _offers(posts: Mapping[int, list[tuple[int, int, str, bool]]], on: date) -> dict[int, frozenset[str]]:
    """Who said that they can take one by the day: of which kinds, or of any where it is empty."""
    whose = {post: who for who, found in posts.items() for post, *_ in found}
    return {
        whose[post]: frozenset({same(offer.kind)} if offer.kind else ())
        for post, offer in offers_of(list(whose), on).items()
        if offer.from_on <= on
    }


def _most_new(agreed: InForce, kept: Standing | None, already: int) -> int | None:
    """How many more they may be given this week, in halves."""
    first_year = kept is not None and kept.protected == Standing.Protection.BUILD_UP
    most = agreed.new_in_first_year if first_year else agreed.new_a_week
    return None if most is None else max(0, 2 * (most - already))


def _cannot(
    posts: list[tuple[int, int, str, bool]], kept: Standing | None, away: str | None, offers: bool
) -> dict[str, Any]:
    """Why somebody cannot be asked at all; who is protected can say that they take one (X-01, ADJ-03)."""
    if all(_parks(role, desk) for _, _, role, desk in posts):
        return {"cannot": "manages"}
    if away is not None:
        return {"cannot": "leave", "until": away}
    if kept is not None and kept.protected and not offers:
        last = kept.protected_until
        return {"cannot": f"protected_{kept.protected}", "until": last.isoformat() if last else ""}
    return {}
