"""Runs: asked once, kept whole, carried out by one, stopped, started again, asked again to the same answer."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from safeload.audit.models import Entry
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.allocation.solver import Watching
from safeload.people.models import ServiceArea, Team
from safeload.planner import actions, jobs
from safeload.planner.actions import running
from safeload.planner.facts.kept import proposal_of_run
from safeload.planner.models import Run
from safeload.workload.actions import bring_up_to_date
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.workload.town import TODAY, days_ago


def asked(meeting: Meeting, who: str = "manager", **more: Any) -> Run:
    bring_up_to_date(TODAY)
    given = {"key": uuid.uuid4(), "team_ids": [meeting.town.team.pk], **more}
    (made,) = actions.ask(by=meeting.accounts[who], **given)
    return made


def done(meeting: Meeting, **more: Any) -> Run:
    made = asked(meeting, **more)
    assert actions.run(made.pk)
    return Run.objects.get(pk=made.pk)


def test_a_run_is_kept_whole(meeting: Meeting) -> None:
    one = done(meeting)
    assert one.state == Run.State.DONE
    proposal = proposal_of_run(one)
    assert [found.practitioner for found in proposal.assignments] == [f"p{meeting.amira.pk}"]
    assert proposal.proven
    assert one.solver.startswith("HiGHS")
    assert set(one.weights) >= {"travel", "waits_1"}
    assert "Amira" not in str(one.question) + str(one.answer)
    assert Entry.objects.filter(did="planner.ask", on_id=one.pk).exists()


def test_nothing_changes_hands_by_it(meeting: Meeting) -> None:
    from safeload.allocation.models import Proposal
    from safeload.caseloads.models import Allocation

    before = list(Allocation.objects.values())
    done(meeting)
    assert list(Allocation.objects.values()) == before
    assert not Proposal.objects.exists()


def test_the_same_key_asks_once(meeting: Meeting) -> None:
    key = uuid.uuid4()
    assert asked(meeting, key=key).pk == asked(meeting, key=key).pk
    assert Run.objects.count() == 1


def test_it_is_carried_out_by_one(meeting: Meeting) -> None:
    made = asked(meeting)
    assert [actions.run(made.pk), actions.run(made.pk)] == [True, False]


def test_whose_job_died_is_carried_out_anew_and_the_same(meeting: Meeting) -> None:
    one = done(meeting)
    Run.objects.filter(pk=one.pk).update(
        state=Run.State.RUNNING, ended_at=None, answer={}, heard_at=timezone.now() - timedelta(minutes=10)
    )
    assert actions.run(one.pk)
    assert Run.objects.get(pk=one.pk).answer == one.answer


def test_asked_again_it_is_the_same_whatever_has_become_of_the_rows(meeting: Meeting) -> None:
    one = done(meeting)
    meeting.town.family(2, meeting.amira, days_ago(1), status=["CP"], level="high")
    assert jobs.replay(meeting.accounts["manager"], one)
    one.refresh_from_db()
    assert (one.replayed_same, one.replayed_solver) == (True, one.solver)
    Run.objects.filter(pk=one.pk).update(answer={**one.answer, "cost": "1"})
    assert not actions.replay(by=meeting.accounts["manager"], run_id=one.pk)


def test_what_a_later_release_tells_beside_an_answer_makes_it_no_other(meeting: Meeting) -> None:
    asks = {"kind": "leaver", "who": meeting.ben.pk, "scope": "team", "day": TODAY.isoformat()}
    one = done(meeting, kind=Run.Kind.REHEARSE, asks=asks)
    older = {name: value for name, value in one.answer.items() if name != "tiers_proven"}
    Run.objects.filter(pk=one.pk).update(answer=older)
    assert actions.replay(by=meeting.accounts["manager"], run_id=one.pk)
    Run.objects.filter(pk=one.pk).update(answer={**older, "moves": []})
    assert not actions.replay(by=meeting.accounts["manager"], run_id=one.pk)


def test_what_has_not_begun_is_stopped_at_once_and_may_begin_again(meeting: Meeting) -> None:
    made, by = asked(meeting), meeting.accounts["manager"]
    actions.stop(by=by, run_id=made.pk)
    assert not actions.run(made.pk)
    with pytest.raises(Refusal, match="ended"):
        actions.stop(by=by, run_id=made.pk)
    actions.start_again(by=by, run_id=made.pk)
    assert actions.run(made.pk)
    with pytest.raises(Refusal, match="It is done"):
        actions.start_again(by=by, run_id=made.pk)


def test_a_search_that_is_stopped_keeps_the_best_so_far(meeting: Meeting) -> None:
    made = asked(meeting)
    Run.objects.filter(pk=made.pk).update(stop_asked_at=timezone.now())
    assert actions.run(made.pk)
    made.refresh_from_db()
    assert made.state == Run.State.STOPPED
    assert made.answered


def test_a_scheme_without_a_line_is_told(meeting: Meeting) -> None:
    from safeload.schemes.models import Adoption

    made = asked(meeting)
    crude = Adoption.objects.get(main=False)
    made.adoption = crude
    made.save()
    actions.run(made.pk)
    made.refresh_from_db()
    assert made.state in (Run.State.REFUSED, Run.State.DONE)
    assert made.trouble or made.answered


def test_teams_of_several_schemes_are_asked_apart(meeting: Meeting) -> None:
    adults = ServiceArea.objects.create(name="Adults")
    other = Team.objects.create(service_area=adults, name="Older people")
    head = meeting.town.signs_in(role="service-manager", everywhere=True)
    meeting.accounts["all"] = head
    made = actions.ask(by=head, key=uuid.uuid4(), team_ids=[meeting.town.team.pk, other.pk])
    assert [sorted(team.name for team in one.teams) for one in made] == [["North", "Older people"]]


def test_who_may_ask(meeting: Meeting) -> None:
    assert asked(meeting, "head").asked_by == meeting.accounts["head"]
    for who in ("amira", "ben"):
        with pytest.raises(NotAllowed):
            asked(meeting, who)
    with pytest.raises(NotAllowed):
        asked(meeting, team_ids=[4711])


@pytest.mark.parametrize("kind", ["leaver", "absence"])
def test_a_rehearsal_is_of_a_day_to_come(meeting: Meeting, kind: str) -> None:
    asks = {
        "kind": kind,
        "who": meeting.ben.pk,
        "scope": "team",
        "day": (TODAY + timedelta(days=7)).isoformat(),
    }
    one = done(meeting, kind=Run.Kind.REHEARSE, asks=asks)
    assert one.state == Run.State.DONE, one.trouble
    givers = {row["giver"] for row in one.answer["moves"]}
    assert givers <= {f"p{meeting.ben.pk}"}
    # Ben's cases go to Amira as far as they may; what nobody takes is named.
    held = len(one.question["holding"]["held"])
    assert len(one.answer["moves"]) + len(one.answer["unplaced"]) == sum(
        row["holder"] == f"p{meeting.ben.pk}" for row in one.question["holding"]["held"]
    )
    assert held > 0


def test_nonsense_is_told(meeting: Meeting) -> None:
    base = {"scope": "team", "day": TODAY.isoformat()}
    for asks, words in (
        ({**base}, "Say what is rehearsed"),
        ({**base, "kind": "leaver", "who": 4711}, "has a post"),
        ({**base, "kind": "merge"}, "two teams"),
        ({**base, "kind": "leaver", "who": meeting.ben.pk, "day": "2020-01-01"}, "has passed"),
    ):
        with pytest.raises(Refusal, match=words):
            asked(meeting, kind=Run.Kind.REHEARSE, asks=asks)


def test_moves_bring_everyone_to_their_line(meeting: Meeting) -> None:
    town = meeting.town
    full = town.person("Flo Full")
    town.points(full, 61)
    town.points(town.person("Rae Room"), 20)
    one = done(meeting, kind=Run.Kind.REBALANCE)
    assert one.state == Run.State.DONE, one.trouble
    team = one.answer["team"]
    loads = {row["id"]: row for row in team["loads"]}
    assert loads[f"p{full.pk}"]["band_before"] == "red"
    assert loads[f"p{full.pk}"]["after"] <= loads[f"p{full.pk}"]["line"]
    assert all(move["giver"] == f"p{full.pk}" for move in team["moves"])
    assert all(row["after"] <= row["line"] for row in team["loads"])


@pytest.mark.parametrize(
    "day", ["9999-12-31", "9999-01-01", "2027-11-20", "2026-11-18", "1899-12-31", "0001-01-01"]
)
def test_a_rehearsal_is_of_a_day_within_a_year(meeting: Meeting, day: str) -> None:
    asks = {"kind": "leaver", "who": meeting.ben.pk, "scope": "team", "day": day}
    with pytest.raises(Refusal) as refused:
        asked(meeting, kind=Run.Kind.REHEARSE, asks=asks)
    assert refused.value.field == "day"
    manager = signed_in(meeting.accounts["manager"])
    parts = dict(zip(("day_year", "day_month", "day_day"), day.split("-"), strict=True))
    sent = {"key": uuid.uuid4(), "kind": "leaver", "who": meeting.ben.pk, "scope": "team", **parts}
    answer = manager.post("/planner/rehearse/", sent)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert said.count(refused.value.sentence) == 2
    assert 'href="#id_day_day"' in said
    assert not Run.objects.exists(), "no run is left behind"


def test_a_rehearsal_may_be_of_a_year_from_now(meeting: Meeting) -> None:
    day = (TODAY + timedelta(days=365)).isoformat()
    asks = {"kind": "leaver", "who": meeting.ben.pk, "scope": "team", "day": day}
    assert done(meeting, kind=Run.Kind.REHEARSE, asks=asks).state == Run.State.DONE


def test_an_empty_rehearsal_says_which_fields_it_lacks(meeting: Meeting) -> None:
    answer = signed_in(meeting.accounts["manager"]).post(
        "/planner/rehearse/", {"key": uuid.uuid4(), "share": -1}
    )
    said = answer.content.decode()
    for words in (
        "“What if”: choose one",
        "“Who”: choose one",
        "“From”: enter the date, with day, month and year",
        "“Who is asked to take”: choose one",
        "“How far somebody who starts is filled, in percent of their line”: enter a whole number from 0 to 100",
    ):
        assert said.count(words) == 2, words


def test_how_far_a_search_is_is_written_once_a_second(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    made = asked(meeting)
    now = [100.0]
    monkeypatch.setattr(running, "monotonic", lambda: now[0])
    heard = running.Listening(made.pk)
    assert isinstance(heard, Watching)
    with django_assert_num_queries(0):
        for cost in range(2_000, 1_000, -1):
            heard.told(float(cost), 500.0)
            heard()
    now[0] += 1.1
    with django_assert_num_queries(2):
        assert not heard()
    made.refresh_from_db()
    assert made.at_work == "The best so far costs 1,001, nothing can cost less than 500 (50.05 % apart)"


@pytest.mark.parametrize(
    ("cost", "bound", "said"),
    [
        (float("inf"), float("-inf"), "Looking; nothing was found yet"),
        (45_777_959.0, 0.0, "The best so far costs 45,777,959; how good that is, is not known yet"),
        (99_999_999_999.0, 99_999_999_998.0, "(0.00 % apart)"),
    ],
)
def test_how_far_a_search_is_in_words(cost: float, bound: float, said: str) -> None:
    assert said in running.found_said(cost, bound)
    assert len(running.found_said(cost, bound)) <= 100


def test_the_page_of_a_run_says_how_far_it_is(meeting: Meeting) -> None:
    made = asked(meeting)
    begun = timezone.now() - timedelta(seconds=42)
    said = "The best so far costs 12, nothing can cost less than 9 (25.00 % apart)"
    Run.objects.filter(pk=made.pk).update(
        state=Run.State.RUNNING, began_at=begun, heard_at=timezone.now(), at_work=said
    )
    answer = signed_in(meeting.accounts["manager"]).get(f"/planner/{made.pk}/progress/").content.decode()
    assert said in answer
    assert "42 seconds ago" in answer or "43 seconds ago" in answer


def test_of_a_search_that_proved_nothing_it_says_so(meeting: Meeting) -> None:
    one = done(meeting)
    Run.objects.filter(pk=one.pk).update(
        state=Run.State.STOPPED, answer={**one.answer, "bound": "0", "ended": "stopped"}
    )
    said = signed_in(meeting.accounts["manager"]).get(f"/planner/{one.pk}/").content.decode()
    assert "How much better another answer could be is not known: it was stopped before that" in said
    assert "100.00 %" not in said
