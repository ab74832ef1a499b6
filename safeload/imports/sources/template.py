"""Writes the template of Safeload's own workbook, with a Guidance sheet, from the forms that read it back."""

from __future__ import annotations

import datetime
import io
from typing import Any

import xlsxwriter

from safeload.imports.sources.case_forms import CASES, TASKS
from safeload.imports.sources.forms import Column, Form
from safeload.imports.sources.staff_forms import COMMITMENTS, PRACTITIONERS

FORMS: tuple[Form, ...] = (PRACTITIONERS, COMMITMENTS, CASES, TASKS)

_INTRODUCTION = (
    "Safeload workbook",
    "One row for each post, commitment, case or task. Leave a sheet empty if you have nothing for it.",
    "Headings may be in any order. Dates as DD/MM/YYYY or as dates of the spreadsheet.",
    "Never enter a child’s or adult’s name, address or date of birth, nor why somebody’s load was adjusted.",
    "Answers that your scheme asks for: add columns with the heading “Scheme:” and the field’s name.",
)
_HOLDS = {
    "text": "Text",
    "date": "Date",
    "amount": "Number",
    "count": "Whole number",
    "code": "One of the values given",
}
_LAST_ROW = 1_000
_LONGEST_LIST = 255  # what a spreadsheet program allows for a drop-down written into the cell


def template(examples: bool = False) -> bytes:
    """The template as the bytes of an .xlsx; with `examples`, one invented row in every sheet."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # A fixed day, so that the same release writes the same bytes.
        book.set_properties(
            {"title": "Safeload workbook", "created": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)}
        )
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
        }
        _guidance(book, formats)
        for form in FORMS:
            _sheet(book, form, formats, examples)
    return buffer.getvalue()


def _guidance(book: Any, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Guidance")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 22)
    sheet.set_column(3, 4, 60)
    for row, line in enumerate(_INTRODUCTION):
        sheet.write_string(row, 0, line, formats["title"] if row == 0 else None)
    row = len(_INTRODUCTION) + 1
    for column, word in enumerate(("Sheet", "Column", "Holds", "What it is", "Values")):
        sheet.write_string(row, column, word, formats["heading"])
    for form in FORMS:
        for one in form.columns:
            row += 1
            holds = _HOLDS[one.kind] + (", needed" if one.needed else "")
            labels = ", ".join(one.codes.labels.values()) if one.codes else ""
            for column, text in enumerate((form.name, one.heading, holds, one.guidance, labels)):
                sheet.write_string(row, column, text, formats["wrap"])


def _sheet(book: Any, form: Form, formats: dict[str, Any], examples: bool) -> None:
    sheet = book.add_worksheet(form.name)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(form.columns):
        sheet.set_column(
            place, place, max(12, len(column.heading) + 4), formats["date"] if column.kind == "date" else None
        )
        sheet.write_string(0, place, column.heading, formats["heading"])
        _offer_values(sheet, place, column)
        if examples and column.example != "":
            _example(sheet, place, column.example, formats)


def _offer_values(sheet: Any, place: int, column: Column) -> None:
    """A drop-down of the values, as an offer: other wordings are read too."""
    if column.codes is None:
        return
    labels = [label for label in column.codes.labels.values() if "," not in label]
    if len(",".join(labels)) <= _LONGEST_LIST:
        sheet.data_validation(
            1, place, _LAST_ROW, place, {"validate": "list", "source": labels, "error_type": "information"}
        )


def _example(sheet: Any, place: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, datetime.date):
        sheet.write_datetime(1, place, value, formats["date"])
    elif isinstance(value, str):
        sheet.write_string(1, place, value)
    else:
        sheet.write_number(1, place, value)
