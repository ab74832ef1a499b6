"""What moves pay and why somebody is left over their line, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from safeload.domain.allocation.avoiding import needed_said
from safeload.domain.allocation.moves import Move
from safeload.domain.allocation.moving import Pays, Rebalancing
from safeload.domain.allocation.paying import pushed_by, pushed_said
from safeload.domain.allocation.rebalance import Left
from safeload.domain.allocation.words import AGAINST
from safeload.domain.quantity import plain

_LEAVING = {
    "move": "a change of worker",
    "move_month": "months that they have known each other",
    "move_court": "a court date is near",
    "move_child": "further children",
    "move_closing": "closes soon",
    "move_worker": "workers so far",
}
_LEFT = {
    "stays": "to stay with them, as agreed",
    "nobody_may": "nobody may take them",
    "nobody_in_team": "nobody of the team may take them",
    "nobody_in_area": "nobody of the area may take them",
    "counts_nothing": "they count nothing",
    "everyone_full": "nobody who may take them has room",
    "heavier_than_any_room": "heavier than any room",
    "room_went_to_others": "the room went to others",
    "nothing_left_to_move": "nothing is left to move",
    "holds_nothing_that_moves": "holds nothing that can move",
}
_UNPLACED = {
    "nobody_may": "nobody may hold it",
    "limits": "weekly numbers or hard limits leave nobody for it",
}


def move_said(one: Move) -> list[str]:
    """Each thing that a move pays, with what it counts."""
    return [_pays(term) for term in one.pays]


def _pays(term: Pays) -> str:
    words = _LEAVING.get(term.name) or AGAINST.get(term.name, term.name)
    return f"{words} ({term.weight})" if term.times == 1 else f"{words} ({term.times} × {term.weight})"


def left_said(question: Rebalancing, one: Left) -> str:
    """Who stays over their line, by how much, and why."""
    return left_words(one.id, plain(question.as_question().amount(one.over)), one.in_red, dict(one.why))


def left_words(name: str, over: str, in_red: bool, why: Mapping[str, int]) -> str:
    """The same of whoever is named so; ``why``: reason → how many households."""
    reasons = "; ".join(f"{_LEFT[code]}: {number}" for code, number in sorted(why.items()))
    red = " and in red" if in_red else ""
    return f"{name} stays {over} over the line{red}. Households by why they stay: {reasons}."


def handed_said(question: Rebalancing, after: Mapping[str, int], proven: bool) -> list[str]:
    """What a hand-over could not avoid, which tier was paid for it, and what would avoid it; ``after``: loads by id."""
    asked = question.as_question()
    pushed = pushed_by(question.people, after)
    over = sum(one.over for one in pushed)
    said = pushed_said(pushed, asked, "what is handed over pushes", proven)
    return [*said, needed_said(asked, over, Fraction(over, max(1, question.full_line)))] if over else said


def unplaced_said(why: str) -> str:
    """Why nobody takes a household."""
    return _UNPLACED.get(why, f"nobody of the {why.removeprefix('nobody_in_')} may hold it")
