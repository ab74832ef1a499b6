"""How a line was made: hours, the step that holds, what was taken off; each with its rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.scheme import Scheme
from safeload.domain.scheme.model import Step
from safeload.web import formats
from safeload.workload.presenters.figures import exact_enough, not_known, units
from safeload.workload.presenters.scheme import commitment_title

_UNITS = {"percent": "per cent", "hours": "hours a week", "hours a week": "hours a week"}


def made(
    detail: Mapping[str, Any], scheme: Scheme, teams: Mapping[int, str], opens_adjustments: bool, on: date
) -> list[str]:
    """Sentences that lead to the line. What was taken off is said only to whom adjustments are open."""
    posts, missing = detail["posts"], detail["figures"].get("missing", ())
    said: list[str] = []
    for post in posts:
        where = f"{teams.get(post['team'], '')}: " if len(posts) > 1 else ""
        said += [
            where + one if at == 0 else one
            for at, one in enumerate(_of_post(post, scheme, opens_adjustments, missing))
        ]
    if opens_adjustments:
        said += [reduction(row, scheme, on) for row in detail["reductions"]]
    return said


def _of_post(post: Mapping[str, Any], scheme: Scheme, opens: bool, missing: Sequence[str]) -> list[str]:
    line = scheme.line
    if not line.published:
        return ["This scheme names no line; it informs, and decides nothing (X-24)."]
    if post["hours"] is None:
        return [
            "The hours a week are not known, so no line is set. Nobody is taken for full-time by default."
        ]
    hours = Fraction(post["hours"])
    assumed = "" if post["hours_known"] else " (the scheme’s default, since none are recorded)"
    said = [f"Contracted hours: {exact_enough(hours)} a week{assumed}."]
    if step := next((step for step in line.stages if step.id == post["stage"]), None):
        said.append(_step(step, scheme))
    elif line.weeks is not None:
        said.append(f"The line is {line.weeks} weeks of contracted hours ({line.rule}).")
    else:
        said.append(f"{line.title} for full time: {units(line.full, scheme)} ({line.rule}).")
    if post["line"] is not None:
        said.append(_pro_rata(post, hours, scheme, opens))
    else:
        said.append(f"{not_known(missing)}, so no line is set.")
    return said


def _step(step: Step, scheme: Scheme) -> str:
    rule = step.rule or scheme.line.rule
    return f"{step.title}: {units(step.amount, scheme)} for full time ({rule})."


def _pro_rata(post: Mapping[str, Any], hours: Fraction, scheme: Scheme, opens: bool) -> str:
    own = units(Fraction(post["line"]), scheme)
    left = Fraction(post["hours_left"]) if post["hours_left"] is not None else hours
    full = max(
        scheme.line.hours.default.amounts.values(), default=scheme.line.hours.default.otherwise or Fraction(0)
    )
    if scheme.line.weeks is not None or not full or not scheme.line.pro_rata:
        return f"So the line is {own}."
    if opens and left != hours:
        return f"Counted for {exact_enough(left)} of {exact_enough(full)} hours a week: {own}."
    if left == full:
        return f"Full time: {own}."
    return f"In proportion to {exact_enough(hours)} of {exact_enough(full)} hours a week: {own}."


def reduction(row: Mapping[str, Any], scheme: Scheme, on: date) -> str:
    """One commitment that takes from the line, with its last day; never why."""
    rule = next((rule for rule in scheme.commitments if rule.kind == row["kind"]), None)
    title = commitment_title(scheme, row["kind"])
    amount = ""
    if row["amount"] is not None:
        unit = _UNITS.get(row["unit"] or (rule.unit if rule else ""), scheme.unit)
        amount = f": {exact_enough(Fraction(row['amount']))} {unit} off"
    until = _until(date.fromisoformat(row["ends"]), on) if row["ends"] else ""
    return f"{title}{amount}{until} ({rule.rule if rule else 'not in this scheme'})."


def _until(last: date, on: date) -> str:
    day = formats.day(last, weekday=False)
    return f" until {day}" if last >= on else f"; agreed until {day}, it holds until it is reviewed"


def boundaries(
    line: Fraction | None, begins: Mapping[str, Fraction], load: Fraction, scheme: Scheme
) -> list[str]:
    """Where each band begins, and how far that is: "Red begins at 55 points: 5 away"."""
    said = []
    for band, at in sorted(begins.items(), key=lambda one: one[1]):
        away = at - load
        where = "reached" if away <= 0 else f"{exact_enough(away)} away"
        said.append(f"{band.capitalize()} begins at {units(at, scheme)}: {where}")
    return said


def teams_named(posts: Sequence[Any]) -> dict[int, str]:
    """The names of the teams of a practitioner's posts."""
    return {post.team: post.team_name for post in posts}
