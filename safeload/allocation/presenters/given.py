"""How cases were given, in counts that each open what they count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeload.allocation.queries.given import Given

#: How long a look back may be, in days, and what that is called.
SPANS = {"28": "the past 4 weeks", "91": "the past 3 months", "365": "the past 12 months"}
#: Code, what is said of it, and how far it stands in.
_LINES = (
    ("allocated", "allocated by a proposal", 0),
    ("agreed", "agreed beforehand by the practitioner", 1),
    ("agreed-if", "agreed beforehand with a condition", 1),
    ("not-agreed", "not agreed by the practitioner, and decided with a reason (X-27)", 1),
    ("notified", "only notified, by telephone or e-mail (X-26)", 1),
    ("discussed", "discussed within two working days", 2),
    ("discussed-late", "discussed later than that", 2),
    ("unconfirmed", "said to be discussed, and not confirmed by the practitioner yet", 2),
    ("not-discussed", "still to be discussed", 2),
    ("never-discussed", "never discussed: the case left before", 2),
    ("not-agreed-afterwards", "not agreed by the practitioner once they were asked", 2),
    ("over", "took the load over the line, with a reason, a plan and an end date", 0),
    ("red", "made it red: the next tier was told", 1),
    ("let-through", "went beyond a limit of the scheme that a named senior let through (ALL-04)", 0),
    ("not-allocated", "proposed and not allocated", 0),
    ("overtaken", "withdrawn or overtaken", 0),
    ("taken-back", "taken back after they were decided", 0),
)


@dataclass(frozen=True)
class Line:
    """One count. ``code`` opens its rows."""

    code: str
    number: int
    said: str
    depth: int


def lines(found: Given) -> Iterator[Line]:
    """Every count in the order of the page; what is part of another stands below it."""
    for code, said, depth in _LINES:
        yield Line(code, found.counts.get(code, 0), said, depth)


def said_of(code: str) -> str:
    """What a count is called; empty for none of that code."""
    return next((said for known, said, _ in _LINES if known == code), "")
