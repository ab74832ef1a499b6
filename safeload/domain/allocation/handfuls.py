"""Handfuls of waiting households as rows: who would take which together, and what exactly that costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safeload.domain.allocation.numbers import Taken


@dataclass(frozen=True)
class Handfuls:
    """Handfuls as rows. Items are households to lead, then households to help with; padded with ``nothing``."""

    person: Any
    held: Any
    cost: Any
    over: Any
    red: Any
    nothing: int

    def __len__(self) -> int:
        return len(self.person)

    def where(self, rows: Any) -> Handfuls:
        """Some of them."""
        return Handfuls(
            self.person[rows], self.held[rows], self.cost[rows], self.over[rows], self.red[rows], self.nothing
        )

    def marks(self) -> list[bytes]:
        """One mark a row, by which a handful is known again."""
        held = np.sort(self.held, axis=1)
        return [bytes(row) for row in np.column_stack([self.person, held]).astype(np.int32)]

    def taken(self) -> Taken:
        """Who leads and who helps, if all of them are taken."""
        leads: dict[int, int] = {}
        helps: dict[int, int] = {}
        number = self.nothing // 2
        for person, held in zip(self.person.tolist(), self.held.tolist(), strict=True):
            leads |= {item: person for item in held if item < number}
            helps |= {item - number: person for item in held if number <= item < self.nothing}
        return Taken(leads, helps)

    @classmethod
    def together(cls, parts: list[Handfuls], nothing: int) -> Handfuls:
        """Several lists as one."""
        deep = max((part.held.shape[1] for part in parts), default=1)
        held = [
            np.pad(part.held, ((0, 0), (0, deep - part.held.shape[1])), constant_values=nothing)
            for part in parts
        ]
        none, nobody = np.zeros(0), np.zeros(0, dtype=np.int64)
        return cls(
            np.concatenate([nobody, *(part.person for part in parts)]),
            np.concatenate([np.zeros((0, deep), dtype=np.int64), *held]),
            np.concatenate([none, *(part.cost for part in parts)]),
            np.concatenate([nobody, *(part.over for part in parts)]),
            np.concatenate([nobody, *(part.red for part in parts)]),
            nothing,
        )


def best_of_each(person: Any, reduced: Any, number: int) -> Any:
    """The rows of the best few a person, in their order."""
    order = np.lexsort((reduced, person))
    whose = person[order]
    rank = np.arange(len(order)) - np.searchsorted(whose, whose)
    return np.sort(order[rank < number])
