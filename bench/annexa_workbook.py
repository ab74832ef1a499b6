"""Writes an Annex A workbook of any size for timing: all eleven lists, the published headings, sizes as in
life.

Of 100 children in Lists 6 to 9: about 20 looked after, 12 on plans, 8 care leavers; assessments, enquiries
and referrals of half a year (DfE, children in need and children looked after, 2025).
"""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import xlsxwriter

from safeload.imports.sources.annexa_lists import LISTS, published_headings

_FIRST = datetime.date(2025, 1, 1)
_SHARES = {1: 0.9, 2: 0.4, 3: 0.5, 4: 0.5, 5: 0.2, 6: 1.0, 7: 0.15, 8: 0.22, 9: 0.08, 10: 0.02, 11: 0.02}
_CODED = {
    "disability": ("a) Yes", "b) No", "c) Unknown", "b) No"),
    "status": (
        "a) Looked after child",
        "b) Child Protection plan",
        "c) Child in need plan",
        "d) Open assessment",
    ),
    "need": ("N1 - Abuse or neglect", "N2 - Child’s disability", "N5 - Family dysfunction"),
    "abuse": ("a) Neglect", "d) Emotional abuse"),
    "first_abuse": ("a) Neglect", "b) Physical abuse"),
    "legal_status": ("C1: ICO", "C2: FCO", "E1: Placement order", "V2: Single period under S20"),
    "uasc": ("a) Yes", "b) No"),
    "out_of_area": ("a) In", "b) Out"),
    "eligibility": ("b) Former relevant child", "a) Relevant child"),
    "outcome": ("a) Yes", "b) No"),
}


def write(path: Path, children: int, seed: int = 20) -> None:
    """Write the workbook; the same seed writes the same lists."""
    chance = random.Random(seed)
    workers = [f"Worker\u00a0Number{number}" for number in range(max(children // 16, 1))]
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, form in LISTS.items():
            sheet = book.add_worksheet(f"List_{number}")
            headings = published_headings(number)
            sheet.write(0, 0, f"List {number}: {form.title}")
            sheet.write_row(1, 0, [heading for heading, _ in headings])
            for row in range(2, 2 + int(children * _SHARES[number])):
                for column, (_, field) in enumerate(headings):
                    value = _value(field, number, row, chance, workers)
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(row, column, value, dates)
                    elif value != "":
                        sheet.write(row, column, value)


def _value(field: str, number: int, row: int, chance: random.Random, workers: list[str]) -> Any:
    """One cell of a list; the reference is that of List 6, so that the other lists speak of the same
    children."""
    if field == "ref":
        return float(1_000_000 + row * 7)
    if field == "age":
        return round(chance.uniform(0, 18), 6)
    if field == "worker":
        return chance.choice(workers)
    if field == "team":
        return f"Team {row % 40}"
    if field == "ended":
        return _day(chance) if number == 6 and row % 6 == 0 else ""
    if field in _CODED:
        return chance.choice(_CODED[field])
    if field == "missing":
        return float(row % 3)
    return _day(chance) if field != "-" or row % 2 else "b) No"


def _day(chance: random.Random) -> datetime.date:
    return _FIRST + datetime.timedelta(days=chance.randrange(600))
