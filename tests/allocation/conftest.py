from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine

from safeload.allocation import actions
from safeload.allocation.facts import figures_for
from safeload.allocation.models import Proposal
from safeload.caseloads.models import Case
from safeload.people.models import Account, Practitioner
from tests.workload.town import TODAY, Town, days_ago

FAMILY = {"status": ["CP"], "level": "medium", "intervention": "2", "additional": "0"}


@dataclass
class Meeting:
    """A manager, a practitioner with room, one near the line, and a family of two that waits."""

    town: Town
    amira: Practitioner
    ben: Practitioner
    cases: list[Case]
    accounts: dict[str, Account] = field(default_factory=dict)

    def propose(self, whose: Practitioner | None = None, **more: Any) -> Proposal:
        """The manager asks Amira (or another) to take the family."""
        post = (whose or self.amira).posts.get()
        ids = [case.pk for case in self.cases]
        figures = figures_for(post, ids, TODAY)
        assert figures is not None
        given = {"key": uuid.uuid4(), "case_ids": ids, "post_id": post.pk, "from_on": TODAY}
        return actions.propose(**{"by": self.accounts["manager"], "seen": figures.as_text(), **given, **more})

    def answer(self, one: Proposal, says: str = "agree", words: str = "", who: str = "amira") -> Any:
        """The practitioner answers."""
        return actions.answer(by=self.accounts[who], proposal_id=one.pk, says=says, words=words)

    def decide(self, one: Proposal, allocate: bool = True, **more: Any) -> Proposal:
        """The manager decides on today's figures."""
        figures = figures_for(one.post, [row.case_id for row in one.cases.all()], TODAY)
        assert figures is not None
        by, seen = more.pop("by", self.accounts["manager"]), more.pop("seen", figures.as_text())
        return actions.decide(
            by=by, proposal_id=one.pk, seen=seen, decision=actions.Decision(allocate=allocate, **more)
        )


def made() -> Meeting:
    """The meeting, in an empty database."""
    town = Town()
    town.scheme()
    town.scheme("crude-limits", main=False, case="child")
    amira = town.person("Amira Hussain")
    town.points(amira, 40)
    ben = town.person("Ben Carter")
    town.points(ben, 49)
    cases = town.family(2, since=days_ago(10), **FAMILY)
    there = Meeting(town, amira, ben, cases)
    there.accounts = {
        "manager": town.signs_in(role="team-manager", team=town.team),
        "second": town.signs_in(role="team-manager", team=town.team),
        "head": town.signs_in(role="service-manager", service_area=town.area),
        "amira": town.signs_in(amira),
        "ben": town.signs_in(ben),
    }
    return there


@pytest.fixture
def meeting(db: None) -> Iterator[Meeting]:
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        yield made()


@pytest.fixture
def committed_meeting(transactional_db: None) -> Iterator[Meeting]:
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        yield made()
