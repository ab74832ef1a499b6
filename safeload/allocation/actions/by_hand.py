"""Before somebody records by hand who holds a case: what has to be proposed is not just written down (X-27, ALL-04).

Registered with caseloads, which cannot measure. Whatever day is said, what counts is the load of today and of the days
to come: a day that has passed stays open for what was so, as far as it puts nobody over the line now. Lists are not
asked: they report what is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils import timezone

from safeload.allocation.actions.conflicts import conflict_said
from safeload.allocation.facts import FAR_AHEAD, BeforeAfter, figures_by_post, measured_on
from safeload.allocation.queries.conflicts import conflicts_among
from safeload.audit.refusals import Refusal
from safeload.caseloads.actions import Change
from safeload.caseloads.models import Allocation
from safeload.people.models import Post
from safeload.web import formats

_INSTEAD = (
    "Here is recorded what is so already. Propose it instead, under “Find a practitioner”: then the practitioner is "
    "asked, and it can be decided with a reason."
)


def check_by_hand(changes: Sequence[Change]) -> None:
    """Raise Refusal, with the figures before and after, where the taker would be over the line today or on a day to
    come, would meet a limit of the scheme, or has a conflict of interest. Constant queries for each day and service.
    """
    today = timezone.localdate()
    new = _new_to_them(changes, today)
    if any(change.from_on > today for change in new):
        raise Refusal(f"This day lies ahead. {_INSTEAD}", "from_on")
    given: dict[int, list[int]] = {}
    for change in new:
        given.setdefault(change.post_id or 0, []).append(change.case_id)
    if not given:
        return
    posts = Post.objects.select_related("practitioner", "team").in_bulk(given)
    _check_conflicts(given, posts)
    for (day, _), gives in sorted(_by_day(new, posts, today).items(), key=lambda item: item[0]):
        found = figures_by_post(gives, day)
        for post in gives:
            if post.pk in found:
                _check_load(post, found[post.pk], day if day > today else None)


def _new_to_them(changes: Sequence[Change], today: date) -> list[Change]:
    """Without the cases that whoever is named holds today: another day on which that began adds nothing. One query."""
    held = Allocation.objects.held_on(today).holders().filter(case__in=[change.case_id for change in changes])
    now = set(held.values_list("case_id", "post_id")) if changes else set()
    return [one for one in changes if one.post_id and (one.case_id, one.post_id) not in now]


def _by_day(
    changes: Sequence[Change], posts: Mapping[int, Post], today: date
) -> dict[tuple[date, int], dict[Post, list[int]]]:
    """What each has by then, by the days on which somebody's load grows, and service: a scheme measures each."""
    starts: dict[int, dict[int, date]] = {}
    for change in changes:
        starts.setdefault(change.post_id or 0, {})[change.case_id] = measured_on(change.from_on, today)
    booked = _booked(posts.values(), today)
    found: dict[tuple[date, int], dict[Post, list[int]]] = {}
    for pk, begins in starts.items():
        post, first = posts[pk], min(begins.values())
        later = {day for day in booked.get(post.practitioner_id, ()) if day > first}
        for day in sorted({*begins.values(), *later}):
            cases = [case for case, start in begins.items() if start <= day]
            found.setdefault((day, post.team.service_area_id), {})[post] = cases
    return found


def _booked(posts: Collection[Post], today: date) -> dict[int, set[date]]:
    """The days to come on which cases that were decided already begin to be with somebody. One query."""
    rows = Allocation.objects.filter(
        known_to=None, starts_on__gt=today, starts_on__lte=today + FAR_AHEAD,
        post__practitioner__in=[post.practitioner_id for post in posts],
    )  # fmt: skip
    found: dict[int, set[date]] = {}
    for who, day in rows.order_by().values_list("post__practitioner_id", "starts_on"):
        found.setdefault(who, set()).add(day)
    return found


def _check_conflicts(given: dict[int, list[int]], posts: dict[int, Post]) -> None:
    gives: dict[int, list[int]] = {}
    for pk, case_ids in given.items():
        gives.setdefault(posts[pk].practitioner_id, []).extend(case_ids)
    found = conflicts_among(gives)
    for post in posts.values():
        if cases := found.get(post.practitioner_id):
            raise Refusal(f"{conflict_said(post.practitioner.name, cases)} {_INSTEAD}", "post_id")


def _check_load(post: Post, side: BeforeAfter, ahead: date | None) -> None:
    name = post.practitioner.name
    if side.limits:
        titles = "; ".join(limit.title for limit in side.limits)
        raise Refusal(f"For {name} the scheme sets a limit here: {titles}. {_INSTEAD}", "post_id")
    if side.after.load > side.before.load and (side.over or side.red):
        when = f" on {formats.day(ahead, weekday=False)}" if ahead else ""
        raise Refusal(f"{name} would go over the line{when}: {_said(side)}. {_INSTEAD}", "post_id")


def _said(side: BeforeAfter) -> str:
    line = "" if side.after.line is None else f" of {formats.amount(side.after.line)}"
    return f"from {formats.amount(side.before.load)} to {formats.amount(side.after.load)}{line} {side.scheme.unit}"
