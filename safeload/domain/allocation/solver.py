"""The one file that knows the solver library (HiGHS): a linear model in whole numbers, solved the same way each time.

Nothing here knows what is being allocated. Limits of work (nodes of the search) decide when to stop, so that a
question has the same answer on every machine; the clock is the last resort, and whoever reads the result is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from safeload.domain.allocation.effort import Effort, Ended, Stop, Watching

_INFINITE = highspy.kHighsInf
_SEED = 0
#: More than this between a whole number and what the solver calls one, and the answer is not trusted.
_WHOLE = 1e-4


class _Quiet(highspy.Highs):
    """HiGHS greets on the standard output as soon as it can be called back; commands print their answer there."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Solved:
    """What the solver found. ``values`` is None where nothing was found; ``bound`` is what no answer can beat."""

    ended: Ended
    values: Any
    objective: float
    bound: float
    nodes: int


def version() -> str:
    """The solver's name and version, kept with each run so that it can be replayed."""
    numbers = (highspy.HIGHS_VERSION_MAJOR, highspy.HIGHS_VERSION_MINOR, highspy.HIGHS_VERSION_PATCH)
    return f"HiGHS {'.'.join(map(str, numbers))}"


class Model:
    """Columns and rows of a minimisation, added in blocks."""

    def __init__(self) -> None:
        self._costs: list[Any] = []
        self._lower: list[Any] = []
        self._upper: list[Any] = []
        self._whole: list[Any] = []
        self._rows: list[tuple[float, float]] = []
        self._at: list[Any] = []
        self._entries: list[Any] = []
        self._priced: list[tuple[Any, float]] = []
        self._by_column: tuple[Any, Any, Any] | None = None
        self.columns = 0

    def add_columns(self, costs: Any, upper: Any = 1.0, whole: bool = True) -> Any:
        """Columns from 0 to ``upper`` (None in it: without end); returns their numbers as an array."""
        costs = np.asarray(costs, dtype=float)
        number = len(costs)
        top = np.full(number, upper, dtype=float) if np.isscalar(upper) else np.asarray(upper, dtype=float)
        self._costs.append(costs)
        self._lower.append(np.zeros(number))
        self._upper.append(np.where(np.isnan(top), _INFINITE, top))
        self._whole.append(np.full(number, whole))
        self.columns += number
        return np.arange(self.columns - number, self.columns)

    def price(self, columns: Any, cost: float = 1.0) -> None:
        """Give columns that cost nothing a cost: they become the aim."""
        self._priced.append((columns, cost))

    def add_row(self, lower: float | None, at: Any, entries: Any, upper: float | None) -> None:
        """One row: lower ≤ entries · columns ≤ upper."""
        self._rows.append((-_INFINITE if lower is None else lower, _INFINITE if upper is None else upper))
        self._at.append(np.asarray(at, dtype=np.int32))
        self._entries.append(np.broadcast_to(np.asarray(entries, dtype=float), (len(at),)))

    def set_rows(self, lower: Any, upper: Any, blocks: Sequence[tuple[Any, Any, Any]]) -> None:
        """All rows at once, by column: blocks of (starts, rows, values) in the order of the columns."""
        self._rows = list(zip(lower.tolist(), upper.tolist(), strict=True))
        shifts = np.cumsum([0, *(len(at) for _, at, _ in blocks)])
        starts = np.concatenate([block[0] + shift for block, shift in zip(blocks, shifts, strict=False)])
        self._by_column = (
            np.append(starts, shifts[-1]).astype(np.int32),
            np.concatenate([at for _, at, _ in blocks]).astype(np.int32),
            np.concatenate([values for _, _, values in blocks]).astype(float),
        )

    def solve(
        self,
        effort: Effort,
        start: Any = None,
        stop: Stop | None = None,
    ) -> Solved:
        """Solve by the stated effort.

        ``start``: values of an answer known to be allowed; ``stop``: asked now and then.
        """
        if not self.columns:
            return Solved("optimal", np.zeros(0), 0.0, 0.0, 0)
        highs = _Quiet()
        _settle(highs, effort)
        highs.passModel(self._linear())
        if start is not None:
            _begin(highs, start)
        if stop is not None:
            _listen(highs, stop)
        highs.run()
        effort.spend(highs.getRunTime())
        return _result(highs, self.columns)

    def _linear(self) -> highspy.HighsLp:
        linear = highspy.HighsLp()
        linear.num_col_, linear.num_row_ = self.columns, len(self._rows)
        costs = np.concatenate(self._costs)
        for columns, cost in self._priced:
            costs[columns] = cost
        linear.col_cost_ = costs
        linear.col_lower_ = np.concatenate(self._lower)
        linear.col_upper_ = np.concatenate(self._upper)
        linear.row_lower_ = np.array([low for low, _ in self._rows])
        linear.row_upper_ = np.array([high for _, high in self._rows])
        whole = np.concatenate(self._whole)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        linear.integrality_ = [kinds[one] for one in whole.astype(int)]
        matrix = linear.a_matrix_
        if self._by_column is not None:
            matrix.format_ = highspy.MatrixFormat.kColwise
            matrix.start_, matrix.index_, matrix.value_ = self._by_column
            return linear
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.concatenate([[0], np.cumsum([len(at) for at in self._at])]).astype(np.int32)
        matrix.index_ = np.concatenate(self._at) if self._at else np.zeros(0, dtype=np.int32)
        matrix.value_ = np.concatenate(self._entries) if self._entries else np.zeros(0)
        return linear


