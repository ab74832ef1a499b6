"""Moves timed beside the plain model: ``python -m bench.planner.rebalancing service 20`` (size, how many, gap).

Seconds are of processor time, so that a busy machine changes little; what counts is the ratio.
"""

from __future__ import annotations

import statistics
import sys
import time

from bench.planner.instances import holding
from bench.planner.plain import Plain, plainly
from safeload.domain.allocation.exchange import exchange_of
from safeload.domain.allocation.rebalance import Rebalanced, rebalance
from safeload.domain.allocation.solver import Effort
from safeload.domain.allocation.weights import Weights

#: The plain model is given up after so many seconds.
PATIENCE = 300.0


def one(size: str, seed: int, gap: float) -> tuple[Rebalanced, float, Plain, float]:
    """The same made-up service both ways, each with its seconds; the first run of a process pays for loading."""
    question, weights = holding(size, seed), Weights()
    start = time.process_time()
    answer = rebalance(question, weights, Effort(gap=gap))
    ours = time.process_time() - start
    start = time.process_time()
    plain = plainly(exchange_of(question, weights), Effort(gap, nodes=10**8, seconds=PATIENCE))
    return answer, ours, plain, time.process_time() - start


def main(size: str, number: int, gap: float) -> None:
    """One line each, then the medians."""
    one("team", 0, 0.0)
    seconds: list[tuple[float, float]] = []
    for seed in range(number):
        answer, ours, plain, theirs = one(size, seed, gap)
        seconds.append((ours, theirs))
        over = sum(who.line is not None and who.before > who.line for who in answer.loads)
        print(
            f"{size} {seed}: {over} over, {len(answer.moves)} moves, cost {float(answer.cost):.2f}, "
            f"gap {float(answer.gap):.2%} ({answer.ended}), left {answer.red_left}/{answer.over_left}, {ours:.2f} s; "
            f"plain: cost {plain.cost}, bound {plain.bound:.2f} ({plain.ended}), "
            f"left {plain.red}/{plain.over}, {theirs:.2f} s",
            flush=True,
        )
    ours, theirs = (statistics.median(column) for column in zip(*seconds, strict=True))
    print(f"median {ours:.2f} s; plain {theirs:.2f} s: {theirs / ours:.0f} times")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else 0.0)
