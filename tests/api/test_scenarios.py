"""What if by programs: supposed, read, kept, shared, copied, deleted; nobody else's, and nothing real."""

from __future__ import annotations

from typing import Any

import pytest

from safeload.audit.models import Look
from safeload.caseloads.models import Allocation
from safeload.whatif.models import Scenario
from tests.api.client import Api, problem
from tests.api.conftest import Place


def _suppose(place: Place, who: str = "manager", **body: Any) -> Any:
    return Api(place.cast.accounts[who]).post(f"/teams/{place.cast.assessment.pk}/suppose", body)


def test_a_scenario_from_the_first_change_to_its_end(place: Place) -> None:
    manager, real = Api(place.cast.accounts["manager"]), list(Allocation.objects.values_list())
    made = _suppose(place, kind="move", case_ids=[place.case.pk], post_id=place.cast.posts["peer"].pk).json()
    _suppose(place, kind="join", value="37", code="experienced", scenario_id=made["id"])
    seen = manager.get(f"/scenarios/{made['id']}").json()
    assert [one["words"] for one in seen["changes"]] == [
        "Case 4471 to Carl Owusu",
        "New practitioner (2) joins: 37 hours a week, three years and more",
    ]
    people = {one["name"]: one for one in seen["people"]}
    amira, new = people["Amira Hussain"], people["New practitioner (2)"]
    assert float(amira["after"]["load"]) < float(amira["before"]["load"])
    assert (new["before"], new["practitioner_id"], new["after"]["line"]) == (None, None, "50")
    assert Look.objects.filter(page="what if (API)").exists()

    path = f"/scenarios/{made['id']}"
    assert manager.post(f"{path}/take-out", {"n": 1}).json()["number"] == 1
    assert manager.post(f"{path}/keep", {"name": "One more"}).status_code == 200
    assert manager.post(f"{path}/share", {"shared": True}).status_code == 200
    assert [one["name"] for one in Api(place.cast.accounts["head"]).get("/scenarios").json()["items"]] == [
        "One more"
    ]
    copied = Api(place.cast.accounts["head"]).post(f"{path}/copy", {})
    assert (copied.status_code, Scenario.objects.count()) == (201, 2)
    assert manager.post(f"{path}/delete").status_code == 200
    assert Scenario.objects.count() == 1
    assert list(Allocation.objects.values_list()) == real


@pytest.mark.parametrize(
    "who", ["practitioner", "nqsw", "assessor", "stranger_manager", "director", "administrator"]
)
def test_others_do_not_find_it_and_suppose_nothing(place: Place, who: str) -> None:
    pk = _suppose(place, kind="join", value="37").json()["id"]
    Scenario.objects.update(name="Shared", shared=True)
    api = Api(place.cast.accounts[who])
    problem(api.get(f"/scenarios/{pk}"), 404)
    for name, body in (
        ("take-out", {"n": 1}),
        ("keep", {"name": "x"}),
        ("share", {"shared": False}),
        ("copy", {}),
    ):
        problem(api.post(f"/scenarios/{pk}/{name}", body), 404)
    problem(api.post(f"/scenarios/{pk}/delete"), 404)
    problem(_suppose(place, who, kind="join", value="37"), 403)
    assert Scenario.objects.count() == 1


def test_what_cannot_be_is_refused_at_its_field(place: Place) -> None:
    for body in (
        {"kind": "hours", "value": "x", "post_id": place.cast.posts["peer"].pk},
        {"kind": "move", "case_ids": [4711], "post_id": place.cast.posts["peer"].pk},
        {"kind": "threshold", "code": "bands.red_from", "value": "1"},
        {"kind": "imagine", "post_id": place.cast.posts["peer"].pk, "answers": {"shoe": "44"}},
        {"kind": "teleport"},
    ):
        problem(_suppose(place, **body), 422)
    assert not Scenario.objects.exists()
