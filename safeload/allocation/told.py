"""What people are told about proposals: on their page with references and names, in letters without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from safeload.notices.kinds import Kind
from safeload.web.formats import day, listed, plural

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
    said = "allocated" if words.get("allocated") else "did not allocate"
    return f"{words.get('by')} {said} {_cases(words)} to {whom}."


def _escalated(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} allocated {_cases(words)} to {words.get('who')}, whose load is red with it."


def _withdrawn(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} withdrew the proposal of {_cases(words)}. Nothing changed hands."


def _overtaken(words: Mapping[str, Any]) -> str:
    whom = "you" if words.get("own") else words.get("who")
    return f"The proposal of {_cases(words)} to {whom} is closed: a case changed hands or closed meanwhile."


def _to_agree(words: Mapping[str, Any]) -> str:
    return (
        f"{words.get('by')} proposes {_cases(words)} to {words.get('who')}, who is in your team; you decide."
    )


def _limit(words: Mapping[str, Any]) -> str:
    return (
        f"{words.get('by')} proposes {_cases(words)} to {words.get('who')}. The scheme sets a limit there: "
        "a senior such as you may let it through, with a reason."
    )


def _let_through(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} let the limit through for {_cases(words)} to {words.get('who')}. You can decide now."


def _undone(words: Mapping[str, Any]) -> str:
    whom = "you" if words.get("own") else words.get("who")
    return f"{words.get('by')} took back the allocation of {_cases(words)} to {whom}."


def _cover(words: Mapping[str, Any]) -> str:
    return f"Cover by {words.get('who')} of {_cases(words)} has come to its end. Say what becomes of it."


def _overdue(words: Mapping[str, Any]) -> str:
    return f"{words.get('who')} was only notified of {_cases(words)}; the discussion is overdue."


_AFTERWARDS = {
    "agree": "agrees to",
    "agree-if": "agrees, with a condition, to",
    "not-agreed": "does not agree to",
}
_FOLLOWED = {
    "reply": "replied to the no about {cases}, which stays as it was decided.",
    "done": "says that what was promised about {cases} is done, and the load over the line has ended.",
    "goes-on": "says that the load over the line with {cases} goes on. Until when and why stands on its page.",
    "seen": "has seen the load that is red with {cases}.",
    "agreed": "agrees for a while to the load that is red with {cases}. Until when stands on its page.",
    "back": "wants to see the load that is red with {cases} again. On which day stands on its page.",
}


def _heard(words: Mapping[str, Any]) -> str:
    said = _AFTERWARDS.get(str(words.get("says")), "answered about")
    return f"{words.get('who')} {said} {_cases(words)}, allocated before it was discussed."


def _at_red(words: Mapping[str, Any]) -> str:
    return f"{words.get('who')} does not agree to {_cases(words)}; the load is red with it."


def _discussed(words: Mapping[str, Any]) -> str:
    said = f"{words.get('by')} recorded that {_cases(words)} was discussed with you."
    return f"{said} Confirm it, or answer in your own words."


def _followed(words: Mapping[str, Any]) -> str:
    said = _FOLLOWED.get(str(words.get("what")), "said something about {cases}.")
    return f"{words.get('by')} {said.format(cases=_cases(words))}"


def _ending(words: Mapping[str, Any]) -> str:
    return (
        f"The load of {words.get('who')} was to be over the line with {_cases(words)} until {_until(words)}."
    )


def _passed(words: Mapping[str, Any]) -> str:
    return (
        f"The load of {words.get('who')} was to be over the line with {_cases(words)} until {_until(words)}, "
        "and still is."
    )


def _again(words: Mapping[str, Any]) -> str:
    return f"You asked to see again what became of {_cases(words)}, allocated to {words.get('who')}."


def _until(words: Mapping[str, Any]) -> str:
    return day(date.fromisoformat(str(words.get("until"))), weekday=False)


def _trade_off(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} said what makes room for {_cases(words)}."


def _can_take(words: Mapping[str, Any]) -> str:
    return f"{words.get('who')} can take a case. From when and of which kind stands on the board."


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
    Kind(
        "answered-afterwards",
        "An allocation was answered after the decision",
        "An answer came after your decision",
        _heard,
        asks=True,
    ),
    Kind(
        "not-agreed-at-red",
        "A load that is red by a decision is not agreed to",
        "A decision was escalated to you",
        _at_red,
        asks=True,
    ),
    Kind(
        "discussion-noted",
        "A discussion with you was recorded",
        "A discussion with you was recorded: confirm it",
        _discussed,
        asks=True,
    ),
    Kind(
        "follow-up",
        "Something was said about an allocation",
        "Something was said about an allocation that concerns you",
        _followed,
    ),
    Kind(
        "over-line-ending",
        "A load over the line is to end within a week",
        "A load over the line is to end soon",
        _ending,
        asks=True,
    ),
    Kind(
        "over-line-end",
        "A load over the line is to end today",
        "A load over the line is to end today",
        _ending,
        asks=True,
    ),
    Kind(
        "over-line-passed",
        "A load is still over the line after its end",
        "A load in your service is still over the line",
        _passed,
        asks=True,
    ),
    Kind(
        "brought-back",
        "What you asked to see again",
        "What you asked to see again is back",
        _again,
        asks=True,
    ),
    Kind(
        "trade-off",
        "What makes room for a case that you are asked to take",
        "A proposal that waits for your answer has more to it",
        _trade_off,
    ),
    Kind(
        "can-take",
        "Somebody in your team can take a case",
        "Somebody in your team can take a case",
        _can_take,
    ),
)
