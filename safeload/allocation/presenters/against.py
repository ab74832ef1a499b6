"""What speaks against asking somebody, in words: all for the manager, neutrally for colleagues (rules 5.1, 5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from safeload.allocation.facts import Objection
from safeload.web import formats
from safeload.workload.models import Standing
from safeload.workload.presenters import figures

#: Leave, a last day, a protection and its reason read alike: which of them it is does not concern colleagues.
_NEUTRAL = {
    "manages": "manages, or runs a duty desk",
    "conflict": "cannot take this case",
    "protected": "is not asked for more at present",
    "leave": "is not asked for more at present",
    "leaves": "is not asked for more at present",
    "unmeasured": "has no figure today",
    "not_available": "is not asked for more at present",
    "not_set": "has no line yet",
    "over": "would be over the line",
    "limit": "a limit of the scheme stands in the way",
}


def said(why: Objection) -> str:
    """One objection to whoever may read all of it."""
    until = f" until {formats.day(why.until, weekday=False)}" if why.until else ""
    match why.code:
        case "manages":
            return "manages or runs a desk: what they hold counts as waiting"
        case "conflict":
            return "a conflict of interest is noted"
        case "protected":
            return f"not asked for more: {Standing.Protection(why.what).label}{until}"
        case "leave":
            return f"on leave{until}"
        case "leaves":
            return f"leaves this post on {formats.day(why.until, weekday=False)}"
        case "unmeasured":
            return "no figure: no scheme measures this post today"
        case "over":
            return "would be over the line"
        case "limit":
            return f"a limit of the scheme, to be let through by the service’s manager: {why.what}"
    return figures.WORDS[why.code]


def in_the_way(protected: str, until: date | None, band: str) -> list[str]:
    """What stands in the way of asking somebody for more, said to themselves."""
    told = []
    if protected:
        last = f" until {formats.day(until, weekday=False)}" if until else ""
        told.append(
            f"At present you are not asked for more: {figures.uncapital(Standing.Protection(protected).label)}{last}. "
            "You can say it all the same; your manager sees both and talks to you first."
        )
    if band in {"amber", "red"}:
        told.append(
            f"Your load is {figures.WORDS[band]} at present. Your manager sees that beside what you offer."
        )
    return told


def neutral(codes: Iterable[str]) -> list[str]:
    """Kept codes as colleagues read them, each sentence once."""
    return list(dict.fromkeys(_NEUTRAL.get(code, "another reason") for code in codes))
