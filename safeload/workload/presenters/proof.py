"""The proof of a load: households and commitments with the lines they are made of, down to the rule."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.scheme import Factor, Scheme
from safeload.people.answers import spoken
from safeload.web import formats
from safeload.workload.presenters.figures import exact_enough, units
from safeload.workload.presenters.scheme import rule_text


@dataclass(frozen=True)
class ProofLine:
    """One line that a person reads aloud: what, how many, how much, by which rule, agreed by whom."""

    what: str
    count: str
    amount: str
    rule: str
    rule_words: str
    provisional: bool
    agreed: tuple[str, ...]


@dataclass(frozen=True)
class ProofCase:
    """One child or adult of a household."""

    id: int
    reference: str
    since: str
    part: str


@dataclass(frozen=True)
class ProofGroup:
    """What opens as one panel: a household, a case by itself, a commitment, a task."""

    key: str
    title: str
    total: str
    lines: tuple[ProofLine, ...]
    cases: tuple[ProofCase, ...] = ()
    provisional: bool = False


Raw = Sequence[Any]  # kind, source, factor, title, amount, rule, provisional


def groups(detail: Mapping[str, Any], scheme: Scheme) -> list[ProofGroup]:
    """The caseload by household, in the order of references."""
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in detail["cases"]:
        members[home_of(case)].append(case)
    lines = _by_home(detail)
    return [
        _household(key, members[key], lines.get(key, []), detail["answers"], scheme)
        for key in sorted(members)
    ]


def others(detail: Mapping[str, Any], scheme: Scheme) -> list[ProofGroup]:
    """Commitments, tasks and rounding."""
    found: dict[tuple[str, str, str], list[Raw]] = defaultdict(list)
    for line in detail["lines"]:
        if line[0] not in {"case", "household"}:
            found[line[0], line[2], line[1] if line[0] == "task" else ""].append(line)
    return [_other(kind, factor, source, rows, scheme) for (kind, factor, source), rows in found.items()]


def home_of(case: Mapping[str, Any]) -> str:
    """What a case is counted with: its household, or itself while that is not known."""
    alone = case["provisional"] or not case["household"]
    return str(case["reference"] if alone else case["household"])


def _by_home(detail: Mapping[str, Any]) -> dict[str, list[Raw]]:
    home = {case["reference"]: home_of(case) for case in detail["cases"]}
    found: dict[str, list[Raw]] = defaultdict(list)
    for line in detail["lines"]:
        if line[0] == "household":
            found[line[1]].append(line)
        elif line[0] == "case":
            found[home.get(line[1], line[1])].append(line)
    return found


def _household(
    key: str, cases: list[dict[str, Any]], lines: list[Raw], answers: Mapping[str, Any], scheme: Scheme
) -> ProofGroup:
    total = sum((Fraction(line[4]) for line in lines), Fraction(0))
    known = {case["reference"]: answers.get(case["reference"], {}) for case in cases}
    return ProofGroup(
        key=key,
        title=_title(key, cases),
        total=units(total, scheme),
        lines=tuple(_proof_lines(lines, known, scheme)),
        cases=tuple(_case(case) for case in sorted(cases, key=lambda case: case["reference"])),
        provisional=any(line[6] for line in lines),
    )


def _title(key: str, cases: list[dict[str, Any]]) -> str:
    kinds = {case["kind"] for case in cases}
    noun = "adult" if kinds == {"adult"} else "child" if kinds == {"child"} else "person"
    many = {"child": "children", "person": "people"}.get(noun, "adults")
    if len(cases) == 1 and key == cases[0]["reference"]:
        return f"Case {key}: by itself, no household known"
    return f"Household {key}: {formats.plural(len(cases), noun, many)}"


def _case(case: Mapping[str, Any]) -> ProofCase:
    since = formats.day(date.fromisoformat(str(case["since"])), weekday=False)
    part = (
        ""
        if case["role"] == "holder"
        else f"working with its holder, {exact_enough(Fraction(case['share']))} %"
    )
    return ProofCase(case["id"], case["reference"], since, part)


def _proof_lines(lines: Sequence[Raw], answers: Mapping[str, Any], scheme: Scheme) -> Iterator[ProofLine]:
    """Like lines of several children become one: "2 children × 1 point"."""
    alike: dict[tuple[Any, ...], list[Raw]] = defaultdict(list)
    for line in lines:
        alike[(line[0], line[2], line[3], line[4], line[5], line[6])].append(line)
    for (kind, factor, title, amount, rule, provisional), rows in alike.items():
        whose = {row[1] for row in rows} if kind == "case" else set(answers)
        each = Fraction(amount)
        yield ProofLine(
            what=title,
            count=_count(kind, len(rows), each, scheme),
            amount=exact_enough(each * len(rows)),
            rule=rule,
            rule_words=rule_text(scheme, rule),
            provisional=provisional,
            agreed=tuple(_agreed(factor, title, {ref: answers.get(ref, {}) for ref in whose}, scheme)),
        )


def _count(kind: str, number: int, each: Fraction, scheme: Scheme) -> str:
    if kind == "household":
        return "once for the family"
    return f"{number} × {units(each, scheme)}" if number > 1 else units(each, scheme)


def _agreed(factor_id: str, title: str, answers: Mapping[str, Any], scheme: Scheme) -> Iterator[str]:
    """The answers behind a line: what, agreed by whom and when; or that it is the scheme's stated default."""
    factor = next((one for one in scheme.factors if one.id == factor_id), None)
    if factor is None:
        return
    asked = scheme.asked_of("task" if factor.per == "task" else "case")
    told: set[str] = set()
    for name in fields_behind(factor, title):
        for reference in sorted(answers):
            known = answers[reference].get(name)
            if name in asked and known is not None:
                text = f"{asked[name].title}: {spoken(asked[name], known['value'])}{_who(known)}"
                if text not in told:
                    told.add(text)
                    yield text


