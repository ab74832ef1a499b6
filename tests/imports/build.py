"""Builds real workbooks for the tests: .xlsx with xlsxwriter, .xls with xlwt, and hostile ones by hand."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

Sheets = Mapping[str, Sequence[Sequence[Any]]]

COMMON = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
SIX = [
    *COMMON,
    "Does the Child have a Disability",
    "CIN Start Date",
    "Primary Need Code",
    "Date Child Was Last Seen",
    "CIN Closure Date",
    "Reason for Closure",
    "Case status",
    "Allocated Team",
    "Allocated Worker",
]
SEVEN = [
    *COMMON,
    "Does the Child have a Disability",
    "Child Protection Plan Start Date",
    "Initial Category of Abuse",
    "Latest Category of Abuse",
    "Date of the Last Statutory Visit",
    "Date of latest review conference",
    "Child Protection Plan End Date",
    "Allocated Team",
    "Allocated Worker",
]
EIGHT = [
    *COMMON,
    "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
    "Does the Child have a Disability",
    "Date Started to be Looked After",
    "Child’s Category of Need",
    "Child's Legal Status",
    "Date of Latest Statutory Review",
    "Date of Last Social Work Visit",
    "Date Ceased to be Looked After ",
    "Placement postcode",
    "Placement Location",
    "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
    "Allocated Team",
    "Allocated Worker",
]
NINE = [
    *COMMON,
    "Does the Child have a Disability",
    "Allocated Team",
    "Allocated Worker",
    "Allocated Personal Advisor",
    "Eligibility Category",
    "LA In Touch ",
    "Latest Date of Contact",
]


def row(headings: Sequence[str], **values: Any) -> list[Any]:
    """A row under headings; a keyword's underscores stand for spaces and it names the start of a heading."""
    cells: list[Any] = [""] * len(headings)
    for key, value in values.items():
        start = key.replace("_", " ").casefold()
        place = next(at for at, heading in enumerate(headings) if heading.casefold().startswith(start))
        cells[place] = value
    return cells


def xlsx(path: Path, sheets: Sheets) -> Path:
    """Write an .xlsx; dates are true dates, strings are strings."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        look = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(at, place, cell, look)
                    elif cell is None:
                        sheet.write_blank(at, place, None, look)
                    elif cell != "":
                        sheet.write(at, place, cell)
    return path


def xls(path: Path, sheets: Sheets) -> Path:
    """Write an .xls of the old kind."""
    book = xlwt.Workbook()
    look = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, datetime.date):
                    sheet.write(at, place, cell, look)
                elif cell not in ("", None):
                    sheet.write(at, place, cell)
    book.save(str(path))
    return path


def repacked(path: Path, changes: Mapping[str, bytes]) -> Path:
    """Rewrite an .xlsx with some of its parts replaced or added."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (parts | dict(changes)).items():
            new.writestr(name, content)
    return path


def small(path: Path) -> Path:
    """A harmless workbook to be spoilt."""
    return xlsx(path, {"List_6": [SIX, row(SIX, child=1.0, allocated_worker="Ida Mallow")]})


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    """A zip with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
