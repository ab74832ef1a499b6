"""What taking cases would make of somebody's load, as kept with a proposal and checked again at the decision."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils import timezone

from safeload.caseloads.facts import Alone, answers_of, cases_alone, involved
from safeload.domain.limits import limits_met
from safeload.domain.quantity import plain
from safeload.domain.reading import Figures, with_more
from safeload.domain.scheme import Field, Limit, Scheme
from safeload.people.models import Post, Team
from safeload.schemes import facts as schemes
from safeload.workload.actions import keep_beside
from safeload.workload.facts.beside import beside_on
from safeload.workload.facts.taking import Place, Taken, taken, worth
from safeload.workload.queries.adopted import adopted_by
from safeload.workload.queries.board import PostRow
from safeload.workload.queries.places import areas_of_teams
from safeload.workload.queries.protections import (
    NOT_PROTECTED,
    Protected,
    protected_among,
    stages_and_protection,
)

_AMOUNT = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12}|/[1-9][0-9]{0,17})?")


@dataclass(frozen=True)
class BeforeAfter:
    """One practitioner's figures without and with the cases, under one scheme."""

    scheme: Scheme
    before: Figures
    after: Figures
    #: Limits of the scheme that would be met: title and rule (X-27, ALL-04).
    limits: tuple[Limit, ...] = ()
    #: Why the practitioner is not asked for more, whatever their figure says; room is not shown then (X-01).
    protection: Protected = NOT_PROTECTED

    @property
    def over(self) -> bool:
        """Whether the practitioner would be beyond their line."""
        return self.after.line is not None and self.after.load > self.after.line

    @property
    def red(self) -> bool:
        """Whether they would be in the red band."""
        return self.after.band == "red"

    def limited(self, stage: str, protected: bool, cases: Iterable[Mapping[str, Any]]) -> BeforeAfter:
        """The same with the limits of the scheme that somebody on this step of their line would meet."""
        met = limits_met(
            self.scheme, stage=stage, protected=protected, band=self.after.band, over=self.over, cases=cases
        )
        return replace(self, limits=tuple(met))

    def as_text(self) -> dict[str, Any]:
        """The figures as exact text, to be kept and compared."""
        return {
            "scheme": self.scheme.id,
            "unit": self.scheme.unit,
            "line": None if self.after.line is None else _text(self.after.line),
            "before": _text(self.before.load),
            "after": _text(self.after.load),
            "band_before": self.before.band,
            "band_after": self.after.band,
            "over": self.over,
            "red": self.red,
            "limits": [limit.title for limit in self.limits],
        }


def _text(amount: Fraction) -> str:
    return _written(*amount.as_integer_ratio())


@lru_cache(maxsize=4096)
def _written(numerator: int, denominator: int) -> str:
    """The same few amounts are written for everybody of a team; looked up by whole numbers, which is quick."""
    return plain(Fraction(numerator, denominator))


def figures_for(
    post: Post, case_ids: Collection[int], on: date, share: Decimal | None = None
) -> BeforeAfter | None:
    """Before and after for one post's practitioner on a day; None where no scheme is in force.

    ``share``: percent of the cases' load, as a co-worker.
    """
    return figures_by_post({post: case_ids}, on, share=share).get(post.pk)


def mix_of(team_id: int, on: date) -> Field | None:
    """What the case mix of a team is told by: the first question of its main scheme that has codes for answers."""
    found = adopted_by(areas_of_teams().get(team_id), on)
    if not found or not found[0][0].main:
        return None
    coded = (one for one in found[0][1].fields if one.of == "case" and one.kind in ("code", "codes"))
    return next(coded, None)


def shares_add_up(team: Team | None, on: date) -> bool:
    """Whether a co-worker's share relieves the holder, by the main scheme of the case's team (COW-01)."""
    try:
        scheme = schemes.scheme_for(team.service_area_id if team else None, on)
    except schemes.NoSchemeError:
        return True
    return scheme.allocation.co_working == "shared"


def opens_figures(team: Team, on: date) -> bool:
    """Whether the main scheme of a team lets practitioners read each other's figures, not bands alone (rules 5.1)."""
    try:
        return schemes.scheme_for(team.service_area_id, on).allocation.others == "figures"
    except schemes.NoSchemeError:
        return False


def figures_by_post(
    gives: Mapping[Post, Collection[int]],
    on: date,
    leaving: Collection[int] = (),
    share: Decimal | None = None,
) -> dict[int, BeforeAfter]:
    """Before and after for several posts, each taking its own cases at once, by post; a giver takes none.

    Each is measured by the main scheme of the first post's service area: what is compared is in one unit. A post
    that does not run on the day, and everybody where no scheme is in force, is left out. ``leaving``: cases that
    leave whoever holds them, also where they go to somebody who is not among ``gives``.
    """
    if not gives:
        return {}
    first = next(iter(gives))
    try:
        scheme = schemes.scheme_for(first.team.service_area_id, on)
    except schemes.NoSchemeError:
        return {}
    places = {post.pk: Place(post.practitioner_id, post.pk, post.team_id, share) for post in gives}
    both = taken(scheme, on, {places[post.pk]: case_ids for post, case_ids in gives.items()}, leaving)
    protected = protected_among({post.practitioner_id for post in gives})
    found = {}
    for post, case_ids in gives.items():
        with suppress(KeyError):  # no post of theirs is running on the day
            found[post.pk] = side_of(both, places[post.pk], case_ids, protected)
    return found


