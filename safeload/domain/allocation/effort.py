"""How hard a search looks, how it may end, and how it is watched. There is no clock here but what is brought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

Ended = Literal["optimal", "gap", "nodes", "seconds", "stopped", "infeasible"]


@dataclass(frozen=True)
class Effort:
    """How hard to look: the gap (a fraction) that is good enough, nodes of the search, and seconds as last resort.

    The seconds are of a whole run: the solver's, or all that pass where whoever asks brings a clock (``running``).
    """

    gap: float = 0.0
    nodes: int = 50_000
    seconds: float = 60.0

    @property
    def left(self) -> float:
        """Seconds that the next model may take."""
        return self.seconds

    def running(self, left: Callable[[], float] | None = None) -> Running:
        """The same with its seconds running down, whichever models they go into.

        ``left``: asked for the seconds that are left, so that everything counts; without it the solver's time alone.
        """
        return Running(self.gap, self.nodes, self.seconds, _Clock(self.seconds, left))

    def spend(self, seconds: float) -> None:
        """A model took so long."""

    def until(self, stop: Stop | None) -> Stop:
        """Asked now and then: whether to stop, because somebody wants it or the seconds are gone."""
        return lambda: self.left <= 0 or (stop is not None and stop())

    @property
    def why_stopped(self) -> Ended:
        """How a search ended that ``until`` has stopped."""
        return "seconds" if self.left <= 0 else "stopped"


@dataclass
class _Clock:
    solver: float
    asked: Callable[[], float] | None = None

    @property
    def left(self) -> float:
        return self.solver if self.asked is None else self.asked()


@dataclass(frozen=True)
class Running(Effort):
    """An effort in the course of a run; parts of it (``dataclasses.replace``) run down with it."""

    clock: _Clock = field(default_factory=lambda: _Clock(60.0), compare=False, repr=False)

    @property
    def left(self) -> float:
        """Seconds that the next model may take."""
        return max(0.0, min(self.seconds, self.clock.left))

    def running(self, left: Callable[[], float] | None = None) -> Running:
        """It is running already: what is asked within a run shares its seconds."""
        return self

    def spend(self, seconds: float) -> None:
        """A model took so long."""
        self.clock.solver -= seconds


Stop = Callable[[], bool]


@runtime_checkable
class Watching(Protocol):
    """A stop that is also told how far the search is."""

    def __call__(self) -> bool:
        """Whether to stop."""

    def told(self, cost: float, bound: float) -> None:
        """The best so far costs so much, and nothing can cost less than the bound; either may be infinite."""
