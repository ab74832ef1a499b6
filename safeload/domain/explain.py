"""Opening a number: the lines that a load is made of, and the steps by which a line was set.

Built for one practitioner when asked for, from the same expressions that made the total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from safeload.domain.amounts import Columns
from safeload.domain.caseload import WHOLE_SHARE, Caseload
from safeload.domain.commitments import in_force, load_amounts
from safeload.domain.frames import Frame, collected
from safeload.domain.quantity import plain
from safeload.domain.scheme import Factor
from safeload.domain.scheme.check import CHILDREN
from safeload.domain.tasks import current

if TYPE_CHECKING:
    from safeload.domain.reading import Reading


@dataclass(frozen=True)
class Line:
    """One line of a load: what, how much, by which rule."""

    kind: str  # case, household, task, commitment, standing, rounding
    source: str
    factor: str
    title: str
    amount: Fraction
    rule: str
    provisional: bool = False

    def as_text(self) -> dict[str, Any]:
        """The line as plain data."""
        return {
            "source": self.source,
            "kind": self.kind,
            "factor": self.factor,
            "title": self.title,
            "amount": plain(self.amount),
            "rule": self.rule,
            "provisional": self.provisional,
        }


def lines(reading: Reading, practitioner: str) -> list[Line]:
    """Every line of a practitioner's load, in the order of the scheme; they add up to the load."""
    found = [
        *_of_caseload(reading, practitioner),
        *_of_tasks(reading, practitioner),
        *_of_commitments(reading, practitioner),
    ]
    return found


def lines_of_cases(reading: Reading, practitioner: str) -> list[Line]:
    """The lines of the cases alone, also of somebody who is nobody's row: work that is only thought of."""
    return list(_of_caseload(reading, practitioner))


def _of_caseload(reading: Reading, practitioner: str) -> Iterator[Line]:
    caseload = reading.caseload
    factors = [factor for factor in reading.scheme.factors if factor.per != "task"]
    rows = _rows(
        reading.given.cases, practitioner, caseload, factors, ["case", caseload.cases.own("household")]
    )
    homes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        homes[f"\x00{row['case']}" if row["household"] is None else str(row["household"])].append(row)
    for home, members in homes.items():
        for factor in factors:
            pieces = caseload.pieces[factor.id]
            if factor.per == "household":
                yield from _household_lines(factor, pieces, home, members)
            else:
                yield from _case_lines(factor, pieces, members)


def _rows(
    frame: Frame,
    practitioner: str,
    caseload: Caseload,
    factors: list[Factor],
    kept: list[str],
    holder: str = "practitioner",
) -> list[dict[str, Any]]:
    """The practitioner's rows with the value of each piece, its denominator known beside it."""
    wanted = []
    for factor in factors:
        for piece in caseload.pieces[factor.id]:
            if piece.by_children:
                wanted.append(caseload.met(piece.part).alias(f"{piece.name}|met"))
                continue
            wanted.append(piece.amount.value.expr.alias(f"{piece.name}|value"))
            if piece.amount.known is not None:
                wanted.append(piece.amount.known.alias(f"{piece.name}|known"))
    share = [caseload.x.col("share")] if "share" in frame.collect_schema().names() else []
    mine = frame.filter(caseload.x.col(holder) == typed(frame, holder, practitioner))
    known = (
        (caseload.tasks if factors[0].per == "task" else caseload.cases).known_columns() if factors else []
    )
    mine = mine.with_columns(*known) if known else mine
    return list(collected(mine.select(*kept, *share, *wanted)).iter_rows(named=True))


def typed(frame: Frame, column: str, value: str) -> Any:
    """Ids may be whole numbers in large frames; a Reading names them as text."""
    return int(value) if frame.collect_schema()[column].is_integer() else value


def _share(row: dict[str, Any]) -> Fraction:
    share = row.get("share")
    return Fraction(1) if share is None else Fraction(share, WHOLE_SHARE)


def _value(piece: Any, row: dict[str, Any]) -> Fraction:
    return Fraction(row[f"{piece.name}|value"] or 0, piece.amount.value.den)


def _known(piece: Any, row: dict[str, Any]) -> bool:
    return piece.amount.known is None or bool(row[f"{piece.name}|known"])


def _case_lines(factor: Factor, pieces: list[Any], members: list[dict[str, Any]]) -> Iterator[Line]:
    counted = []
    for row in members:
        values = [(piece.part, _value(piece, row), not _known(piece, row)) for piece in pieces]
        counted.append((row, values, _combined(factor, [value for _, value, _ in values])))
    if factor.siblings:
        counted.sort(key=lambda one: one[2] * _share(one[0]), reverse=True)
    for at, (row, values, _) in enumerate(counted):
        percent = factor.siblings[min(at, len(factor.siblings) - 1)] / 100 if factor.siblings else Fraction(1)
        yield from _lines(factor, "case", str(row["case"]), values, percent * _share(row))


