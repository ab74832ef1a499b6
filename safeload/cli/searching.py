"""A long search on the command line: how far it is, and Ctrl-C gives the best so far instead of nothing."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from threading import current_thread, main_thread
from time import perf_counter
from typing import Any

from rich.status import Status

from safeload.domain.allocation.solver import Effort

#: Until the plan is within a hundredth of a percent, for so many nodes of the search; the clock is the last resort.
EFFORT = Effort(gap=0.0001, nodes=20_000, seconds=60.0)


class Search:
    """Asked by the search whether to stop, and told how far it is."""

    def __init__(self, status: Status, words: str) -> None:
        self.status, self.words, self.stopped = status, words, False
        status.update(words)

    def __call__(self) -> bool:
        return self.stopped

    def told(self, cost: float, bound: float) -> None:
        """Say what is found so far of what is being looked at."""
        if not self.stopped:
            self.status.update(f"{self.words} {found_said(cost, bound)} Ctrl-C: stop with the best so far.")

    def stop(self, *_: Any) -> None:
        """End with the best so far; whoever asks again ends at once."""
        self.stopped = True
        self.status.update("Stopping with the best so far …")
        signal.signal(signal.SIGINT, signal.default_int_handler)


def found_said(cost: float, bound: float) -> str:
    """The best so far and what nothing can cost less than."""
    if not isfinite(cost):
        return "Nothing found yet."
    if not isfinite(bound) or bound <= 0:
        return f"The best so far costs {cost:,.0f}."
    gap = max(0.0, cost - bound) / cost if cost else 0.0
    return (
        f"The best so far costs {cost:,.0f}, nothing can cost less than {bound:,.0f} (gap {gap * 100:.2f} %)."
    )


def counting(effort: Effort, begun: float) -> Effort:
    """An effort whose seconds are all that pass from ``begun`` on: reading and preparing count like solving."""
    return effort.running(lambda: begun + effort.seconds - perf_counter())


@contextmanager
def searching(status: Status, words: str) -> Iterator[Search]:
    """While it lasts Ctrl-C asks the search to stop."""
    search = Search(status, words)
    if current_thread() is not main_thread():  # signals are for the main thread alone
        yield search
        return
    before = signal.signal(signal.SIGINT, search.stop)
    try:
        yield search
    finally:
        signal.signal(signal.SIGINT, before)


def seconds(text: str) -> float:
    """Seconds as they are typed. Raises ArgumentTypeError for anything else."""
    try:
        found = float(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds") from wrong
    if not 0 < found <= 86_400:
        raise argparse.ArgumentTypeError("seconds are more than 0 and at most a day")
    return found
