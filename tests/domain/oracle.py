"""A second, slow implementation of measuring: plain loops and fractions, written from the rules, not from the engine.

It shares nothing with the engine but the Scheme objects. Hypothesis compares the two to the last digit.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
ZERO = Fraction(0)


def _months(start: date, on: date) -> int:
    count = 0
    while True:
        index = start.year * 12 + start.month - 1 + count + 1
        year, month = index // 12, index % 12 + 1
        reached = (year, month) < (on.year, on.month) or (
            (year, month) == (on.year, on.month) and start.day <= on.day
        )
        if not reached:
            return count if on >= start else -1
        count += 1


def _raw(spec: Any, row: Row) -> Any:
    if spec.kind == "codes":
        flags = {code: row.get(f"{spec.name}.{code}") for code in spec.codes}
        return None if all(v is None for v in flags.values()) else {code for code, v in flags.items() if v}
    return row.get(spec.name)


def _number(spec: Any, row: Row) -> tuple[Fraction | None, bool]:
    value = _raw(spec, row)
    if value is None:
        return (spec.default, False) if spec.default is not None else (None, True)
    return Fraction(value, 100), True


def _known(spec: Any, row: Row) -> bool:
    if spec.default is None:
        return True
    if spec.kind == "codes":
        return (
            all(row.get(f"{spec.name}.{code}") is not None for code in spec.codes)
            or _raw(spec, row) is not None
        )
    return _raw(spec, row) is not None


def _filled(spec: Any, row: Row) -> Any:
    value = _raw(spec, row)
    if value is None:
        if spec.kind == "codes":
            return set(spec.default or ())
        return spec.default
    if spec.kind == "number":
        return Fraction(value, 100)
    return value


def _table(table: Any, fields: dict[str, Any], row: Row) -> Fraction | None:
    codes = []
    for name in table.by:
        value = _filled(fields[name], row)
        if isinstance(value, bool):
            value = "yes" if value else "no"
        codes.append(value)
    return table.amounts.get(tuple(codes), table.otherwise)


def _holds(condition: Any, fields: dict[str, Any], row: Row) -> bool:
    spec = fields[condition.field]
    value = _filled(spec, row)
    if spec.kind == "codes":
        met = bool(value & set(condition.values))
    elif spec.kind == "yes-no":
        met = bool(value) in condition.values
    else:
        met = value in condition.values
    return met != condition.negate


def part(one: Any, fields: dict[str, Any], row: Row) -> tuple[Fraction, bool]:
    """A part's amount for a row, and whether it rests on known values."""
    used = {c.field for c in one.when}
    amount: Fraction | None
    if one.amount is not None:
        amount = one.amount
    elif one.number is not None:
        used.add(one.number)
        value = _filled(fields[one.number], row)
        amount = None if value is None else value * one.each
    elif one.table is not None:
        used |= set(one.table.by)
        amount = _table(one.table, fields, row)
    elif one.steps is not None:
        used.add(one.steps.field)
        value = _filled(fields[one.steps.field], row)
        amount = ZERO
        for at, worth in one.steps.steps:
            if value is not None and value >= at:
                amount = worth
    else:
        used.add(one.typed)
        amount = _filled(fields[one.typed], row)
    if one.percent is not None:
        used |= set(one.percent.by)
        percent = _table(one.percent, fields, row)
        amount = None if amount is None or percent is None else amount * percent / 100
    known = all(_known(fields[name], row) for name in used)
    if one.typed is not None and row.get(one.typed) is not None:
        amount, known = Fraction(row[one.typed], 100), True
    if not all(_holds(c, fields, row) for c in one.when):
        amount = ZERO
    return (ZERO if amount is None else amount), known


def _combine(factor: Any, values: list[tuple[Fraction, bool]]) -> tuple[Fraction, Fraction]:
    total = max(v for v, _ in values) if factor.combine == "highest" else sum((v for v, _ in values), ZERO)
    doubted = sum((v for v, known in values if not known), ZERO)
    if factor.cap is not None:
        total = min(total, factor.cap)
    if factor.combine == "highest" or factor.cap is not None:
        doubted = min(doubted, total)
    return total, doubted


def household(scheme: Any, members: list[Row], alone: bool) -> tuple[Fraction, Fraction]:
    """What one household adds, and how much of it is provisional."""
    fields = scheme.asked_of("case")
    total = doubted = ZERO
    shares = [
        Fraction(row["share"], 10_000) if row.get("share") is not None else Fraction(1) for row in members
    ]
    for factor in scheme.factors:
        if factor.per == "case":
            each = [case_amount(scheme, factor, row) for row in members]
            if factor.siblings:
                each.sort(key=lambda one: one[0], reverse=True)
                percents = [factor.siblings[min(n, len(factor.siblings) - 1)] / 100 for n in range(len(each))]
                each = [(t * p, d * p) for (t, d), p in zip(each, percents, strict=True)]
            total += sum((t for t, _ in each), ZERO)
            doubted += sum((d for _, d in each), ZERO)
        elif factor.per == "household":
            values = [_of_household(p, fields, members) for p in factor.parts]
            amount, unsure = _combine(factor, values)
            total += amount * max(shares)
            doubted += (amount if alone else unsure) * max(shares)
    return total, doubted


