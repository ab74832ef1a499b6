"""What practitioners are told when cases come to them or leave them outside a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from safeload.notices.kinds import Kind
from safeload.web.formats import day, plural


def _moved(words: Mapping[str, Any]) -> str:
    said = (
        ("came", "came to you", "came to you", ""),
        ("comes", "comes to you", "come to you", _on(words, "comes_on")),
        ("went", "left you", "left you", ""),
        ("goes", "leaves you", "leave you", _on(words, "goes_on")),
        ("stays", "stays with you", "stay with you", ""),
        ("off", "does not come to you after all", "do not come to you after all", ""),
    )
    parts: list[str] = []
    for what, one, many, when in said:
        if number := words.get(what, 0):
            cases = plural(number, "case") if not parts else str(number)
            parts.append(f"{cases} {one if number == 1 else many}{when}")
    by = words.get("by")
    return f"{' and '.join(parts)}{f', entered by {by}' if by else ''}."


def _on(words: Mapping[str, Any], name: str) -> str:
    said = words.get(name)
    return f" on {day(date.fromisoformat(said), weekday=False)}" if said else ""


def _closed(words: Mapping[str, Any]) -> str:
    return f"{words.get('by')} closed case {words.get('case')}, on which you worked. Thank you for your work on it."


def _with_others(words: Mapping[str, Any]) -> str:
    more = words.get("more", 0)
    return f"case {words.get('case')}" + (f" and {plural(more, 'other')}" if more else "")


def _looks_after(words: Mapping[str, Any]) -> str:
    wait = "while they wait" if words.get("more") else "while it waits"
    return f"{words.get('by') or 'Safeload'} named you to look after {_with_others(words)} {wait}."


def _looked_after(words: Mapping[str, Any]) -> str:
    now = "with a practitioner now" if words.get("held") else "looked after by somebody else or nobody now"
    said = _with_others(words)
    verb = "are" if words.get("more") else "is"
    return f"{said[0].upper()}{said[1:]}, which you looked after, {verb} {now}."


def _plan(words: Mapping[str, Any]) -> str:
    case, by = words.get("case"), words.get("by")
    if words.get("with_you"):
        return f"{by} noted that why case {case} stays open was agreed with you."
    return f"{by} stated the plan of case {case}, which you hold."


def _shared(words: Mapping[str, Any]) -> str:
    case, by, was, now = (words.get(name) for name in ("case", "by", "was", "now"))
    since = f"from {day(date.fromisoformat(str(words['from'])), weekday=False)}" if words.get("from") else ""
    if now is None:
        return f"{by} ended your part of case {case} {since}; it was {was} percent."
    before = f", until then {was}" if was is not None else ""
    return f"{by} set your part of case {case}: {now} percent {since}{before}."


KINDS = (
    Kind("case-closed", "A case of yours was closed", "A case that concerned you was closed", _closed),
    Kind(
        "case-looked-after",
        "You look after a case while it waits",
        "Something waits that you were named for",
        _looks_after,
        asks=True,
    ),
    Kind(
        "case-looked-after-over",
        "A case that you looked after does not wait any more",
        "Something that you were named for has moved on",
        _looked_after,
    ),
    Kind(
        "case-plan",
        "Somebody stated the plan of a case",
        "Something was written down about work of yours",
        _plan,
    ),
    Kind(
        "case-shared",
        "Your part of a case changed",
        "There was a change to how work is shared",
        _shared,
    ),
    Kind(
        "cases-moved",
        "Cases came to you or left you",
        "There was a change to which cases you hold",
        _moved,
    ),
)
