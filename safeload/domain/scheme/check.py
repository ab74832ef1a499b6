"""What a scheme may not say: double counting, unknown fields, bands out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from safeload.domain.scheme import model

#: A household's number of children (of those this practitioner holds), for steps such as "large family".
CHILDREN = "children"
_SUPERVISION = ("supervision", "cpd", "CPD")


def inconsistencies(scheme: model.Scheme) -> list[str]:
    """Every reason why this scheme may not exist, in words, each with its place."""
    return [
        *_doubles(scheme),
        *_supervision(scheme),
        *_factors(scheme),
        *_commitments(scheme),
        *_line(scheme),
        *_bands(scheme),
        *_limits(scheme),
    ]


def _doubles(scheme: model.Scheme) -> Iterator[str]:
    for factor, times in Counter(f.id for f in scheme.factors).items():
        if times > 1:
            yield f"factor {factor}: the id is used {times} times"
    by_kind: dict[str, list[str]] = {}
    for commitment in scheme.commitments:
        by_kind.setdefault(commitment.kind, []).append(commitment.treat)
    for kind, treats in by_kind.items():
        if len(treats) > 1:
            both = " and ".join(sorted(set(treats)))
            yield (
                f"commitment {kind}: it is counted {len(treats)} times (as {both}); "
                "a duty is load or capacity, never both (X-19, fixture 8): keep one of them"
            )


def _supervision(scheme: model.Scheme) -> Iterator[str]:
    for commitment in scheme.commitments:
        if commitment.kind not in _SUPERVISION:
            continue
        if scheme.supervision_and_cpd == "in line" and commitment.treat in ("load", "capacity"):
            yield (
                f"commitment {commitment.kind}: this scheme says that supervision and CPD were taken out "
                'before the line was set (supervision_and_cpd = "in line"), so counting them here would '
                'count them twice (PTS-06, X-20): set treat = "in line", or change what the scheme says'
            )
        if scheme.supervision_and_cpd == "as load" and commitment.treat == "in line":
            yield f"commitment {commitment.kind}: the scheme counts supervision and CPD as load, but this says in line"
    if scheme.supervision_and_cpd == "in line":
        for factor in scheme.factors:
            if any(word in factor.id.lower() for word in ("supervision", "cpd")):
                yield f"factor {factor.id}: supervision and CPD are already in the line (PTS-06, X-20)"


def _factors(scheme: model.Scheme) -> Iterator[str]:
    if not scheme.factors and not scheme.commitments:
        yield "the file: a scheme needs at least one [[factor]]"
    for factor in scheme.factors:
        place = f"factor {factor.id}"
        asked = scheme.asked_of("task" if factor.per == "task" else "case")
        if factor.siblings and factor.per != "case":
            yield f"{place}: 'siblings' goes with per = \"case\""
        for name in ("debit_owner", "debit", "lasts_days"):
            if getattr(factor, name) and factor.per != "task":
                yield f'{place}: {name!r} goes with per = "task"'
        if factor.debit_owner and factor.debit:
            yield f"{place}: 'debit_owner' credits somebody else and 'debit' nobody: keep one of them"
        for percent in factor.siblings:
            if percent > 100:
                yield f"{place}: a sibling counts at most 100 per cent"
        for part in factor.parts:
            yield from _part(place, part, asked, factor.per)


def _part(place: str, part: model.Part, asked: dict[str, model.Field], per: str) -> Iterator[str]:
    for condition in part.when:
        yield from _values(place, condition.field, condition.values, asked)
    for table in (part.table, part.percent):
        if table:
            yield from _table(place, table, asked)
    for name in (part.number, part.typed):
        if name is not None and (name not in asked or asked[name].kind != "number"):
            yield f"{place}: {name!r} is no number that the scheme asks for"
    if part.steps and not (part.steps.field == CHILDREN and per == "household"):
        name = part.steps.field
        if name not in asked or asked[name].kind != "number":
            yield f"{place}: steps go by {name!r}, which is no number that the scheme asks for"


def _values(
    place: str, name: str, values: tuple[str | bool, ...], asked: dict[str, model.Field]
) -> Iterator[str]:
    if name not in asked:
        yield f"{place}: it depends on {name!r}, which the scheme asks of nobody"
        return
    spec = asked[name]
    for value in values:
        if spec.kind == "yes-no" and not isinstance(value, bool):
            yield f"{place}: {name} is a yes-no field; write true or false, not {value!r}"
        elif spec.kind in ("code", "codes") and value not in spec.codes:
            yield f"{place}: {value!r} is none of the codes of {name} ({', '.join(spec.codes)})"
        elif spec.kind in ("number", "date"):
            yield f"{place}: {name} is a {spec.kind}; use steps for a number"


def _table(place: str, table: model.Table, asked: dict[str, model.Field]) -> Iterator[str]:
    for at, name in enumerate(table.by):
        if name not in asked or asked[name].kind not in ("code", "yes-no"):
            yield f"{place}: amounts go by {name!r}, which is no field of one code that the scheme asks for"
            continue
        known = set(asked[name].codes) or {"yes", "no"}
        for codes in table.amounts:
            if codes[at] not in known:
                yield f"{place}: {codes[at]!r} is none of the codes of {name} ({', '.join(sorted(known))})"
        missing = sorted(known - {codes[at] for codes in table.amounts})
        if missing and table.otherwise is None:
            yield f"{place}: no amount for {', '.join(missing)} of {name}; add it, or 'otherwise'"


def _limits(scheme: model.Scheme) -> Iterator[str]:
    """A limit names what exists, and says when it is met."""
    steps = {step.id for step in scheme.line.stages}
    for limit in scheme.allocation.limits:
        place = f"allocation limit {limit.title!r}"
        for name in limit.stages:
            if name not in steps:
                yield f"{place}: {name!r} is no step of the line ({', '.join(sorted(steps)) or 'it has none'})"
        of_load = limit.over_line or limit.from_band is not None
        if not of_load and not limit.when:
            yield f"{place}: say when it is met, with 'over_line', with 'from_band' or with 'when'"
        if of_load and scheme.bands.kind == "none":
            yield f"{place}: an advisory scheme has no bands to reach"
        for condition in limit.when:
            yield from _values(place, condition.field, condition.values, scheme.asked_of("case"))


def _commitments(scheme: model.Scheme) -> Iterator[str]:
    for commitment in scheme.commitments:
        place = f"commitment {commitment.kind}"
        for steps in (commitment.standing, commitment.standing_percent):
            yield from _rising(place, steps)
        if (commitment.standing or commitment.standing_percent) and commitment.treat != "load":
            yield f'{place}: a standing amount counts as load; set treat = "load"'
        if commitment.standing and commitment.standing_percent:
            yield f"{place}: a standing amount or a standing percentage, not both"
        if commitment.unit == "percent" and commitment.treat == "load" and commitment.amount is None:
            yield f"{place}: percentages of hours reduce capacity; as load give an amount"
        yield from _ceiling(place, commitment)
        if commitment.unit != "load" and commitment.treat == "load" and scheme.unit != "hours":
            yield f'{place}: as load in a scheme of {scheme.unit}, the unit is "load"'


def _ceiling(place: str, commitment: model.Commitment) -> Iterator[str]:
    percent = commitment.highest_percent
    if percent is None:
        return
    if commitment.treat != "capacity" or commitment.unit == "load":
        yield f"{place}: 'highest_percent' is of contracted hours, for what takes hours or percent from the line"
    if commitment.highest is not None:
        yield f"{place}: 'highest' or 'highest_percent', not both"
    if percent > 100 or 100 % percent.denominator:
        yield f"{place}: 'highest_percent' is at most 100, with at most two decimal places"


def _rising(place: str, steps: tuple[model.Step, ...]) -> Iterator[str]:
    reached = [(step.months, step.weeks) for step in steps]
    if reached != sorted(set(reached)):
        yield f"{place}: the steps should rise in time, each once"
    if steps and reached[0] != (0, 0):
        yield f"{place}: the first step should be from the first day (0 months)"


def _line(scheme: model.Scheme) -> Iterator[str]:
    line, asked = scheme.line, scheme.asked_of("practitioner")
    ways = [way for way in (line.amount, line.table, line.weeks, line.stages or None) if way is not None]
    if len(ways) != 1 and not (scheme.advisory and not ways):
        yield "line: it is set in exactly one way: amount, stage, amounts, or weeks of contracted hours"
    yield from _rising("line", line.stages)
    if any(step.weeks for step in line.stages):
        yield "line: its steps go by months (X-09)"
    for table in (line.table, line.percent, line.hours.default if line.hours.default.by else None):
        if table:
            yield from _table("line", table, asked)
    hours = line.hours.default
    all_hours = [*hours.amounts.values(), *([] if hours.otherwise is None else [hours.otherwise])]
    if any(one > 168 for one in all_hours) or not any(all_hours):
        yield "line, hours: full-time contracted hours are at most 168 a week, and more than 0 for somebody"
    if len(ways) == 1 and line.full <= 0:
        yield "line: a full line is more than nothing"


def _bands(scheme: model.Scheme) -> Iterator[str]:
    bands = scheme.bands
    if bands.kind == "percent" and not bands.green_from <= bands.amber_from <= bands.red_from:
        yield "bands: green_from, amber_from and red_from should rise"
    if bands.kind == "absolute" and not bands.green_to < bands.red_cases:
        yield "bands: red begins above green"
