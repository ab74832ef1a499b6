"""What a kept proposal says on a page: figures and reasons for those who may, bands and neutral words for others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from safeload.domain.allocation.moves import Move
from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.question import Person
from safeload.domain.allocation.why import Option
from safeload.domain.allocation.words import CANNOT, proof_said, rule_said, terms_said
from safeload.web import formats
from safeload.workload.presenters import figures

#: What is told of colleagues to whoever may not read their figures: no reason that is theirs alone (rules 5.2).
_NEUTRAL = {
    "conflict": "cannot take this case",
    "declined": "was asked, and it was not agreed",
    "cannot": "is not asked for more at present",
    "line_not_set": "has no line yet",
    "not_available": "is not asked for more at present",
    "limit": "a limit of the scheme stands in the way",
    "skill": "does not bring what the case asks for",
}
#: Terms that say nothing of a colleague's own: what they can, want or offered is theirs to tell.
NEUTRAL_TERMS = {"travel", "other_team", "new_worker", "apart"}
#: Terms that do.
OWN_TERMS = {"no_language", "no_interest", "unasked"}
#: With one of these no band is told: room is an invitation to talk, and there is nothing to talk about.
HIDES_BAND = frozenset({"cannot", "line_not_set", "not_available"})


def amount(proposal: Proposal, units: int) -> str:
    """Whole units of a question as the scheme's amount."""
    return figures.exact_enough(proposal.question.amount(units))


#: From this part of the cost on, "by no more than" says nothing.
_NOTHING_SAID = Fraction(1, 2)
_ENDED = {
    "seconds": "the time was up",
    "nodes": "the agreed effort was spent",
    "stopped": "it was stopped",
}


def unknown_said(gap: Fraction, ended: str) -> str:
    """That nothing much was proven of an answer; empty where its gap says something."""
    if gap < _NOTHING_SAID:
        return ""
    return (
        f"How much better another answer could be is not known: {_ENDED.get(ended, 'the search ended')} before that "
        "could be told. What is named here keeps to every rule all the same; asked again it may come out better."
    )


def kept_proof(proof: Mapping[str, Any]) -> list[str]:
    """What is left of the proof of an answer that was let go of: each part in a sentence, the whole first."""
    found = []
    if "cost" in proof and "bound" in proof:
        cost, bound = Fraction(proof["cost"]), Fraction(proof["bound"])
        proven = "this was proven the least" if cost == bound else "it was not proven the least"
        found.append(
            f"It cost {formats.amount(cost)}, and nothing can cost less than {formats.amount(bound)}: {proven}."
        )
    return found + [said for part in proof.values() if isinstance(part, Mapping) for said in kept_proof(part)]


def proof_told(proposal: Proposal) -> str:
    """How good the plan is, in plain words."""
    return unknown_said(proposal.gap, proposal.placed.ended) or proof_said(proposal)


def option_figures(proposal: Proposal, one: Option, line: int | None) -> str:
    """One practitioner's load without and with a household, and their line."""
    of = "line not set" if line is None else f"of {amount(proposal, line)}"
    return f"{amount(proposal, one.before)} → {amount(proposal, one.after)} {of}"


def before_after(person: Person, before: str, after: str) -> SafeString:
    """Two bands, or one where they are the same; of whoever is protected or manages no room is shown (X-01)."""
    tags = [_tag(person, band) for band in dict.fromkeys((before, after))]
    return mark_safe(" → ".join(tags))  # noqa: S308 - tags of ours


def _tag(person: Person, band: str) -> SafeString:
    if band != "room" or not (person.standing[1] or person.cannot == "manages"):
        return figures.band_tag(band)
    return figures.tag("protected", "◇", "protected" if person.standing[1] else "manages")


def ruled_out(proposal: Proposal, person: Person, code: str, what: str, *, openly: bool) -> str:
    """The one reason why somebody cannot hold it."""
    if not openly and code in _NEUTRAL:
        return _NEUTRAL[code]
    if code == "cannot":
        said = CANNOT.get(person.cannot, CANNOT[""])
        if "{until}" in said:
            return said.format(until=formats.day(date.fromisoformat(person.until), weekday=False))
        last = (
            f" until {formats.day(date.fromisoformat(person.until), weekday=False)}" if person.until else ""
        )
        return said + last
    return rule_said(proposal, person.id, code, what)


def terms_told(one: Option, asked: set[str], *, openly: bool) -> tuple[list[str], list[str]]:
    """What speaks for and against; of colleagues only what is about the family and the place, nothing of their own."""
    if openly:
        return terms_said(one, asked)
    told = replace(one, terms=tuple(term for term in one.terms if term.name in NEUTRAL_TERMS))
    return terms_said(told, asked & NEUTRAL_TERMS)


def as_told(one: Move, *, openly: bool) -> Move:
    """A move without what is the taker's own to tell, where they are no colleague whose figures are open."""
    return (
        one if openly else replace(one, pays=tuple(term for term in one.pays if term.name not in OWN_TERMS))
    )
