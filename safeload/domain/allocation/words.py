"""What a proposal says, in sentences: for pages, commands and programs alike.

Amounts are in the scheme's unit. Nothing is said of anybody that the reader might not read: whose figures may be
told to whom is decided by whoever asks.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np

from safeload.domain.allocation.ahead import booked_said
from safeload.domain.allocation.avoiding import Name, lift_said, missing_said, named
from safeload.domain.allocation.paying import pushed_by, pushed_said
from safeload.domain.allocation.propose import Proposal, StillWaiting
from safeload.domain.allocation.rules import keeping_out
from safeload.domain.allocation.weights import BY_NAME
from safeload.domain.allocation.why import Change, Counted, Option
from safeload.domain.quantity import plain

RULES = {
    "conflict": "there is a conflict of interest",
    "skill": "the case asks for {what}",
    "limit": "a limit of the scheme: {what}",
    "declined": "was asked and did not agree",
    "cannot": "cannot be asked",
    "line_not_set": "their line is not set",
    "not_available": "has no line on the day",
    "not_named": "is not among those named for it",
}
AGAINST = {
    "travel": "further to travel",
    "other_team": "works in another team",
    "no_language": "does not speak the family's language",
    "new_worker": "the family does not know them",
    "apart": "brothers or sisters are with somebody else",
    "no_interest": "not what they want to develop in",
    "unasked": "did not say that they can take one",
    "own": "a cost of the list's own",
}
FOR = {
    "travel": "near to home",
    "other_team": "works in the team",
    "no_language": "speaks the family's language",
    "new_worker": "known to the family",
    "apart": "has the brothers or sisters",
    "no_interest": "wants to develop in this",
    "unasked": "said that they can take one",
}
CANNOT = {
    "leave": "is on leave",
    "away": "is away on {until}",
    "not_there": "holds no post on the day",
    "manages": "manages or runs a desk",
    "protected_build-up": "is in their first year and did not say that they can take one",
    "protected_returning": "is building up after a long absence",
    "protected_agreed": "is not asked for more, as agreed",
    "": "cannot be asked",
}


def rule_said(proposal: Proposal, person: str, code: str, what: str) -> str:
    """Why somebody is ruled out."""
    if code == "cannot":
        one = proposal.numbers.people[proposal.numbers.ground.at[person]]
        return CANNOT[one.cannot].format(until=one.until) if one.cannot in CANNOT else one.cannot
    return RULES[code].format(what=what)


def terms_said(option: Option, asked: set[str]) -> tuple[list[str], list[str]]:
    """What speaks for somebody and what against, of the terms that the case asks about (``asked``)."""
    counted = {term.name: term for term in option.terms}
    speaks = [FOR[name] for name in FOR if name in asked and name not in counted]
    return speaks, [term_said(counted[name]) for name in AGAINST if name in counted]


def term_said(term: Counted) -> str:
    """One term that speaks against somebody, with what it counts."""
    words = AGAINST[term.name]
    return (
        f"{words} ({term.cost})"
        if term.times == 1 or term.name == "own"
        else f"{words} ({term.times} × {term.weight})"
    )


def change_said(proposal: Proposal, option: Option, change: Change) -> str:
    """One thing that would have to be otherwise for the answer to be this one."""
    if change.kind == "rule":
        code, _, what = change.what.partition(":")
        return rule_said(proposal, option.person, code, what)
    amount, counted = "", ""
    if change.kind in ("room", "taken"):
        amount = plain(proposal.question.amount(ceil(change.amount)))
        one = proposal.numbers.people[proposal.numbers.ground.at[option.person]]
        if one.ahead and option.after - (one.line or 0) < change.amount:
            counted = f", counted with {booked_said(one.ahead)}"
    if change.kind == "term":
        return f"if “{_title(change.what)}” counted {_cut(change.amount)} or less"
    return {
        "room": f"would need {amount} more room{counted}",
        "taken": f"has the room, but is proposed for others: {amount} too much together{counted}",
        "week": "has been given as many this week as they may be",
        "helps": "is proposed as the co-worker",
    }[change.kind]


def _title(name: str) -> str:
    return BY_NAME[name].title if name in BY_NAME else AGAINST.get(name, name)


def _cut(amount: Fraction) -> str:
    return str(int(amount)) if amount.denominator == 1 else f"{float(amount):.1f}"


def waits_said(proposal: Proposal, one: StillWaiting, name: Name = None) -> list[str]:
    """Why a household goes on waiting, and what would avoid it. Without ``name`` people are counted, not named."""
    if one.reasons and one.reasons[0][0].startswith("rule:"):
        return _kept_out(proposal, one, name)
    return [_waits(code, what) for code, what in one.reasons]


def _waits(code: str, number: str) -> str:
    several = number != "1"
    people = f"{number} practitioner{'s' if several else ''}"
    return {
        "nobody": "there is nobody to ask",
        "no_helper": "nobody may be the co-worker that it asks for",
        "heavier_than_any_line": "it counts more than anybody's whole line",
        "room": f"{people} may hold it and would be over the line",
        "room_ahead": f"{people} may hold it and would be over the line with what is booked for the weeks ahead",
        "taken": f"{people} had the room, which went to others that cost more to leave waiting",
        "week": f"{people} may hold it and {'have' if several else 'has'} been given as many this week as "
        "they may be",
        "helps": "whoever may hold it is needed as its co-worker",
        "order": f"{people} could take it: it costs less to leave it waiting, by these weights",
    }[code]


#: One rule that keeps everybody out by itself.
_NOBODY = {
    "not_named": "nobody who is there is named for it",
    "conflict": "there is a conflict of interest with everybody",
    "skill": "nobody has the skill “{what}” that it asks for",
    "limit": "nobody may lead it by a limit of the scheme: {what}",
    "declined": "everybody was asked about it, and it was not agreed",
    "cannot": "everybody who could otherwise hold it cannot be asked (leave, or holds no post)",
    "line_not_set": "nobody's room is known, since their line is not set",
    "not_available": "nobody has a line on the day",
}
#: One of several rules that keep everybody out together, with those whom the ones before it let in.
_AND = {
    "not_named": "only {let} may take it, by name",
    "conflict": "there is a conflict of interest with {who}",
    "skill": "the skill “{what}” that it asks for is not there with {who}",
    "limit": "a limit of the scheme keeps {who} from leading it: {what}",
    "declined": "with {who} it was not agreed when they were asked",
    "cannot": "{who} cannot be asked",
    "line_not_set": "no line is set for {who}",
    "not_available": "there is no line on the day for {who}",
}


def _kept_out(proposal: Proposal, one: StillWaiting, name: Name) -> list[str]:
    """The smallest set of rules that contradict each other for it, and what would let in whoever is nearest."""
    waiting, ground = proposal.unit(one.unit), proposal.numbers.ground
    together = keeping_out(ground, waiting)
    if len(together) == 1:
        said = _NOBODY[together[0].code].format(what=together[0].what)
    else:
        parts, left = [], np.ones(len(ground.people), dtype=bool)
        for rule in together:
            let = [ground.people[place].id for place in np.flatnonzero(left & ~rule.ruled_out)]
            who = [ground.people[place].id for place in np.flatnonzero(left & rule.ruled_out)]
            left &= ~rule.ruled_out
            parts.append(_AND[rule.code].format(what=rule.what, who=named(who, name), let=named(let, name)))
        said = f"nobody may hold it, by rules that together leave nobody: {'; '.join(parts)}"
    lift = lift_said(proposal, waiting, name)
    return [said, f"it would take {lift}"] if lift else [said]


def heavy_said(proposal: Proposal, unit: str) -> list[str]:
    """Of a household that counts more than anybody's whole line, that it does: whoever takes it goes over."""
    place = proposal.place_of(unit)
    if not proposal.heavy(place):
        return []
    counts = plain(proposal.question.amount(proposal.unit(unit).worth))
    return [f"it counts {counts}, more than anybody's whole line: whoever takes it goes over"]


