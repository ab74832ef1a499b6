"""Best of several runs: on a shared machine the least disturbed run says most."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from time import perf_counter
from typing import Any


def best(run: Callable[[], Any], times: int = 7) -> float:
    """Seconds of the fastest of so many runs, after one that warms up."""
    run()
    found = []
    for _ in range(times):
        gc.collect()
        started = perf_counter()
        run()
        found.append(perf_counter() - started)
    return min(found)


def tell(figure: str, **found: Any) -> None:
    """One JSON line."""
    print(json.dumps({"figure": figure, **found}), flush=True)
