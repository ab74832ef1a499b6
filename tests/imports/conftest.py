from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.imports.county import County
from tests.workload.town import TODAY


@pytest.fixture
def today() -> Iterator[None]:
    """Thursday 19 November 2026, ten in the morning."""
    with time_machine.travel(f"{TODAY.isoformat()}T10:00:00+00:00", tick=True):
        yield


@pytest.fixture
def county(db: None, today: None, tmp_path: Path) -> County:
    return County(tmp_path)
