"""What the rows of plain lists say of each other: whom they name, what stands twice, what a commitment can mean.

What would falsify a figure is a fault, and nothing is measured; what is merely not used is a note with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from safeload.domain.quantity import DATA_UNIT, plain
from safeload.domain.scheme import Commitment, Scheme
from safeload.imports.codes import COMMITMENT
from safeload.imports.sources.commitments import MOST
from safeload.imports.sources.records import Fault, FaultKind, listed, quoted
from safeload.imports.sources.workbook import Table


class Read(NamedTuple):
    """One list as it was read: where from, its rows as frames hold them, and their numbers."""

    table: Table
    rows: list[dict[str, Any]]
    numbers: list[int]


def checked(lists: Mapping[str, Read], scheme: Scheme) -> Iterator[Fault]:
    """Every fault and note that needs more than one cell."""
    yield from _named(lists)
    yield from _once(lists, "practitioners", ("practitioner", "post"))
    yield from _once(lists, "cases", ("case", "practitioner"))
    for name in lists:
        yield from _in_order(lists[name])
    if "commitments" in lists:
        kinds = (
            {str(row.get("kind")).casefold() for row in lists["kinds"].rows} if "kinds" in lists else set()
        )
        yield from _commitments(lists["commitments"], scheme, kinds)
    if "tasks" in lists:
        yield from _somebodys(lists["tasks"], scheme)


def _said(read: Read, at: int, column: str, message: str, kind: FaultKind = "value") -> Fault:
    return Fault(read.table.file, read.table.sheet, read.numbers[at], column, message, kind)


def _named(lists: Mapping[str, Read]) -> Iterator[Fault]:
    """Who is named has to be in the list of practitioners, and a post has to be one of theirs."""
    people = lists["practitioners"].rows
    known = {row["practitioner"] for row in people}
    posts = {(row["practitioner"], row.get("post")) for row in people}
    for name, columns in (
        ("cases", ("practitioner",)),
        ("commitments", ("practitioner",)),
        ("tasks", ("practitioner", "owner")),
    ):
        for at, row in enumerate(lists[name].rows if name in lists else []):
            for column in columns:
                who = row.get(column)
                if who is not None and who not in known:
                    message = (
                        f"{who} is not in the list of practitioners. Add a row there, or correct this one."
                    )
                    yield _said(lists[name], at, column, message)
            who, post = row.get("practitioner"), row.get("post")
            if post is not None and who in known and (who, post) not in posts:
                message = f"{post} is no post of {who} in the list of practitioners. Correct one of them."
                yield _said(lists[name], at, "post", message)


def _once(lists: Mapping[str, Read], name: str, keys: tuple[str, ...]) -> Iterator[Fault]:
    seen: dict[tuple[Any, ...], int] = {}
    for at, row in enumerate(lists[name].rows if name in lists else []):
        key = tuple(row.get(one) for one in keys)
        if key in seen:
            message = f"the same stands in row {seen[key]}. Take one of them out."
            yield _said(lists[name], at, keys[0], message)
        seen.setdefault(key, lists[name].numbers[at])


def _in_order(read: Read) -> Iterator[Fault]:
    for at, row in enumerate(read.rows):
        if row.get("starts") and row.get("ends") and row["ends"] < row["starts"]:
            yield _said(
                read, at, "ends", f"it ends on {row['ends']}, before it starts. Correct one of the days."
            )


def _somebodys(read: Read, scheme: Scheme) -> Iterator[Fault]:
    relieves = any(factor.debit or factor.debit_owner for factor in scheme.factors)
    for at, row in enumerate(read.rows):
        if row.get("practitioner") is None and not (relieves and row.get("owner")):
            more = ", or an owner who is relieved of it" if relieves else ""
            yield _said(read, at, "practitioner", f"nobody is named who does it{more}. Fill it in.")


def _commitments(read: Read, scheme: Scheme, kinds: set[str]) -> Iterator[Fault]:
    rules = {rule.kind: rule for rule in scheme.commitments}
    for at, row in enumerate(read.rows):
        rule = rules.get(row["kind"])
        if rule is None:
            yield _unknown(read, at, row["kind"], scheme, kinds)
        elif rule.treat in ("in line", "ignored"):
            how = "was taken out before the line was set" if rule.treat == "in line" else "is not counted"
            yield _said(read, at, "kind", f"not used: {rule.title} {how} in this scheme.", "warning")
        else:
            yield from _amount(read, at, row, rule, scheme)


def _unknown(read: Read, at: int, kind: str, scheme: Scheme, kinds: set[str]) -> Fault:
    """A kind of the field that this scheme says nothing of is explained; any other word may be a slip."""
    if kind in COMMITMENT.labels or kind in kinds:
        return _said(read, at, "kind", f"not used: this scheme does not count {quoted(kind)}.", "warning")
    known = [rule.kind for rule in scheme.commitments]
    what = f"It knows {listed(known)}." if known else "It knows none; take the row out."
    return _said(read, at, "kind", f"{quoted(kind)} is no kind of commitment in this scheme. {what}")


def _amount(read: Read, at: int, row: dict[str, Any], rule: Commitment, scheme: Scheme) -> Iterator[Fault]:
    amount, unit = row.get("amount"), row.get("unit") or rule.unit
    if rule.amount is not None:
        if amount is not None and Fraction(amount, DATA_UNIT) != rule.amount:
            own, fixed = plain(Fraction(amount, DATA_UNIT)), plain(rule.amount)
            message = f"{own} is not used: the scheme counts {fixed} for each {rule.title}."
            yield _said(read, at, "amount", message, "warning")
        return
    if amount is None:
        yield _said(
            read,
            at,
            "amount",
            f"the cell is empty, and the scheme gives no amount for {rule.title}. Fill it in.",
        )
        return
    most = {"percent": MOST["percent"], "hours": MOST["hours"], "hours a week": MOST["hours"]}.get(unit)
    if most is not None and amount > most * DATA_UNIT:
        yield _said(
            read,
            at,
            "amount",
            f"{plain(Fraction(amount, DATA_UNIT))} is more than {most} {unit}. Correct it.",
        )
    if rule.treat == "load" and unit not in (
        "load",
        *(("hours", "hours a week") if scheme.unit == "hours" else ()),
    ):
        message = (
            f"{quoted(unit)} cannot be added to a load of {scheme.unit}. Give the amount in {scheme.unit}."
        )
        yield _said(read, at, "unit", message)
    if rule.highest is not None and unit != rule.unit:
        most_said = f"the most that {rule.title} may count is {plain(rule.highest)} {rule.unit}"
        yield _said(read, at, "unit", f"{most_said}. Give the amount in {rule.unit}, not in {unit}.")
