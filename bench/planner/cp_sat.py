"""The same question as a plain CP-SAT model, in a process and an environment of its own.

OR-Tools and recent HiGHS cannot be loaded together, and OR-Tools alone is 187 MB: it is a peer of the bench, never a
part of the product. ``scripts/peers.sh`` installs it; without it the bench says so and goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).parents[2]
PEER = HERE / ".peers" / "bin" / "python"


def solved(bare: dict[str, Any], seconds: float) -> dict[str, Any] | None:
    """What CP-SAT makes of bare numbers; None where it is not installed."""
    if not PEER.exists():
        return None
    run = subprocess.run(
        [str(PEER), str(Path(__file__)), str(seconds)],
        input=json.dumps(bare),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _build(bare: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The model, with the sums of its four tiers."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    waits = [model.new_bool_var(f"w{at}") for at in range(len(bare["waits"]))]
    leads = [(model.new_bool_var(""), *pair) for pair in bare["leads"]]
    helps = [(model.new_bool_var(""), *pair) for pair in bare["helps"]]
    by_unit: dict[str, dict[int, list[Any]]] = {"leads": {}, "helps": {}}
    by_pair: dict[tuple[int, int], list[Any]] = {}
    by_person: dict[int, list[tuple[Any, int, int]]] = {}
    for name, pairs, halves in (("leads", leads, 2), ("helps", helps, 1)):
        for column, unit, person, worth, _ in pairs:
            by_unit[name].setdefault(unit, []).append(column)
            by_pair.setdefault((unit, person), []).append(column)
            by_person.setdefault(person, []).append((column, worth, halves))
    for unit, helped in enumerate(bare["helped"]):
        model.add_exactly_one([*by_unit["leads"].get(unit, []), waits[unit]])
        if helped:
            model.add_exactly_one([*by_unit["helps"].get(unit, []), waits[unit]])
    for both in by_pair.values():
        if len(both) > 1:
            model.add_at_most_one(both)
    over, red, loads = _people(model, bare, by_person)
    urgent = sum(bare["waits"][unit] * waits[unit] for unit in bare["must"])
    weighted = bare["scale"] * (
        sum(cost * column for cost, column in zip(bare["waits"], waits, strict=True))
        + sum(column * cost for column, _, _, _, cost in (*leads, *helps))
    ) + sum(loads)
    return model, {"urgent": urgent, "red": sum(red), "over": sum(over), "weighted": weighted}


def _people(
    model: Any, bare: dict[str, Any], by_person: dict[int, list[tuple[Any, int, int]]]
) -> tuple[list[Any], list[Any], list[Any]]:
    """For each person: weekly numbers, what is beyond their line and into red, and what load costs."""
    over, red, loads = [], [], []
    for person, items in by_person.items():
        one = bare["people"][person]
        total = sum(worth for _, worth, _ in items)
        added = sum(column * worth for column, worth, _ in items)
        if one["new"] is not None:
            model.add(sum(column * halves for column, _, halves in items) <= one["new"])
        for room, found in ((one["room"], over), (one["short"], red)):
            if total > room:
                pushed = model.new_int_var(0, total, "")
                model.add(pushed >= added - room)
                found.append(pushed)
        at = 0
        for size, price, before in zip(
            [*one["sizes"][:-1], total], one["prices"], [0, *one["prices"]], strict=False
        ):
            if price > before and total > at:
                beyond = model.new_int_var(0, total, "")
                model.add(beyond >= added - at)
                loads.append((price - before) * beyond)
            at += size
    return over, red, loads


def main() -> None:
    """Read bare numbers, settle the tiers one by one, print cost, bound and seconds."""
    from ortools.sat.python import cp_model

    bare = json.load(sys.stdin)
    started, left = perf_counter(), float(sys.argv[1])
    model, tiers = _build(bare)
    proven, value, bound = True, 0.0, 0.0
    for aim in tiers.values():
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = 0
        solver.parameters.max_time_in_seconds = max(0.1, left - (perf_counter() - started))
        solver.parameters.relative_gap_limit = bare["gap"]
        model.minimize(aim)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            proven, value = False, float("inf")
            break
        proven &= status == cp_model.OPTIMAL
        value, bound = solver.objective_value, solver.best_objective_bound
        model.add(aim <= round(value))
    scale = bare["scale"]
    found = {
        "cost": value / scale,
        "bound": bound / scale,
        "proven": proven,
        "seconds": perf_counter() - started,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