def side_of(
    both: Taken, place: Place, case_ids: Collection[int], protected: Mapping[int, Protected]
) -> BeforeAfter:
    """One post's figures, their protection, and the limits of the scheme that they would meet."""
    before, after = both.of(place.practitioner)
    scheme = before.scheme
    side = BeforeAfter(scheme, before, after, (), protected.get(place.practitioner, NOT_PROTECTED))
    if not scheme.allocation.limits or not case_ids:
        return side
    answers = [both.answers[pk] for pk in case_ids if pk in both.answers]
    return side.limited(both.stage_of(place.post), place.practitioner in protected, answers)


def same_figures(seen: Any, now: Mapping[str, Any]) -> bool:
    """Whether what somebody saw is how it still stands: load before and after, line, bands.

    ``seen`` comes back from a form or a program: what is no figures at all is not the same.
    """
    if not isinstance(seen, Mapping):
        return False
    kept = ("scheme", "line", "before", "after", "band_before", "band_after")
    return all((seen.get(name) or None) == (now.get(name) or None) for name in kept)


def exact(text: Any) -> Fraction | None:
    """The amount that a text stands for: "46", "46.5", "139/3"; None for what is none. Never a power of ten."""
    return Fraction(text) if isinstance(text, str) and _AMOUNT.fullmatch(text) else None


def figures_of_many(
    posts: Sequence[PostRow],
    case_ids: Collection[int],
    on: date,
    share: Decimal | None = None,
    new: tuple[Alone, ...] | None = None,
) -> dict[int, list[BeforeAfter]]:
    """Before and after for everybody of one team, by practitioner: the main scheme first, then those beside it.

    Nobody under another service area's scheme is measured here; the queries do not grow with the people. What the
    cases add is measured once, and added to everybody's kept figure; only who holds some of the family already, and
    everybody under a scheme that rounds its loads, is measured with the cases, since there the parts do not add up.
    On a day to come everybody is measured as they will stand by then, with what is booked.
    ``new``: ``cases_alone`` of the cases, where the caller has read them.
    """
    if not posts:
        return {}
    places = {post.practitioner: Place(post.practitioner, post.post, post.team, share) for post in posts}
    new = cases_alone(on, case_ids, share) if new is None else new
    return _of_places(places, areas_of_teams().get(posts[0].team), case_ids, on, new)


def figures_beside(
    post: Post, case_ids: Collection[int], on: date, share: Decimal | None = None
) -> list[BeforeAfter]:
    """Before and after for one post's practitioner under the other schemes that the employer runs (ALL-07)."""
    places = {post.practitioner_id: Place(post.practitioner_id, post.pk, post.team_id, share)}
    new = cases_alone(on, case_ids, share)
    found = _of_places(places, post.team.service_area_id, case_ids, on, new)[post.practitioner_id][1:]
    protection = protected_among(places).get(post.practitioner_id, NOT_PROTECTED) if found else NOT_PROTECTED
    return [replace(side, protection=protection) for side in found]


def schemes_run(area_id: int | None, on: date) -> tuple[Scheme, ...]:
    """Every scheme that measures an area on a day, the main one first. One query, or two."""
    return tuple(scheme for _, scheme in adopted_by(area_id, on))


def _of_places(
    places: Mapping[int, Place],
    area: int | None,
    case_ids: Collection[int],
    on: date,
    new: tuple[Alone, ...],
) -> dict[int, list[BeforeAfter]]:
    known = involved(on, case_ids, places)
    found: dict[int, list[BeforeAfter]] = {who: [] for who in places}
    stand = keep_beside if on == timezone.localdate() else beside_on
    for scheme, kept in stand(list(places), area, on):
        rounds = scheme.load_rounding.how != "exact"
        anew = {place: case_ids for who, place in places.items() if rounds or who in known}
        both = taken(scheme, on, anew) if anew else None
        adds = worth(scheme, on, new) if len(anew) < len(places) else Fraction(0)
        limits = _Limits(scheme, places, case_ids)
        for who, before in kept.items():
            if both is not None and places[who] in anew:
                with suppress(KeyError):  # no post of theirs is running on the day
                    found[who].append(limits.side(places[who], *both.of(who)))
            else:
                found[who].append(limits.side(places[who], before, with_more(before, adds)))
    return found


class _Limits:
    """The limits of a scheme for several people who might take the same cases; two queries where it has any."""

    def __init__(self, scheme: Scheme, places: Mapping[int, Place], case_ids: Collection[int]) -> None:
        self.scheme = scheme
        self.has_any = bool(scheme.allocation.limits)
        self.standing = stages_and_protection(places) if self.has_any else {}
        self.cases = answers_of(case_ids) if self.has_any else []

    def side(self, place: Place, before: Figures, after: Figures) -> BeforeAfter:
        """One practitioner's figures with the limits that they would meet."""
        side = BeforeAfter(self.scheme, before, after)
        if not self.has_any:
            return side
        return side.limited(*self.standing.get(place.practitioner, ("", False)), self.cases)
