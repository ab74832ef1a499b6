"""Change events: in order, from a cursor, nothing lost, and only about what the account may open."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from safeload.audit.models import Entry
from safeload.caseloads import actions as caseloads
from safeload.people import actions as people
from tests.api.client import Api, problem
from tests.api.conftest import Place
from tests.caseloads.test_race import together


def _all(api: Api, after: int = 0, limit: int = 3) -> tuple[list[dict[str, Any]], int]:
    found: list[dict[str, Any]] = []
    while True:
        page = api.get("/events", after=after, limit=limit).json()
        found += page["items"]
        if page["next"] == after or not page["items"]:
            return found, page["next"]
        after = page["next"]


def test_an_auditor_follows_the_whole_record(place: Place) -> None:
    found, cursor = _all(Api(place.cast.accounts["auditor"]))
    numbers = [one["number"] for one in found]
    assert numbers == list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert cursor == numbers[-1]


def test_from_a_cursor_comes_what_was_done_since(place: Place) -> None:
    api = Api(place.cast.accounts["manager"])
    _, cursor = _all(api)
    assert api.get("/events", after=cursor).json() == {"items": [], "next": cursor}
    caseloads.correct_case(by=None, case_id=place.case.pk, priority="2-high")
    page = api.get("/events", after=cursor).json()
    assert [(one["did"], one["on_kind"], one["on_id"]) for one in page["items"]] == [
        ("caseloads.correct_case", "case", place.case.pk)
    ]
    assert page["items"][0]["said"]
    assert page["next"] == page["items"][0]["number"]


def test_a_cursor_ahead_of_the_record_is_told_where_to_go_on(place: Place) -> None:
    api = Api(place.cast.accounts["manager"])
    _, cursor = _all(api)
    said = problem(api.get("/events", after=cursor + 1), 422)
    assert said["errors"][0]["field"] == "query.after"
    assert f"go on from {cursor}" in said["detail"]
    assert api.get("/events", after="").json() == api.get("/events").json()


def test_the_cursor_goes_on_past_what_is_not_open(place: Place) -> None:
    stranger = Api(place.cast.accounts["stranger"])
    _, cursor = _all(stranger)
    caseloads.correct_case(by=None, case_id=place.case.pk, priority="2-high")
    page = stranger.get("/events", after=cursor).json()
    assert page["items"] == []
    assert page["next"] > cursor


def test_events_are_only_about_what_one_may_open(place: Place) -> None:
    amira, bethan = place.cast.people["practitioner"].pk, place.cast.people["nqsw"].pk
    people.correct_practitioner(by=None, practitioner_id=amira, agency=True)
    people.correct_practitioner(by=None, practitioner_id=bethan, agency=True)
    people.remove_commitment(by=None, commitment_id=place.commitment.pk)
    told = {
        who: {(one["on_kind"], one["on_id"]) for one in _all(Api(place.cast.accounts[who]), limit=1000)[0]}
        for who in ("practitioner", "nqsw", "manager", "stranger_manager", "head", "union")
    }
    hers = {("practitioner", amira), ("commitment", place.commitment.pk), ("case", place.case.pk)}
    assert hers <= told["practitioner"]
    assert ("practitioner", bethan) not in told["practitioner"]
    assert told["nqsw"] & {("practitioner", amira), ("practitioner", bethan)} == {("practitioner", bethan)}
    assert hers | {("practitioner", bethan)} <= told["manager"]
    assert not told["stranger_manager"] & (hers | {("practitioner", bethan)})
    assert told["head"] & hers == {("practitioner", amira)}
    assert {kind for kind, _ in told["union"]} <= {"scheme version", "scheme adoption", "team", "employer"}


def test_an_event_holds_nobodys_name_and_no_details(place: Place) -> None:
    Api(place.cast.accounts["manager"])
    found, _ = _all(Api(place.cast.accounts["auditor"]), limit=1000)
    assert {tuple(one) for one in found} == {("number", "at", "did", "said", "on_kind", "on_id")}


@pytest.mark.parametrize(
    "query", [{"after": -1}, {"after": "x"}, {"after": 10**20}, {"limit": 0}, {"limit": 1001}]
)
def test_nonsense_is_told(place: Place, query: dict[str, Any]) -> None:
    problem(Api(place.cast.accounts["auditor"]).get("/events", **query), 422)


def test_whoever_follows_while_others_write_loses_nothing(committed_place: Place) -> None:
    place = committed_place
    api = Api(place.cast.accounts["auditor"])
    seen: list[int] = []
    over = threading.Event()

    def follow() -> None:
        cursor = 0
        try:
            while True:
                last = over.is_set()
                page = api.get("/events", after=cursor, limit=5).json()
                seen.extend(one["number"] for one in page["items"])
                if last and not page["items"]:
                    return
                cursor = page["next"]
        finally:
            connection.close()

    reader = threading.Thread(target=follow)
    reader.start()
    together(
        lambda number: [
            caseloads.add_case(by=None, reference=f"7{number}{at:02}", team_id=place.cast.assessment.pk)
            for at in range(5)
        ]
    )
    over.set()
    reader.join()
    assert seen == list(Entry.objects.order_by("number").values_list("number", flat=True))
