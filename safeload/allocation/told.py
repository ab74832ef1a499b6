"""What people are told about proposals: on their page with references and names, in letters without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeload.notices.kinds import Kind
from safeload.web.formats import listed, plural

_ANSWERS = {
    "agree": "agrees to take",
    "agree-if": "agrees, with a condition, to take",
    "not-agreed": "does not agree to take",
}


def _cases(words: Mapping[str, Any]) -> str:
    named, number = list(words.get("cases", [])), words.get("number", 0)
    if not named or len(named) < number:
        return plural(number, "case")
    return f"case {named[0]}" if number == 1 else f"cases {listed(named)}"


def _proposed(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} asks whether you can take {_cases(words)}."


def _answered(words: Mapping[str, Any]) -> str:
    return f"{words.get('who')} {_ANSWERS.get(str(words.get('says')), 'answered about')} {_cases(words)}."


def _decided(words: Mapping[str, Any]) -> str:
    whom = "you" if words.get("own") else words.get("who")
    if words.get("allocated"):
        return f"{words.get('by')} allocated {_cases(words)} to {whom}."
    return f"{words.get('by')} did not allocate {_cases(words)} to {whom}, and says why."


def _escalated(words: Mapping[str, Any]) -> str:
    red = "whose loads are red with them" if words.get("several") else "whose load is red with it"
    return f"{words.get('by')} allocated {_cases(words)} to {words.get('who')}, {red}."


def _part_over(words: Mapping[str, Any]) -> str:
    return (
        f"{words.get('by')} gave {words.get('who')} a larger part of {_cases(words)}; their load is red with it, or "
        "at a limit of the scheme."
    )


def _withdrawn(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} withdrew the proposal of {_cases(words)}. Nothing changed hands."


def _overtaken(words: Mapping[str, Any]) -> str:
    whom = "you" if words.get("own") else words.get("who")
    return f"The proposal of {_cases(words)} to {whom} is closed: {_what_overtook(words)}."


def _dropped(words: Mapping[str, Any]) -> str:
    whom = "you" if words.get("own") else words.get("who")
    stays = "The other case stands" if words.get("number") == 1 else "The other cases stand"
    return (
        f"Case {words.get('which')} is not part of what is proposed to {whom} any more: {_what_overtook(words)}. "
        f"{stays} as before."
    )


def _what_overtook(words: Mapping[str, Any]) -> str:
    which, own = f"case {words.get('moved')}", words.get("own")
    match words.get("what"):
        case "closed":
            return f"{which} was closed"
        case "held":
            return f"{words.get('holder')} holds {which} now"
        case "nobody":
            return f"nobody holds {which} any more"
        case "left":
            return f"{'you' if own else words.get('who')} left this post on {words.get('last')}"
        case "leaves":
            who = "you leave" if own else f"{words.get('who')} leaves"
            return f"{who} this post on {words.get('last')}"
    return "a case changed hands or closed meanwhile"


def _of_yours(words: Mapping[str, Any]) -> str:
    held = "which you look after" if words.get("keeps") else "which you hold"
    if words.get("over"):
        return f"The proposal of {_cases(words)}, {held}, to {words.get('who')} is closed; nothing changed hands."
    return (
        f"{words.get('by')} proposes {_cases(words)}, {held}, to {words.get('who')}. Nothing has changed yet."
    )


def _to_agree(words: Mapping[str, Any]) -> str:
    are = "are" if words.get("several") else "is"
    return f"{words.get('by')} proposes {_cases(words)} to {words.get('who')}, who {are} in your team; you decide."


def _limit(words: Mapping[str, Any]) -> str:
    return (
        f"{words.get('by')} proposes {_cases(words)} to {words.get('who')}. The scheme sets a limit there: "
        "a senior such as you may let it through, with a reason."
    )


def _let_through(words: Mapping[str, Any]) -> str:
    if words.get("own"):
        return f"{words.get('by')} let a limit be exceeded for {_cases(words)}, proposed to you. It can be decided now."
    return f"{words.get('by')} let the limit through for {_cases(words)} to {words.get('who')}. You can decide now."


def _undone(words: Mapping[str, Any]) -> str:
    whom = "you" if words.get("own") else words.get("who")
    return f"{words.get('by')} took back the allocation of {_cases(words)} to {whom}."


def _cover(words: Mapping[str, Any]) -> str:
    return f"Cover by {words.get('who')} of {_cases(words)} has come to its end. Say what becomes of it."


def _overdue(words: Mapping[str, Any]) -> str:
    return f"{words.get('who')} was only notified of {_cases(words)}; the discussion is overdue."


KINDS = (
    Kind(
        "proposal", "You are asked to take a case", "A proposal waits for your answer", _proposed, asks=True
    ),
    Kind(
        "proposal-answered",
        "A proposal was answered",
        "An answer waits for your decision",
        _answered,
        asks=True,
    ),
    Kind("proposal-decided", "A proposal was decided", "A proposal that concerns you was decided", _decided),
    Kind(
        "proposal-red",
        "A load in your service is red with what was allocated",
        "A decision was escalated to you",
        _escalated,
        asks=True,
    ),
    Kind(
        "part-over-line",
        "A load in your service is red, or at a limit, with a larger part of a case",
        "A decision was escalated to you",
        _part_over,
        asks=True,
    ),
    Kind(
        "proposal-withdrawn",
        "A proposal was withdrawn",
        "A proposal that concerns you was withdrawn",
        _withdrawn,
    ),
    Kind(
        "proposal-overtaken",
        "A proposal was overtaken",
        "A proposal that concerns you was closed as overtaken",
        _overtaken,
    ),
    Kind(
        "proposal-smaller",
        "A case went out of a proposal",
        "Something that was proposed is less than it was",
        _dropped,
    ),
    Kind(
        "proposal-to-agree",
        "A case of another team is proposed to somebody in yours",
        "A proposal from another team waits for your decision",
        _to_agree,
        asks=True,
    ),
    Kind(
        "proposal-limit",
        "A proposal goes beyond a limit of the scheme",
        "A limit of the scheme waits for your word",
        _limit,
        asks=True,
    ),
    Kind(
        "proposal-of-yours",
        "A case of yours is proposed to somebody else",
        "Something that you hold or look after is talked over",
        _of_yours,
    ),
    Kind(
        "proposal-let-through",
        "A limit was let through",
        "A proposal of yours can be decided now",
        _let_through,
        asks=True,
    ),
    Kind(
        "proposal-undone",
        "An allocation was taken back",
        "An allocation that concerns you was taken back",
        _undone,
    ),
    Kind(
        "cover-ending",
        "Temporary cover has come to its end",
        "Temporary cover that you agreed has come to its end",
        _cover,
        asks=True,
    ),
    Kind(
        "discussion-overdue",
        "A discussion is overdue",
        "A discussion that you owe is overdue",
        _overdue,
        asks=True,
    ),
)
