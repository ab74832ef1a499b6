"""Problems in the words of the pages, pages that survive nonsense, and nothing but JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from safeload.api.v1 import document
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import WorklistRow
from safeload.people import queries as people
from safeload.schemes import files
from tests.api.client import Api, problem
from tests.api.conftest import Place
from tests.caseloads.town import held


@pytest.fixture
def api(place: Place) -> Api:
    return Api(place.cast.accounts["manager"])


def api_of(place: Place, who: str) -> Api:
    return Api(place.cast.accounts[who])


def _sent(api: Api, body: bytes | str, kind: str = "application/json", path: str = "/cases") -> Any:
    headers = {"Authorization": f"Bearer {api.secret}"}
    return api.client.generic("POST", f"/api/v1{path}", body, content_type=kind, headers=headers)


def test_a_refusal_is_told_in_the_sentence_of_the_page(place: Place, api: Api) -> None:
    said = problem(api.post("/cases", {"reference": "John Smith", "team_id": place.cast.assessment.pk}), 422)
    assert said["detail"].startswith("“John Smith”")
    assert "Safeload keeps no names" in said["detail"]
    assert said["errors"] == [{"field": "body.reference", "says": said["detail"]}]


def test_what_somebody_changed_meanwhile_is_a_conflict(place: Place, api: Api) -> None:
    body = {"priority": "2-high", "version": place.case.version}
    assert api.patch(f"/cases/{place.case.pk}", body).status_code == 200
    said = problem(api.patch(f"/cases/{place.case.pk}", {**body, "priority": "4-low"}), 409)
    assert "Somebody changed case 4471" in said["detail"]
    assert said["type"] == "urn:safeload:problem:changed-meanwhile"


def test_what_is_not_allowed_is_told_so_where_the_thing_is_open(place: Place) -> None:
    amira = Api(place.cast.accounts["practitioner"])
    body = {"post_id": place.cast.posts["peer"].pk, "from_on": "2026-11-26", "reason": "MANAGE"}
    problem(amira.post(f"/cases/{place.case.pk}/holder", body), 403)


def test_what_is_out_of_reach_is_not_found_and_looks_like_what_is_not_there(place: Place) -> None:
    stranger = Api(place.cast.accounts["stranger_manager"])
    one = problem(stranger.patch(f"/cases/{place.case.pk}", {"priority": "4-low"}), 404)
    other = problem(stranger.patch("/cases/987654", {"priority": "4-low"}), 404)
    assert one == other


def test_each_field_that_is_wrong_has_its_sentence(api: Api) -> None:
    body = {"team_id": "none", "reference": "", "kind": "dog", "opened_on": "soon", "colour": "red"}
    said = problem(api.post("/cases", body), 422)
    assert {one["field"]: one["says"] for one in said["errors"]} == {
        "body.team_id": "Enter a whole number.",
        "body.reference": "At least 1 character.",
        "body.kind": "One of: child, adult.",
        "body.opened_on": "Enter a date, such as 2026-03-03.",
        "body.colour": "There is no such field here.",
    }
    assert problem(api.post("/cases"), 422)["errors"][0]["says"] == "This is needed."


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[1,",
        '{"a": NaN}',
        '{"reference": "a\\u0000b"}',
        '{"reference": "\\ud800"}',
        b"\xff\xfe",
        "[" * 100_000,
    ],
)
def test_what_is_no_json_cannot_be_read(api: Api, body: bytes | str) -> None:
    problem(_sent(api, body), 422 if body == "" else 400)


@pytest.mark.parametrize("path", ["/cases?reference=%00", "/cases/%00", "/cases?x=a%00b"])
def test_a_nul_character_is_refused(api: Api, path: str) -> None:
    problem(api.get(path), 400)


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml", ""],
)
def test_another_form_than_json_is_not_taken(api: Api, kind: str) -> None:
    problem(_sent(api, "{}", kind), 415)


def test_files_are_taken_as_a_form_only(place: Place, api: Api) -> None:
    problem(_sent(api, "{}", path="/lists"), 415)


def test_what_is_too_large_is_not_read(api: Api) -> None:
    problem(_sent(api, json.dumps({"reference": "x" * 3_000_000})), 413)


def test_unknown_addresses_and_methods(api: Api) -> None:
    problem(api.get("/nothing"), 404)
    problem(api.get("/cases/abc"), 404)
    problem(api.get(""), 404)
    answer = api.client.put("/api/v1/cases", headers={"Authorization": f"Bearer {api.secret}"})
    problem(answer, 405)
    assert "POST" in answer["Allow"]


def test_a_slash_at_the_end_is_the_same_address(place: Place, api: Api) -> None:
    assert api.get("/cases/").json() == api.get("/cases").json()
    assert api.post("/cases/", {"reference": "9", "team_id": place.cast.assessment.pk}).status_code == 201


@pytest.mark.parametrize("where", ["in the view", "with the token"])
def test_a_database_that_is_away_is_told_with_when_to_come_again(
    api: Api, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    if where == "in the view":
        monkeypatch.setattr(people, "teams", away)
    else:
        monkeypatch.setattr("safeload.api.bearer.token_of", away)
    answer = api.get("/teams")
    problem(answer, 503)
    assert answer["Retry-After"] == "5"


def test_what_is_broken_is_told_without_its_inside(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("canary of the inside")

    monkeypatch.setattr(people, "teams", broken)
    assert "canary" not in str(problem(api.get("/teams"), 500))


def test_rows_that_stand_in_the_way_are_told_one_by_one(place: Place, api: Api) -> None:
    cast = place.cast
    body = {
        "post_id": cast.posts["practitioner"].pk,
        "to": {str(place.case.pk): cast.posts["peer"].pk, str(place.waiting.pk): cast.posts["peer"].pk},
        "from_on": "2026-11-26",
    }
    said = problem(api.post("/hand-overs", body), 422)
    assert said["type"] == "urn:safeload:problem:rows-refused"
    assert said["rows"] == {str(place.waiting.pk): "Amira Hussain does not hold it any more."}


def test_a_change_of_many_tells_each_row_and_does_none(place: Place, api: Api) -> None:
    cast, mine, foreign = place.cast, place.case, held(place.cast, "stranger", "9901", "H-99")
    give = {"post_id": cast.posts["peer"].pk, "from_on": "2026-11-26", "reason": "MANAGE"}
    changes = [
        {"case_id": mine.pk, **give, "from_on": "2020-01-01"},
        {"case_id": place.waiting.pk, **give, "reason": None},
        {"case_id": foreign.pk, **give},
        {"case_id": 987654, **give},
    ]
    said = problem(api.post("/allocations", {"changes": changes}), 422)
    assert said["type"] == "urn:safeload:problem:rows-refused"
    assert set(said["rows"]) == {str(one["case_id"]) for one in changes}
    assert "had not begun" in said["rows"][str(mine.pk)]
    assert said["rows"][str(place.waiting.pk)] == "Say why it changes."
    assert said["rows"][str(foreign.pk)] == said["rows"]["987654"] == "It is not there, or it is not for you."
    fine = {"case_id": place.waiting.pk, **give}
    said = problem(api.post("/allocations", {"changes": [fine, changes[2]]}), 422)
    assert list(said["rows"]) == [str(foreign.pk)]
    assert api.get(f"/cases/{place.waiting.pk}").json()["holder"] is None
    assert api.post("/allocations", {"changes": [fine]}).json()["number"] == 1


def test_a_hand_over_tells_of_each_case_that_is_not_for_one(place: Place, api: Api) -> None:
    cast, foreign = place.cast, held(place.cast, "stranger", "9901", "H-99")
    to = {str(pk): cast.posts["peer"].pk for pk in (place.case.pk, foreign.pk, 987654)}
    body = {"post_id": cast.posts["practitioner"].pk, "to": to, "from_on": "2026-11-26"}
    said = problem(api.post("/hand-overs", body), 422)
    assert said["rows"] == dict.fromkeys(
        (str(foreign.pk), "987654"), "It is not there, or it is not for you."
    )
    assert "2 of 3 cases" in said["detail"]


def test_rows_of_the_worklist_that_are_not_there_are_told(place: Place, api: Api) -> None:
    caseloads.set_holder(
        by=place.cast.accounts["manager"], case_id=place.waiting.pk, post_id=place.cast.posts["peer"].pk,
        from_on=date(2026, 11, 26), reason="FCONTA",
    )  # fmt: skip
    row = WorklistRow.objects.create(
        case=place.waiting, made_at="2026-11-26T10:00Z", from_on=date(2026, 11, 26)
    )
    said = problem(api.post("/worklist/tick", {"row_ids": [row.pk, 99999]}), 422)
    assert list(said["rows"]) == ["99999"]
    assert api.post("/worklist/tick", {"row_ids": [row.pk]}).json()["number"] == 1
    assert api.post("/worklist/tick", {"row_ids": [row.pk]}).json()["number"] == 0


def test_a_hand_over_holds_its_proposals_as_they_are(place: Place, api: Api) -> None:
    cast = place.cast
    own = api_of(place, "administrator").post("/change-reasons", {"label": "Moved", "code": "OTHERS"})
    terms = {"own_reason_id": own.json()["id"], "joint_visit": True, "notes": "Visit on Mondays"}
    body = {
        "post_id": cast.posts["practitioner"].pk,
        "to": {str(place.case.pk): cast.posts["peer"].pk},
        "from_on": "2026-11-26",
        "terms": terms,
    }
    made = api.post("/hand-overs", body).json()["id"]
    one = api.get(f"/hand-overs/{made}").json()
    (within,) = one["proposals"]
    alone = api.get(f"/proposals/{within['id']}").json()
    del alone["figures"], alone["left_household"], alone["in_conflict"]
    assert within == alone
    assert within["case_ids"] == [place.case.pk]
    assert api.get("/hand-overs").json()["items"] == [one]
    for said in (one, within):
        assert (said["change_reason"], said["own_reason"]) == ("OTHERS", "Moved")
        assert (said["own_reason_id"], said["joint_visit"]) == (own.json()["id"], True)


def test_figures_that_moved_come_with_the_problem(place: Place, api: Api) -> None:
    peer = place.cast.posts["peer"].pk
    seen = api.get(f"/posts/{peer}/figures", case=place.waiting.pk).json()
    body = {"case_ids": [place.waiting.pk], "post_id": peer, "from_on": "2026-11-26", "seen": seen}
    made = api.post("/proposals", body).json()
    moved = {"allocate": True, "notified": True, "reason": "urgent", "seen": {**seen, "before": "999"}}
    said = problem(api.post(f"/proposals/{made['id']}/decide", moved), 409)
    assert said["type"] == "urn:safeload:problem:figures-moved"
    assert said["now"]["before"] == seen["before"]
    assert api.post(f"/proposals/{made['id']}/decide", {**moved, "seen": said["now"]}).status_code == 200
    holder = api.get(f"/cases/{place.waiting.pk}").json()["holder"]
    assert holder["post_id"] == peer


def test_a_scheme_that_may_not_exist_says_what_is_wrong(place: Place) -> None:
    psw = Api(place.cast.accounts["psw"])
    said = problem(psw.post("/schemes", {"text": "nothing = 1"}), 422)
    assert said["errors"]
    text = files.shipped_text("crude-limits")
    assert psw.post("/schemes", {"text": text}).status_code == 201


# Pages


@pytest.fixture
def many(place: Place, api: Api) -> Api:
    for number in range(23):
        caseloads.add_case(
            by=None, reference=f"77{number:02}", team_id=place.cast.assessment.pk, opened_on=date(2026, 1, 5)
        )
    return api


def test_pages_together_are_the_whole(many: Api) -> None:
    whole = many.get("/cases", limit=200).json()
    assert whole["next"] is None
    pieces = many.all_of("/cases", limit=7)
    assert pieces == whole["items"]
    assert len(pieces) == 25


def test_a_page_links_to_the_next_one(many: Api) -> None:
    first = many.get("/cases", limit=10, holder="waiting")
    link = first["Link"]
    assert link.endswith('rel="next"')
    path = link[1 : link.index(">")].removeprefix("/api/v1")
    second = many.get(path)
    assert second.json()["items"][0]["id"] > first.json()["items"][-1]["id"]
    assert "Link" not in many.get("/cases", limit=200)


def test_rows_added_meanwhile_neither_repeat_nor_hide_others(place: Place, many: Api) -> None:
    first = many.get("/cases", limit=10).json()
    known = [one["id"] for one in many.get("/cases", limit=200).json()["items"]]
    caseloads.add_case(by=None, reference="0001", team_id=place.cast.assessment.pk)
    rest = many.all_of("/cases", limit=10, after=first["next"])
    assert [one["id"] for one in first["items"] + rest][: len(known)] == known


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "-1"},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": str(10**20)},
        {"limit": "abc"},
        {"limit": "1.5"},
        {"limit": "nan"},
        {"limit": ""},
        {"after": "x"},
        {"after": "-1"},
        {"after": "azEyMw=="},
        {"after": "a" * 61},
        {"after": "é"},
        {"after": "azk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"},
        {"team": "0"},
        {"team": str(10**30)},
    ],
)
@pytest.mark.parametrize("path", ["/cases", "/waiting"])
def test_nonsense_is_told_and_never_breaks(many: Api, path: str, query: dict[str, str]) -> None:
    if query == {"after": "azEyMw=="}:
        assert many.get(path, **query).status_code in {200, 422}
    else:
        said = problem(many.get(path, **query), 422)
        assert said["errors"][0]["says"]


@pytest.mark.parametrize("path", ["/cases", "/waiting", "/proposals", "/me", "/events"])
@pytest.mark.parametrize("query", [{"page": "2"}, {"priority_": "urgent"}, {"limit": ["abc", "5"]}])
def test_what_would_be_passed_over_is_refused(api: Api, path: str, query: dict[str, Any]) -> None:
    said = problem(api.get(path, **query), 422)
    (field,) = query
    assert said["errors"][0]["field"] == f"query.{field}"


def test_a_parameter_for_many_may_stand_several_times(place: Place, api: Api) -> None:
    path = f"/posts/{place.cast.posts['peer'].pk}/figures"
    assert api.get(path, case=[place.waiting.pk, place.case.pk]).status_code == 200
    said = problem(api.post("/cases?colour=red", {"reference": "9"}), 422)
    assert said["errors"] == [
        {"field": "query.colour", "says": "There is no such parameter here. There are none."}
    ]


def test_nobody_is_told_what_will_be_known(place: Place, api: Api) -> None:
    for path in ("/allocations", f"/cases/{place.case.pk}/allocations"):
        said = problem(api.get(path, on="2026-11-27", known_on="2026-11-27"), 422)
        assert said["errors"][0]["field"] == "query.known_on"
        assert api.get(path, on="2026-12-01", known_on="2026-11-26").status_code == 200


def test_the_place_of_what_is_wrong_is_named_as_the_body_names_it(place: Place, api: Api) -> None:
    cast = place.cast
    here = f"/cases/{place.case.pk}"
    one = {"post_id": cast.posts["practitioner"].pk, "share": "90"}
    said = problem(api.post(f"{here}/shares", {"parts": [one], "from_on": "2026-11-26"}), 422)
    assert said["errors"][0]["field"] == "body.parts"
    said = problem(
        api.post(
            f"{here}/shares",
            {"parts": [{**one, "share": "NaN"}, {**one, "share": "1000"}], "from_on": "2026-11-26"},
        ),
        422,
    )
    assert [(row["field"], row["says"]) for row in said["errors"]] == [
        ("body.parts.0.share", "Enter a number."),
        ("body.parts.1.share", "At most 100."),
    ]
    said = problem(
        api.post(f"{here}/holder", {"post_id": 1, "from_on": "2026-11-26", "reason": "LISTED"}), 422
    )
    assert "LISTED" not in said["errors"][0]["says"]


# The document


def test_the_document_is_openapi_3_1_and_everybody_may_read_it(place: Place) -> None:
    import schemathesis

    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(answer.json()).validate()


def test_every_operation_has_a_name_a_sentence_and_its_problems() -> None:
    names = []
    for operations in document()["paths"].values():
        for one in operations.values():
            names.append(one["operationId"])
            assert one["summary"]
            assert {"401", "403", "404", "422", "503"} <= set(one["responses"])
    assert len(names) == len(set(names))


def test_every_documented_method_is_answered(place: Place) -> None:
    client = Client(raise_request_exception=False)
    for path, operations in document()["paths"].items():
        address = path.replace("{pk}", "1").replace("{about}", "name").replace("{table}", "x")
        for method in operations:
            answer = client.generic(method.upper(), address, "{}", content_type="application/json")
            assert answer.status_code in {401, 415}, (method, path, answer.status_code)
