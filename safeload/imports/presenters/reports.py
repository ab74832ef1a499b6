"""A report as the page shows it: what would change in words and counts, and what this account may see of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from safeload.imports.models import Import
from safeload.people.rights import Thing
from safeload.people.scope import Scope
from safeload.web.formats import day, listed, plural

_NOUNS = {
    "team": ("team", "teams"),
    "practitioner": ("practitioner", "practitioners"),
    "case": ("case", "cases"),
    "commitment": ("commitment", "commitments"),
    "task": ("task", "tasks"),
    "worklist": ("case of the worklist", "cases of the worklist"),
    "activity": ("monthly count", "monthly counts"),
}
_ORDER = tuple(_NOUNS)
_WOULD = {
    "add": "to be added",
    "change": "to be changed",
    "reopen": "to be opened again",
    "end": "to be ended",
    "tick": "to be ticked off",
}
_DID = {"add": "added", "change": "changed", "reopen": "opened again", "end": "ended", "tick": "ticked off"}
_THINGS = {
    "case": Thing.CASES,
    "worklist": Thing.CASES,
    "task": Thing.CASES,
    "practitioner": Thing.PEOPLE,
    "commitment": Thing.ADJUSTMENTS,
}
#: What may be looked at row by row: part of the address → heading.
PARTS = {
    "add": "Added",
    "change": "Changed",
    "reopen": "Opened again",
    "end": "Ended",
    "tick": "Ticked off the worklist",
    "left-out": "Left out by the list",
    "conflicts": "Said in two ways",
    "faults": "To look at in the file",
    "explained": "Rows that were not used, and why",
}
_TAGS = {
    "uploaded": "govuk-tag--grey",
    "checked": "govuk-tag--yellow",
    "applied": "govuk-tag--green",
    "undone": "govuk-tag--grey",
    "refused": "govuk-tag--grey",
}


@dataclass(frozen=True)
class Line:
    """One count with its words, and the part of the report that it opens."""

    number: int
    words: str
    part: str


def state_tag(one: Import) -> dict[str, str]:
    """The tag of a state."""
    return {"text": one.get_state_display(), "classes": _TAGS[one.state]}


def files(one: Import) -> str:
    """The files by name; of many the first few."""
    names = list(one.file_names)
    return listed(names) if len(names) < 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"


def lines(one: Import) -> list[Line]:
    """What would change, or has changed: a count for each kind of thing and deed."""
    applied = one.state in {Import.State.APPLIED, Import.State.UNDONE}
    steps = list(one.report.get("steps", ())) + (
        one.report["left_out"] if applied and one.full_snapshot else []
    )
    counts = Counter((step["kind"], step["did"]) for step in steps)
    words = _DID if applied else _WOULD
    return [
        Line(number, f"{_NOUNS[kind][number != 1]} {words[did]}", did)
        for (kind, did), number in sorted(
            counts.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1])
        )
    ]


def looked_at(one: Import) -> list[Line]:
    """Conflicts, faults and rows not used, each with its count."""
    report = one.report
    conflicts, faults = report.get("conflicts", []), report.get("faults", [])
    rows = report.get("rows", {"explained": 0})["explained"]
    found = [
        Line(len(conflicts), f"{'thing' if len(conflicts) == 1 else 'things'} said in two ways", "conflicts"),
        Line(len(faults), "to look at in the file", "faults"),
        Line(rows, f"{'row' if rows == 1 else 'rows'} not used, each with its reason", "explained"),
    ]
    return [line for line in found if line.number]


def left_out_words(one: Import) -> str:
    """What is asked before a full snapshot ends things: with their number. Nothing where it leaves out none."""
    kinds = Counter(step["kind"] for step in one.report.get("left_out", ()))
    said = []
    if kinds["case"]:
        verb = "it" if kinds["case"] == 1 else "them"
        cases = plural(kinds["case"], "open case")
        said.append(f"This list leaves out {cases} of the teams that it names. Close {verb} on {day(one.on)}")
    if kinds["practitioner"]:
        people = plural(kinds["practitioner"], "person or post", "people or posts")
        said.append(
            f"This list leaves out {people} of the teams that it names. Make {day(one.on)} their last day"
        )
    return "; ".join(said)


def teams(one: Import) -> list[tuple[str, int, int]]:
    """Of the cases that were added or given to somebody else: (team, held, waiting), by team."""
    held: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for step in one.report.get("steps", ()):
        holder = step["changes"].get("Held by", ("", ""))[1]
        if step["kind"] != "case" or not holder:
            continue
        if holder == "nobody":
            waiting[step["changes"].get("Team", ("", "No team, or the one they had"))[1]] += 1
        else:
            held[holder.rpartition(", ")[2]] += 1
    return [(name, held[name], waiting[name]) for name in sorted({*held, *waiting})]


def rows_of(one: Import, part: str) -> list[Any]:
    """The rows of one part of a report."""
    if part == "left-out":
        return list(one.report.get("left_out", ()))
    if part in {"conflicts", "faults", "explained"}:
        return list(one.report.get(part, ()))
    applied = one.state in {Import.State.APPLIED, Import.State.UNDONE} and one.full_snapshot
    steps = list(one.report.get("steps", ())) + (one.report["left_out"] if applied else [])
    return [step for step in steps if step["did"] == part]


def shown_step(step: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """One step; what stood there before only for those who may see it."""
    thing = _THINGS.get(step["kind"])
    sees = thing is None or scope.sees(thing).covers(team_id=step["team"])
    changes = [
        {
            "of": name,
            "before": pair[0] if sees else "",
            "after": pair[1],
            "hidden": bool(pair[0]) and not sees,
        }
        for name, pair in step["changes"].items()
    ]
    noun = _NOUNS[step["kind"]][0].capitalize()
    return {"noun": noun, "ref": step["ref"], "changes": changes, "place": step["place"]}


def shown_fault(fault: Mapping[str, Any]) -> dict[str, Any]:
    """Where a fault is, and what it says."""
    file, sheet, row, column = fault["place"]
    where = [file, sheet and f"sheet {sheet}", row and f"row {row}", column and f"column “{column}”"]
    return {"where": ", ".join(str(part) for part in where if part), "says": fault["message"]}
