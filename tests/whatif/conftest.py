from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.workload.town import TODAY, Town


@pytest.fixture
def today() -> Iterator[None]:
    """Thursday 19 November 2026, ten in the morning."""
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        yield


@pytest.fixture
def town(db: None, today: None) -> Town:
    return Town()
