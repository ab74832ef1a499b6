"""A scheme file's tables into a Scheme, or a SchemeError that names every fault and its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, get_args

from safeload.domain.scheme import model
from safeload.domain.scheme.check import inconsistencies
from safeload.domain.scheme.factors import read_conditions, read_factor, read_table
from safeload.domain.scheme.table import Entry, Faults

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}\Z")
_STEP = re.compile(r"(?:(\d{1,3}) weeks?)?\s*(?:(\d{1,3}) months?)?\Z")
_TREATMENTS = {"load": "load", "capacity": "capacity", "in line": "in line", "ignored": "ignored"}


def read_scheme(
    raw: Mapping[str, Any], chosen: Mapping[str, str] | None = None, source: str = "scheme"
) -> model.Scheme:
    """Build a Scheme from the tables of a scheme file.

    ``raw``: what a TOML reader gives. ``chosen``: settings by name (the command line's ``--set case=child``).
    Raises SchemeError with every problem found, each with its place.
    """
    faults = Faults()
    settings = _settings(Entry(dict(raw), "the file", faults).table("settings"), dict(chosen or {}), faults)
    values = {setting.name: setting.chosen for setting in settings}
    root = Entry(_substituted(dict(raw), values), "the file", faults)
    scheme = _scheme(root, settings, values)
    root.done()
    if scheme and not faults.problems:
        faults.problems.extend(inconsistencies(scheme))
    if faults.problems or scheme is None:
        raise model.SchemeError(faults.problems, source)
    return scheme


def _scheme(root: Entry, settings: tuple[model.Setting, ...], values: dict[str, str]) -> model.Scheme | None:
    head = root.table("scheme", required=True)
    root.skip("settings")
    fields = tuple(f for of in ("case", "task", "practitioner") for f in _fields(root.table(of), of))
    factors = tuple(read_factor(entry) for entry in root.tables("factor") if entry.applies(values))
    commitments = tuple(_commitment(entry) for entry in root.tables("commitment") if entry.applies(values))
    rounding = root.table("rounding")
    bands = _bands(root.table("bands", required=True))
    line = _line(root.table("line", required=True), values)
    made: dict[str, Any] = {
        "id": head.text("id", pattern=_NAME),
        "title": head.text("title"),
        "version": head.text("version"),
        "unit": head.text("unit"),
        "source": head.text("source"),
        "dated": head.day("dated", required=True),
        "review": head.day("review"),
        "author": head.text("author"),
        "summary": head.text("summary", ""),
        "supervision_and_cpd": head.choice("supervision_and_cpd", ("in line", "as load", "not counted")),
        "notes": tuple(head.texts("notes")),
        "load_rounding": _rounding(rounding, "load"),
        "line_rounding": _rounding(rounding, "line"),
        "allocation": _allocation(root.table("allocation")),
        "rules": {key: str(text) for key, text in root.table("rules").take_rest().items()},
    }
    head.done()
    rounding.done()
    if line is None or bands is None or made["dated"] is None:
        return None
    return model.Scheme(
        fields=fields,
        factors=factors,
        commitments=commitments,
        line=line,
        bands=bands,
        settings=settings,
        **made,
    )


def _settings(entry: Entry, chosen: dict[str, str], faults: Faults) -> tuple[model.Setting, ...]:
    found = []
    for name, one in entry.named():
        choices = tuple(one.texts("choices"))
        value = chosen.pop(name, None) or one.text("default")
        if choices and value not in choices:
            one.fault(f"setting {name!r} is {value!r}; it may be {', '.join(choices)}")
        if not choices:
            one.number_of(value, name)
        one.skip("default")
        found.append(model.Setting(name, one.text("title", name), choices, value))
        one.done()
    known = ", ".join(setting.name for setting in found) or "none"
    for name in chosen:
        faults.add("settings", f"this scheme has no setting {name!r} (its settings: {known})")
    return tuple(found)


def _substituted(value: Any, settings: Mapping[str, str]) -> Any:
    """Every text ``"$name"`` replaced by the chosen value of that setting."""
    if isinstance(value, dict):
        return {key: _substituted(item, settings) for key, item in value.items()}
    if isinstance(value, list):
        return [_substituted(item, settings) for item in value]
    if isinstance(value, str) and value.startswith("$") and value[1:] in settings:
        return settings[value[1:]]
    return value


def _fields(entry: Entry, of: str) -> list[model.Field]:
    return [_field(one, of, name) for name, one in entry.named()]


def _field(entry: Entry, of: str, name: str) -> model.Field:
    if not _NAME.match(name):
        entry.fault(f"{name!r} is no field name: letters, digits, _ and - only, beginning with a letter")
    kind = entry.choice("kind", get_args(model.FieldKind))
    codes = entry.table("codes").take_rest()
    lowest, highest = entry.amounts_list("range", length=2) or (None, None)
    made = model.Field(
        of=of,  # type: ignore[arg-type]
        name=name,
        title=entry.text("title", name),
        kind=kind,  # type: ignore[arg-type]
        codes={str(code): str(title) for code, title in codes.items()},
        lowest=lowest,
        highest=highest,
        default=_default(entry, kind, codes),
        hint=entry.text("hint", ""),
        required=entry.flag("required"),
    )
    if kind in ("code", "codes") and not codes:
        entry.fault("a field of codes needs a table of codes with their titles")
    entry.done()
    return made


def _default(entry: Entry, kind: str, codes: Mapping[str, Any]) -> Any:
    raw = entry.take("default")
    if raw is None:
        return None
    if kind == "number":
        return entry.number_of(raw, "default")
    if kind == "yes-no":
        return raw if isinstance(raw, bool) else entry.fault("the default of a yes-no field is true or false")
    listed = tuple(raw) if isinstance(raw, list) else (raw,)
    for code in listed:
        if code not in codes:
            entry.fault(f"the default {code!r} is none of its codes")
    return listed if kind == "codes" else listed[0] if listed else None


def _steps(entry: Entry, key: str, amount_key: str) -> tuple[model.Step, ...]:
    steps: list[model.Step] = []
    for one in entry.tables(key):
        weeks, months = _since(one)
        amount = one.number(amount_key, required=True) or Fraction(0)
        title = one.text("title", one.peek("from") or "from the first day")
        one.skip("from")
        steps.append(
            model.Step(
                id=one.text("id", f"{key}-{len(steps) + 1}"),
                title=title,
                weeks=weeks,
                months=months,
                amount=amount,
                rule=one.text("rule", ""),
                reduced=one.flag("reduced"),
            )
        )
        one.done()
    return tuple(steps)


def _since(entry: Entry) -> tuple[int, int]:
    text = str(entry.peek("from") or "0 months")
    match = _STEP.match(text)
    if not match or not text.strip():
        entry.fault(f"'from' is {text!r}; write it as '6 weeks', '12 months' or '6 weeks 6 months'")
        return 0, 0
    return int(match[1] or 0), int(match[2] or 0)


def _commitment(entry: Entry) -> model.Commitment:
    made = model.Commitment(
        kind=entry.text("kind", pattern=_NAME),
        title=entry.text("title", str(entry.peek("kind"))),
        rule=entry.text("rule", ""),
        treat=entry.choice("treat", tuple(_TREATMENTS)),  # type: ignore[arg-type]
        amount=entry.number("amount"),
        unit=entry.choice("unit", ("load", "hours", "hours a week", "percent"), "load"),  # type: ignore[arg-type]
        standing=_steps(entry, "standing", "amount"),
        standing_percent=_steps(entry, "standing_percent", "percent"),
        highest=entry.number("highest"),
        highest_percent=entry.number("highest_percent"),
        months=entry.whole("months"),
        holds_until_reviewed=entry.flag("holds_until_reviewed"),
        neutral_title=entry.text("neutral_title", "Agreed other duty"),
    )
    entry.done()
    return made


def _line(entry: Entry, values: Mapping[str, str]) -> model.Line | None:
    if entry.absent:
        return None
    hours = entry.table("hours", required=True)
    default = hours.take("default")
    table = (
        model.Table((), {(): hours.number_of(default, "default") or Fraction(0)})
        if not isinstance(default, Mapping)
        else read_table(hours.sub(dict(default), "default"))
    )
    made = model.Line(
        title=entry.text("title", "Your line"),
        rule=entry.text("rule", ""),
        hours=model.Hours(table, hours.choice("missing", ("not_set", "default"), "not_set")),  # type: ignore[arg-type]
        amount=entry.number("amount"),
        stages=_steps(entry, "stage", "amount"),
        table=read_table(entry.table("amounts")) if entry.has("amounts") else None,
        weeks=entry.whole("weeks"),
        pro_rata=entry.flag("pro_rata", True),
        percent=read_table(entry.table("percent")) if entry.has("percent") else None,
    )
    hours.done()
    entry.done()
    return made


def _bands(entry: Entry) -> model.Bands | None:
    if entry.absent:
        return None
    kind = entry.choice("kind", ("percent", "absolute", "none"))
    green_to = entry.number("green_to", required=kind == "absolute") or Fraction(0)
    red = entry.number("red_from", required=kind != "none") or Fraction(0)
    made = model.Bands(
        kind=kind,  # type: ignore[arg-type]
        green_from=entry.number("green_from") if entry.has("green_from") else Fraction(95),  # type: ignore[arg-type]
        amber_from=entry.number("amber_from") if entry.has("amber_from") else Fraction(100),  # type: ignore[arg-type]
        red_from=red,
        edge=entry.choice("edge", ("from", "above"), "from"),  # type: ignore[arg-type]
        green_to=green_to,
        red_cases=red,
        actions={key: str(text) for key, text in entry.table("actions").take_rest().items()},
    )
    entry.done()
    return made


def _allocation(entry: Entry) -> model.Agreed:
    made = model.Agreed(
        co_working=entry.choice("co_working", ("shared", "added"), "shared"),  # type: ignore[arg-type]
        others=entry.choice("others", ("bands", "figures"), "bands"),  # type: ignore[arg-type]
        limits=tuple(_limit(one) for one in entry.tables("limit")),
    )
    entry.done()
    return made


def _limit(entry: Entry) -> model.Limit:
    made = model.Limit(
        title=entry.text("title"),
        rule=entry.text("rule", ""),
        stages=tuple(entry.texts("stages")),
        protected=entry.flag("protected"),
        from_band=entry.choice("from_band", ("green", "amber", "red")) if entry.has("from_band") else None,  # type: ignore[arg-type]
        over_line=entry.flag("over_line"),
        when=read_conditions(entry.table("when"), False) + read_conditions(entry.table("unless"), True),
    )
    entry.done()
    return made


def _rounding(entry: Entry, key: str) -> model.Rounding:
    text = str(entry.take(key) or "exact")
    match = re.fullmatch(r"exact|(cut|half-up) ([0-6])", text)
    if not match:
        entry.fault(f"{key} is {text!r}; write 'exact', 'cut 0' or 'half-up 1'")
        return model.Rounding()
    return model.Rounding(match[1] or "exact", int(match[2] or 0))  # type: ignore[arg-type]
