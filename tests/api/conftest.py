from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from safeload.caseloads.models import Case
from safeload.people.models import Commitment
from safeload.people.seal import sealed
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt
from tests.caseloads.town import held
from tests.cast import Cast

TODAY = "2026-11-26"
#: Stands in a sealed reason: no answer of the API may hold it.
CANARY = "a reason that nobody may read"


class Place:
    """The cast with a scheme, a case that Amira holds, one that waits, and an adjustment with a sealed reason."""

    def __init__(self, cast: Cast) -> None:
        from safeload.caseloads.actions import add_case
        from safeload.people.models import CommitmentReason

        self.cast = cast
        long_ago = date(2024, 1, 1)
        self.version = add_version(text=files.shipped_text("srb-points"), by=None)
        self.adoption = adopt(
            version=self.version, by=None, starts_on=long_ago, agreed_by="Working group", agreed_on=long_ago
        )
        self.case: Case = held(cast, "practitioner", "4471", "H-0012")
        self.waiting: Case = add_case(
            by=None, reference="4480", team_id=cast.assessment.pk, opened_on=date(2026, 10, 1)
        )
        self.commitment = Commitment.objects.create(
            practitioner=cast.people["practitioner"], kind="adjustment", amount=2, unit="load"
        )
        CommitmentReason.objects.create(
            commitment=self.commitment,
            sealed=sealed(CANARY),
            written_by=cast.accounts["practitioner"],
            written_at="2026-11-01T10:00:00Z",
        )


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T10:00:00+00:00", tick=True):
        yield


@pytest.fixture
def place(today: None, cast: Cast) -> Place:
    return Place(cast)


@pytest.fixture
def committed_place(today: None, committed_cast: Cast) -> Place:
    return Place(committed_cast)
