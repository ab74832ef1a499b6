"""What taking cases would make of somebody's load, as kept with a proposal and checked again at the decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from safeload.domain.quantity import plain
from safeload.domain.reading import Figures
from safeload.domain.scheme import Scheme
from safeload.people.models import Post
from safeload.schemes import facts as schemes
from safeload.workload.facts.taking import Place, taken
from safeload.workload.queries.board import PostRow
from safeload.workload.queries.places import areas_of_teams

#: X-26: two working days to discuss what was only notified.
DISCUSS_WITHIN = 2
_SATURDAY = 5


@dataclass(frozen=True)
class BeforeAfter:
    """One practitioner's figures without and with the cases, under one scheme."""

    scheme: Scheme
    before: Figures
    after: Figures

    @property
    def over(self) -> bool:
        """Whether the practitioner would be beyond their line."""
        return self.after.surplus is not None and self.after.surplus < 0

    @property
    def red(self) -> bool:
        """Whether they would be in the red band."""
        return self.after.band == "red"

    def as_text(self) -> dict[str, Any]:
        """The figures as exact text, to be kept and compared."""
        return {
            "scheme": self.scheme.id,
            "unit": self.scheme.unit,
            "line": None if self.after.line is None else plain(self.after.line),
            "before": plain(self.before.load),
            "after": plain(self.after.load),
            "band_before": self.before.band,
            "band_after": self.after.band,
            "over": self.over,
            "red": self.red,
        }


def figures_for(post: Post, case_ids: Collection[int], on: date) -> BeforeAfter | None:
    """Before and after for one post's practitioner on a day; None where no scheme is in force."""
    place = Place(post.practitioner_id, post.pk, post.team_id)
    try:
        scheme = schemes.scheme_for(post.team.service_area_id, on)
    except schemes.NoSchemeError:
        return None
    found = taken(scheme, on, case_ids, [place])
    try:
        return BeforeAfter(scheme, *found.of(post.practitioner_id))
    except KeyError:  # no post of theirs is running on the day
        return None


def same_figures(seen: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether what somebody saw is how it still stands: load before and after, line, bands."""
    kept = ("scheme", "line", "before", "after", "band_before", "band_after")
    return all(seen.get(name) == now.get(name) for name in kept)


def working_days_after(day: date, number: int) -> date:
    """The day so many working days later. Bank holidays count as working days: they differ by nation."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < _SATURDAY
    return day


def figures_of_many(
    posts: Sequence[PostRow], case_ids: Collection[int], on: date
) -> dict[int, list[BeforeAfter]]:
    """Before and after for everybody of one team, by practitioner: the main scheme first, then those beside it.

    Nobody under another service area's scheme is measured here; the queries do not grow with the people.
    """
    if not posts:
        return {}
    places = [Place(post.practitioner, post.post, post.team) for post in posts]
    area = areas_of_teams().get(posts[0].team)
    found: dict[int, list[BeforeAfter]] = {place.practitioner: [] for place in places}
    for scheme in schemes.side_by_side(area, on):
        both = taken(scheme, on, case_ids, places)
        for who, sides in found.items():
            with suppress(KeyError):  # no post of theirs is running on the day
                sides.append(BeforeAfter(scheme, *both.of(who)))
    return found
