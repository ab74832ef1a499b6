"""What the race is run on: one team, many managers who are signed in, cases that wait and cases that are held.

``python -m bench.race.seed`` prints, as JSON, what the clients need. The scheme counts children, so that every load
can be counted again in the database alone; its lines lie so high that nobody is refused for their load.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import date, timedelta
from typing import Any

MANAGERS = 32
WAITING, PROPOSED, MOVING = 200, 50, 40
#: As many as managers: then two who win the same case would be seen to have given it to two people.
_PEOPLE = MANAGERS


def main() -> None:
    """Build it in the database of the settings and print what the clients need."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    on = timezone.localdate()
    managers, posts = _people(on)
    kinds = {name: _cases(name, number, posts, on) for name, number in _kinds().items()}
    told = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "sessions": [_session(one) for one in managers],
        "posts": posts,
        "on": [on.day, on.month, on.year],
        "keys": [str(uuid.uuid4()) for _ in range(PROPOSED)],
        **kinds,
    }
    json.dump(told, sys.stdout)


def _kinds() -> dict[str, int]:
    return {"waiting": WAITING, "proposed": PROPOSED, "moving": MOVING}


def _people(on: date) -> tuple[list[Any], list[int]]:
    from decimal import Decimal

    from safeload.people import actions as people
    from safeload.people.models import Account, Post, RoleGrant, Team
    from safeload.schemes import files
    from safeload.schemes.actions import add_version, adopt

    founded = on - timedelta(days=400)

    def schemes(_areas: Any, _by: Any) -> None:
        text = files.shipped_text("crude-limits")
        for line in ('amount = "12"', 'green_to = "12"', 'red_from = "15"'):
            text = text.replace(line, line.replace('"1', '"10000'))
        version = add_version(text=text, by=None)
        adopt(
            version=version, by=None, starts_on=founded, agreed_by="The group", agreed_on=founded,
            chosen={"case": "child"},
        )  # fmt: skip

    people.found(
        employer="Race", areas={"Area": ["Team"]}, administrator=("admin@race.example", "Admin"), then=schemes
    )
    team = Team.objects.get()
    for number in range(_PEOPLE):
        person = people.add_practitioner(
            by=None, name=f"Practitioner {number}", staff_ref=f"P{number}", qualified_on=date(2015, 9, 1)
        )
        people.add_post(
            by=None, practitioner_id=person.pk, team_id=team.pk, weekly_hours=Decimal(37), started_on=founded
        )
    managers = []
    for number in range(MANAGERS):
        one = Account.objects.create_user(f"m{number}@race.example", None, name=f"Manager {number}")
        RoleGrant.objects.create(account=one, role="team-manager", team=team, starts_on=founded)
        managers.append(one)
    return managers, list(Post.objects.order_by("pk").values_list("pk", flat=True))


def _cases(name: str, number: int, posts: list[int], on: date) -> list[list[int]]:
    """Households of one case, of two where they are to be moved together; those to be moved are held."""
    from safeload.caseloads.actions import Listed, put_cases
    from safeload.caseloads.models import Case
    from safeload.people.models import Team
    from safeload.schemes.facts import fields_asked

    size = 2 if name == "moving" else 1
    rows = [
        Listed(
            reference=f"{name[0]}{home:04}-{child}",
            household=f"{name[0]}{home:04}",
            opened_on=on - timedelta(days=30),
            team_id=Team.objects.get().pk,
            post_id=posts[0] if name == "moving" else None,
            holds_from=on - timedelta(days=20),
        )
        for home in range(number)
        for child in range(size)
    ]
    put_cases(by=None, rows=rows, fields=fields_asked(on), on=on, source="race")
    found: dict[int, list[int]] = {}
    references = [row.reference for row in rows]
    for pk, home in (
        Case.objects.filter(reference__in=references).order_by("pk").values_list("pk", "household")
    ):
        found.setdefault(home, []).append(pk)
    return list(found.values())


def _session(who: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(who.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = who.get_session_auth_hash()
    store["second_step"] = True
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    main()
