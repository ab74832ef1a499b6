"""Practitioners of a list against the practitioners here: added, corrected, hours from a day, last days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from safeload.domain.scheme.model import Field
from safeload.imports.check.answers import typed_answers
from safeload.imports.check.known import Known, PersonKnown, PostKnown
from safeload.imports.check.meanings import Meanings
from safeload.imports.check.plan import Plan, Step
from safeload.imports.lists import Lists
from safeload.imports.names import normalise
from safeload.imports.sources.practitioners import Post as ListedPost
from safeload.imports.sources.practitioners import Practitioner
from safeload.people.answers import spoken
from safeload.people.models import Post
from safeload.people.models.hours import PLACES
from safeload.web import formats
from safeload.web.formats import amount, day

_ROLES: Mapping[str, str] = dict(Post.Role.choices)
_FIELDS = {
    "name": "Name",
    "swe_number": "Social Work England number",
    "qualified_on": "Qualified on",
    "step_confirmed_on": "Latest step of the line confirmed",
    "asye": "ASYE",
    "agency": "Agency worker",
    "started_on": "First day here",
    "ended_on": "Last day here",
}
#: As many decimal places as hours a week are kept with; an FTE that needs more is cut there.
_FINEST = Decimal(1).scaleb(-PLACES)


@dataclass
class PostChange:
    """What becomes of one post: ``pk`` negative where it is added; hours hold from the day of the list."""

    pk: int
    fields: dict[str, Any] = field(default_factory=dict)
    hours: Decimal | None = None
    hours_change: bool = False


@dataclass
class PersonChange:
    """What becomes of one practitioner and of their posts."""

    pk: int
    fields: dict[str, Any]
    posts: list[PostChange]


@dataclass
class _Checking:
    known: Known
    meanings: Meanings
    fields: Mapping[str, Field]
    full_time: Decimal
    plan: Plan
    added: int = 0
    added_posts: int = 0
    #: Whose post was left out, since its team is not known or not named; by team.
    no_team: dict[str, list[str]] = field(default_factory=dict)


#: So many names stand in a note; of more it says how many.
_NAMED = 5


def plan_people(
    lists: Lists,
    known: Known,
    meanings: Meanings,
    fields: Mapping[str, Field],
    full_time: Decimal,
    plan: Plan,
) -> None:
    """Add the steps for all practitioners of a list; whom it adds is known to the lists checked after it."""
    checking = _Checking(known, meanings, fields, full_time, plan)
    index = _index(known)
    seen: dict[int, set[int]] = {}
    teams: set[int] = set()
    for one in lists.people:
        person = _find(one, index)
        step, used = _step(one, person, checking)
        teams |= {known.posts[pk][1].team_id for pk in used if pk in known.posts}
        if person is not None:
            seen[person.pk] = used
        if step is None:
            plan.unchanged += 1
        else:
            plan.steps.append(step)
    plan.notes += [_no_team(team, names) for team, names in checking.no_team.items()]
    if lists.people:
        _left_out(seen, teams, checking)
        meanings.refresh()


def _no_team(team: str, names: Sequence[str]) -> str:
    said = formats.listed(
        [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])]
    )
    why = f"The team “{team}” is not one of ours" if team else "No team is named"
    several = len(names) > 1
    return (
        f"{why}: the {'posts' if several else 'post'} of {said} there {'are' if several else 'is'} left out."
    )


def _index(known: Known) -> dict[str, list[PersonKnown]]:
    found: dict[str, list[PersonKnown]] = {}
    for person in known.people.values():
        for key in {f"staff {person.staff_ref.upper()}", f"name {normalise(person.name)}"}:
            found.setdefault(key, []).append(person)
        if person.swe_number:
            found.setdefault(f"swe {person.swe_number.upper()}", []).append(person)
    return found


def _find(one: Practitioner, index: Mapping[str, list[PersonKnown]]) -> PersonKnown | None:
    """By staff id; else by SWE number; else, where the list gives neither, by a name that one person bears."""
    keys = [f"staff {(one.staff_id or one.key).upper()}"]
    if one.swe_number:
        keys.append(f"swe {one.swe_number.upper()}")
    if not one.staff_id and not one.swe_number:
        keys.append(f"name {normalise(one.name)}")
    return next((index[key][0] for key in keys if len(index.get(key, ())) == 1), None)


def _step(one: Practitioner, person: PersonKnown | None, checking: _Checking) -> tuple[Step | None, set[int]]:
    posts, changes, used = [], dict[str, tuple[str, str]](), set[int]()
    fields = _person_fields(one, person, checking, changes)
    if person is None:
        checking.added += 1
        target = PersonKnown(-checking.added, (one.staff_id or one.key).upper()[:40], _said(one.name))
        checking.known.people[target.pk] = target
    else:
        target = person
    for listed in one.posts:
        team = checking.meanings.team(listed.team, f"row {listed.row}")
        if team is None:
            checking.no_team.setdefault(listed.team or "", []).append(one.name)
            continue
        change, pk = _post(listed, team.pk, target, used, checking, changes)
        used.add(pk)
        if change is not None:
            posts.append(change)
    checking.known.index(target)
    if person is not None and not fields and not posts:
        return None, used
    if person is None:
        fields |= {"staff_ref": target.staff_ref}
    place = f"row {one.posts[0].row}"
    team_id = person.posts[0].team_id if person and person.posts else None
    payload = PersonChange(target.pk, fields, posts)
    label = f"{_said(one.name)} ({target.staff_ref})"
    return Step(
        "practitioner", label, "add" if person is None else "change", changes, place, team_id, payload
    ), used


def _person_fields(
    one: Practitioner, person: PersonKnown | None, checking: _Checking, changes: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    """The fields that differ; what the list leaves blank stays as it is."""
    wanted = _wanted(one, person, checking)
    fields: dict[str, Any] = {}
    for name, value in wanted.items():
        before = getattr(person, name) if person else None
        if person is None and value in (None, "", False, {}):
            continue
        if person is not None and value == before:
            continue
        fields[name] = value
        if name == "values":
            for key in [key for key in value if (before or {}).get(key) != value[key]]:
                spec = checking.fields[key]
                changes[spec.title] = (spoken(spec, (before or {}).get(key)), spoken(spec, value[key]))
        else:
            changes[_FIELDS[name]] = (_shown(before) if person else "", _shown(value))
    return fields


def _wanted(one: Practitioner, person: PersonKnown | None, checking: _Checking) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if person is None or normalise(person.name) != normalise(one.name):
        wanted["name"] = _said(one.name)
    if one.swe_number:
        wanted["swe_number"] = one.swe_number
    if one.qualified:
        wanted["qualified_on"] = one.qualified
    if one.step_confirmed:
        wanted["step_confirmed_on"] = one.step_confirmed
    for name, said in (("asye", {one.asye}), ("agency", {post.agency for post in one.posts})):
        if said & {"yes", "no"}:
            wanted[name] = "yes" in said
    starts = [post.starts for post in one.posts if post.starts]
    if starts and (person is None or person.started_on is None):
        wanted["started_on"] = min(starts)
    ends = [post.ends for post in one.posts]
    if all(ends):
        wanted["ended_on"] = max(end for end in ends if end)
    elif person is not None and person.ended_on and person.ended_on < checking.known.on:
        wanted["ended_on"] = None
    given = {key: value for post in one.posts for key, value in post.scheme.items()}
    if answers := typed_answers(given, checking.fields):
        wanted["values"] = {**(person.values if person else {}), **answers}
    return wanted


def _post(
    listed: ListedPost, team_id: int, person: PersonKnown, used: set[int], checking: _Checking,
    changes: dict[str, tuple[str, str]],
) -> tuple[PostChange | None, int]:  # fmt: skip
    title = f"Post in {checking.known.team_name(team_id)}"
    hours = listed.weekly_hours
    if hours is None and listed.fte is not None:
        hours = (listed.fte * checking.full_time).quantize(_FINEST, ROUND_DOWN)
    role = listed.role or Post.Role.PRACTITIONER
    post = _same_post(listed, team_id, person, used)
    if post is None:
        checking.added_posts += 1
        new = PostKnown(-checking.added_posts, team_id, role, hours, listed.starts, listed.ends)
        person.posts.append(new)
        fields = {"team_id": team_id, "role": role, "started_on": listed.starts, "ended_on": listed.ends}
        words = [_ROLES[role], "hours not known" if hours is None else f"{amount(hours, 2)} hours a week"]
        words += [f"until {day(listed.ends)}"] if listed.ends else []
        changes[title] = ("", ", ".join(words))
        return PostChange(new.pk, fields, hours), new.pk
    change = PostChange(post.pk)
    if listed.role and listed.role != post.role:
        change.fields["role"] = listed.role
        changes[f"{title}: role"] = (_ROLES[post.role], _ROLES[listed.role])
    if listed.starts and listed.starts != post.started_on:
        change.fields["started_on"] = listed.starts
        changes[f"{title}: first day"] = (day(post.started_on), day(listed.starts))
    over = post.ended_on is not None and post.ended_on < checking.known.on
    if (listed.ends or over) and listed.ends != post.ended_on:
        change.fields["ended_on"] = listed.ends
        changes[f"{title}: last day"] = (day(post.ended_on) or "none", day(listed.ends) or "none")
    if hours is not None and (post.hours is None or hours != post.hours):
        change.hours, change.hours_change = hours, True
        changes[f"{title}: hours a week"] = (amount(post.hours, 2) or "not known", amount(hours, 2))
    return (change if change.fields or change.hours_change else None), post.pk


def _same_post(listed: ListedPost, team_id: int, person: PersonKnown, used: set[int]) -> PostKnown | None:
    """The post here that a row means: in the same team, running before ended, of the same role first."""
    here = [post for post in person.posts if post.team_id == team_id and post.pk not in used]
    if listed.starts:
        here = [post for post in here if post.ended_on is None or post.ended_on >= listed.starts]
    return min(
        here, key=lambda post: (post.ended_on is not None, post.role != listed.role, post.pk), default=None
    )


def _left_out(seen: Mapping[int, set[int]], teams: set[int], checking: _Checking) -> None:
    """People and posts of the teams that the list names, which it leaves out: ended by a full snapshot only."""
    known = checking.known
    for pk, person in sorted(known.people.items()):
        held = [post for post in person.posts_on(known.on) if post.team_id in teams]
        lost = [post for post in held if post.pk not in seen.get(pk, set())]
        if pk < 0 or not lost:
            continue
        label = f"{person.name} ({person.staff_ref})"
        whole = pk not in seen and len(lost) == len(person.posts_on(known.on))
        where = ", ".join(known.team_name(post.team_id) for post in lost)
        changes = {"Last day here" if whole else f"Last day in {where}": ("none", day(known.on))}
        posts = [] if whole else [PostChange(post.pk, {"ended_on": known.on}) for post in lost]
        fields = {"ended_on": known.on} if whole else {}
        payload = PersonChange(pk, fields, posts)
        checking.plan.left_out.append(
            Step("practitioner", label, "end", changes, "", lost[0].team_id, payload)
        )


def _said(name: str) -> str:
    """A name as people say it: “Tuck, Persephone” turned about."""
    surname, comma, first = name.partition(",")
    text = f"{first} {surname}" if comma and first.strip() else name
    return " ".join(text.split())[:120]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    return "none" if value is None else str(value)
