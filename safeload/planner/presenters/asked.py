"""What was asked, each in one line: which rehearsal, about whom and from which day; which service’s weights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from safeload.people.queries import areas, names_of
from safeload.planner.models import Run
from safeload.planner.presenters.moves import heading
from safeload.web import formats


def with_words(runs: Iterable[Run]) -> list[tuple[Run, str]]:
    """Runs with what each was about. Two queries at most."""
    found = list(runs)
    who = {one.asks["who"] for one in found if one.kind == Run.Kind.REHEARSE and one.asks.get("who")}
    names = names_of(list(who)) if who else {}
    tries = any(one.kind == Run.Kind.EFFECT and one.asks.get("area") for one in found)
    services = {area.pk: area.name for area in areas()} if tries else {}
    return [(one, _said(one, names, services)) for one in found]


def _said(one: Run, names: dict[int, str], services: dict[int, str]) -> str:
    asks, said = one.asks, str(one.get_kind_display())
    if one.kind == Run.Kind.REHEARSE:
        day = formats.day(date.fromisoformat(asks["day"]), weekday=False)
        across = (
            ", among all teams of the service"
            if asks["kind"] != "merge" and asks["scope"] == "across"
            else ""
        )
        return f"{heading(one, names.get(asks.get('who'), 'somebody'))}, from {day}{across}"
    if one.kind == Run.Kind.EFFECT:
        return f"{said}: {services[asks['area']]}" if asks.get("area") in services else said
    return f"{said}, with a co-worker" if asks.get("helped") else said
