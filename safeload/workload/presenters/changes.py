"""What changed since last week: households in and out, amounts that moved, commitments, the line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.scheme import Scheme
from safeload.web import formats
from safeload.workload.presenters.figures import exact_enough, units
from safeload.workload.presenters.proof import home_of


def since_last_week(detail: Mapping[str, Any], scheme: Scheme) -> tuple[str, list[str]]:
    """The day compared with, in words, and sentences; none where nothing changed or nobody was here then."""
    before = detail["before"]
    if before is None:
        return "", []
    day = formats.day(date.fromisoformat(before["on"]), year=False)
    return day, [
        *_total(detail, before, scheme),
        *_homes(detail, before, scheme),
        *_others(detail, before, scheme),
    ]


def _total(detail: Mapping[str, Any], before: Mapping[str, Any], scheme: Scheme) -> Iterator[str]:
    now = detail["figures"]
    if now["load"] != before["load"]:
        was, is_now = Fraction(before["load"]), Fraction(now["load"])
        yield f"Load: from {units(was, scheme)} to {units(is_now, scheme)}."
    if now["line"] != before["line"]:
        yield f"Line: from {_line(before['line'], scheme)} to {_line(now['line'], scheme)}."


def _line(value: str | None, scheme: Scheme) -> str:
    return "not set" if value is None else units(Fraction(value), scheme)


def _homes(detail: Mapping[str, Any], before: Mapping[str, Any], scheme: Scheme) -> Iterator[str]:
    now_cases = {case["reference"]: home_of(case) for case in detail["cases"]}
    then_cases = {reference: home or reference for reference, home in before["cases"]}
    now, then = _sums(detail["lines"], now_cases), _sums(before["lines"], then_cases)
    for home in sorted({*now_cases.values(), *then_cases.values()}):
        held = [ref for ref, at in now_cases.items() if at == home]
        had = [ref for ref, at in then_cases.items() if at == home]
        if held and not had:
            yield f"{home} came: {_children(held)}, {units(_sum(now, home), scheme)}."
        elif had and not held:
            yield f"{home} went: {_children(had)}, {units(_sum(then, home), scheme)}."
        else:
            yield from _moved(home, set(held) - set(had), set(had) - set(held), now, then, scheme)


def _moved(home: str, came: set[str], went: set[str], now: Any, then: Any, scheme: Scheme) -> Iterator[str]:
    parts = [
        f"{formats.listed(sorted(came))} came" if came else "",
        f"{formats.listed(sorted(went))} went" if went else "",
    ]
    titles = {factor.id: factor.title for factor in scheme.factors}
    for factor in sorted(
        {*now[home], *then[home]}, key=lambda one: list(titles).index(one) if one in titles else 99
    ):
        before, after = then[home].get(factor, Fraction(0)), now[home].get(factor, Fraction(0))
        if before != after:
            title = titles.get(factor, factor)
            parts.append(f"{title[0].lower()}{title[1:]} {exact_enough(before)} to {exact_enough(after)}")
    said = [part for part in parts if part]
    if said:
        yield f"{home}: {'; '.join(said)}."


def _others(detail: Mapping[str, Any], before: Mapping[str, Any], scheme: Scheme) -> Iterator[str]:
    now, then = _rest(detail["lines"]), _rest(before["lines"])
    for title in sorted({*now, *then}):
        if now[title] != then[title]:
            amounts = f"from {units(then[title], scheme)} to {units(now[title], scheme)}"
            yield f"{title}: {amounts}."


def _sums(lines: Sequence[Any], homes: Mapping[str, str]) -> dict[str, dict[str, Fraction]]:
    found: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for kind, source, factor, _, amount, *_rest_of in lines:
        if kind in {"case", "household"}:
            found[homes.get(source, source)][factor] += Fraction(amount)
    return found


def _rest(lines: Sequence[Any]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for kind, _, _, title, amount, *_more in lines:
        if kind not in {"case", "household"}:
            found[title] += Fraction(amount)
    return found


def _sum(sums: Mapping[str, Mapping[str, Fraction]], home: str) -> Fraction:
    return sum(sums[home].values(), Fraction(0))


def _children(references: Sequence[str]) -> str:
    return formats.plural(len(references), "case") if len(references) > 1 else f"case {references[0]}"
