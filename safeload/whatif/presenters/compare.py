"""Two scenarios of one team side by side, and how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeload.people.scope import Scope
from safeload.whatif.facts import AsItWouldBe
from safeload.whatif.presenters.board import Line, Side, lines, together
from safeload.workload.presenters.pictures import Palette


def compared(
    sides: Sequence[AsItWouldBe], titles: Sequence[str], colours: Palette, scope: Scope
) -> dict[str, Any]:
    """A row for everybody of any of them: as things stand, and under each; who joins stands under their own."""
    found = [{one.key: one for one in lines(seen, colours, scope)} for seen in sides]
    people = [key for key in found[0] if key > 0]
    rows = [_row(found[0][key], [_cell(side[key]) for side in found]) for key in people]
    for number, side in enumerate(found):
        rows += [
            _row(one, [_cell(one) if number == at else None for at in range(len(found))])
            for key, one in side.items()
            if key < 0
        ]
    return {"titles": titles, "rows": rows, "pools": [together(seen) for seen in sides]}


def _row(line: Line, cells: list[tuple[Side | None, str] | None]) -> dict[str, Any]:
    return {"name": line.name, "href": line.href, "about": line.about, "before": line.before, "cells": cells}


def _cell(line: Line) -> tuple[Side | None, str]:
    return line.after, line.note or ("" if line.after else "leaves")