def paid_said(proposal: Proposal, name: Name = None) -> list[str]:
    """What the plan could not avoid, which tier was paid for it, and what would avoid it."""
    numbers, found = proposal.numbers, []
    waits = [unit for unit in proposal.urgent_left if numbers.possible[unit]]
    if waits:
        proven = proposal.placed.tiers_proven
        why = "limits and weekly numbers leave no lawful way" if proven else "no other way was found in time"
        one = len(waits) == 1
        found.append(
            f"The first tier was paid (no urgent household waits): {'an' if one else len(waits)} urgent "
            f"{'household goes' if one else 'households go'} on waiting: {why}."
        )
    after = {one.id: one.after for one in proposal.loads}
    pushed = pushed_by(numbers.people, after)
    found += pushed_said(pushed, proposal.question, "urgent cases push", proposal.placed.tiers_proven)
    return [*found, *missing_said(proposal, name)]


def proof_said(proposal: Proposal) -> str:
    """How good the plan is, in plain words."""
    if proposal.proven:
        return "No other plan is better by these weights: this was proven."
    ended = {
        "seconds": "the time was up",
        "nodes": "the agreed effort was spent",
        "stopped": "it was stopped",
    }
    why = ended.get(proposal.placed.ended, "it is close enough")
    most = _percent(proposal.gap)
    return f"No other plan can be better by more than {most} % of its cost; the search ended because {why}."


def _percent(part: Fraction) -> str:
    return f"{float(part * 100):.2f}"
