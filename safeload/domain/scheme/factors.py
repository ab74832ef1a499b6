"""The factors of a scheme file: what counts towards the load, in which parts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from safeload.domain.scheme import model
from safeload.domain.scheme.table import Entry

_PART_KEYS = ("when", "unless", "amount", "amounts", "steps", "number", "each", "typed", "percent")


def read_factor(entry: Entry) -> model.Factor:
    """One ``[[factor]]``: either its own amount, or several ``[[factor.part]]``."""
    title, rule = entry.text("title", str(entry.peek("id"))), entry.text("rule", "")
    parts = tuple(
        _part(one, one.text("title", title), one.text("rule", rule)) for one in entry.tables("part")
    )
    if not parts:
        parts = (_part(entry, title, rule),)
    elif any(entry.has(key) for key in _PART_KEYS):
        entry.fault("a factor has its own amount or [[factor.part]] tables, not both")
    made = model.Factor(
        id=entry.text("id"),
        title=title,
        rule=rule,
        parts=parts,
        per=entry.choice("per", ("case", "household", "task")),  # type: ignore[arg-type]
        combine=entry.choice("combine", ("sum", "highest"), "sum"),  # type: ignore[arg-type]
        cap=entry.number("cap"),
        siblings=entry.amounts_list("siblings") or (),
        debit_owner=entry.flag("debit_owner"),
        debit=entry.flag("debit"),
        lasts_days=entry.whole("lasts_days"),
    )
    entry.done()
    return made


def _part(entry: Entry, title: str, rule: str) -> model.Part:
    percent = read_table(entry.table("percent")) if entry.has("percent") else None
    table = read_table(entry.table("amounts")) if entry.has("amounts") else None
    steps = _steps(entry.table("steps")) if entry.has("steps") else None
    amount, number = entry.number("amount"), entry.take("number")
    typed = entry.take("typed")
    ways = [way for way in ("amount", "amounts", "steps", "number") if entry.has(way)]
    if len(ways) > 1 or (not ways and typed is None):
        entry.fault("an amount is needed in exactly one way: amount, amounts, steps, or number (with each)")
    each = entry.number("each")
    if each is not None and number is None:
        entry.fault("'each' goes with 'number'")
    made = model.Part(
        title=title,
        rule=rule,
        amount=amount,
        table=table,
        steps=steps,
        number=number,
        each=Fraction(1) if each is None else each,
        typed=typed,
        percent=percent,
        when=read_conditions(entry.table("when"), False) + read_conditions(entry.table("unless"), True),
    )
    if entry.place.rpartition(", ")[2].startswith("part "):
        entry.done()
    return made


def read_conditions(entry: Entry, negate: bool) -> tuple[model.Condition, ...]:
    """The conditions of a ``when`` or (negated) ``unless`` table."""
    return tuple(
        model.Condition(name, tuple(raw) if isinstance(raw, list) else (raw,), negate)
        for name, raw in entry.take_rest().items()
    )


def _steps(entry: Entry) -> model.Steps | None:
    by, raw = entry.text("by"), entry.take("from")
    entry.done()
    if not isinstance(raw, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in raw):
        entry.fault("'from' should be a list of pairs [threshold, amount]")
        return None
    pairs = [(entry.number_of(at, "from"), entry.number_of(amount, "from")) for at, amount in raw]
    if any(at is None or amount is None for at, amount in pairs):
        return None
    if [at for at, _ in pairs] != sorted({at for at, _ in pairs}):  # type: ignore[type-var]
        entry.fault("the thresholds should rise from one to the next")
    return model.Steps(by, tuple(pairs))  # type: ignore[arg-type]


def read_table(entry: Entry) -> model.Table:
    """Amounts by code: flat by one field, nested one level for each further field."""
    by = tuple(entry.texts("by"))
    otherwise = entry.number("otherwise")
    if not by:
        entry.fault("'by' is missing: the field (or list of fields) that the amounts go by")
    amounts: dict[tuple[str, ...], Fraction] = {}
    _collect(entry, entry.take_rest(), (), len(by), amounts)
    return model.Table(by, amounts, otherwise)


def _collect(
    entry: Entry,
    raw: Mapping[str, Any],
    path: tuple[str, ...],
    depth: int,
    amounts: dict[tuple[str, ...], Fraction],
) -> None:
    for code, value in raw.items():
        here = (*path, str(code))
        if isinstance(value, Mapping) and len(here) < depth:
            _collect(entry, value, here, depth, amounts)
        elif isinstance(value, Mapping) or len(here) != depth:
            entry.fault(f"{'/'.join(here)}: one level of codes for each field of 'by'")
        else:
            number = entry.number_of(value, "/".join(here))
            if number is not None:
                amounts[here] = number