def _settle(highs: highspy.Highs, effort: Effort) -> None:
    """One thread and one seed always: changing the number of threads in a process breaks later runs."""
    for name, value in {
        "threads": 1,
        "random_seed": _SEED,
        "mip_rel_gap": effort.gap,
        "mip_abs_gap": 1e-6,
        "mip_allow_restart": False,
        "mip_max_nodes": effort.nodes,
        "time_limit": effort.left,
    }.items():
        highs.setOptionValue(name, value)


def _begin(highs: highspy.Highs, values: Any) -> None:
    """Begin with an answer; what is not a number in it is found by the solver."""
    given = np.flatnonzero(~np.isnan(values)).astype(np.int32)
    highs.setSolution(len(given), given, np.asarray(values, dtype=float)[given])


def _listen(highs: highspy.Highs, stop: Stop) -> None:
    def asked(event: Any) -> None:
        if isinstance(stop, Watching):
            stop.told(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
        if stop():
            event.interrupt()

    highs.cbMipInterrupt += asked


def _result(highs: highspy.Highs, columns: int) -> Solved:
    status, info = highs.getModelStatus(), highs.getInfo()
    kinds = highspy.HighsModelStatus
    known: dict[Any, Ended] = {
        kinds.kOptimal: "optimal",
        kinds.kTimeLimit: "seconds",
        kinds.kSolutionLimit: "nodes",
        kinds.kInterrupt: "stopped",
        kinds.kInfeasible: "infeasible",
    }
    ended = known.get(status)
    if ended is None:
        raise RuntimeError(f"the solver ended with {highs.modelStatusToString(status)}")
    bound, nodes = float(info.mip_dual_bound), int(info.mip_node_count)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(ended, None, _INFINITE, bound, nodes)
    values = np.array(highs.getSolution().col_value)[:columns]
    objective = float(info.objective_function_value)
    return Solved(ended, values, objective, min(bound, objective), nodes)


class Relaxed:
    """A model without whole numbers to which columns are added, each time solved on from where it stood."""

    def __init__(self, lower: Any, upper: Any, effort: Effort) -> None:
        self._highs, self._effort = _Quiet(), effort
        _settle(self._highs, Effort(seconds=_INFINITE))  # its clock runs on from one solve to the next
        linear = highspy.HighsLp()
        linear.num_col_, linear.num_row_ = 0, len(lower)
        linear.row_lower_, linear.row_upper_ = lower, upper
        linear.a_matrix_.start_ = np.zeros(1, dtype=np.int32)
        self._highs.passModel(linear)

    def add(self, costs: Any, upper: Any, starts: Any, at: Any, values: Any) -> None:
        """Columns from 0 to ``upper`` by what stands in which row."""
        number = len(costs)
        self._highs.addCols(
            number,
            np.ascontiguousarray(costs, dtype=float),
            np.zeros(number),
            np.ascontiguousarray(upper, dtype=float),
            len(at),
            starts.astype(np.int32),
            at.astype(np.int32),
            np.ascontiguousarray(values, dtype=float),
        )

    def add_row(self, at: Any, values: Any, upper: float) -> None:
        """A row over columns that are there already."""
        self._highs.addRow(-_INFINITE, upper, len(at), at.astype(np.int32), values.astype(float))

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Other bounds for a row."""
        self._highs.changeRowBounds(row, lower, upper)

    def solve(self) -> tuple[float | None, Any, Any]:
        """The value, the price of each row and the columns; None where no answer is allowed."""
        before = self._highs.getRunTime()
        self._highs.run()
        self._effort.spend(self._highs.getRunTime() - before)
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None, None, None
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the solver ended with {self._highs.modelStatusToString(status)}")
        found = self._highs.getSolution()
        return (
            float(self._highs.getInfo().objective_function_value),
            np.array(found.row_dual),
            np.array(found.col_value),
        )


__all__ = ["Effort", "Ended", "Model", "Relaxed", "Solved", "Stop", "Watching", "version"]
