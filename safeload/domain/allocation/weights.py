"""The weights of a proposal: each with a name, a unit and what it is for. Whoever sets one gives a reason (ALL-01).

Protected characteristics are never among them. All are whole numbers of one kind of cost: what one cost is worth
can only be said by comparing, which is why the page shows the effect on last month before one is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

#: Months of a relationship beyond which its length counts no more: five years.
LONGEST = 60
#: The largest weight that keeps sums exact in the solver.
LARGEST = 100_000


@dataclass(frozen=True)
class Weight:
    """One weight: what it is called, in which unit it is given, its default and what it is for."""

    name: str
    title: str
    unit: str
    default: int
    why: str


def _waiting(priority: int, base: int, daily: int) -> tuple[Weight, Weight]:
    return (
        Weight(
            f"waits_{priority}",
            f"A case of priority {priority} that goes on waiting",
            "each case",
            base,
            "more urgent cases first",
        ),
        Weight(
            f"waits_{priority}_daily",
            f"Each day that a case of priority {priority} has waited",
            "each day",
            daily,
            "who has waited longer first",
        ),
    )


ALL = (
    *_waiting(1, 20_000, 50),
    *_waiting(2, 4_000, 20),
    *_waiting(3, 1_200, 8),
    Weight(
        "fuller_70", "Load between 70 and 80 % of the line", "each percent of a full line", 1, "even loads"
    ),
    Weight(
        "fuller_80", "Load between 80 and 90 % of the line", "each percent of a full line", 3, "even loads"
    ),
    Weight(
        "fuller_90", "Load between 90 and 100 % of the line", "each percent of a full line", 8, "even loads"
    ),
    Weight(
        "over", "Load over the line", "each percent of a full line", 30, "only once nothing else is possible"
    ),
    Weight("red", "Load in red", "each percent of a full line", 120, "only once nothing else is possible"),
    Weight(
        "red_deeper",
        "Load further into red",
        "each percent of a full line, for each tenth of the line that it is further in",
        30,
        "shared out, before anybody carries a multiple of their line",
    ),
    Weight(
        "travel",
        "Distance between patch and home",
        "each band of distance",
        20,
        "time on the road is load too",
    ),
    Weight("other_team", "A practitioner of another team", "each case", 40, "teams know their own families"),
    Weight(
        "no_language",
        "No language of the family's",
        "each case",
        60,
        "being understood without an interpreter",
    ),
    Weight(
        "new_worker", "Somebody whom the family does not know", "each case", 50, "continuity for the child"
    ),
    Weight("apart", "Brothers or sisters are with somebody else", "each case", 80, "siblings together"),
    Weight(
        "no_interest",
        "Not what somebody wants to develop in",
        "each case",
        10,
        "development, as service allows (ALL-03)",
    ),
    Weight(
        "unasked", "Somebody who did not say that they can take one", "each case", 10, "pull as well as push"
    ),
    Weight("move", "A household that changes its worker", "each move", 100, "as few changes as possible"),
    Weight(
        "move_month",
        "Each month that a household has known its worker",
        f"each month, up to {LONGEST}",
        10,
        "relationships last",
    ),
    Weight("move_court", "A court date within weeks", "each move", 150, "who knows the case should be heard"),
    Weight(
        "move_child", "Each further child who moves", "each child", 40, "fewer children change their worker"
    ),
    Weight(
        "move_closing", "A case that closes soon anyway", "each move", 80, "no new worker for the last weeks"
    ),
    Weight(
        "move_worker",
        "Each worker whom the children have had already, the present one too",
        "each worker",
        30,
        "not the same children again",
    ),
)
BY_NAME = {one.name: one for one in ALL}
#: Settings beside the weights: whole numbers that say what is tried, not what it costs.
URGENT = 1
FAR = 3


class NonsenseError(ValueError):
    """Weights or a question that cannot be used; one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Weights:
    """The weights of one run; those not given have their default."""

    given: tuple[tuple[str, int], ...] = ()

    def __getitem__(self, name: str) -> int:
        return dict(self.given).get(name, BY_NAME[name].default)

    def waiting(self, priority: int, days: int) -> int:
        """What it costs that a case of this priority, waiting so many days, goes on waiting."""
        step = min(max(priority, 1), 3)
        return self[f"waits_{step}"] + days * self[f"waits_{step}_daily"]

    def as_data(self) -> dict[str, int]:
        """Every weight by name."""
        return {one.name: self[one.name] for one in ALL}


def weights_of(given: Mapping[str, Any]) -> Weights:
    """Weights from names and values. Raises NonsenseError with a sentence for each that cannot be used."""
    problems, found = [], []
    for name, value in sorted(given.items()):
        if name not in BY_NAME:
            problems.append(f"There is no weight {name!r}; there are {', '.join(BY_NAME)}.")
            continue
        number = value if isinstance(value, int) and not isinstance(value, bool) else _whole(value)
        if number is None or not 0 <= number <= LARGEST:
            problems.append(f"{name} is {value!r}: write a whole number from 0 to {LARGEST}.")
        else:
            found.append((name, number))
    made = Weights(tuple(found))
    if not problems:
        problems += _disordered(made)
    if problems:
        raise NonsenseError(problems)
    return made


def _whole(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _disordered(made: Weights) -> list[str]:
    """Steps that get cheaper as somebody gets fuller would push people over their line."""
    steps = ("fuller_70", "fuller_80", "fuller_90", "over", "red")
    return [
        f"{higher} ({made[higher]}) is less than {lower} ({made[lower]}): "
        "a fuller practitioner must cost at least as much."
        for lower, higher in pairwise(steps)
        if made[higher] < made[lower]
    ]
