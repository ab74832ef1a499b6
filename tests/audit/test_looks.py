from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from safeload.audit import queries
from safeload.audit.actions import looked
from safeload.audit.models import Look
from tests.cast import Cast


def test_a_look_is_noted_and_oneself_is_not_looked_at(cast: Cast) -> None:
    amira, noor = cast.people["practitioner"].pk, cast.people["manager"].pk
    assert looked(by=cast.accounts["manager"], practitioner_ids=[amira, noor], what="load", page="board") == 1
    seen = queries.looks_at(amira).get()
    assert (seen.who, seen.what, seen.page) == (cast.accounts["manager"], "load", "board")


def test_the_same_page_within_half_an_hour_is_the_same_look(cast: Cast) -> None:
    amira, noor = cast.people["practitioner"].pk, cast.accounts["manager"]
    with time_machine.travel(datetime(2026, 3, 3, 9, 0, tzinfo=UTC), tick=False) as clock:
        for minutes, expected in ((0, 1), (29, 1), (31, 2)):
            clock.move_to(datetime(2026, 3, 3, 9, minutes, tzinfo=UTC))
            looked(by=noor, practitioner_ids=[amira], what="load", page="board")
            assert Look.objects.count() == expected


def test_each_reading_of_a_reason_is_noted(cast: Cast) -> None:
    for _ in range(3):
        nqsw = cast.people["nqsw"].pk
        looked(by=cast.accounts["manager"], practitioner_ids=[nqsw], what="reason", page="reason")
    assert Look.objects.count() == 3
