"""The schemes of the demo: points decide, the others are shown beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt

_BESIDE: tuple[tuple[str, dict[str, str]], ...] = (
    ("srb-time", {}),
    ("srb-tasks", {}),
    ("crude-limits", {"case": "child"}),
    ("crude-limits", {"case": "household"}),
    ("derby-advisory", {}),
)


#: Limits of the scheme of Westhaven: made up for the demo, since no source names any. They stop nothing by themselves.
_LIMITS = """
[allocation]
[[allocation.limit]]
title = "Building up, returning or adjusted by agreement: not over the line (made up for the demo)"
protected = true
over_line = true
[[allocation.limit]]
title = "In the first year: no care proceedings (made up for the demo)"
stages = ["nqsw-first", "nqsw-second"]
when = { status = ["care"] }
"""
_NOTE = "The limits on allocating are made up for the demo of Westhaven: no source names any."


def points_of_westhaven() -> str:
    """The shipped points, with limits of Westhaven's own: so that a senior's override can be walked through."""
    text = files.shipped_text("srb-points")
    for old, new in (
        ('version = "1"', 'version = "1-westhaven"'),
        ("notes = [\n", f'notes = [\n  "{_NOTE}",\n'),
    ):
        if old not in text:
            raise ValueError(f"the shipped points have no {old!r} any more")
        text = text.replace(old, new, 1)
    return text + _LIMITS


def adopt_all(on: date) -> Callable[..., Any]:
    """What founding calls when areas and administrator are there: adopt points, show the others beside it."""
    since, agreed = date(on.year - 1, 4, 1), date(on.year - 1, 3, 12)
    words = "the workload working group, with the union’s representatives"

    def then(_areas: Any, _by: Any) -> None:
        points = add_version(text=points_of_westhaven(), by=None)
        adopt(version=points, by=None, starts_on=since, agreed_by=words, agreed_on=agreed)
        for name, chosen in _BESIDE:
            version = add_version(text=files.shipped_text(name), by=None)
            adopt(
                version=version,
                by=None,
                starts_on=since,
                agreed_by=words,
                agreed_on=agreed,
                main=False,
                chosen=chosen,
            )

    return then
