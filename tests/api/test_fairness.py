"""How evenly cases were given, for programs: what is withheld on the page is withheld here."""

from __future__ import annotations

from tests.api.client import Api, problem
from tests.api.conftest import Place


def test_of_a_few_people_nothing_is_told(place: Place) -> None:
    answer = Api(place.cast.accounts["director"]).get(f"/cases-given/fairness?area={place.cast.children.pk}")
    found = answer.json()
    assert (found["scheme"], found["by"]) == (place.version.scheme_id, "hours")
    groups = [group for one in found["measures"] for group in one["groups"]]
    assert groups
    assert {group["says"] for group in groups} == {"withheld"}
    assert {group[name] for group in groups for name in ("people", "given", "even", "chance_to")} == {None}
    assert {one["everybody"] for one in found["measures"]} == {None}


def test_another_service_is_not_found(place: Place) -> None:
    api = Api(place.cast.accounts["head"])
    problem(api.get(f"/cases-given/fairness?area={place.cast.adults.pk}"), 404)
    assert (
        api.get(f"/cases-given/fairness?area={place.cast.children.pk}&by=offer&days=730").status_code == 200
    )
