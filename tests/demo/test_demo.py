"""The demo authority: typical proportions, the deliberate trouble, the published example, and a cast."""

from __future__ import annotations

import uuid
from fractions import Fraction

import pytest

from safeload.allocation.facts import figures_for
from safeload.allocation.models import Proposal
from safeload.allocation.queries.distances import distances
from safeload.allocation.queries.weights import weights_in_force
from safeload.caseloads.models import Case
from safeload.cli.days import today
from safeload.demo import actions
from safeload.demo.people import TEAM
from safeload.people.models import Account, Practitioner
from safeload.planner import actions as planner
from safeload.planner.models import Run
from safeload.workload.actions.weeks import take_monday_snapshot
from safeload.workload.models import Standing


def standing(name: str) -> Standing:
    return Standing.objects.get(practitioner__name=name)


def figures(name: str) -> tuple[Fraction, Fraction | None, str]:
    one = standing(name)
    line = None if one.line is None else Fraction(one.line, one.unit)
    return Fraction(one.load, one.unit), line, one.band


def check_proportions_of_a_typical_authority() -> None:
    """DfE 2025 medians: 119 full-time equivalents who hold cases, 1,825 cases (interfaces 4.3)."""
    open_cases = Case.objects.filter(closed_on=None)
    assert 1_600 <= open_cases.count() <= 2_100
    looked_after = sum(
        "LAC" in values.get("status", []) for values in open_cases.values_list("values", flat=True)
    )
    assert 0.15 <= looked_after / open_cases.count() <= 0.28
    assert 100 <= Practitioner.objects.count() <= 160


def check_the_published_example_is_in_it() -> None:
    worker = standing("Gwenllian Tŵr")
    assert figures("Gwenllian Tŵr") == (50, 50, "amber")
    assert (worker.households, worker.cases, worker.provisional) == (9, 17, 0)


def check_the_deliberate_trouble() -> None:
    assert figures("Ben Carter")[2] == "red"
    assert figures("Amira Hussain")[0] > 28
    assert figures("Ivo Marsden")[1] == 40, "his adjustment has expired and holds until it is reviewed"
    assert figures("Sadie Okoro")[1:] == (None, "not_set")
    assert figures("Priya Nair")[1] == 50, "two posts, one combined line"
    assert figures("Jo Lindqvist")[1] == 24, "her third year's step has not been confirmed"
    parked = Case.objects.filter(
        allocations__post__practitioner__name="Dee Pemberton",
        allocations__ends_on=None,
        allocations__known_to=None,
    )
    assert parked.count() >= 3


def check_ben_has_been_red_for_five_mondays() -> None:
    from safeload.workload.models import PractitionerWeek

    weeks = PractitionerWeek.objects.filter(practitioner__name="Ben Carter").order_by("-monday")
    bands = [week.band for week in weeks]
    assert bands[:5] == ["red"] * 5
    assert "red" not in bands[5:]


def check_a_limit_stands_before_the_newly_qualified() -> None:
    waiting = Case.objects.filter(allocations=None, closed_on=None).order_by("pk")[:3]
    post = Practitioner.objects.get(name="Amira Hussain").posts.get()
    side = figures_for(post, [case.pk for case in waiting], today())
    assert side is not None
    assert any("made up for the demo" in limit.title for limit in side.limits)


def check_the_cast() -> None:
    cast = Account.objects.filter(demo=True)
    assert cast.count() == 15
    assert all(one.preferences.get("introduction") for one in cast)
    assert not any(one.has_usable_password() for one in cast)
    assert cast.filter(practitioner__posts__team__name=TEAM).distinct().count() == 5
    assert not actions.is_empty()


def check_what_was_agreed_shows_something() -> None:
    """Weights with a reason, distances, allocations of the past four weeks that one is held against, a kept run."""
    helen = Account.objects.get(email="helen@westhaven.example")
    held = weights_in_force(None)
    assert held.row is not None
    assert held.row.recorded_by == helen
    assert held.row.reason
    assert len(distances()) == 15
    given = Proposal.objects.filter(outcome="allocated")
    assert given.count() == 4
    assert all(one.answers.get().says == "agree" for one in given)
    assert not any(one.decided_on_figures["over"] for one in given)
    assert Run.objects.get().state == Run.State.DONE
    team = given[0].team_id
    values = {**held.weights.as_data(), "new_worker": 0}
    asks = {"values": values, "area": None}
    (tried,) = planner.ask(by=helen, key=uuid.uuid4(), team_ids=[team], kind=Run.Kind.EFFECT, asks=asks)
    planner.run(tried.pk)
    tried.refresh_from_db()
    assert [len(week["took"]) for week in tried.question["weeks"]] == [1, 1, 1, 1]


@pytest.mark.django_db
def test_westhaven() -> None:
    """Loaded once, looked at from seven sides; loading takes some seconds."""
    actions.load(today())
    take_monday_snapshot(today())  # stopped after the first: the next start takes the others
    assert actions.lacks_its_past()
    actions.look_back(today())
    assert not actions.lacks_its_past()
    check_proportions_of_a_typical_authority()
    check_the_published_example_is_in_it()
    check_the_deliberate_trouble()
    check_ben_has_been_red_for_five_mondays()
    check_a_limit_stands_before_the_newly_qualified()
    check_the_cast()
    check_what_was_agreed_shows_something()
