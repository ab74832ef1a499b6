"""What a list would do, step by step, in words that a page shows and a digest stands for."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Did = Literal["add", "change", "end", "reopen", "tick"]


@dataclass(frozen=True)
class Step:
    """One thing that would be added, changed or ended. ``changes`` are (before, after) by what they are of.

    ``team_id`` is the team it belongs to before the change: what stood there is shown to those who may see
    it. ``payload`` is what the action needs; the page never sees it.
    """

    kind: str
    ref: str
    did: Did
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    place: str = ""
    team_id: int | None = None
    payload: Any = None

    def as_json(self) -> dict[str, Any]:
        """The step without what the action needs."""
        told = {name: list(pair) for name, pair in self.changes.items()}
        return {
            "kind": self.kind,
            "ref": self.ref,
            "did": self.did,
            "changes": told,
            "place": self.place,
            "team": self.team_id,
        }


@dataclass(frozen=True)
class Asked:
    """A question to settle once: of a name, a team or a value. ``proposals`` are keys, the nearest first."""

    about: Literal["name", "team", "value"]
    key: str
    written: str
    rows: int
    first: str = ""
    field: str = ""
    proposals: tuple[int, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    #: Nothing can be applied before it is answered.
    needed: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass
class Plan:
    """Everything that a check found."""

    steps: list[Step] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    #: What the list leaves out, for a full snapshot: applied only when it was ticked.
    left_out: list[Step] = field(default_factory=list)
    conflicts: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: Sentences for which nothing may be applied.
    stops: list[str] = field(default_factory=list)
    #: Rows that the reader could use and the check could not: (sheet, row, why).
    unused: list[tuple[str, int, str]] = field(default_factory=list)
    unchanged: int = 0

    def effective(self, full_snapshot: bool) -> list[Step]:
        """The steps that would be taken."""
        return self.steps + (self.left_out if full_snapshot else [])

    def digest(self, full_snapshot: bool) -> str:
        """Stands for the steps: the same steps on the same data give the same digest."""
        told = [(step.kind, step.ref, step.did, step.changes) for step in self.effective(full_snapshot)]
        text = json.dumps(told, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def conflict(self, ref: str, sentence: str) -> None:
        """Note two things that say different things, and which was taken."""
        self.conflicts.append({"ref": ref, "sentence": sentence})


def counted(steps: Sequence[Step]) -> dict[str, int]:
    """How many steps of each kind and deed: ``{"case add": 346}``."""
    return dict(sorted(Counter(f"{step.kind} {step.did}" for step in steps).items()))
