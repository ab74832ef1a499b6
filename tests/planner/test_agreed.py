"""What is agreed is seen before: every weight and weekly number that changes, what it means, and in the history."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from safeload.allocation.queries.weights import weights_in_force
from safeload.planner.models import Run
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.planner.test_pages import page, words
from tests.planner.test_weights import DEFAULTS, agree, moved

A_WEEK = "Households that somebody is given in seven days at most"
FIRST_YEAR = "The same in somebody’s first year"


def tried(meeting: Meeting, **more: Any) -> tuple[Any, str]:
    """The form sent by the head: the run, and what its page says."""
    head = signed_in(meeting.accounts["head"])
    sent = {"key": uuid.uuid4(), **DEFAULTS, "new_a_week": "", "new_a_week_first_year": "", **more}
    answer = head.post("/planner/weights/change/", sent, follow=True)
    return answer, words(answer.content.decode())


def test_a_weekly_number_is_seen_before_it_is_agreed(meeting: Meeting) -> None:
    agree(meeting, values=DEFAULTS, new_a_week=2)
    _, said = tried(meeting, new_a_week="0", new_a_week_first_year="1")
    changes = (
        f"{A_WEEK} households in seven days 2 → 0 {FIRST_YEAR} households in seven days as for everybody → 1"
    )
    assert changes in said
    assert "No weight" not in said
    one = Run.objects.get()
    head = signed_in(meeting.accounts["head"])
    asked = words(page(head, f"/planner/{one.pk}/agree/"))
    assert changes in asked
    assert "for every service without weights of its own" in asked
    head.post(f"/planner/{one.pk}/agree/", {"reason": "Nobody new before Christmas."})
    assert weights_in_force(None).new_a_week == 0
    assert "No weight and no weekly number would be another." in words(
        page(head, f"/planner/{one.pk}/agree/")
    )


def test_the_effect_counts_a_weekly_number(meeting: Meeting) -> None:
    moved(meeting)
    _, said = tried(meeting, new_a_week="0")
    one = Run.objects.get()
    assert one.state == Run.State.DONE, one.trouble
    assert f"{A_WEEK} households in seven days no limit → 0" in said
    assert "Households that would have waited on 0 1" in said
    assert "Amira Hussain it would have waited Ben Carter" in said
    # Asked again from what was kept, with the other numbers in it.
    from safeload.planner import jobs

    assert jobs.replay(meeting.accounts["head"], one)


def test_the_same_weekly_numbers_ask_for_nothing_more(meeting: Meeting) -> None:
    moved(meeting)
    tried(meeting, travel="30")
    assert all("most_new" not in week for week in Run.objects.get().question["weeks"])


def test_a_services_own_weights_are_held_against_its_own(meeting: Meeting) -> None:
    """What is agreed for all others has nothing to do with the only service, which has its own."""
    agree(meeting, area_id=meeting.town.area.pk, values={**DEFAULTS, "travel": 7}, reason="Ours.")
    _, said = tried(meeting, travel="30")
    assert "Distance between patch and home each band of distance 20 → 30" in said


def test_the_history_says_which_number_went_from_what_to_what(meeting: Meeting) -> None:
    area = meeting.town.area.pk
    agree(meeting, values={**DEFAULTS, "travel": 40})
    agree(meeting, values={**DEFAULTS, "travel": 40, "new_worker": 70}, new_a_week=3, reason="Known faces.")
    agree(meeting, area_id=area, values={**DEFAULTS, "travel": 5, "new_worker": 70}, reason="Small patches.")
    head = signed_in(meeting.accounts["head"])
    said = words(page(head, "/planner/weights/"))
    history = said[said.index("What was agreed, the latest first") :]
    latest, earlier = history.split("Known faces.")[1].split("Roads are long here.")
    assert "Somebody whom the family does not know: 50 → 70 (each case)" in latest
    assert f"{A_WEEK}: no limit → 3 (households in seven days)" in latest
    assert "Distance" not in latest
    assert "Distance between patch and home: 20 → 40 (each band of distance)" in earlier
    own = words(page(head, f"/planner/weights/?area={area}"))
    own = own[own.index("Small patches. Distance") :]
    assert "Distance between patch and home: 40 → 5" in own
    assert f"{A_WEEK}: 3 → no limit" in own
    assert "the family does not know: " not in own


def test_a_number_for_the_first_year_alone_is_said(meeting: Meeting) -> None:
    agree(meeting, new_a_week_first_year=1)
    said = words(page(signed_in(meeting.accounts["amira"]), "/planner/weights/"))
    assert "In their first year somebody is given 1 household in seven days at most." in said


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"travel": ""}, "“Distance between patch and home”: enter a whole number from 0 to 100,000"),
        ({"new_a_week": "51"}, f"“{A_WEEK}”: enter a whole number from 0 to 50"),
        (
            {"over": "1"},
            "“Load over the line” (1) is less than “Load between 90 and 100 % of the line” (8): "
            "a fuller practitioner must cost at least as much.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_page(
    meeting: Meeting, sent: dict[str, Any], said: str
) -> None:
    answer, told = tried(meeting, **sent)
    assert answer.status_code == 422
    assert said in told
    assert "fuller_90" not in told
    assert 'href="#id_' in answer.content.decode()
    assert not Run.objects.exists()
