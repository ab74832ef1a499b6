"""What a proposal says, in sentences: for pages, commands and programs alike.

Amounts are in the scheme's unit. Nothing is said of anybody that the reader might not read: whose figures may be
told to whom is decided by whoever asks.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from safeload.domain.allocation.propose import Proposal, StillWaiting
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
        one = next(who for who in proposal.question.people if who.id == person)
        return CANNOT.get(one.cannot, one.cannot).format(until=one.until)
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
    amount = plain(proposal.question.amount(ceil(change.amount)))
    if change.kind == "rule":
        code, _, what = change.what.partition(":")
        return rule_said(proposal, option.person, code, what)
    return {
        "room": f"would need {amount} more room",
        "taken": f"has the room, but is proposed for others: {amount} too much together",
        "week": "has been given as many this week as they may be",
        "helps": "is proposed as the co-worker",
        "term": f"if “{_title(change.what)}” counted {_cut(change.amount)} or less",
    }[change.kind]


def _title(name: str) -> str:
    return BY_NAME[name].title if name in BY_NAME else AGAINST.get(name, name)


def _cut(amount: Fraction) -> str:
    return str(int(amount)) if amount.denominator == 1 else f"{float(amount):.1f}"


def waits_said(proposal: Proposal, one: StillWaiting) -> list[str]:
    """Why a household goes on waiting, and what would avoid it."""
    found = []
    for code, what in one.reasons:
        rule = code.removeprefix("rule:")
        if code == "rule:cannot":
            found.append("everybody who could otherwise hold it cannot be asked (leave, or holds no post)")
        elif code.startswith("rule:"):
            found.append(f"nobody may hold it: for whoever is nearest to it, {RULES[rule].format(what=what)}")
        else:
            found.append(
                {
                    "nobody": "there is nobody to ask",
                    "no_helper": "nobody may be the co-worker that it asks for",
                    "heavier_than_any_line": "it counts more than anybody's whole line",
                    "room": f"{_people(what)} may hold it and would be over the line",
                    "taken": f"{_people(what)} had the room, which went to others that cost more to leave waiting",
                    "week": f"{_people(what)} may hold it and have been given as many this week as they may be",
                    "helps": "whoever may hold it is needed as its co-worker",
                    "order": f"{_people(what)} could take it: it costs less to leave it waiting, by these weights",
                }[code]
            )
    return found


def _people(number: str) -> str:
    return f"{number} practitioner" if number == "1" else f"{number} practitioners"


def paid_said(proposal: Proposal) -> list[str]:
    """What the plan could not avoid, which tier was paid for it, and what would avoid it."""
    paid, found = proposal.placed.paid, []
    if paid.urgent:
        found.append("An urgent household goes on waiting: limits and weekly numbers leave no lawful way.")
    for tier, words in (("red", "in red"), ("over", "over their line")):
        units = getattr(paid, tier)
        if units:
            people = sum(bool(getattr(one, tier)) for one in proposal.loads)
            amount = plain(proposal.question.amount(units))
            found.append(
                f"Urgent cases push {people} {'person' if people == 1 else 'people'} further {words}, "
                f"by {amount} together: there is no other lawful way to place them."
            )
    if proposal.short_of > 0:
        found.append(f"What is missing: {posts_said(proposal.short_of)}.")
    return found


def posts_said(full_lines: Fraction) -> str:
    """So much work as practitioners, in halves, up: "one more half-time practitioner"."""
    halves = ceil(full_lines * 2)
    if halves == 1:
        return "one more half-time practitioner"
    whole, half = divmod(halves, 2)
    return f"{whole}{'½' if half else ''} more full-time {'practitioner' if halves == 2 else 'practitioners'}"


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
