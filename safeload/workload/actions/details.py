"""One practitioner's lines, line steps, other schemes and last week: built when looked at, then kept."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from safeload.domain.quantity import DATA_UNIT
from safeload.domain.reading import Figures, Reading
from safeload.domain.scheme import Scheme
from safeload.people.facts import practitioner_key
from safeload.schemes import facts as scheme_facts
from safeload.workload.facts import key_of, reading
from safeload.workload.facts.engine import commitments_in_force, post_steps
from safeload.workload.models import Detail, PostStanding, Standing
from safeload.workload.queries.holdings import answers, holdings

#: "Since last week": seven days back, whatever the weekday.
LAST_WEEK = timedelta(days=7)


def keep_detail(practitioner_id: int, on: date) -> dict[str, Any] | None:
    """The detail behind a practitioner's figure for a day; None where nobody of that key is measured.

    One query once it is kept. To build it, the figure's row is locked first, so that no change slips between
    what is read and what is kept. The caller holds the scope.
    """
    kept = Detail.objects.filter(pk=practitioner_id, computed_for=on).values_list("data", flat=True).first()
    if kept is not None:
        return dict(kept)
    with transaction.atomic():
        standing = Standing.objects.select_for_update().filter(pk=practitioner_id).first()
        if standing is None or standing.adoption_id is None:
            return None
        data: dict[str, Any] = plain_data(_built(standing, on))
        Detail.objects.update_or_create(pk=practitioner_id, defaults={"computed_for": on, "data": data})
    return data


def plain_data(value: Any) -> Any:
    """Nested data as JSON holds it: amounts as exact text ("9/2"), dates as ISO text."""
    if isinstance(value, dict):
        return {name: plain_data(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value]
    if isinstance(value, Fraction):
        return str(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return DjangoJSONEncoder().default(value)


def _built(standing: Standing, on: date) -> dict[str, Any]:
    adoption = standing.adoption
    assert adoption is not None
    scheme, whose = scheme_facts.scheme_of(adoption), standing.practitioner_id
    key = practitioner_key(whose) or ""
    now = reading(scheme, on, practitioners=[whose])
    held = holdings(whose, on)
    return {
        "figures": _figures(now.practitioner(key)),
        "lines": _lines(now, key),
        "cases": held,
        "answers": answers([case["id"] for case in held]),
        "posts": _post_steps(now),
        "reductions": reductions(now),
        "beside": _beside(standing, scheme, now, on),
        "before": _before(whose, scheme, on),
    }


def _figures(one: Figures) -> dict[str, Any]:
    return {
        "load": one.load,
        "line": one.line,
        "band": one.band or "",
        "action": one.action or "",
        "percent": one.percent,
        "missing": list(one.missing),
    }


def _lines(now: Reading, key: str) -> list[list[Any]]:
    names = ("kind", "source", "factor", "title", "amount", "rule", "provisional")
    return [[getattr(line, name) for name in names] for line in now.lines(key)]


def _post_steps(now: Reading) -> list[dict[str, Any]]:
    """How each post's line came about: hours, step, what was taken off, the line."""
    return [
        {
            "post": key_of(row["post"]),
            "team": key_of(row["team"]),
            "hours": _hundredths(row["contracted"]),
            "hours_known": row["weekly_hours"] is not None,
            "hours_left": _hours_left(row),
            "stage": row["stage"],
            "line": None if row["line"] is None else now.amount(row["line"]),
        }
        for row in post_steps(now).values()
    ]


def _hours_left(row: dict[str, Any]) -> Fraction | None:
    """Contracted hours a week less percentages and hours taken off, never below nothing."""
    hours = _hundredths(row["contracted"])
    if hours is None:
        return None
    percent: Fraction = max(100 - row["percent"], Fraction(0))
    left: Fraction = hours * percent / 100 - row["off_hours"]
    return max(left, Fraction(0))


def _hundredths(value: int | Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(value, DATA_UNIT)


def reductions(now: Reading) -> list[dict[str, Any]]:
    """The commitments in force that take from the line: kind, amount, unit, dates; never a reason."""
    kinds = [rule.kind for rule in now.scheme.commitments if rule.treat == "capacity"]
    names = ("id", "post", "kind", "unit", "starts", "ends")
    return [
        {**{name: row[name] for name in names}, "amount": _hundredths(row["amount"])}
        for row in commitments_in_force(now, kinds)
    ]


def _beside(standing: Standing, main: Scheme, now: Reading, on: date) -> list[dict[str, Any]]:
    """The same caseload under every scheme that the employer runs, the main one first."""
    whose, key = standing.practitioner_id, practitioner_key(standing.practitioner_id) or ""
    posts = PostStanding.objects.filter(practitioner=whose, adoption=standing.adoption).order_by(
        "-line", "post"
    )
    found = []
    for scheme in scheme_facts.side_by_side(posts.values_list("team__service_area", flat=True).first(), on):
        one = now if scheme is main else reading(scheme, on, practitioners=[whose])
        person = one.practitioner(key)
        found.append(
            {
                "id": scheme.id,
                "title": scheme.title,
                "version": scheme.version,
                "unit": scheme.unit,
                "settings": [[setting.title, setting.chosen] for setting in scheme.settings],
                "households": person.households,
                "cases": person.cases,
                **_figures(person),
            }
        )
    return found


def _before(whose: int, scheme: Scheme, on: date) -> dict[str, Any] | None:
    """Load, line, lines and cases a week ago under today's scheme; None for who was not here."""
    day, key = on - LAST_WEEK, practitioner_key(whose) or ""
    then = reading(scheme, day, practitioners=[whose])
    if key not in {one.id for one in then.practitioners}:
        return None
    held = [[case["reference"], case["household"] or ""] for case in holdings(whose, day)]
    return {"on": day, **_figures(then.practitioner(key)), "lines": _lines(then, key), "cases": held}
