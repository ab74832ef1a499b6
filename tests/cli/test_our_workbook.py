"""Our own workbook says the same to measure as to the import: case status, legal status, kinds, closed cases."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from safeload.cli.main import main
from safeload.imports.sources.template import template

DAY = ["--on", "2026-11-22"]


def measured(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str]:
    assert main(["measure", str(file), "--scheme", "srb-points", "--format", "json", *DAY]) == 0
    told = capsys.readouterr()
    return json.loads(told.out), told.err


def workbook(folder: Path, cases: list[list[str]]) -> Path:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in (
            ("Practitioners", [["Staff ID", "Name", "FTE", "Qualified"], ["S1", "Ann", "1", "01/09/2015"]]),
            ("Cases", [["Case reference", "Staff ID", "Case status", "Legal status", "Plan start"], *cases]),
        ):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    file = folder / "ours.xlsx"
    file.write_bytes(content.getvalue())
    return file


def test_the_template_itself_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "template.xlsx"
    file.write_bytes(template(examples=True))
    assert measured(file, capsys)[0]["practitioners"]


@pytest.mark.parametrize(
    ("case", "counted"),
    [
        (["1", "S1", "Child in need", "", ""], {"base": "1"}),
        (["1", "S1", "Child protection plan", "", ""], {"base": "1", "status": "1"}),
        (["1", "S1", "Looked after", "C1", ""], {"base": "1", "status": "2"}),
        (["1", "S1", "Closed", "", ""], {}),
    ],
)
def test_status_is_that_of_the_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: list[str], counted: dict[str, str]
) -> None:
    found, said = measured(workbook(tmp_path, [case]), capsys)
    lines = found["practitioners"][0]["lines"]
    assert {line["factor"]: line["amount"] for line in lines if line["factor"] != "intervention"} == counted
    assert ("the list says that the case is closed" in said) is (case[2] == "Closed")


def test_an_unknown_wording_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = workbook(tmp_path, [["1", "S1", "Purple", "", ""]])
    assert main(["measure", str(file), "--scheme", "srb-points", *DAY]) == 2
    assert "sheet “Cases”, row 2, column “case_status”: “Purple” is none of" in capsys.readouterr().err


def test_text_is_no_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.xlsx").write_text("hello", encoding="utf-8")
    assert main(["measure", str(tmp_path / "text.xlsx"), "--scheme", "srb-points", *DAY]) == 2
    assert "text.xlsx: it is text and no workbook." in capsys.readouterr().err
