"""Scoring a case again: the new figure before saving, saved in one go, and only by whom it is open to."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from safeload.audit.models import Entry
from safeload.caseloads.models import Case
from safeload.workload.models import Standing
from tests.accounts import signed_in
from tests.workload.pages import text_of
from tests.workload.town import Town, days_ago

ANSWERS = {"status": ["CP"], "level": "medium", "intervention": "2", "additional": "0"}


@pytest.fixture
def held(town: Town) -> dict[str, Any]:
    town.scheme()
    ben = town.person("Ben Carter")
    town.points(ben, 45)
    case = town.family(1, ben, since=days_ago(60), **ANSWERS)[0]
    manager = town.signs_in(role="team-manager", team=town.team)
    return {"ben": ben, "case": case, "own": town.signs_in(ben), "manager": manager}


def _sent(case: Case, button: str, **changes: Any) -> dict[str, Any]:
    return {**ANSWERS, "version": case.version, button: "yes", **changes}


def test_new_figure_shows_before_anything_is_saved(town: Town, held: dict[str, Any]) -> None:
    client, case = signed_in(held["manager"]), held["case"]
    address = reverse("case_score", args=[case.pk])
    assert "Ben Carter’s load stays at 49 of 50 points, green." in text_of(client.get(address))
    text = text_of(client.post(address, _sent(case, "show", status=["LAC", "care"], intervention="5")))
    assert "would go from 49 of 50 points to 54 of 50 points, 4 over, 1 to red: from green to amber." in text
    assert "Care proceedings PTS-12 – 2" in text
    assert "Together 4 9" in text
    case.refresh_from_db()
    assert case.values["status"] == ["CP"]
    assert not Entry.objects.filter(did="caseloads.set_values").exists()


def test_htmx_gets_the_figure_alone(town: Town, held: dict[str, Any]) -> None:
    address = reverse("case_score", args=[held["case"].pk])
    sent = _sent(held["case"], "show", intervention="5")
    response = signed_in(held["own"]).post(address, sent, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="preview"')
    assert "Your load would go from 49 of 50 points to 52 of 50 points" in text_of(response)


def test_saving_keeps_the_answers_and_the_figure_together(town: Town, held: dict[str, Any]) -> None:
    client, case = signed_in(held["own"]), held["case"]
    address = reverse("case_score", args=[case.pk])
    response = client.post(
        address, _sent(case, "save", status=["LAC", "care"], intervention="5"), follow=True
    )
    assert "Saved" in text_of(response)
    row = Standing.objects.get(practitioner=held["ben"])
    assert row.load == 54 * row.unit
    assert row.band == "amber"
    case.refresh_from_db()
    assert case.values["status"] == ["LAC", "care"]


def test_a_case_that_somebody_changed_meanwhile_keeps_what_was_typed(
    town: Town, held: dict[str, Any]
) -> None:
    client, case = signed_in(held["own"]), held["case"]
    sent = _sent(case, "save", intervention="5")
    Case.objects.filter(pk=case.pk).update(version=7)
    response = client.post(reverse("case_score", args=[case.pk]), sent)
    assert response.status_code == 422
    assert "Somebody changed" in text_of(response)
    assert 'value="5"' in response.content.decode()


@pytest.mark.parametrize("typed", ["9", "-1", "nan", "1e9", "2.555"])
def test_an_amount_the_scheme_does_not_know_is_said_beside_its_field(
    town: Town, held: dict[str, Any], typed: str
) -> None:
    address = reverse("case_score", args=[held["case"].pk])
    response = signed_in(held["own"]).post(address, _sent(held["case"], "save", intervention=typed))
    assert response.status_code == 422
    assert "Intervention points agreed:" in text_of(response)


def test_a_waiting_case_is_scored_without_a_figure_beside_it(town: Town, held: dict[str, Any]) -> None:
    waiting = town.family(1, **ANSWERS)[0]
    text = text_of(signed_in(held["manager"]).get(reverse("case_score", args=[waiting.pk])))
    assert "Nobody whose load is open to you holds this case" in text


def test_score_is_not_there_for_strangers(town: Town, held: dict[str, Any]) -> None:
    from safeload.people.models import Team

    south = Team.objects.create(service_area=town.area, name="South")
    strangers = [
        town.signs_in(town.person("Ada Light")),
        town.signs_in(role="team-manager", team=south),
        town.signs_in(role="service-manager", service_area=town.area),
        town.signs_in(role="hr", everywhere=True),
        town.signs_in(role="administrator", everywhere=True),
        town.signs_in(role="analyst", everywhere=True),
    ]
    for who in strangers:
        assert signed_in(who).get(reverse("case_score", args=[held["case"].pk])).status_code == 404
