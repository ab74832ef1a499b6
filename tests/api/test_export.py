"""The export: every column declared, nobody named, no formula, page after page."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.apps import apps

from safeload.api.export.rows import pseudonym
from safeload.api.export.tables import TABLES, WITHHELD
from safeload.audit.models import Entry
from safeload.caseloads import actions as caseloads
from safeload.people import actions as people
from safeload.people.models import Practitioner, ServiceArea
from tests.api.client import Api, problem
from tests.api.conftest import CANARY, Place

_EXPECTED = 12


@pytest.fixture
def api(place: Place) -> Api:
    return Api(place.cast.accounts["analyst"], reads_only=True)


def _models() -> dict[str, Any]:
    return {one._meta.label: one for one in apps.get_models() if one.__module__.startswith("safeload.")}


def _text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode()


def _rows(api: Api, table: str, **query: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _text(api.get(f"/export/{table}", **query)).splitlines()]


def test_every_table_is_declared() -> None:
    declared = {one.model for one in TABLES.values()} | set(WITHHELD)
    assert declared == set(_models())
    assert not {one.model for one in TABLES.values()} & set(WITHHELD)


def test_every_column_is_exported_or_withheld_with_a_reason() -> None:
    for table in TABLES.values():
        columns = {one.attname for one in _models()[table.model]._meta.local_fields}
        told = set(table.gives) | set(table.hides)
        assert told == columns, (table.model, told ^ columns)
        assert not set(table.gives) & set(table.hides), table.model
        assert len(set(table.gives)) == len(table.gives)
        assert table.hashed | table.neutral <= set(table.gives)
        assert all(table.hides.values())
        assert not _models()[table.model]._meta.local_many_to_many, table.model


def test_no_text_that_is_typed_and_no_secret_leaves() -> None:
    never = {"name": {"people.Employer", "people.ServiceArea", "people.Team"}}
    words = (
        "email",
        "password",
        "sealed",
        "digest",
        "why",
        "why_waiting",
        "text",
        "message",
        "notes",
        "words",
        "reason",
    )
    for word in (*words, "name", "session_stamp", "staff_ref", "swe_number", "secret", "key"):
        allowed = never.get(word, set()) | {
            "text": {"schemes.SchemeVersion"},
            "reason": {"caseloads.Allocation", "caseloads.Closing"},
            "digest": {"imports.Import"},
        }.get(word, set())
        assert {one.model for one in TABLES.values() if word in one.gives} == allowed, word


def test_every_table_can_be_read_in_both_forms(place: Place, api: Api) -> None:
    listed = api.get("/export").json()
    assert [one["name"] for one in listed["tables"]] == list(TABLES)
    assert {one["name"] for one in listed["withheld"]} == set(WITHHELD)
    for one in listed["tables"]:
        rows = _rows(api, one["name"])
        assert all(list(row) == one["columns"] for row in rows)
        lines = list(csv.reader(io.StringIO(_text(api.get(f"/export/{one['name']}", format="csv")))))
        assert lines[0] == one["columns"]
        assert len(lines) == len(rows) + 1 or one["name"].startswith("audit")


def test_nobody_is_named_anywhere(place: Place, api: Api) -> None:
    everything = "".join(_text(api.get(f"/export/{name}")) for name in TABLES)
    for person in Practitioner.objects.all():
        assert person.name not in everything
        assert person.staff_ref not in everything
    for hidden in (CANARY, "@example.org", '"4471"', "H-0012"):
        assert hidden not in everything


def test_staff_have_the_same_pseudonym_everywhere_and_never_their_key(place: Place, api: Api) -> None:
    amira = place.cast.people["practitioner"]
    whose = pseudonym("practitioner", amira.pk)
    assert whose in {row["id"] for row in _rows(api, "people-practitioner")}
    posts = {row["id"]: row["practitioner_id"] for row in _rows(api, "people-post")}
    held = [row for row in _rows(api, "caseloads-allocation") if row["case_id"] == place.case.pk]
    assert posts[held[0]["post_id"]] == whose
    assert pseudonym("practitioner", amira.pk) != pseudonym("post", amira.pk)
    accounts = {row["practitioner_id"] for row in _rows(api, "people-account")}
    assert whose in accounts


def test_pseudonyms_hang_on_the_key_of_the_installation(settings: Any) -> None:
    before = pseudonym("practitioner", 1)
    settings.SAFELOAD_EXPORT_KEY = "another"
    assert pseudonym("practitioner", 1) != before


def test_events_about_staff_leave_with_the_pseudonym(place: Place, api: Api) -> None:
    amira = place.cast.people["practitioner"].pk
    people.correct_practitioner(by=None, practitioner_id=amira, agency=True)
    entry = next(row for row in _rows(api, "audit-entry") if row["did"] == "people.correct_practitioner")
    assert entry["on_id"] == pseudonym("practitioner", amira)
    assert "details" not in entry


def test_a_kind_of_commitment_is_told_in_neutral_words(place: Place, api: Api) -> None:
    assert [row["kind"] for row in _rows(api, "people-commitment")] == ["Agreed adjustment"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(place: Place, api: Api, sign: str) -> None:
    ServiceArea.objects.create(name=f"{sign}1+1")
    text = _text(api.get("/export/people-servicearea", format="csv"))
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{sign}1+1" in cells
    assert not [cell for cell in cells if cell.startswith(sign)]


def test_pages_of_an_export_are_the_whole(place: Place, api: Api) -> None:
    for number in range(_EXPECTED - 2):
        caseloads.add_case(by=None, reference=f"90{number:02}", team_id=place.cast.assessment.pk)
    found, path = [], "/export/caseloads-case?limit=5"
    while path:
        answer = api.get(path)
        found += [json.loads(line) for line in _text(answer).splitlines()]
        link = answer.get("Link", "")
        path = link[1 : link.index(">")].removeprefix("/api/v1") if link else ""
    assert len(found) == _EXPECTED
    assert found == _rows(api, "caseloads-case")


def test_a_cursor_does_not_tell_a_key(place: Place, api: Api) -> None:
    link = api.get("/export/people-practitioner", limit=1)["Link"]
    assert "after=gAAAA" in link
    problem(api.get("/export/people-practitioner", after="azE"), 422)
    problem(api.get("/export/people-practitioner", after="x" * 401), 422)


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "10001"}, {"format": "xml"}])
def test_nonsense_is_told(place: Place, api: Api, query: dict[str, str]) -> None:
    problem(api.get("/export/caseloads-case", **query), 422)


def test_what_is_withheld_is_not_found(place: Place, api: Api) -> None:
    for model in WITHHELD:
        problem(api.get(f"/export/{model.lower().replace('.', '-')}"), 404)
    problem(api.get("/export/nothing"), 404)


def test_an_export_is_recorded_when_it_begins(place: Place, api: Api) -> None:
    _text(api.get("/export/caseloads-case", limit=1))
    link = api.get("/export/caseloads-case", limit=1)["Link"]
    _text(api.get(link[1 : link.index(">")].removeprefix("/api/v1")))
    noted = Entry.objects.filter(did="api.export")
    assert [entry.details for entry in noted] == [{"table": "caseloads-case"}] * 2
    assert noted[0].who == place.cast.accounts["analyst"]