def _household_lines(
    factor: Factor, pieces: list[Any], home: str, members: list[dict[str, Any]]
) -> Iterator[Line]:
    alone = home.startswith("\x00")
    values = []
    for piece in pieces:
        if piece.by_children:
            met = any(row[f"{piece.name}|met"] for row in members)
            values.append((piece.part, _stepped(piece.part, len(members)) if met else Fraction(0), alone))
            continue
        known = [row for row in members if _known(piece, row)]
        used = known or members
        values.append(
            (piece.part, max((_value(piece, row) for row in used), default=Fraction(0)), not known or alone)
        )
    source = home.removeprefix("\x00")
    share = max(_share(row) for row in members)
    yield from _lines(factor, "case" if alone else "household", source, values, share)


def _stepped(part: Any, children: int) -> Fraction:
    assert part.steps is not None
    assert part.steps.field == CHILDREN
    reached = [amount for at, amount in part.steps.steps if children >= at]
    return reached[-1] if reached else Fraction(0)


def _combined(factor: Factor, values: list[Fraction]) -> Fraction:
    total = max(values) if factor.combine == "highest" else sum(values, Fraction(0))
    return total if factor.cap is None else min(total, factor.cap)


def _lines(
    factor: Factor, kind: str, source: str, values: list[tuple[Any, Fraction, bool]], times: Fraction
) -> Iterator[Line]:
    """A line for each part that counts; where a cap or "the higher of" bites, one that makes them add up."""
    total = _combined(factor, [value for _, value, _ in values])
    if factor.combine == "highest":
        values = [max(values, key=lambda one: one[1])]
    shown = sum((value for _, value, _ in values), Fraction(0))
    for part, value, doubted in values:
        if value:
            yield Line(kind, source, factor.id, part.title, value * times, part.rule or factor.rule, doubted)
    if shown != total:
        title = f"{factor.title}: at most {plain(factor.cap or Fraction(0))}"
        yield Line(kind, source, factor.id, title, (total - shown) * times, factor.rule)


def _of_tasks(reading: Reading, practitioner: str) -> Iterator[Line]:
    factors = [factor for factor in reading.scheme.factors if factor.per == "task"]
    if reading.given.tasks is None or not factors:
        return
    caseload = reading.caseload
    named = [
        name
        for name in ("id", "task", "case", "owner", "practitioner", "starts")
        if name in reading.given.tasks.collect_schema().names()
    ]
    counts = current(caseload.tasks, reading.on)
    frame = reading.given.tasks if counts is None else reading.given.tasks.filter(counts)
    for holder in ("practitioner", "owner"):
        for row in _rows(frame, practitioner, caseload, factors, named, holder):
            source = str(row.get("id") or row.get("case") or row.get("task") or "task")
            for factor in factors:
                sign = _sign(factor, holder, row.get("owner"))
                if sign and not _run_out(factor, row.get("starts"), reading.on):
                    values = [
                        (p.part, _value(p, row), not _known(p, row)) for p in caseload.pieces[factor.id]
                    ]
                    yield from _lines(factor, "task", source, values, Fraction(sign))


def _sign(factor: Factor, holder: str, owner: Any) -> int:
    """Whether a task is credited to who does it, or taken off its owner (or doer, where it only relieves)."""
    if holder == "owner":
        return -1 if factor.debit or factor.debit_owner else 0
    if not factor.debit:
        return 1
    return 0 if owner is not None else -1


def _run_out(factor: Factor, starts: date | None, on: date) -> bool:
    return factor.lasts_days is not None and starts is not None and (on - starts).days >= factor.lasts_days


def _of_commitments(reading: Reading, practitioner: str) -> Iterator[Line]:
    x = reading.given.shape.x
    committed = Columns(x, "commitments", {}, reading.given.shape.commitments)
    amounts = load_amounts(committed, reading.scheme)
    titles = {rule.kind: rule for rule in reading.scheme.commitments}
    frame = reading.given.commitments.filter(in_force(committed, reading.scheme, reading.on))
    mine = frame.filter(x.col("practitioner") == typed(frame, "practitioner", practitioner))
    named = [x.col("id")] if "id" in frame.collect_schema().names() else []
    columns = [amount.expr.alias(f"value|{kind}") for kind, amount in amounts.items()]
    rows = list(collected(mine.select("kind", *named, *columns)).iter_rows(named=True))
    given: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        kind = row["kind"]
        if kind in amounts:
            rule = titles[kind]
            value = Fraction(row[f"value|{kind}"] or 0, amounts[kind].den)
            given[kind] += value
            yield Line("commitment", str(row.get("id") or kind), kind, rule.title, value, rule.rule)
    total = reading.practitioner(practitioner)
    for kind in amounts:
        # What everybody has, where a row of one's own does not stand for it; of two posts it may at one alone.
        if standing := total.sources[kind] - given[kind]:
            yield Line("standing", kind, kind, titles[kind].title, standing, titles[kind].rule)
    if total.sources["rounding"]:
        policy = f"Rounded {reading.scheme.load_rounding.how}, as the scheme states"
        yield Line("rounding", "rounding", "rounding", policy, total.sources["rounding"], "")
