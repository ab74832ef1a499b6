"""Who may read what: everybody of the cast against every read, typed again here by hand; fixture 12; who looked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeload.api.v1 import document
from safeload.audit.models import Look
from safeload.caseloads.models import Case
from tests.api.client import Api, problem
from tests.api.conftest import CANARY, Place
from tests.cast import EVERYBODY

ALL = frozenset(EVERYBODY)
PRACTITIONERS = frozenset({"practitioner", "nqsw", "peer", "manager", "stranger", "stranger_manager"})
MANAGERS = frozenset({"manager", "stranger_manager"})
OF_AMIRA = frozenset({"practitioner", "manager"})
NOBODY: frozenset[str] = frozenset()
LISTS = MANAGERS | {"hr", "analyst", "administrator"}
TAKE_PART = PRACTITIONERS | {"head"}
TOTALS = MANAGERS | {"head", "psw", "director", "hr", "analyst", "member", "union", "auditor"}

#: Address (of Amira, her case, her team) → who gets an answer. Everybody else does not find it.
READS: dict[str, frozenset[str]] = {
    "/me": ALL,
    "/employer": ALL,
    "/service-areas": ALL,
    "/teams": ALL,
    "/schemes": ALL,
    "/schemes/{scheme}": ALL,
    "/adoptions": ALL,
    "/change-reasons": ALL,
    "/closure-reasons": ALL,
    "/agreed-times": ALL,
    "/agreed-times/holding": ALL,
    "/notices": ALL,
    "/events": ALL,
    "/record": frozenset({"psw", "director", "analyst", "administrator", "auditor"}),
    "/accounts": frozenset({"administrator"}),
    "/accounts/{account}": frozenset({"administrator"}),
    "/practitioners": PRACTITIONERS | {"assessor", "head", "hr"},
    "/practitioners/{person}": OF_AMIRA | {"head", "hr"},
    "/practitioners/{person}/looks": frozenset({"practitioner"}),
    "/practitioners/{person}/commitments": OF_AMIRA | {"hr"},
    "/practitioners/{person}/load": OF_AMIRA | {"head"},
    "/practitioners/{person}/tasks": OF_AMIRA,
    "/posts/{post}/figures": OF_AMIRA | {"head"},
    "/posts/{post}/hand-over?to={taker}:{case}": frozenset({"manager"}),
    "/teams/{team}/board": frozenset({"manager", "head"}),
    "/teams/{team}/to-decide": frozenset({"manager", "head"}),
    "/to-do": PRACTITIONERS,
    "/cases/{case}/score": OF_AMIRA,
    "/loads": frozenset({"assessor"}),
    "/service": TOTALS,
    "/service/weeks": TOTALS,
    "/service/red": TOTALS,
    "/practitioners/{person}/evidence": OF_AMIRA,
    "/cases": PRACTITIONERS | {"assessor"},
    "/cases/{case}": OF_AMIRA,
    "/cases/{case}/allocations": OF_AMIRA,
    "/cases/{case}/court-dates": OF_AMIRA,
    "/cases/{case}/skills": OF_AMIRA,
    "/cases/{case}/conflicts": OF_AMIRA,
    "/cases/{case}/candidates": frozenset({"manager"}),
    "/cases/{case}/shares": frozenset({"manager"}),
    "/cases/{case}/plans": OF_AMIRA,
    "/cases/{case}/managers": OF_AMIRA,
    "/cases/{case}/closings": OF_AMIRA,
    "/cases/{case}/ratings": OF_AMIRA,
    "/cases/{case}/keepings": OF_AMIRA,
    "/cases/{waiting}/possible-keepers": frozenset({"manager"}),
    "/allocations": PRACTITIONERS | {"assessor"},
    "/households": PRACTITIONERS | {"assessor"},
    "/households/{household}": OF_AMIRA,
    "/waiting": MANAGERS | {"assessor"},
    "/waiting/counts": TOTALS,
    "/why-open": PRACTITIONERS,
    "/scores-due": PRACTITIONERS,
    "/worklist": MANAGERS,
    "/proposals": TAKE_PART,
    "/proposals/{none}": NOBODY,
    "/proposals/{none}/others": NOBODY,
    "/proposals/{none}/follow-ups": NOBODY,
    "/proposals/{none}/quoted-words": NOBODY,
    "/cases-given": TOTALS,
    "/cases-given/proposals": TOTALS,
    "/cases-given/fairness": TOTALS,
    "/hand-overs": TAKE_PART,
    "/hand-overs/{none}": NOBODY,
    "/offers": TAKE_PART | {"assessor"},
    "/planner/runs": MANAGERS | {"head", "director"},
    "/planner/distances": ALL,
    "/planner/weights": ALL,
    "/planner/weights/agreements": ALL,
    "/planner/runs/{none}": NOBODY,
    "/planner/runs/{none}/answer": NOBODY,
    "/planner/runs/{none}/households/{none}": NOBODY,
    "/scenarios": MANAGERS | {"head"},
    "/scenarios/{none}": NOBODY,
    "/lists": LISTS,
    "/lists/{none}": NOBODY,
    "/lists/{none}/rows": NOBODY,
    "/lists/words/name": LISTS,
    "/export": frozenset({"analyst"}),
    "/export/caseloads-case": frozenset({"analyst"}),
}


def _paths(place: Place) -> dict[str, str]:
    cast = place.cast
    keys = {
        "person": cast.people["practitioner"].pk,
        "post": cast.posts["practitioner"].pk,
        "team": cast.assessment.pk,
        "case": place.case.pk,
        "taker": cast.posts["peer"].pk,
        "waiting": place.waiting.pk,
        "household": place.case.household_id,
        "scheme": place.version.pk,
        "account": cast.accounts["practitioner"].pk,
        "none": 4711,
    }
    return {path: path.format(**keys) for path in READS}


def test_every_read_has_its_row_here() -> None:
    named = {"{pk}", "{about}", "{table}"}
    told = {path.removeprefix("/api/v1") for path, found in document()["paths"].items() if "get" in found}

    def shape(path: str) -> tuple[str, ...]:
        fixed = {"name": "{}", "caseloads-case": "{}"}
        return tuple(
            "{}" if part in named or part.startswith("{") else fixed.get(part, part)
            for part in path.partition("?")[0].split("/")
        )

    assert {shape(path) for path in told} == {shape(path) for path in READS}


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_read_what(place: Place, who: str) -> None:
    api = Api(place.cast.accounts[who])
    wrong = []
    for told, path in _paths(place).items():
        answer = api.get(path)
        refusal = 403 if path.startswith("/export") else 404
        expected = 200 if who in READS[told] else refusal
        if answer.status_code != expected:
            wrong.append((path, answer.status_code, expected))
        if answer.status_code >= 400:
            problem(answer, refusal)
    assert not wrong


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_read_gives_an_adjustments_reason(place: Place, who: str) -> None:
    api = Api(place.cast.accounts[who])
    for path in _paths(place).values():
        answer = api.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert CANARY.encode() not in body
        assert b'sealed":' not in body


def test_a_stranger_reads_no_reference_of_another_team(place: Place) -> None:
    api = Api(place.cast.accounts["stranger_manager"])
    for path in (
        "/cases",
        "/allocations",
        "/households",
        "/waiting",
        "/waiting/counts",
        "/why-open",
        "/worklist",
        "/practitioners",
        "/offers",
    ):
        text = api.get(path).content.decode()
        assert '"4471"' not in text
        assert "H-0012" not in text
        assert "Amira" not in text


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/practitioners/{person}", "record"),
        ("/practitioners/{person}/commitments", "record"),
        ("/practitioners/{person}/load", "load"),
        ("/teams/{team}/board", "load"),
        ("/posts/{post}/figures", "load"),
        ("/practitioners/{person}/evidence", "load"),
        ("/cases/{case}/candidates", "load"),
        ("/cases/{case}/shares", "load"),
        ("/posts/{post}/hand-over?to={taker}:{case}", "load"),
    ],
)
def test_reading_a_named_person_is_noted(place: Place, path: str, what: str) -> None:
    amira = place.cast.people["practitioner"].pk
    assert Api(place.cast.accounts["manager"]).get(_paths(place)[path]).status_code == 200
    look = Look.objects.get(practitioner_id=amira)
    assert (look.what, look.who) == (what, place.cast.accounts["manager"])
    assert look.page.endswith("(API)")
    seen = Api(place.cast.accounts["practitioner"]).get(f"/practitioners/{amira}/looks").json()["items"]
    assert [one["who"] for one in seen] == ["Noor Patel"]


def test_the_proof_adds_up_to_the_load(place: Place) -> None:
    api = Api(place.cast.accounts["practitioner"])
    load = api.get(f"/practitioners/{place.cast.people['practitioner'].pk}/load").json()
    assert load["lines"]
    assert sum(float(line["amount"]) for line in load["lines"]) == float(load["load"])


def test_other_answers_are_measured_and_nothing_is_saved(place: Place) -> None:
    api = Api(place.cast.accounts["manager"])
    path = f"/cases/{place.case.pk}/score"
    same = api.get(path).json()
    assert same["before"] == same["after"]
    other = api.get(path, answers='{"status": ["CP"]}').json()
    assert float(other["after"]["load"]) > float(other["before"]["load"])
    assert api.get(path).json() == same
    for nonsense in ("x", "[1]", '{"nothing": 1}', '{"status": ["no such code"]}'):
        assert api.get(path, answers=nonsense).status_code == 422


def test_the_day_of_a_manager_and_of_a_service(place: Place) -> None:
    api = Api(place.cast.accounts["manager"])
    paths = _paths(place)
    assert all(one["what"] for one in api.get(paths["/teams/{team}/to-decide"]).json()["items"])
    assert api.get("/to-do").status_code == 200
    assert api.get("/service/weeks").json().keys() == {"weeks"}
    assert api.get("/service/red").json().keys() == {"people", "counts"}


def test_why_there_is_a_conflict_is_for_who_allocates(place: Place) -> None:
    manager = Api(place.cast.accounts["manager"])
    body = {"practitioner_id": place.cast.people["peer"].pk, "why": "they are neighbours"}
    assert manager.post(f"/cases/{place.case.pk}/conflicts", body).status_code == 201
    path = f"/cases/{place.case.pk}/conflicts"
    assert manager.get(path).json()["items"][0]["why"] == "they are neighbours"
    assert Api(place.cast.accounts["practitioner"]).get(path).json()["items"][0]["why"] is None


def _queries(api: Api, path: str) -> int:
    api.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer: Any = api.get(path)
    assert answer.status_code == 200
    return len(found)


def test_queries_do_not_grow_with_the_rows(place: Place) -> None:
    from tests.caseloads.town import held

    api = Api(place.cast.accounts["manager"])
    paths = [
        "/cases",
        "/allocations",
        "/households",
        "/waiting",
        "/waiting/counts",
        "/why-open",
        "/practitioners",
        "/proposals",
        "/events",
        "/teams",
    ]
    before = {path: _queries(api, path) for path in paths}
    for number in range(12):
        held(place.cast, ("practitioner", "nqsw", "peer")[number % 3], f"55{number:02}", f"H-55{number:02}")
    assert Case.objects.count() == 14
    assert {path: _queries(api, path) for path in paths} == before
    assert max(before.values()) <= 12
