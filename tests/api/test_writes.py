"""Every write of the API, done once as one would: nothing is declared that does not work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from safeload.allocation.models import Proposal
from safeload.api.door import OPENED
from safeload.api.v1 import document
from safeload.audit import queries as audit
from safeload.caseloads import actions as caseloads
from safeload.notices.models import Notice
from safeload.people import asked
from safeload.people.models import Account, Practitioner, StepConfirmation
from safeload.planner.models import Run
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from tests.api.client import Api
from tests.api.conftest import Place

DAY = "2026-11-26"
LIMIT = """
[allocation]
[[allocation.limit]]
title = "Asked about always"
rule = "ALL-04"
when = { status = ["CIN"] }
"""


class Day:
    """A day of work by programs; ``done`` are the operations that succeeded."""

    def __init__(self, place: Place) -> None:
        self.place, self.cast = place, place.cast
        self.done: set[str] = set()
        self.apis: dict[str, Api] = {}
        self.sent = 0

    def do(self, who: str, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        if who not in self.apis:
            self.apis[who] = Api(self.cast.accounts[who])
        self.sent += 1
        answer = self.apis[who].post(path, body, key=f"day-{self.sent}", method=method)
        assert answer.status_code == status, (path, answer.status_code, answer.content)
        self.done.add(_name(method, path))
        return answer.json()

    def post(self, who: str, path: str, body: Any = None, status: int = 200) -> Any:
        return self.do(who, "POST", path, body, status)

    def add(self, who: str, path: str, body: Any) -> int:
        return int(self.post(who, path, body, 201)["id"])

    def patch(self, who: str, path: str, body: Any) -> Any:
        return self.do(who, "PATCH", path, body)

    def get(self, who: str, path: str, **query: Any) -> Any:
        return self.apis[who].get(path, **query).json()


DOCUMENT = document()


def _name(method: str, path: str) -> str:
    """The operation behind an address and a method."""
    parts = f"/api/v1{path}".split("/")
    for told, operations in DOCUMENT["paths"].items():
        pattern = told.split("/")
        alike = all(
            mine == theirs or theirs.startswith("{") for mine, theirs in zip(parts, pattern, strict=False)
        )
        if len(parts) == len(pattern) and alike and method.lower() in operations:
            return str(operations[method.lower()]["operationId"])
    raise AssertionError(path)


def _structure(day: Day) -> None:
    admin = "administrator"
    day.patch(admin, "/employer", {"discussion_days": 3})
    area = day.add(admin, "/service-areas", {"name": "Fostering"})
    day.patch(admin, f"/service-areas/{area}", {"name": "Fostering and kinship"})
    team = day.add(admin, "/teams", {"area_id": area, "name": "Kinship"})
    day.patch(admin, f"/teams/{team}", {"name": "Kinship care", "version": 1})
    day.post(admin, f"/teams/{team}/last-day", {"on": DAY})
    day.post(admin, f"/service-areas/{area}/last-day", {"on": DAY})
    account = day.add(admin, "/accounts", {"email": "new@example.org", "name": "New Person"})
    day.patch(admin, f"/accounts/{account}", {"name": "Newer Person"})
    grant = day.add(admin, f"/accounts/{account}/roles", {"role": "auditor", "everywhere": True})
    day.post(admin, f"/roles/{grant}/end", {})
    day.post(admin, f"/accounts/{account}/close", {})
    reason = day.add(admin, "/change-reasons", {"label": "Moved office", "code": "OTHERS"})
    day.post(admin, f"/change-reasons/{reason}/retire", {})
    closes = day.add(admin, "/closure-reasons", {"label": "Moved to Wales", "code": "RC5"})
    day.post(admin, f"/closure-reasons/{closes}/retire", {})
    assert day.post(admin, f"/closure-reasons/{closes}/retire", {"back": True})["version"] == 3
    times = {"urgent_days": 3, "contact_days": 7, "rating_days": 14, "contact_weeks": 4, "score_weeks": 12}
    day.add("head", "/agreed-times", {"starts_on": DAY, "agreed_by": "JCC", "agreed_on": DAY, **times})
    assert day.get("head", "/agreed-times/holding")["target_days"] == {"1-urgent": 3}


def _people(day: Day) -> None:
    hr, manager = "hr", "manager"
    post = {"team_id": day.cast.assessment.pk, "weekly_hours": "37"}
    person = day.add(manager, "/practitioners", {"staff_ref": "S-77", "name": "Ida Mallow", "post": post})
    assert Practitioner.objects.get(pk=person).posts.count() == 1
    day.patch(manager, f"/practitioners/{person}", {"agency": True, "version": 1})
    second = day.add(manager, f"/practitioners/{person}/posts", {**post, "weekly_hours": "10"})
    day.patch(manager, f"/posts/{second}", {"weekly_hours": "12.5"})
    day.post(manager, f"/posts/{second}/hours", {"from_on": DAY, "weekly_hours": None})
    day.post(manager, f"/posts/{second}/last-day", {"on": DAY})
    strength = day.add(manager, f"/practitioners/{person}/strengths", {"kind": "language", "text": "Polish"})
    day.post(manager, f"/strengths/{strength}/remove", {})
    leave = {"kind": "leave", "amount": "7.4", "unit": "hours", "starts_on": DAY}
    made = day.add(hr, f"/practitioners/{person}/commitments", leave)
    day.patch(hr, f"/commitments/{made}", {"amount": "14.8"})
    day.post(hr, f"/commitments/{made}/review", {"outcome": "ended", "reviewed_on": DAY})
    day.post(hr, f"/commitments/{made}/remove", {})
    day.post(hr, f"/commitments/{made}/restore")
    step = StepConfirmation.objects.create(practitioner_id=person, step="2", title="Second", due_on=DAY)
    day.post(manager, f"/steps/{step.pk}/confirm")
    day.post(manager, f"/practitioners/{person}/last-day", {"on": DAY})


def _cases(day: Day) -> None:
    place, posts, manager = day.place, day.cast.posts, "manager"
    case = day.add(
        manager, "/cases", {"reference": "5001", "team_id": day.cast.assessment.pk, "opened_on": "2026-01-05"}
    )
    day.patch(manager, f"/cases/{case}", {"priority": "2-high", "why_waiting": "nobody has room"})
    day.post(manager, f"/cases/{case}/answers", {"answers": {"status": ["CIN"], "intervention": "2"}})
    give = {"from_on": DAY, "reason": "FCONTA"}
    assert (
        day.post(manager, f"/cases/{case}/holder", {"post_id": posts["peer"].pk, "expected": None, **give})[
            "number"
        ]
        == 1
    )
    many = {"changes": [{"case_id": case, "post_id": posts["nqsw"].pk, **give}]}
    assert day.post(manager, "/allocations", many)["number"] == 1
    day.post(manager, "/households", {"case_ids": [case, place.waiting.pk], "household": "H-5001"})
    home = day.get(manager, f"/cases/{case}")["household_id"]
    day.patch(manager, f"/households/{home}", {"patch": "north"})
    both = {"case_ids": [case], "post_id": posts["peer"].pk, "expected": posts["nqsw"].pk, **give}
    day.post(manager, "/allocations/household", both)
    peer, nqsw = posts["peer"].pk, posts["nqsw"].pk
    helped = [caseloads.Part(peer, Decimal(50)), caseloads.Part(nqsw, Decimal(50))]
    caseloads.share_case(by=None, case_id=case, parts=helped, from_on=date.fromisoformat(DAY), expected=peer)
    parts = [{"post_id": peer, "share": "60"}, {"post_id": nqsw, "share": "40"}]
    day.post(manager, f"/cases/{case}/shares", {"parts": parts, "from_on": DAY})
    day.post(manager, f"/cases/{case}/split", {})
    court = day.add(manager, f"/cases/{case}/court-dates", {"on": "2027-01-11"})
    day.post(manager, f"/court-dates/{court}/remove", {})
    skill = day.add(manager, f"/cases/{case}/skills", {"kind": "language", "text": "Welsh"})
    day.post(manager, f"/skills/{skill}/remove", {})
    conflict = day.add(manager, f"/cases/{case}/conflicts", {"practitioner_id": day.cast.people["peer"].pk})
    day.post(manager, f"/conflicts/{conflict}/remove", {})
    kind = next(iter(asked.fields("task", day.place.case.opened_on)["task"].codes))
    task = day.add(manager, f"/posts/{posts['peer'].pk}/tasks", {"kind": kind, "case_id": case})
    day.patch(manager, f"/tasks/{task}", {"number": "2"})
    day.post(manager, f"/tasks/{task}/remove", {})
    _why_open(day, case)
    reason = day.get(manager, "/closure-reasons")["items"][0]["id"]
    closing = {"on": DAY, "own_reason_id": reason, "achieved": "safe at home"}
    day.post(manager, f"/cases/{case}/close", closing)
    day.post(manager, f"/cases/{case}/reopen", {"on": DAY})
    told = day.get(manager, f"/cases/{case}/closings")["items"][0]
    assert (told["reason"], told["why"], told["reopened_on"]) == ("RC5", "Moved to Wales", DAY)
    place.case.listed = True
    place.case.save()
    day.post(manager, f"/cases/{place.case.pk}/holder", {"post_id": posts["peer"].pk, **give})
    rows = [one["id"] for one in day.get(manager, "/worklist")["items"]]
    assert day.post(manager, "/worklist/tick", {"row_ids": rows})["number"] == len(rows) == 1
    day.post(manager, f"/worklist/{rows[0]}/put-back")


def _why_open(day: Day, case: int) -> None:
    manager = "manager"
    asked = day.get(manager, "/why-open", team=day.cast.assessment.pk, kind="none")["items"]
    assert case in [one["case_id"] for one in asked]
    with_whom = day.get(manager, f"/cases/{case}/managers")["managers"]
    assert [one["name"] for one in with_whom] == ["Noor Patel"]
    agreed = {"agreed_with_id": with_whom[0]["account_id"], "agreed_on": DAY}
    plan = {"plan": "parenting assessment", "why_open": "until the review", "next_review_on": "2027-01-04"}
    day.post(manager, f"/cases/{case}/plan", {**plan, **agreed})
    assert day.get(manager, f"/cases/{case}/plans")["items"][0]["agreed_with"] == "Noor Patel"
    assert day.post(manager, f"/cases/{case}/score/confirm", {})["number"] == 1


def _waited(day: Day) -> None:
    manager, place = "manager", day.place
    case, other = (
        place.waiting.pk,
        day.add(
            "manager",
            "/cases",
            {"reference": "5002", "team_id": day.cast.assessment.pk, "household": "H-5001"},
        ),
    )
    day.post(manager, "/households", {"case_ids": [case, other], "household": "H-5001"})
    found = day.get(manager, f"/cases/{case}/possible-keepers")["keepers"]
    bethan = next(one for one in found if one["name"] == "Bethan Rhys")["practitioner_id"]
    named = {"practitioner_id": bethan, "also": [other]}
    assert day.post(manager, f"/cases/{case}/keeper", named)["number"] == 2
    day.post(manager, f"/cases/{case}/contact", {"on": DAY, "next_on": "2026-12-03"})
    day.post(manager, f"/cases/{case}/rating", {"priority": "1-urgent", "again_on": "2026-12-01"})
    day.post(manager, f"/cases/{case}/approve-wait", {"why": "nobody has room"})
    row = next(one for one in day.get(manager, "/waiting")["items"] if one["case_id"] == case)
    assert (row["keeper"], row["approved_by"], row["days_over"]) == ("Bethan Rhys", "Noor Patel", 53)
    assert day.get(manager, f"/cases/{case}/keepings")["items"][0]["name"] == "Bethan Rhys"
    assert day.get(manager, f"/cases/{case}/ratings")["items"][0]["priority"] == "1-urgent"


def _proposed(day: Day, post: int, case: int, **more: Any) -> int:
    seen = day.get("manager", f"/posts/{post}/figures", case=case)
    return day.add(
        "manager", "/proposals", {"case_ids": [case], "post_id": post, "from_on": DAY, "seen": seen, **more}
    )


def _decided(day: Day, one: int, **more: Any) -> Any:
    seen = day.get("manager", f"/proposals/{one}")["figures"]
    said = {"allocate": True, "reason": "agreed in supervision", "seen": seen, **more}
    return day.post("manager", f"/proposals/{one}/decide", said)


def _agreed(day: Day) -> None:
    case, posts = day.place.waiting.pk, day.cast.posts
    amira, peer = posts["practitioner"].pk, posts["peer"].pk
    day.post("manager", f"/proposals/{_proposed(day, amira, case)}/withdraw", {})
    one = _proposed(day, amira, case)
    day.post("manager", f"/proposals/{one}/trade-off", {"waits": "The chronology"})
    day.post("practitioner", f"/proposals/{one}/answer", {"says": "agree-if", "words": "if the report waits"})
    _decided(day, one)
    day.post("manager", f"/proposals/{one}/undo", {"why": "It was the wrong case."})
    told = _proposed(day, peer, case, terms={"cover_until": "2026-12-11"})
    _decided(day, told, notified=True)
    day.post("manager", f"/proposals/{told}/discussed", {"on": DAY})
    _quoted(day, told, "peer")
    day.post("peer", f"/proposals/{told}/answer", {"says": "not-agreed", "words": "two reports are due"})
    day.post("manager", f"/proposals/{told}/follow-up", {"what": "reply", "words": "one of them waits"}, 201)
    assert day.get("manager", f"/proposals/{told}/follow-ups")["items"][0]["what"] == "reply"
    day.post("manager", f"/proposals/{told}/keep-covering", {"until": "2026-12-18"})
    day.post("manager", f"/proposals/{told}/hand-back", {"on": DAY})
    day.post("practitioner", f"/posts/{amira}/offer", {"from_on": DAY, "kind": "an assessment"}, 201)
    assert day.get("manager", "/offers")["items"][0]["kind"] == "an assessment"
    assert day.post("practitioner", f"/posts/{amira}/offer/back")["number"] == 1


def _quoted(day: Day, one: int, who: str) -> None:
    """Over the line, and for a while without an account."""
    Proposal.objects.filter(pk=one).update(decided_on_figures={"over": True})
    account = Account.objects.filter(pk=day.cast.accounts[who].pk)
    account.update(is_active=False)
    said = {"says": "agree-if", "words": "if the report waits", "on": DAY, "how": "met"}
    day.post("manager", f"/proposals/{one}/quoted-words", said, 201)
    assert day.get("manager", f"/proposals/{one}/quoted-words")["items"][0]["heard_by_id"] is None
    day.post("head", f"/proposals/{one}/quoted-words/heard", {"how": "phoned"})
    account.update(is_active=True)


def _handed_over(day: Day) -> None:
    posts, case = day.cast.posts, day.place.case.pk
    body = {"post_id": posts["peer"].pk, "to": {str(case): posts["nqsw"].pk}, "from_on": DAY}
    first = day.add("manager", "/hand-overs", body)
    assert day.post("manager", f"/hand-overs/{first}/withdraw")["number"] == 1
    seen = day.get("manager", f"/posts/{posts['nqsw'].pk}/figures", case=case)
    second = day.add("manager", "/hand-overs", {**body, "seen": {str(posts["nqsw"].pk): seen}})
    found = day.get("manager", f"/hand-overs/{second}")["proposals"]
    figures = {str(one["id"]): day.get("manager", f"/proposals/{one['id']}")["figures"] for one in found}
    said = {"allocate": True, "notified": True, "reason": "peer goes part-time", "seen": figures}
    assert day.post("manager", f"/hand-overs/{second}/decide", said)["number"] == 1
    assert day.post("manager", f"/hand-overs/{second}/undo", {"why": "Too early."})["number"] == 1


def _schemes(day: Day) -> None:
    text = files.shipped_text("srb-points").replace('version = "1"', 'version = "1 limited"', 1)
    version = day.add("psw", "/schemes", {"text": text + LIMIT, "note": "with a limit"})
    agreed = {"starts_on": DAY, "agreed_by": "Working group", "agreed_on": DAY}
    shown = day.add("director", "/adoptions", {"version_id": version, "main": False, **agreed})
    day.post("director", f"/adoptions/{shown}/stop", {"on": DAY})
    day.add("director", "/adoptions", {"version_id": version, **agreed})
    day.post("manager", f"/cases/{day.place.waiting.pk}/answers", {"answers": {"status": ["CIN"]}})
    one = _proposed(day, day.cast.posts["peer"].pk, day.place.waiting.pk)
    day.post("manager", f"/proposals/{one}/ask-senior")
    day.post("head", f"/proposals/{one}/override", {"reason": "nobody else speaks Welsh"})


def _lists(day: Day) -> None:
    hr = "hr"
    day.add(hr, "/lists/names", {"written": "Duty", "meaning": "desk"})
    team = day.add(hr, "/lists/teams", {"written": "North", "area_id": day.cast.children.pk})
    day.post(hr, f"/lists/words/team/{team}/forget")
    day.add(hr, "/lists/teams", {"written": "North", "area_id": day.cast.children.pk})
    day.add(hr, "/lists/values", {"field": "role", "wording": "sw", "code": "practitioner"})
    api = day.apis[hr]
    brought = []
    for number in (1, 2):
        text = f"Staff ID,Name,Team,Weekly hours\n9{number},Ulf Tarn {number},North,37\n".encode()
        sent = {"on": DAY, "files": SimpleUploadedFile("staff.csv", text, "text/csv")}
        headers = {"Authorization": f"Bearer {api.secret}", "Idempotency-Key": f"list-{number}"}
        answer = api.client.post("/api/v1/lists", sent, headers=headers)
        assert answer.status_code == 201, answer.content
        brought.append(answer.json()["id"])
    day.done.add("bring_in")
    day.post(hr, f"/lists/{brought[0]}/check")
    shown = day.get(hr, f"/lists/{brought[0]}")
    assert (shown["state"], shown["asked"]) == ("checked", []), shown
    assert day.post(hr, f"/lists/{brought[0]}/apply", {"plan": shown["plan"]})["number"] == 1
    assert Practitioner.objects.filter(name="Ulf Tarn 1").exists()
    assert day.get(hr, f"/lists/{brought[0]}/rows", part="add")["items"]
    assert day.post(hr, f"/lists/{brought[0]}/undo")["number"] == 1
    day.post(hr, f"/lists/{brought[1]}/set-aside")


def _told(day: Day) -> None:
    newest = max(
        Notice.objects.filter(account=day.cast.accounts["practitioner"]).values_list("pk", flat=True)
    )
    notices = day.get("practitioner", "/notices")["items"]
    assert notices[0]["says"]
    day.post("practitioner", f"/notices/{notices[0]['id']}/read")
    day.post("practitioner", "/notices/read", {"up_to": newest})
    day.post("practitioner", "/notices/mail", {"chosen": {"proposal": "daily"}})
    day.patch("practitioner", "/me/preferences", {"two_colours": True})


def _planned(day: Day) -> None:
    teams = {"team_ids": [day.cast.assessment.pk]}
    run = day.add("manager", "/planner/runs", teams)
    assert day.get("manager", f"/planner/runs/{run}")["state"] == "done"
    assert "assignments" in day.get("manager", f"/planner/runs/{run}/answer")
    assert day.post("manager", f"/planner/runs/{run}/replay")["number"] == 1
    Run.objects.filter(pk=run).update(state="waiting", ended_at=None)
    day.post("manager", f"/planner/runs/{run}/stop")
    day.post("manager", f"/planner/runs/{run}/start-again")
    day.post("head", "/planner/distances", {"one": "Riverside", "other": "North End", "band": 2})
    tried = day.add("head", "/planner/weights/try", {"values": {"travel": 40}})
    day.add("head", f"/planner/runs/{tried}/agree", {"reason": "Roads are long here."})
    assert day.get("head", "/planner/weights")["values"]["travel"] == 40


def _supposed(day: Day) -> None:
    made = day.post("manager", f"/teams/{day.cast.assessment.pk}/suppose", {"kind": "join", "value": "37"})
    path = f"/scenarios/{made['id']}"
    day.post("manager", f"{path}/keep", {"name": "One more"})
    day.post("manager", f"{path}/share", {"shared": True})
    copied = day.add("head", f"{path}/copy", {})
    day.post("head", f"/scenarios/{copied}/take-out", {"n": 1})
    day.post("head", f"/scenarios/{copied}/delete")


def test_every_write_works(place: Place) -> None:
    tasks, long_ago = add_version(text=files.shipped_text("srb-tasks"), by=None), date(2024, 1, 1)
    adopt(version=tasks, by=None, starts_on=long_ago, agreed_by="x", agreed_on=long_ago, main=False)
    day = Day(place)
    for part in (
        _structure,
        _people,
        _cases,
        _waited,
        _agreed,
        _handed_over,
        _schemes,
        _lists,
        _told,
        _planned,
        _supposed,
    ):
        part(day)
    assert day.done == set(OPENED.values())
    assert audit.verify().whole
