"""A change sent again under the same key is made once, and answered as it was the first time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from safeload.allocation.models import HandOver, Proposal
from safeload.api.actions import ANSWERS_KEPT_FOR, let_go
from safeload.api.models import StoredAnswer
from safeload.audit import queries as audit
from safeload.audit.models import Entry
from safeload.caseloads.models import Case
from safeload.imports.models import Import
from tests.api.client import Api, problem
from tests.api.conftest import Place
from tests.caseloads.test_race import THREADS, together


@pytest.fixture
def api(place: Place) -> Api:
    return Api(place.cast.accounts["manager"])


def _case(place: Place, reference: str = "8001") -> dict[str, Any]:
    return {"reference": reference, "team_id": place.cast.assessment.pk}


def test_the_same_again_is_the_same_answer(place: Place, api: Api) -> None:
    first = api.post("/cases", _case(place), key="k1")
    entries = Entry.objects.count()
    again = api.post("/cases", _case(place), key="k1")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert Entry.objects.count() == entries
    assert Case.objects.filter(reference="8001").count() == 1


def test_another_body_under_the_same_key_is_a_mistake(place: Place, api: Api) -> None:
    api.post("/cases", _case(place), key="k1")
    said = problem(api.post("/cases", _case(place, "8002"), key="k1"), 422)
    assert said["type"] == "urn:safeload:problem:key-used"
    assert problem(api.post("/households", {"case_ids": [place.case.pk], "household": "H-1"}, key="k1"), 422)


def test_keys_of_others_are_their_own(place: Place, api: Api) -> None:
    api.post("/cases", _case(place), key="k1")
    second = Api(place.cast.accounts["stranger_manager"])
    body = {"reference": "8003", "team_id": place.cast.court.pk}
    assert second.post("/cases", body, key="k1").status_code == 201


def test_what_was_refused_is_asked_anew(place: Place, api: Api) -> None:
    problem(api.post("/cases", _case(place, "Jane Doe"), key="k1"), 422)
    assert not StoredAnswer.objects.exists()
    assert api.post("/cases", _case(place), key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "é"])
def test_a_key_is_plain(place: Place, api: Api, key: str) -> None:
    headers = {"Authorization": f"Bearer {api.secret}", "Idempotency-Key": key}
    answer = api.client.post("/api/v1/cases", _case(place), content_type="application/json", headers=headers)
    problem(answer, 422)


def test_answers_hold_nothing_of_what_was_sent_and_are_let_go(place: Place, api: Api) -> None:
    api.post("/cases", _case(place), key="k1")
    kept = StoredAnswer.objects.get()
    assert set(kept.body) == {"id", "version", "number"}
    assert let_go() == 0
    with time_machine.travel(kept.made_at + ANSWERS_KEPT_FOR + timedelta(minutes=1)):
        assert let_go() == 1


def test_a_proposal_and_a_hand_over_are_found_by_the_key_after_the_answer_is_gone(
    place: Place, api: Api
) -> None:
    peer = place.cast.posts["peer"].pk
    body = {"case_ids": [place.waiting.pk], "post_id": peer, "from_on": "2026-11-26", "seen": {}}
    first = api.post("/proposals", body, key="k1").json()
    StoredAnswer.objects.all().delete()
    assert api.post("/proposals", body, key="k1").json() == first
    giving = {
        "post_id": place.cast.posts["practitioner"].pk,
        "to": {str(place.case.pk): peer},
        "from_on": "2026-11-26",
    }
    made = api.post("/hand-overs", giving, key="k2").json()
    StoredAnswer.objects.all().delete()
    assert api.post("/hand-overs", giving, key="k2").json() == made
    assert (Proposal.objects.count(), HandOver.objects.count()) == (2, 1)


def _brought(api: Api, key: str, content: str, name: str = "staff.csv") -> Any:
    files = SimpleUploadedFile(name, content.encode(), "text/csv")
    headers = {"Authorization": f"Bearer {api.secret}", "Idempotency-Key": key}
    return api.client.post("/api/v1/lists", {"on": "2026-11-26", "files": files}, headers=headers)


def test_a_list_is_brought_in_applied_and_undone_once_under_a_key(place: Place) -> None:
    api = Api(place.cast.accounts["hr"])
    text = "Staff ID,Name,Team,Weekly hours\n91,Ulf Tarn,Assessment,37\n"
    first = _brought(api, "k1", text)
    assert (first.status_code, first.json()["number"]) == (201, 1), first.content
    assert _brought(api, "k1", text).content == first.content
    assert Import.objects.count() == 1
    assert problem(_brought(api, "k1", text + "92,Una Tarn,Assessment,37\n"), 422)["type"].endswith(
        "key-used"
    )
    assert problem(_brought(api, "k1", text, "other.csv"), 422)["type"].endswith("key-used")
    path = f"/lists/{first.json()['id']}"
    plan = {"plan": api.get(path).json()["plan"]}
    done = [api.post(f"{path}/apply", plan, key="k2").json() for _ in range(2)]
    assert done == [{"id": first.json()["id"], "version": None, "number": 1}] * 2
    assert api.post(f"{path}/undo", key="k3").json()["number"] == 1
    # Undone since: the answer is that of then, and nothing is applied again.
    assert api.post(f"{path}/apply", plan, key="k2").json() == done[0]
    assert Import.objects.get().state == Import.State.UNDONE


def test_a_list_that_cannot_be_read_may_come_again_under_its_key(place: Place) -> None:
    api = Api(place.cast.accounts["hr"])
    problem(_brought(api, "k1", "nothing,of,ours\n1,2,3\n"), 422)
    again = _brought(api, "k1", "Staff ID,Name,Team,Weekly hours\n91,Ulf Tarn,Assessment,37\n")
    assert again.status_code == 201


def test_many_at_once_with_one_key_make_one(committed_place: Place) -> None:
    place = committed_place
    apis = [Api(place.cast.accounts["manager"]) for _ in range(THREADS)]

    def send(number: int) -> tuple[int, Any]:
        answer = apis[number].post("/cases", _case(place), key="one")
        return answer.status_code, answer.json()

    answers = together(send)
    assert {status for status, _ in answers} == {201}
    assert len({body["id"] for _, body in answers}) == 1
    assert Case.objects.filter(reference="8001").count() == 1
    assert StoredAnswer.objects.count() == 1
    assert Entry.objects.filter(did="caseloads.add_case", on_id=answers[0][1]["id"]).count() == 1
    assert audit.verify().whole


def test_many_at_once_with_keys_of_their_own_win_once(committed_place: Place) -> None:
    place = committed_place
    apis = [Api(place.cast.accounts["manager"]) for _ in range(THREADS)]
    posts = [place.cast.posts[who].pk for who in ("practitioner", "nqsw", "peer")]

    def take(number: int) -> int:
        body = {
            "post_id": posts[number % 3],
            "from_on": "2026-11-26",
            "expected": None,
            "reason": "FCONTA",
            "version": place.waiting.version,
        }
        answer = apis[number].post(f"/cases/{place.waiting.pk}/holder", body, key=f"k{number}")
        return int(answer.status_code) if answer.status_code != 200 else 200 + answer.json()["number"]

    answers = together(take)
    assert answers.count(201) == 1, answers
    assert set(answers) <= {200, 201, 409}
    assert connection.vendor in {"sqlite", "postgresql"}
    assert audit.verify().whole
