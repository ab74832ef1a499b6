"""What speaks for a candidate, and what it would weigh that they take the cases: in words, for who reads figures."""

from __future__ import annotations

from collections.abc import Sequence

from safeload.allocation.queries.candidates import Candidate
from safeload.allocation.queries.cases import Asked
from safeload.domain.allocation.weighing import Weighing
from safeload.domain.allocation.words import term_said
from safeload.people.models import Strength
from safeload.web import formats


def speaks_for(one: Candidate, asked: Asked) -> list[str]:
    """Everything known that speaks for somebody: the family, what they bring, want and offer."""
    known, told = one.known, []
    if known.holds:
        told.append(f"holds {_list(known.holds)} of this family")
    if held := [ref for ref in known.held if ref not in known.holds]:
        told.append(f"held {_list(held)} before")
    has = _has(one)
    if matched := _matched(one, asked):
        told.append(f"brings {_list(matched)}")
    wants = [text for kind, text in known.strengths if kind == Strength.Kind.INTEREST]
    if wants:
        told.append(f"would like to develop: {_list(wants)}")
    if patches := [patch for patch in asked.patches if (Strength.Kind.PATCH, patch.casefold()) in has]:
        told.append(f"works in {_list(patches)}, where the family lives")
    if known.offer is not None:
        since = formats.day(known.offer.from_on, weekday=False)
        told.append(
            f"offered to take one from {since}" + (f": {known.offer.kind}" if known.offer.kind else "")
        )
    return told


def weighs(one: Weighing | None) -> list[str]:
    """What it weighs together, and each part of it."""
    if one is None:
        return []
    skills = [f"lacks {what}" for code, what in one.ruled_out if code == "skill"]
    parts = [term_said(term) for term in one.terms]
    if one.fuller:
        parts.append(f"fuller ({formats.amount(one.fuller)})")
    return [f"{formats.amount(one.cost)}", *skills, *parts]


def _has(one: Candidate) -> set[tuple[str, str]]:
    return {(kind, text.casefold()) for kind, text in one.known.strengths}


def _matched(one: Candidate, asked: Asked) -> list[str]:
    """What is asked for and they bring: skills and languages."""
    has = _has(one)
    return [text for kind, text in asked.asked_for if (kind, text.casefold()) in has]


def _list(words: Sequence[str]) -> str:
    return formats.listed(list(dict.fromkeys(words)))
