"""Before somebody records by hand who holds a case: what has to be proposed is not just written down (X-27, ALL-04).

Registered with caseloads, which cannot measure. A day that has passed stays open: it puts right what was so. Lists
are not asked: they report what is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from safeload.allocation.facts import BeforeAfter, figures_by_post
from safeload.audit.refusals import Refusal
from safeload.caseloads.actions import Change
from safeload.caseloads.models import Case, ConflictOfInterest
from safeload.people.models import Post
from safeload.web import formats

_INSTEAD = (
    "Here is recorded what is so already. Propose it instead, under “Find a practitioner” (programs: POST /proposals): "
    "then the practitioner is asked, and it can be decided with a reason."
)


def check_by_hand(changes: Sequence[Change]) -> None:
    """Raise Refusal, with the figures before and after, where from today on the taker would be over the line, would
    meet a limit of the scheme, or has a conflict of interest. Constant queries for each service."""
    today = timezone.localdate()
    given: dict[int, list[int]] = {}
    for change in changes:
        if change.post_id is not None and change.from_on >= today:
            given.setdefault(change.post_id, []).append(change.case_id)
    if not given:
        return
    posts = Post.objects.select_related("practitioner", "team").in_bulk(given)
    _check_conflicts(given, posts)
    areas: dict[int, dict[Any, list[int]]] = {}
    for pk, case_ids in given.items():
        areas.setdefault(posts[pk].team.service_area_id, {})[posts[pk]] = case_ids
    for gives in areas.values():
        found = figures_by_post(gives, today)
        for post in gives:
            if post.pk in found:
                _check_load(post, found[post.pk])


def _check_conflicts(given: dict[int, list[int]], posts: dict[int, Post]) -> None:
    keys = [pk for case_ids in given.values() for pk in case_ids]
    homes = dict(Case.objects.filter(pk__in=keys).values_list("pk", "household_id"))
    concerns = Q(case__in=keys) | Q(household__in=[home for home in homes.values() if home])
    noted = ConflictOfInterest.objects.filter(concerns, removed_at=None)
    rows = list(noted.values_list("practitioner_id", "case_id", "household_id"))
    for pk, case_ids in given.items():
        who = posts[pk].practitioner
        theirs = {homes.get(case_id) for case_id in case_ids} - {None}
        if any(whose == who.pk and (case in case_ids or home in theirs) for whose, case, home in rows):
            raise Refusal(f"A conflict of interest is noted for {who.name}. {_INSTEAD}", "post_id")


def _check_load(post: Post, side: BeforeAfter) -> None:
    name = post.practitioner.name
    if side.limits:
        titles = "; ".join(limit.title for limit in side.limits)
        raise Refusal(f"For {name} the scheme sets a limit here: {titles}. {_INSTEAD}", "post_id")
    if side.after.load > side.before.load and (side.over or side.red):
        raise Refusal(f"{name} would go over the line: {_said(side)}. {_INSTEAD}", "post_id")


def _said(side: BeforeAfter) -> str:
    line = "" if side.after.line is None else f" of {formats.amount(side.after.line)}"
    return f"from {formats.amount(side.before.load)} to {formats.amount(side.after.load)}{line} {side.scheme.unit}"
