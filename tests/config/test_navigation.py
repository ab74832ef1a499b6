from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safeload.config.navigation import ENTRIES
from safeload.people.models import Employer, Practitioner, RoleGrant, ServiceArea, Team
from safeload.people.rights import Where
from safeload.people.roles import GRANTED
from tests.accounts import account, signed_in

pytestmark = pytest.mark.django_db


def _over(where: Where) -> dict[str, Any]:
    area = ServiceArea.objects.create(name="Assessment")
    teams = [Team.objects.create(name=name, service_area=area) for name in ("East", "West")]
    if where is Where.AREA:
        return {"service_area": area}
    if where is Where.TEAM:
        return {"team": teams[0]}
    if where is Where.PRACTITIONER:
        return {"practitioner": Practitioner.objects.create(staff_ref="S1", name="Ben Carter")}
    return {"everywhere": True}


def _links(client: Client) -> dict[str, str]:
    html = client.get(reverse("accessibility")).content.decode()
    menu = html.partition('id="navigation"')[2].partition("</ul>")[0]
    return {label.strip(): href for href, label in re.findall(r'href="([^"]+)"[^>]*>\s*([^<]+)', menu)}


@pytest.mark.parametrize(
    ("role", "where"), [(code, where) for code, role in GRANTED.items() for where in role.where]
)
def test_every_entry_that_a_role_is_shown_opens(role: str, where: Where) -> None:
    Employer.objects.create(id=1, name="Westhaven")
    who = account()
    RoleGrant.objects.create(account=who, role=role, starts_on=date(2020, 1, 1), **_over(where))
    client = signed_in(who)
    links = _links(client)
    assert links
    for label, href in links.items():
        assert client.get(href, follow=True).status_code == 200, (role, label)
    assert client.get(reverse("home"), follow=True).status_code == 200


def test_what_is_not_shown_does_not_open() -> None:
    Employer.objects.create(id=1, name="Westhaven")
    client = signed_in(account())
    assert _links(client) == {}
    for entry in ENTRIES:
        assert client.get(reverse(entry.url_name)).status_code in {403, 404}, entry.label
    assert "You have no role yet" in client.get(reverse("home")).content.decode()


def test_a_practitioner_comes_to_her_own_workload() -> None:
    Employer.objects.create(id=1, name="Westhaven")
    amira = Practitioner.objects.create(staff_ref="S2", name="Amira Hussain")
    client = signed_in(account(practitioner=amira))
    assert "My workload" in _links(client)
    assert "Accounts" not in _links(client)
