"""What a floor above knows of cases that somebody is asked to take; it registers here how to find out (house 4).

Proposals stand above; but a case that is proposed is seen to be so wherever it waits or is held, and whoever is asked
may read what it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

from safeload.people.scope import Scope


class Remark(NamedTuple):
    """To whom a case is proposed, since when; the address only for whoever may open the proposal."""

    said: str
    href: str


class Proposed(Protocol):
    """How to find out."""

    def remarks(self, scope: Scope, case_ids: Collection[int]) -> Mapping[int, Remark]:
        """By case, its open proposal, if it has one; for somebody who may open the cases."""

    def is_asked(self, scope: Scope, case_id: int) -> bool:
        """Whether whoever looks is asked to take the case, and it is not decided yet."""


_known: list[Proposed] = []


def tell(proposed: Proposed) -> None:
    """Register how to find out; the last one registered counts."""
    _known[:] = [proposed]


def remarks(scope: Scope, case_ids: Collection[int]) -> Mapping[int, Remark]:
    """By case, to whom it is proposed; absent where it is not. One query, or two."""
    return _known[0].remarks(scope, case_ids) if _known and case_ids else {}


def is_asked(scope: Scope, case_id: int) -> bool:
    """Whether whoever looks is asked to take the case. No query for who is no practitioner, else one."""
    return bool(_known) and _known[0].is_asked(scope, case_id)