def _who(known: Mapping[str, Any]) -> str:
    if known["on"]:
        day = formats.day(date.fromisoformat(known["on"]), weekday=False)
        return f", agreed by {known['by']} on {day}" if known["by"] else f", agreed on {day}"
    day = formats.day(date.fromisoformat(known["since"]), weekday=False)
    source = (
        "entered by hand" if known["source"] == "by hand" else f"from {_WHENCE.sub('list ', known['source'])}"
    )
    return f", {source} on {day}"


#: "import 12" is what the record calls a list.
_WHENCE = re.compile(r"^import ")


def fields_behind(factor: Factor, title: str) -> list[str]:
    """The fields of the case that decide a part of a factor."""
    found: list[str] = []
    for part in factor.parts:
        if part.title != title:
            continue
        tables = [table for table in (part.table, part.percent) if table is not None]
        found += [condition.field for condition in part.when] + [
            name for table in tables for name in table.by
        ]
        found += [
            name for name in (part.typed, part.number, part.steps.field if part.steps else None) if name
        ]
    return list(dict.fromkeys(found))


def _other(kind: str, factor: str, source: str, rows: Sequence[Raw], scheme: Scheme) -> ProofGroup:
    total = sum((Fraction(row[4]) for row in rows), Fraction(0))
    said = {"standing": "Everybody has this", "rounding": "Rounding", "task": f"Task {source}"}.get(kind, "")
    lines = tuple(
        ProofLine(
            what=row[3],
            count=said,
            amount=exact_enough(Fraction(row[4])),
            rule=row[5],
            rule_words=rule_text(scheme, row[5]),
            provisional=row[6],
            agreed=(),
        )
        for row in rows
    )
    return ProofGroup(
        f"{kind}-{factor}", rows[0][3], units(total, scheme), lines, provisional=any(r[6] for r in rows)
    )
