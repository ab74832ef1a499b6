"""Whatever a program says that it saw, the page of its proposal opens for both sides."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from safeload.allocation.models import Proposal
from safeload.allocation.presenters.kept import kept
from tests.accounts import signed_in
from tests.api.client import Api, problem
from tests.api.conftest import Place

DAY = "2026-11-26"
LEFT_OUT = object()


def _post(place: Place, seen: Any) -> Any:
    body = {"case_ids": [place.waiting.pk], "post_id": place.cast.posts["practitioner"].pk, "from_on": DAY}
    if seen is not LEFT_OUT:
        body["seen"] = seen
    return Api(place.cast.accounts["manager"]).post("/proposals", body)


@pytest.mark.parametrize(
    "seen",
    [
        LEFT_OUT,
        None,
        {},
        {"before": "46"},
        {"before": "46", "after": "51"},
        {"before": "46", "after": "51", "line": "50", "unit": "points"},
        {"before": "139/3", "after": "46.5", "band_before": "no-such-band", "band_after": "green"},
        {"before": "-1", "after": "0", "line": ""},
    ],
)
def test_the_page_opens_for_who_decides_and_who_is_asked(place: Place, seen: Any) -> None:
    made = _post(place, seen)
    assert made.status_code == 201, made.content
    one = Proposal.objects.get(pk=made.json()["id"])
    for who in ("manager", "practitioner"):
        client = signed_in(place.cast.accounts[who])
        assert client.get(reverse("proposal", args=[one.pk])).status_code == 200
    said = {"allocate": False, "reason": "It waits for Monday", "seen": {}}
    assert Api(place.cast.accounts["manager"]).post(f"/proposals/{one.pk}/decide", said).status_code == 200
    for who in ("manager", "practitioner"):
        client = signed_in(place.cast.accounts[who])
        assert client.get(reverse("proposal", args=[one.pk])).status_code == 200


@pytest.mark.parametrize(
    "text", ["abc", "1e5", "1e999999999", "1/0", "NaN", "∞", "٤٦", " 46", "0x10", "1_000"]
)
@pytest.mark.parametrize("name", ["before", "after", "line"])
def test_what_is_no_amount_is_refused(place: Place, name: str, text: str) -> None:
    said = problem(_post(place, {"before": "46", "after": "51", name: text}), 422)
    assert said["errors"] == [
        {"field": f"body.seen.{name}", "says": "Enter an exact amount, such as 46, 46.5 or 139/3."}
    ]


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"before": ""},
        {"before": "abc", "after": "1"},
        {"before": "1e99999999", "after": "1"},
        {"before": 5},
    ],
)
def test_what_an_earlier_release_kept_is_read_or_left_out(seen: Any) -> None:
    assert kept(seen) == ""


def test_kept_figures_in_a_sentence() -> None:
    seen = {"before": "46", "after": "51", "line": "50", "unit": "points", "band_before": "green"}
    assert kept({**seen, "band_after": "amber"}) == "46 of 50 → 51 of 50 points, green to amber."
    assert kept({"before": "1/3", "after": "1"}) == "0.33 → 1."


def test_all_that_is_missing_comes_with_the_problem(place: Place) -> None:
    one = _post(place, LEFT_OUT).json()["id"]
    api = Api(place.cast.accounts["manager"])
    seen = api.get(f"/proposals/{one}").json()["figures"]
    said = problem(api.post(f"/proposals/{one}/decide", {"allocate": True, "seen": seen}), 422)
    assert [error["field"] for error in said["errors"]] == ["notified", "reason"]
