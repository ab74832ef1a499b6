"""Which limits of a scheme taking cases would meet. A limit stops nothing by itself: a named senior overrides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from safeload.domain.scheme import Condition, Limit, Scheme

#: From the lowest to the highest; what has no band is below them all.
_ORDER = ("room", "green", "amber", "red")


def limits_met(
    scheme: Scheme,
    *,
    stage: str,
    protected: bool,
    band: str | None,
    over: bool,
    cases: Iterable[Mapping[str, Any]],
) -> list[Limit]:
    """The limits that somebody would meet (X-27, ALL-04), in the order of the scheme.

    ``stage``: the step of their line; ``protected``: building up, returning or adjusted by agreement; ``band``: what
    they would be in with the cases; ``over``: whether that is more than their line; ``cases``: the answers of each
    case that they would take, by field.
    """
    answers = list(cases)
    return [
        limit
        for limit in scheme.allocation.limits
        if _concerns(limit, stage, protected) and _met(limit, band, over, answers, scheme)
    ]


def _concerns(limit: Limit, stage: str, protected: bool) -> bool:
    everybody = not limit.stages and not limit.protected
    return everybody or stage in limit.stages or (limit.protected and protected)


def _met(limit: Limit, band: str | None, over: bool, cases: list[Mapping[str, Any]], scheme: Scheme) -> bool:
    reached = limit.from_band is None or (
        band in _ORDER and _ORDER.index(band) >= _ORDER.index(limit.from_band)
    )
    of_kind = not limit.when or any(
        all(_holds(condition, case, scheme) for condition in limit.when) for case in cases
    )
    return reached and of_kind and (over or not limit.over_line)


def _holds(condition: Condition, case: Mapping[str, Any], scheme: Scheme) -> bool:
    value = case.get(condition.field)
    if value is None:
        value = scheme.asked_of("case")[condition.field].default
    given = value if isinstance(value, (list, tuple)) else (value,)
    return any(one in condition.values for one in given) is not condition.negate
