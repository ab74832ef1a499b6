"""What the page of candidates showed, as it travels with its form: signed, so that it comes back as it was.

A page may stand open for an hour. What was decided on it is compared with how things are when it is sent, and what is
kept with the proposal is what the manager really saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core import signing

from safeload.web import formats

_SALT = "allocation.shown"


@dataclass(frozen=True)
class Shown:
    """The cases with the post that held each, the share, and everybody considered with figures and objections."""

    held: Mapping[int, int | None]
    share: str
    considered: Sequence[Mapping[str, Any]]
    #: The day of which the figures are told, where it is to come.
    day: str = ""

    def sealed(self, account: int) -> str:
        """As text for a hidden field, for this account's form alone."""
        plain = [sorted(self.held.items()), self.share, list(self.considered), self.day]
        return signing.dumps(plain, salt=f"{_SALT}.{account}", compress=True)

    def without_figures(self) -> Shown:
        """For a page that shows bands alone: what is sealed is signed, and can be read."""
        return replace(self, considered=())

    def is_of(self, other: Shown) -> bool:
        """Whether it showed the same cases, with the same share, of the same day."""
        return set(self.held) == set(other.held) and (self.share, self.day) == (other.share, other.day)

    def figures_of(self, post: int) -> Mapping[str, Any]:
        """The figures of somebody that were shown; empty where none were."""
        found = next((row for row in self.considered if row["post"] == post), None)
        return found["figures"] if found else {}


def opened(text: str, account: int) -> Shown | None:
    """What came back; None where it is not what we sent to this account."""
    try:
        held, share, considered, day = signing.loads(text, salt=f"{_SALT}.{account}")
    except signing.BadSignature:
        return None
    return Shown(dict(held), share, considered, day)


def apart_said(references: list[str]) -> str:
    """Of cases that a page showed, and that do not go together with the others any more."""
    one = len(references) == 1
    verb = "is" if one else "are"
    return f"{'Case' if one else 'Cases'} {formats.listed(references)} {verb} not together with the others any more."


def share_said(share: Decimal | None) -> str:
    """The share as it is compared."""
    return "" if share is None else str(share.normalize())
