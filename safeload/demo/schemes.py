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


def adopt_all(on: date) -> Callable[..., Any]:
    """What founding calls when areas and administrator are there: adopt points, show the others beside it."""
    since, agreed = date(on.year - 1, 4, 1), date(on.year - 1, 3, 12)
    words = "the workload working group, with the union’s representatives"

    def then(_areas: Any, _by: Any) -> None:
        points = add_version(text=files.shipped_text("srb-points"), by=None)
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
