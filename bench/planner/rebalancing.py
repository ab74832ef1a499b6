"""Moves timed beside the plain model of the same tiers and prices.

Seconds are of processor time, so that a busy machine changes little; what counts is the ratio.
"""

from __future__ import annotations

import time
from statistics import median

from bench.clock import tell
from bench.planner.instances import holding
from bench.planner.plain import Plain, plainly
from safeload.domain.allocation.exchange import exchange_of
from safeload.domain.allocation.rebalance import Rebalanced, rebalance
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights

#: The plain model is given up after so many seconds.
PATIENCE = 120.0


def one(size: str, seed: int, gap: float) -> tuple[Rebalanced, float, Plain, float]:
    """The same made-up service both ways, each with its seconds; the first run of a process pays for loading."""
    question, weights = holding(size, seed), Weights()
    start = time.process_time()
    answer = rebalance(question, weights, Effort(gap=gap))
    ours = time.process_time() - start
    start = time.process_time()
    plain = plainly(exchange_of(question, weights), Effort(gap, nodes=10**8, seconds=PATIENCE))
    return answer, ours, plain, time.process_time() - start


#: size: instances, and the gap that is good enough.
SIZES = {"team": (20, 0.0), "service": (20, 0.0), "authority": (3, 0.005)}


def run(sizes: tuple[str, ...] = tuple(SIZES)) -> None:
    """One line a size: how much is proven, seconds, and how many times as long the plain model takes."""
    one("team", 0, 0.0)
    for size in sizes:
        number, gap = SIZES[size]
        rows = [one(size, seed, gap) for seed in range(1, number + 1)]
        tell(
            f"planner: rebalance, {size}",
            instances=number,
            proven=sum(answer.tiers_proven and float(answer.gap) <= gap + 1e-9 for answer, *_ in rows),
            gap_most=round(max(float(answer.gap) for answer, *_ in rows), 5),
            seconds_median=round(median(ours for _, ours, _, _ in rows), 3),
            plain_over_ours_median=round(median(theirs / ours for _, ours, _, theirs in rows), 1),
            plain_proven=sum(plain.ended == "optimal" for _, _, plain, _ in rows),
            moves=sum(len(answer.moves) for answer, *_ in rows) / number,
            red_before=sum(load.band_before == "red" for answer, *_ in rows for load in answer.loads)
            / number,
            red_after=sum(load.band_after == "red" for answer, *_ in rows for load in answer.loads) / number,
        )


if __name__ == "__main__":
    run()