def case_amount(scheme: Any, factor: Any, row: Row) -> tuple[Fraction, Fraction]:
    """What a factor per case adds for a row and its share, and how much of it is provisional."""
    fields = scheme.asked_of("case")
    total, doubted = _combine(factor, [part(p, fields, row) for p in factor.parts])
    share = Fraction(row["share"], 10_000) if row.get("share") is not None else Fraction(1)
    return total * share, doubted * share


def _of_household(one: Any, fields: dict[str, Any], members: list[Row]) -> tuple[Fraction, bool]:
    if one.steps is not None and one.steps.field == "children":
        met = any(all(_holds(c, fields, row) for c in one.when) for row in members)
        reached = [worth for at, worth in one.steps.steps if len(members) >= at]
        return (reached[-1] if reached and met else ZERO), True
    values = [part(one, fields, row) for row in members]
    known = [value for value, sure in values if sure]
    return (max(known), True) if known else (max(value for value, _ in values), False)


def _in_force(rule: Any, row: Row, on: date) -> bool:
    if row.get("starts") is not None and row["starts"] > on:
        return False
    over = row.get("ends") is not None and row["ends"] < on
    if rule.months is not None and row.get("starts") is not None:
        over = over or _reached(row["starts"], on, 0, rule.months)
    if over and rule.holds_until_reviewed:
        return row.get("reviewed") is None or row["reviewed"] > on
    return not over


def _reached(start: date, on: date, weeks: int, months: int) -> bool:
    day = on - timedelta(weeks=weeks)
    index = day.year * 12 + day.month - 1 - months
    if (start.year, start.month) == (index // 12, index % 12 + 1):
        return start.day <= day.day
    return (start.year * 12 + start.month - 1) < index


def line_and_commitments(
    scheme: Any, person: Row, held: list[Row], on: date
) -> tuple[Fraction | None, Fraction]:
    """The line of a practitioner with one post, and what commitments add to the load."""
    fields, line = scheme.asked_of("practitioner"), scheme.line
    default = _table(line.hours.default, fields, person)
    hours = contracted(scheme, person)
    rules = {rule.kind: rule for rule in scheme.commitments}
    here = [row for row in held if row["kind"] in rules and _in_force(rules[row["kind"]], row, on)]
    percent = taken = fixed = ZERO
    load: dict[str, Fraction] = {}
    for row in here:
        rule = rules[row["kind"]]
        elsewhere = row.get(
            "elsewhere", False
        )  # of the whole person, seen from a post that is not the main one
        amount = Fraction(row["amount"] or 0, 100)
        if rule.highest is not None and rule.amount is None:
            amount = min(amount, rule.highest)
        amount = rule.amount if rule.amount is not None else amount
        if rule.treat == "load":
            weekly = line.weeks if line.weeks and row.get("unit") == "hours a week" else 1
            load[row["kind"]] = load.get(row["kind"], ZERO) + (ZERO if elsewhere else amount * weekly)
        elif rule.treat == "capacity":
            if rule.highest is not None:
                amount = min(amount, rule.highest)
            unit = row.get("unit") or rule.unit
            if rule.highest_percent is not None and unit != "load":
                base = Fraction(100) if unit == "percent" else row.get("of_hours", hours) or ZERO
                amount = min(amount, base * rule.highest_percent / 100)
            percent += amount if unit == "percent" else 0
            taken += amount if unit in ("hours", "hours a week") and not elsewhere else 0
            fixed += amount if unit == "load" and not elsewhere else 0
    amount = _line(scheme, person, fields, hours, default, percent, taken, fixed, on)
    if amount is not None and amount > 0:
        for kind, rule in rules.items():
            if (rule.standing or rule.standing_percent) and kind not in load:
                load[kind] = _standing(rule, person, amount, on, person.get("second", False))
    return amount, sum(load.values(), ZERO)


def _standing(rule: Any, person: Row, line: Fraction, on: date, second: bool) -> Fraction:
    if rule.standing and second:
        return ZERO  # once for the whole person
    steps = rule.standing or rule.standing_percent
    step = steps[-1]
    if person.get("qualified") is not None:
        step = [
            s for n, s in enumerate(steps) if n == 0 or _reached(person["qualified"], on, s.weeks, s.months)
        ][-1]
    return step.amount if rule.standing else line * step.amount / 100


def _line(
    scheme: Any,
    person: Row,
    fields: dict[str, Any],
    hours: Fraction | None,
    default: Fraction | None,
    percent: Fraction,
    taken: Fraction,
    fixed: Fraction,
    on: date,
) -> Fraction | None:
    line = scheme.line
    if not here(person, on):
        return ZERO
    full = _full(line, person, fields, on)
    if hours is None or full is None or (default is None and line.pro_rata and line.weeks is None):
        return None
    if line.percent is not None:
        full *= (_table(line.percent, fields, person) or ZERO) / 100
    left = max(ZERO, hours * max(ZERO, 100 - percent) / 100 - taken)
    if line.weeks is not None:
        amount = full * left
    elif line.pro_rata:
        amount = full * left / default if default else ZERO
    else:
        amount = full
    return rounded(max(ZERO, amount - fixed), scheme.line_rounding)


def contracted(scheme: Any, person: Row) -> Fraction | None:
    """A post's own hours a week, or the scheme's default where it takes one."""
    if person.get("weekly_hours") is not None:
        return Fraction(person["weekly_hours"], 100)
    default = _table(scheme.line.hours.default, scheme.asked_of("practitioner"), person)
    return default if scheme.line.hours.missing == "default" else None


def here(person: Row, on: date) -> bool:
    """Whether a post has begun and not ended."""
    begun = person.get("starts") is None or person["starts"] <= on
    return begun and (person.get("ends") is None or person["ends"] >= on)


def _full(line: Any, person: Row, fields: dict[str, Any], on: date) -> Fraction | None:
    if line.weeks is not None:
        return Fraction(line.weeks)
    if line.amount is not None:
        return line.amount
    if line.table is not None:
        return _table(line.table, fields, person)
    if not line.stages:
        return None
    for step in line.stages:
        if person.get("stage") == step.id:
            return step.amount
    if person.get("qualified") is None:
        return None
    day = min(on, person["step_confirmed"]) if person.get("step_confirmed") else on
    months = _months(person["qualified"], day)
    reached = [step for step in line.stages if months >= step.months]
    return reached[-1].amount if reached else None


def rounded(value: Fraction, policy: Any) -> Fraction:
    """A total by the scheme's stated policy."""
    if policy.how == "exact":
        return value
    scaled = value * 10**policy.places
    whole = scaled.numerator // scaled.denominator
    if policy.how == "half-up" and scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole, 10**policy.places)


