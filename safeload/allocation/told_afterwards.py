"""What people are told beside a proposal and after its decision: with references on their page, in letters without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from safeload.allocation.told import _cases
from safeload.notices.kinds import Kind
from safeload.web.formats import day

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
    return f"{words.get('who')} does not agree to {_cases(words)}; the load is red."


def _discussed(words: Mapping[str, Any]) -> str:
    said = f"{words.get('by')} recorded a discussion of {_cases(words)} with you."
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


def _quoted(words: Mapping[str, Any]) -> str:
    said = (
        f"{words.get('by')} wrote down what {words.get('who')}, who has no account, says to {_cases(words)}."
    )
    return f"{said} It counts once you have heard it from them."


def _quoted_heard(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} has heard from {words.get('who')} what was written down about {_cases(words)}."


def _can_take(words: Mapping[str, Any]) -> str:
    return f"{words.get('who')} can take a case. From when and of which kind stands on the board."


KINDS = (
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
        "words-quoted",
        "Words of somebody without an account are to be heard",
        "Somebody without an account is to be heard by you",
        _quoted,
        asks=True,
    ),
    Kind(
        "quoted-heard",
        "Words of somebody without an account were heard",
        "Somebody without an account was heard",
        _quoted_heard,
    ),
    Kind(
        "can-take",
        "Somebody in your team can take a case",
        "Somebody in your team can take a case",
        _can_take,
    ),
)
