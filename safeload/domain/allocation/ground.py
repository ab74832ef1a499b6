"""The people of a question as columns, so that one waiting household is held against all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np

from safeload.domain.allocation.question import Person, Question, Waiting
from safeload.domain.allocation.weights import FAR


class Ground:
    """Columns over ``question.people``, ordered by id: the order of the lists given changes no answer."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.people: tuple[Person, ...] = tuple(sorted(question.people, key=lambda one: one.id))
        self.waiting: tuple[Waiting, ...] = tuple(sorted(question.waiting, key=lambda one: one.id))
        self.at = {one.id: place for place, one in enumerate(self.people)}
        self._sets: dict[tuple[str, str], Any] = {}

    def column(self, read: Callable[[Person], Any], kind: type = bool) -> Any:
        """One value a person."""
        return np.fromiter((read(one) for one in self.people), dtype=kind, count=len(self.people))

    def those(self, ids: Iterable[str]) -> Any:
        """Who of the people is named, as a mask; names that nobody bears are passed over."""
        mask = np.zeros(len(self.people), dtype=bool)
        mask[[self.at[one] for one in ids if one in self.at]] = True
        return mask

    def having(self, what: str, value: str) -> Any:
        """Who has a value in one of their sets (``skills``, ``languages`` …) or is in a ``team`` or ``area``."""
        key = (what, value)
        if key not in self._sets:
            self._sets[key] = self.column(lambda one: _has(getattr(one, what), value))
        return self._sets[key]

    def any_of(self, what: str, values: Iterable[str]) -> Any:
        """Who has at least one of the values."""
        mask = np.zeros(len(self.people), dtype=bool)
        for value in values:
            mask |= self.having(what, value)
        return mask

    def standing_in(self, standings: Iterable[Any]) -> Any:
        """Who stands in one of these (stage, protected)."""
        mask = np.zeros(len(self.people), dtype=bool)
        for one in standings:
            mask |= self._standings.get(one, False)
        return mask

    @cached_property
    def _standings(self) -> dict[Any, Any]:
        return {
            found: self.column(lambda one, found=found: one.standing == found)  # type: ignore[misc]
            for found in {one.standing for one in self.people}
        }

    @cached_property
    def loads(self) -> Any:
        """Load of each in whole units."""
        return self.column(lambda one: one.load, np.int64)

    @cached_property
    def cannot(self) -> Any:
        """Who cannot be asked at all."""
        return self.column(lambda one: bool(one.cannot))

    @cached_property
    def line_not_set(self) -> Any:
        """Of whom no line is known."""
        return self.column(lambda one: one.line is None)

    @cached_property
    def not_available(self) -> Any:
        """Whose line is nothing."""
        return self.column(lambda one: one.line is not None and one.line <= 0)

    def offering(self, kinds: frozenset[str]) -> Any:
        """Who said that they can take one of these kinds."""
        key = ("offering", " ".join(sorted(kinds)))
        if key not in self._sets:
            self._sets[key] = self.column(
                lambda one: one.offers is not None and (not one.offers or bool(one.offers & kinds))
            )
        return self._sets[key]

    def distance(self, patch: str) -> Any:
        """How far each lives or works from a patch, in bands: the nearest of theirs; not known counts as none."""
        if not patch:
            return np.zeros(len(self.people), dtype=np.int64)
        key = ("far from", patch)
        if key not in self._sets:
            self._sets[key] = self.column(lambda one: self._nearest(one, patch), np.int64)
        return self._sets[key]

    def _nearest(self, one: Person, patch: str) -> int:
        known = self.question.distances
        found = [
            0 if own == patch else known.get((own, patch), known.get((patch, own), FAR))
            for own in one.patches
        ]
        return min(found, default=0)


def _has(held: Any, value: str) -> bool:
    return value in held if isinstance(held, frozenset) else held == value
