"""Teams, practitioners and posts of a plan carried out, each noted as it was before and after."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from safeload.imports.check.people import PersonChange, PostChange
from safeload.imports.check.plan import Step
from safeload.imports.models import SettledTeam
from safeload.people import actions
from safeload.people.models import Post, Practitioner, Team

if TYPE_CHECKING:
    from safeload.imports.actions.carrying import Carrier

_PERSON = (
    "name", "swe_number", "qualified_on", "step_confirmed_on", "asye", "agency", "started_on", "ended_on", "values",
)  # fmt: skip
_POST = ("role", "weekly_hours", "started_on", "ended_on")


def carry_team(carrier: Carrier, step: Step) -> None:
    """Add a team; one of that name that had ended is taken up again."""
    given, before, was = step.payload, None, None
    if given["pk"] < 0:
        team = actions.add_team(by=carrier.by, area_id=given["area_id"], name=given["name"])
        carrier.teams[given["pk"]] = team.pk
    else:
        known = Team.objects.get(pk=given["pk"])
        before, was = {"ended_on": _text(known.ended_on)}, known.version
        team = actions.end_team(by=carrier.by, team_id=given["pk"], on=None)
    after = {"area": given["area_id"], "settled": given["settled"]}
    carrier.note("team", team.pk, step.ref, before, after, team.version, was)
    SettledTeam.objects.filter(name=given["settled"]).update(team=team, new_in=None)


def carry_person(carrier: Carrier, step: Step) -> None:
    """Add or change a practitioner and posts; the journal has a line for each row that differs."""
    change: PersonChange = step.payload
    before = _standing(change.pk) if change.pk > 0 else {}
    if change.pk < 0:
        person = actions.add_practitioner(by=carrier.by, **change.fields)
        carrier.people[change.pk] = pk = person.pk
    else:
        pk = change.pk
        _change_person(carrier, pk, dict(change.fields))
    for post in change.posts:
        _carry_post(carrier, pk, post)
    after = _standing(pk)
    for (kind, key), told in after.items():
        was = before.get((kind, key))
        if was is None or was["fields"] != told["fields"]:
            fields = was and was["fields"]
            carrier.note(
                kind, key, step.ref, fields, told["fields"], told["version"], was["version"] if was else None
            )


def _change_person(carrier: Carrier, pk: int, fields: dict[str, Any]) -> None:
    if "ended_on" in fields:
        actions.end_practitioner(by=carrier.by, practitioner_id=pk, on=fields.pop("ended_on"))
    if fields:
        actions.correct_practitioner(by=carrier.by, practitioner_id=pk, **fields)


def _carry_post(carrier: Carrier, practitioner_id: int, change: PostChange) -> None:
    fields = dict(change.fields)
    if change.pk < 0:
        fields["team_id"] = carrier.real(fields["team_id"], carrier.teams)
        post = actions.add_post(
            by=carrier.by, practitioner_id=practitioner_id, weekly_hours=change.hours, **fields
        )
        carrier.posts[change.pk] = post.pk
        return
    if fields:
        actions.correct_post(by=carrier.by, post_id=change.pk, **fields)
    if change.hours_change:
        set_hours(carrier.by, change.pk, change.hours, carrier.one.on)


def set_hours(by: Any, post_id: int, hours: Decimal | None, on: date) -> None:
    """Hours from a day on; of a post that is over by then, or begins later, its hours altogether."""
    post = Post.objects.get(pk=post_id)
    over = post.ended_on is not None and post.ended_on < on
    if over or (post.started_on is not None and post.started_on > on):
        actions.correct_post(by=by, post_id=post_id, weekly_hours=hours)
    else:
        actions.change_hours(by=by, post_id=post_id, from_on=on, weekly_hours=hours)


def _standing(pk: int) -> dict[tuple[str, int], dict[str, Any]]:
    """A practitioner and their posts as plain values."""
    person = Practitioner.objects.get(pk=pk)
    found = {("practitioner", pk): _told(person, _PERSON)}
    for post in person.posts.prefetch_related("hours_changes").order_by("pk"):
        told = _told(post, _POST)
        told["fields"]["hours"] = [
            [str(row.from_on), _text(row.weekly_hours)] for row in post.hours_changes.all()
        ]
        found["post", post.pk] = told
    return found


def _told(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {"fields": {name: _text(getattr(row, name)) for name in names}, "version": row.version}


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, (date, Decimal)) else value