def loads(
    scheme: Any, cases: list[Row], commitments: list[Row], people: list[Row], tasks: list[Row], on: date
) -> dict[str, dict[str, Any]]:
    """Load, line and provisional part of everybody, one post each."""
    found = {}
    for person in people:
        who = person["practitioner"]
        homes: dict[str, list[Row]] = {}
        for row in cases:
            if row["practitioner"] == who:
                key = f"alone {row['case']}" if row["household"] is None else f"home {row['household']}"
                homes.setdefault(key, []).append(row)
        parts = [household(scheme, members, key.startswith("alone")) for key, members in homes.items()]
        line, committed = line_and_commitments(
            scheme, person, [c for c in commitments if c["practitioner"] == who], on
        )
        load = sum((t for t, _ in parts), ZERO) + committed + of_tasks(scheme, tasks, who, on)
        found[who] = {
            "load": rounded(load, scheme.load_rounding),
            "line": line,
            "provisional": at_most(sum((d for _, d in parts), ZERO), rounded(load, scheme.load_rounding)),
            "households": len(homes),
            "cases": sum(len(m) for m in homes.values()),
        }
    return found


def at_most(doubted: Fraction, load: Fraction) -> Fraction:
    """Never more is provisional than is left of a load after debits and rounding."""
    return min(doubted, max(load, ZERO))


def of_tasks(scheme: Any, tasks: list[Row], who: str, on: date) -> Fraction:
    """What a practitioner's tasks add, and what is taken off the owner of work that another did."""
    fields, total = scheme.asked_of("task"), ZERO
    for factor in (f for f in scheme.factors if f.per == "task"):
        for row in tasks:
            if not here(row, on) or _run_out(factor, row, on):
                continue
            number = Fraction(row["number"], 100) if row.get("number") is not None else Fraction(1)
            values = [part(p, fields, row) for p in factor.parts]
            amount, _ = _combine(factor, [(v * number, known) for v, known in values])
            if factor.debit:
                total -= amount if (row.get("owner") or row["practitioner"]) == who else 0
                continue
            total += amount if row["practitioner"] == who else 0
            total -= amount if factor.debit_owner and row.get("owner") == who else 0
    return total


def _run_out(factor: Any, row: Row, on: date) -> bool:
    if factor.lasts_days is None or row.get("starts") is None:
        return False
    return on not in {row["starts"] + timedelta(days=n) for n in range(factor.lasts_days)}


def band(load: Fraction, line: Fraction | None, scheme: Any) -> str | None:
    """The band, by the words of the rules (RAG-01..04, X-01..X-06)."""
    bands = scheme.bands
    if bands.kind == "none" and not scheme.line.published:
        return None
    if line is None:
        return "not_set"
    if line <= 0:
        return "not_available"
    if bands.kind == "none":
        return None
    if bands.kind == "absolute":
        times = line / scheme.line.full
        red = bands.red_cases * times
        if load > red or (load == red and bands.edge == "from"):
            return "red"
        return "green" if load <= bands.green_to * times else "amber"
    percent = load * 100 / line
    for name, edge in (("red", bands.red_from), ("amber", bands.amber_from), ("green", bands.green_from)):
        if percent > edge or (percent == edge and bands.edge == "from"):
            return name
    return "room"
