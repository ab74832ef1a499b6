"""Which tier was paid for those who are pushed over their line or into red, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safeload.domain.allocation.placing import beyond
from safeload.domain.allocation.question import Person, Question
from safeload.domain.quantity import plain


@dataclass(frozen=True)
class Pushed:
    """Somebody who is pushed over their line or into red: whole units, by how much of them."""

    after: int
    line: int
    over: int
    red: int


def pushed_by(people: Iterable[Person], after: Mapping[str, int]) -> list[Pushed]:
    """Whom more load pushes over their line: ``after`` by their ids."""
    found = []
    for one in people:
        more = after.get(one.id, one.load) - one.load
        if more > 0 and (over := beyond(one, more, "over")):
            found.append(Pushed(one.load + more, one.line or 0, over, beyond(one, more, "red")))
    return found


_TIERS = (
    ("red", "second", "nobody is pushed into red", "into red"),
    ("over", "third", "nobody is pushed over their line", "over their line"),
)


def pushed_said(pushed: list[Pushed], question: Question, what: str, proven: bool) -> list[str]:
    """Which of the tiers of load were paid, for how many people and by how much; how far the furthest would be."""
    found = []
    for tier, which, words, where in _TIERS:
        some = [one for one in pushed if getattr(one, tier)]
        if some:
            amount = plain(question.amount(sum(getattr(one, tier) for one in some)))
            people = "1 person" if len(some) == 1 else f"{len(some)} people"
            why = (
                "there is no other lawful way to place them" if proven else "no better way was found in time"
            )
            found.append(
                f"The {which} tier was paid ({words}): {what} {people} further {where}, by {amount} together; {why}."
            )
    red = [one for one in pushed if one.red and one.line]
    furthest = max((100 * one.after // one.line for one in red), default=0)
    if len(red) == 1:
        found.append(f"They would stand at {furthest} % of their line.")
    elif red:
        found.append(
            f"Whoever is furthest in red would stand at {furthest} % of their line. What goes into red is shared out "
            "so that nobody is further in than need be, even where fewer people would then be in red."
        )
    later = sum(one.after <= one.line for one in pushed)
    if later:
        found.append(
            f"Of those over their line, {later} would be so only with what is booked for the weeks ahead, "
            "not by the figures of today."
        )
    return found
