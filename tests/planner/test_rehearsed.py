"""Rehearsals say what they leave as it is, and why; what was asked before is told apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from safeload.people.models import Practitioner, Team
from safeload.planner.models import Run
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.planner.test_pages import page, words
from tests.planner.test_runs import done
from tests.workload.town import TODAY


def rehearsed(meeting: Meeting, kind: str, who: Practitioner | None = None, **more: Any) -> str:
    """What the page of a rehearsal says."""
    asks = {
        "kind": kind,
        "who": who.pk if who else None,
        "scope": "team",
        "day": TODAY.isoformat(),
        "share": 70,
    }
    asked = {"kind": Run.Kind.REHEARSE, "asks": asks | more.pop("asks", {}), **more}
    who_asks = "head" if kind == "merge" else "manager"
    one = done(meeting, who=who_asks, **asked)
    assert one.state == Run.State.DONE, one.trouble
    reader = signed_in(meeting.accounts[who_asks])
    return words(page(reader, f"/planner/{one.pk}/"))


def test_whose_line_is_not_set_is_not_filled_and_it_says_why(meeting: Meeting) -> None:
    nobody = meeting.town.person("Sadie Okoro", hours=None)
    said = rehearsed(meeting, "starter", nobody)
    assert "Nothing would change hands. The line of Sadie Okoro is not set" in said
    assert "proven" not in said


def test_who_is_full_is_not_filled_and_it_says_why(meeting: Meeting) -> None:
    full = meeting.town.person("Flo Full")
    meeting.town.points(full, 61)
    said = rehearsed(meeting, "starter", full)
    assert "Flo Full has 70 per cent of their line or more already: 61 of 50." in said


def test_where_nobody_can_give_it_says_so(meeting: Meeting) -> None:
    new = meeting.town.person("Nia New")
    said = rehearsed(meeting, "starter", new, asks={"share": 100})
    assert "Nobody of the team has more than 100 per cent of their line to give from." in said


def test_who_holds_nothing_hands_nothing_over(meeting: Meeting) -> None:
    said = rehearsed(meeting, "leaver", meeting.town.person("Nia New"))
    assert "Nothing would change hands. Nia New holds no cases on that day." in said


@pytest.fixture
def south(meeting: Meeting) -> Team:
    made: Team = Team.objects.create(service_area=meeting.town.area, name="South")
    return made


def test_a_merge_says_who_stays_over_their_line_and_why(meeting: Meeting, south: Team) -> None:
    town = meeting.town
    full = town.person("Flo Full", south)
    town.points(full, 75)
    town.points(meeting.ben, 1)
    town.points(meeting.amira, 10)
    said = rehearsed(meeting, "merge", team_ids=[town.team.pk, south.pk], asks={"scope": "across"})
    assert "Who stays over their line" in said
    assert "Flo Full stays 25 over the line and in red. Households by why they stay:" in said
    assert "has room" in said or "heavier than any room" in said


def test_a_merge_in_which_nobody_is_over_says_so(meeting: Meeting, south: Team) -> None:
    meeting.town.person("Nia New", south)
    said = rehearsed(meeting, "merge", team_ids=[meeting.town.team.pk, south.pk], asks={"scope": "across"})
    assert "Nothing would change hands. Nobody of these teams is over their line." in said
    assert "Who stays over their line" not in said


def test_what_was_asked_before_says_about_whom_what_and_for_which_day(meeting: Meeting) -> None:
    week = (TODAY + timedelta(days=7)).isoformat()
    for kind, who in (("leaver", meeting.ben), ("absence", meeting.amira)):
        asks = {"kind": kind, "who": who.pk, "scope": "team", "day": week, "share": 70}
        done(meeting, kind=Run.Kind.REHEARSE, asks=asks)
    done(meeting, who="head", kind=Run.Kind.EFFECT, asks={"values": {}, "area": meeting.town.area.pk})
    done(meeting)
    said = words(page(signed_in(meeting.accounts["head"]), "/planner/"))
    asked = said[said.index("Asked before") :]
    assert "What if Ben Carter leaves, from 26 November 2026" in asked
    assert "What if Amira Hussain is away for long, from 26 November 2026" in asked
    assert "What other weights would have said: Children’s social work" in asked
    assert "somebody leaves or starts" not in asked
