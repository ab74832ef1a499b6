"""Proposals beside a plain model of the same tiers and objective, and beside "give it to the least loaded"."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np

from bench.clock import tell
from bench.planner import cp_sat
from bench.planner.instances import service
from bench.planner.least_loaded import least_loaded
from safeload.domain.allocation import placing, single
from safeload.domain.allocation.ground import Ground
from safeload.domain.allocation.numbers import numbers_of
from safeload.domain.allocation.patterns import TooManyError
from safeload.domain.allocation.propose import Proposal, propose
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights

#: size: instances, the gap that is good enough, how full people are so that a few households cannot be placed.
SIZES = {"team": (20, 0.0, 0.84), "service": (20, 0.0, 0.83), "authority": (3, 0.001, 0.83)}
#: Seconds after which a peer is stopped; its time counts as that much.
PATIENCE = 10.0


def run(sizes: tuple[str, ...] = tuple(SIZES)) -> None:
    """One line a size: seconds, ratios, and what each way leaves waiting and pushes over."""
    propose(service("team", 0), Weights())  # the library is loaded once
    for size in sizes:
        number, gap, used = SIZES[size]
        rows = [_one(service(size, seed, used), gap) for seed in range(1, number + 1)]
        seconds = [row["seconds"] for row in rows]
        tell(
            f"planner: propose, {size}",
            instances=number,
            proven=sum(row["proven"] for row in rows),
            gap_most=max(row["gap"] for row in rows),
            seconds_median=round(median(seconds), 3),
            seconds_p90=round(sorted(seconds)[int(0.9 * (len(seconds) - 1))], 3),
            plain_over_ours_median=round(median(row["plain"] / row["seconds"] for row in rows), 1),
            plain_proven=sum(row["plain_proven"] for row in rows),
            dearer_than_plain=sum(row["cost"] > row["plain_cost"] * (1 + gap) + 1e-6 for row in rows),
            **_of_cp_sat(rows, gap),
            **_beside("ours", rows),
            **_beside("least_loaded", rows),
        )
    if sizes == tuple(SIZES):
        crowd()


def crowd(seeds: int = 3) -> None:
    """Ten thousand households wait for a team: how long the answer takes, and how good it is proven to be."""
    rows = []
    for seed in range(1, seeds + 1):
        seconds, found = _timed(lambda seed=seed: propose(service("crowd", seed), Weights()))  # type: ignore[misc]
        rows.append((seconds, found))
    tell(
        "planner: propose, 10,000 wait for a team",
        instances=seeds,
        proven=sum(found.proven for _, found in rows),
        gap_most=max(float(found.gap) for _, found in rows),
        seconds_most=round(max(seconds for seconds, _ in rows), 3),
        placed=sum(len(found.assignments) for _, found in rows) / seeds,
    )


def _beside(who: str, rows: list[dict[str, Any]]) -> dict[str, float]:
    return {
        f"{who}_{what}": round(sum(row[who][what] for row in rows) / len(rows), 2)
        for what in ("waiting", "over_people", "over_units")
    }


def _of_cp_sat(rows: list[dict[str, Any]], gap: float) -> dict[str, Any]:
    found = [row for row in rows if row["cp_sat"] is not None]
    if not found:
        return {"cp_sat": "not installed: scripts/peers.sh"}
    return {
        "cp_sat_over_ours_median": round(
            median(row["cp_sat"]["seconds"] / row["seconds"] for row in found), 1
        ),
        "cp_sat_proven": sum(row["cp_sat"]["proven"] for row in found),
        "dearer_than_cp_sat": sum(row["cost"] > row["cp_sat"]["cost"] * (1 + gap) + 1e-6 for row in found),
    }


def bare(question: Question, gap: float) -> dict[str, Any]:
    """The question as bare numbers, for a peer that knows nothing of it."""
    numbers = numbers_of(Ground(question), Weights())
    people = [
        {
            "room": max(0, one.full - one.load),
            "short": max(0, max(one.full, one.short_of_red) - one.load),
            "new": one.most_new,
            "sizes": steps.sizes,
            "prices": steps.prices,
        }
        for one, steps in zip(numbers.people, numbers.steps, strict=True)
    ]
    rows = {
        name: np.column_stack([pairs.unit, pairs.person, pairs.worth, pairs.cost]).tolist()
        for name, pairs in (("leads", numbers.leads), ("helps", numbers.helps))
    }
    return {
        **rows,
        "people": people,
        "waits": numbers.waits.tolist(),
        "helped": numbers.helped.tolist(),
        "must": np.flatnonzero(numbers.urgent & numbers.possible).tolist(),
        "scale": numbers.scale,
        "gap": gap,
    }


def _one(question: Question, gap: float) -> dict[str, Any]:
    effort = Effort(gap=gap, nodes=50_000, seconds=PATIENCE)
    seconds, ours = _timed(lambda: propose(question, Weights(), effort))
    plain_seconds, plain = _timed(lambda: plainly(question, effort))
    peer = cp_sat.solved(bare(question, gap), PATIENCE)
    return {
        "cp_sat": peer,
        "seconds": seconds,
        "proven": ours.placed.tiers_proven and float(ours.gap) <= gap + 1e-9,
        "gap": float(ours.gap),
        "cost": float(ours.cost),
        "plain": plain_seconds,
        "plain_cost": float(plain.cost),
        "plain_proven": plain.placed.tiers_proven and float(plain.gap) <= gap + 1e-9,
        "ours": {
            "waiting": len(ours.waiting),
            "over_people": sum(one.over > 0 for one in ours.loads),
            "over_units": sum(one.over for one in ours.loads),
        },
        "least_loaded": least_loaded(question),
    }


def _timed(run: Callable[[], Proposal]) -> tuple[float, Proposal]:
    started = perf_counter()
    found = run()
    return perf_counter() - started, found


def plainly(question: Question, effort: Effort) -> Proposal:
    """The same tiers and objective as single choices without tightening rows, all in one model."""

    def never(*_: object) -> None:
        raise TooManyError

    class Plain(single.Single):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named, tight=False)

    with (
        patch.object(placing, "choose", never),
        patch.object(placing, "Single", Plain),
        patch.object(placing, "apart", lambda numbers: [np.ones(len(numbers.waiting), dtype=bool)]),
    ):
        return propose(question, Weights(), effort)


if __name__ == "__main__":
    run()
