"""What was asked and answered is let go of after two years; who asked, when, by what and how good it was stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django_q.models import Schedule

from safeload.audit.models import Entry
from safeload.audit.refusals import Refusal
from safeload.planner import actions
from safeload.planner.models import Run
from safeload.planner.models.runs import KEPT_FOR
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.planner.test_pages import page, words
from tests.planner.test_runs import asked, done
from tests.workload.town import TODAY

REHEARSAL: dict[str, Any] = {"kind": "leaver", "scope": "team", "day": TODAY.isoformat(), "share": 70}


def several(meeting: Meeting) -> list[Run]:
    asks = {**REHEARSAL, "who": meeting.ben.pk}
    return [
        done(meeting),
        done(meeting, kind=Run.Kind.REBALANCE),
        done(meeting, kind=Run.Kind.REHEARSE, asks=asks),
        done(meeting, who="head", kind=Run.Kind.EFFECT, asks={"values": {}, "area": None}),
    ]


def test_question_and_answer_go_after_two_years_and_the_rest_stays(meeting: Meeting) -> None:
    before = several(meeting)
    with time_machine.travel(timezone.now() + KEPT_FOR - timedelta(hours=1)):
        assert actions.let_go() == 0
    with time_machine.travel(timezone.now() + KEPT_FOR + timedelta(hours=1)):
        waits = asked(meeting)
        assert actions.let_go() == 4
        assert actions.let_go() == 0
        for was in before:
            one = Run.objects.get(pk=was.pk)
            assert (one.question, one.answer, one.answered) == ({}, {}, False)
            assert one.let_go_at == timezone.now() or one.let_go_at is not None
            assert not {"who", "cases", "helped"} & one.asks.keys()
            for name in ("asked_by", "asked_at", "weights", "effort", "solver", "adoption", "state", "took"):
                assert getattr(one, name) == getattr(was, name), name
        assert Entry.objects.filter(did="planner.let_go").count() == 4
        assert Run.objects.get(pk=waits.pk).let_go_at is None
    placed, moved, left, _ = (Run.objects.get(pk=was.pk).proof for was in before)
    assert placed["cost"] == placed["bound"] == before[0].answer["cost"]
    assert moved["team"]["cost"] == before[1].answer["team"]["cost"]
    assert left["ended"] == before[2].answer["ended"]


def test_its_page_says_so_and_it_is_not_asked_again(meeting: Meeting) -> None:
    runs = several(meeting)
    with time_machine.travel(timezone.now() + KEPT_FOR + timedelta(days=1)):
        actions.let_go()
        head, manager = (signed_in(meeting.accounts[who]) for who in ("head", "manager"))
        for one in runs:
            said = words(page(head, f"/planner/{one.pk}/"))
            assert "What was asked and answered was let go of" in said
            assert "Start it again" not in said
            assert "Distance between patch and home" in said
        assert "this was proven the least" in words(page(manager, f"/planner/{runs[0].pk}/"))
        assert "What if somebody leaves, from 19 November 2026" in words(page(manager, "/planner/"))
        unit = runs[0].question["waiting"][0]["id"]
        assert manager.get(f"/planner/{runs[0].pk}/households/{unit}/").status_code == 404
        with pytest.raises(Refusal, match="not kept any more"):
            actions.replay(by=meeting.accounts["manager"], run_id=runs[0].pk)
        Run.objects.filter(pk=runs[0].pk).update(state=Run.State.STOPPED)
        with pytest.raises(Refusal, match="not kept any more"):
            actions.start_again(by=meeting.accounts["manager"], run_id=runs[0].pk)


def test_it_is_done_every_day(db: None) -> None:
    assert Schedule.objects.get(func="safeload.planner.actions.let_go").schedule_type == Schedule.DAILY
