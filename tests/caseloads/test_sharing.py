"""COW-01: several work on one case, with shares that make a whole."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.caseloads import actions
from safeload.caseloads.actions import Part
from safeload.caseloads.models import Allocation, Case
from safeload.notices.kinds import sentence_of
from safeload.notices.models import Notice
from tests.caseloads.town import DAY, FIRST, a_case, give, held
from tests.cast import Cast


def share(cast: Cast, case: Case, shares: dict[str, Any], **more: Any) -> bool:
    """Set who works on a case, by the cast's names."""
    parts = [Part(cast.posts[who].pk, Decimal(str(part))) for who, part in shares.items()]
    given = {"by": None, "from_on": DAY, "expected": cast.posts["practitioner"].pk, **more}
    return actions.share_case(case_id=case.pk, parts=parts, **given)


def now(case: Case) -> dict[str, tuple[str, int]]:
    """Who works on it now: role and share by name."""
    rows = Allocation.objects.open_parts().filter(case=case).select_related("post__practitioner")
    return {row.post.practitioner.name: (row.role, int(row.share)) for row in rows}


def test_what_the_helper_carries_the_holder_is_relieved_of(cast: Cast) -> None:
    case = held(cast)
    assert share(cast, case, {"practitioner": 60, "peer": 40}) is True
    assert now(case) == {"Amira Hussain": ("holder", 60), "Carl Owusu": ("co-worker", 40)}
    assert share(cast, case, {"practitioner": 60, "peer": 40}) is False
    before = Allocation.objects.held_on(DAY - timedelta(days=1)).filter(case=case)
    assert [int(row.share) for row in before] == [100]


@pytest.mark.parametrize(
    ("shares", "adds_up", "said"),
    [
        ({"practitioner": 60, "peer": 30}, True, "make 90 percent. Together they must make 100"),
        ({"practitioner": 60, "peer": 50}, True, "make 110 percent"),
        ({"practitioner": 60, "peer": 30}, False, "a part of the work would be nobody"),
        ({"peer": 100}, True, "keeps a share of it"),
        ({"practitioner": 100, "peer": 0}, True, "more than 0"),
        ({"practitioner": 1, "peer": 101}, False, "more than 0 and at most 100"),
    ],
)
def test_shares_that_do_not_add_up(cast: Cast, shares: dict[str, int], adds_up: bool, said: str) -> None:
    case = held(cast)
    with pytest.raises(Refusal, match=said):
        share(cast, case, shares, adds_up=adds_up)
    assert now(case) == {"Amira Hussain": ("holder", 100)}


def test_a_scheme_may_let_help_come_on_top(cast: Cast) -> None:
    case = held(cast)
    share(cast, case, {"practitioner": 100, "peer": 40}, adds_up=False)
    assert now(case) == {"Amira Hussain": ("holder", 100), "Carl Owusu": ("co-worker", 40)}


def test_nobody_twice(cast: Cast) -> None:
    case, key = held(cast), cast.posts["practitioner"].pk
    with pytest.raises(Refusal, match="named twice"):
        actions.share_case(
            by=None, case_id=case.pk, from_on=DAY, expected=key,
            parts=[Part(key, Decimal(50)), Part(key, Decimal(50))],
        )  # fmt: skip


def test_the_new_holder_carries_what_the_former_did(cast: Cast) -> None:
    case = held(cast)
    share(cast, case, {"practitioner": 60, "peer": 40})
    give(cast, case, "nqsw", DAY, reason="MANAGE")
    nia = cast.people["nqsw"].name
    assert now(case) == {nia: ("holder", 60), "Carl Owusu": ("co-worker", 40)}
    give(cast, case, "peer", DAY, reason="MANAGE")
    assert now(case) == {"Carl Owusu": ("holder", 100)}


def test_nobody_helps_with_what_nobody_holds(cast: Cast) -> None:
    case = held(cast)
    share(cast, case, {"practitioner": 60, "peer": 40})
    give(cast, case, None, DAY, reason="WAITIN")
    assert now(case) == {}
    with pytest.raises(Refusal, match="Nobody holds case 4471"):
        share(cast, case, {"practitioner": 100})


def test_dates_and_people_that_cannot_be(cast: Cast) -> None:
    from safeload.people.actions import end_practitioner

    case = held(cast)
    with pytest.raises(Refusal, match="had not begun"):
        share(cast, case, {"practitioner": 60, "peer": 40}, from_on=date(2026, 1, 1))
    with pytest.raises(Refusal, match="only since a later day"):
        share(cast, case, {"practitioner": 60, "peer": 40}, from_on=date(2026, 3, 2))
    end_practitioner(by=None, practitioner_id=cast.people["peer"].pk, on=DAY - timedelta(days=1))
    with pytest.raises(Refusal, match="Carl Owusu has left this post"):
        share(cast, case, {"practitioner": 60, "peer": 40})
    actions.close_case(by=None, case_id=case.pk, on=DAY, reason="RC7")
    with pytest.raises(Refusal):
        share(cast, case, {"practitioner": 100})


def test_somebody_else_was_first(cast: Cast) -> None:
    case = held(cast)
    give(cast, case, "nqsw", DAY, reason="MANAGE")
    with pytest.raises(ChangedMeanwhile):
        share(cast, case, {"practitioner": 60, "peer": 40})


def test_only_who_allocates_in_both_teams_shares(cast: Cast) -> None:
    case = held(cast)
    for who in ("practitioner", "stranger_manager", "head", "analyst"):
        with pytest.raises(NotAllowed):
            share(cast, case, {"practitioner": 60, "peer": 40}, by=cast.accounts[who])
    with pytest.raises(NotAllowed):
        share(cast, case, {"practitioner": 60, "stranger": 40}, by=cast.accounts["manager"])
    joining = [cast.posts["peer"].pk]
    assert share(cast, case, {"practitioner": 60, "peer": 40}, by=cast.accounts["manager"], joining=joining)


def test_a_waiting_case_is_shared_by_nobody(cast: Cast) -> None:
    case = a_case(cast)
    give(cast, case, "practitioner", DAY, reason=FIRST)
    assert share(cast, case, {"practitioner": 100}) is False


def test_nobody_comes_in_who_was_not_asked(cast: Cast) -> None:
    case, noor = held(cast), cast.accounts["manager"]
    with pytest.raises(Refusal, match="Propose it to them with a share"):
        share(cast, case, {"practitioner": 60, "peer": 40}, by=noor)
    with pytest.raises(Refusal, match="manages or runs a desk"):
        share(cast, case, {"practitioner": 60, "manager": 40}, by=noor, joining=[cast.posts["manager"].pk])
    assert now(case) == {"Amira Hussain": ("holder", 100)}


def test_everybody_whose_part_changed_is_told(cast: Cast) -> None:
    case, noor = held(cast), cast.accounts["manager"]
    joining = [cast.posts["peer"].pk]
    share(cast, case, {"practitioner": 60, "peer": 40}, by=noor, joining=joining)
    told = Notice.objects.filter(kind="case-shared").order_by("account__name")
    assert [one.account for one in told] == [cast.accounts["practitioner"], cast.accounts["peer"]]
    assert sentence_of(told[0].kind, told[0].words).startswith(
        f"{noor.name} set your part of case 4471: 60 percent from"
    )
    share(cast, case, {"practitioner": 100}, by=noor)
    latest = Notice.objects.filter(kind="case-shared", account=cast.accounts["peer"]).order_by("-id")[0]
    assert "ended your part of case 4471" in sentence_of(latest.kind, latest.words)
