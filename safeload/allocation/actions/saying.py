"""What a manager says with a decision, and what the rules want said first (ALL-01, X-26, X-27)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeload.allocation.actions.horizon import end_in_the_way
from safeload.allocation.models import Answer, Proposal
from safeload.allocation.queries.proposals import last_day_of
from safeload.audit.refusals import Refusal
from safeload.web import formats

#: What makes room for a case, in the words of whoever decides.
TRADE_OFF = ("goes", "waits", "shared")
#: And that nothing can, because …
ROOM = (*TRADE_OFF, "nothing_because")
ONE_OR_NOTHING = "Something else says what makes room for it: leave this empty."


@dataclass(frozen=True)
class Decision:
    """What the manager says. Over the line ``reason``, ``what_will_be_done`` and ``over_until`` are asked for (X-27).

    ``notified``: the practitioner was told by telephone or e-mail, and it is still to be discussed (X-26).
    ``left_household``: cases, by key, of which the manager read that they are of the household no longer;
    ``in_conflict``: cases of which they read that a conflict of interest is noted.
    ``goes``, ``waits``, ``shared``: the trade-off, what makes room for it; at red one of them is asked for, or
    ``nothing_because``: that nothing can, and why.
    """

    allocate: bool
    reason: str = ""
    what_will_be_done: str = ""
    over_until: date | None = None
    notified: bool = False
    goes: str = ""
    waits: str = ""
    shared: str = ""
    left_household: Collection[int] = ()
    nothing_because: str = ""
    in_conflict: Collection[int] = ()


def left_to_say(
    one: Proposal, decision: Decision, latest: Answer | None, figures: Mapping[str, Any]
) -> Iterator[Refusal]:
    """Nothing is blocked; but what the rules want said is said (ALL-01, X-26, X-27)."""
    name, over = one.post.practitioner.name, bool(figures.get("over"))
    if latest is None and not decision.notified:
        yield Refusal(
            f"{name} has not answered yet. Wait for the answer, or say that you told them by telephone or e-mail: "
            "then a discussion is due in two working days.",
            "notified",
        )
    if not one.reason and one.conflict_said:
        yield Refusal(f"{one.conflict_said} Say why {name} is to take it all the same.", "reason")
    elif not one.reason and (why := _reason_wanted(name, latest, over)):
        yield Refusal(why, "reason")
    if not over:
        return
    if not decision.what_will_be_done.strip():
        yield Refusal("Say what will be done about the load over the line.", "what_will_be_done")
    if decision.over_until is None:
        yield Refusal("Say until when the load may be over the line.", "over_until")
    elif why := end_in_the_way(decision.over_until, last_day_of(one.post)):
        yield Refusal(why, "over_until")
    if figures.get("red"):
        yield from _room_left_to_say(one, decision)


def _room_left_to_say(one: Proposal, said: Decision) -> Iterator[Refusal]:
    """At red it goes on to the next tier with what goes, waits or is shared for it, or with why nothing can (X-04).

    It may have been said to the proposal before.
    """
    room, nothing = any(getattr(said, name).strip() for name in TRADE_OFF), said.nothing_because.strip()
    if room and nothing:
        yield Refusal(ONE_OR_NOTHING, "nothing_because")
    elif not (room or nothing or one.makes_room() or one.nothing_because):
        yield Refusal(room_wanted([one.post.practitioner.name]), "goes")


def room_wanted(names: Sequence[str]) -> str:
    """What is asked for where these people would be red."""
    return (
        f"{formats.listed(list(names))} would be red with it. Say what goes, waits or is shared for it, or that "
        "nothing can, and why: it goes on to the service’s manager with that."
    )


def _reason_wanted(name: str, latest: Answer | None, over: bool) -> str:
    """Which reason is asked for; empty for a plain case to which somebody agreed."""
    if latest is not None and latest.says != Answer.Says.AGREE:
        return f"{name} did not simply agree. Say what you answer to it."
    if over:
        return f"{name} would be over the line. Say why they are to take it all the same."
    return "Say why this cannot wait for the discussion." if latest is None else ""


def limits_left(one: Proposal, figures: Mapping[str, Any]) -> Iterator[Refusal]:
    """Only what the scheme marks is enforced, and even that a named senior may let through (X-27)."""
    let_through = one.let_through()
    left = [title for title in figures.get("limits", ()) if title not in let_through]
    if left:
        yield Refusal(
            f"The scheme sets a limit here: {'; '.join(left)}. The service’s manager has to let it through first, "
            f"with a reason; {_asked(one, left)}. Nothing was decided."
        )


def _asked(one: Proposal, left: Sequence[str]) -> str:
    """Whether they know of it; a limit that came up later has its button on the page."""
    return "they have been asked" if set(left) <= set(one.limits) else "ask them with the button on this page"
