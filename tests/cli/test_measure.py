"""``safeload measure``: formats, settings, and one clear sentence for each bad input, with exit status 2."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from safeload.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = ["--on", "2026-11-22"]


def lists(folder: Path, **files: str) -> str:
    given = {
        "practitioners": "practitioner,weekly_hours,qualified\nA,37,2015-09-01\n",
        "cases": "case,household,practitioner,status,intervention\n1,H,A,CP,2\n",
    } | files
    for name, text in given.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(folder)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["measure", *arguments, *DAY]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.strip()


def test_json_of_the_published_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["measure", str(EXAMPLES / "srb-points"), "--scheme", "srb-points", "--format", "json", *DAY])
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    worker = found["practitioners"][0]
    assert {
        key: worker[key]
        for key in (
            "id",
            "load",
            "line",
            "percent",
            "surplus",
            "band",
            "households",
            "children",
            "provisional",
        )
    } == {
        "id": "X",
        "load": "50",
        "line": "50",
        "percent": "100.000000",
        "surplus": "0",
        "band": "amber",
        "households": 9,
        "children": 17,
        "provisional": "0",
    }
    assert sum(Decimal(line["amount"]) for line in worker["lines"]) == 50
    assert {"source", "factor", "amount", "rule"} <= worker["lines"][0].keys()
    assert found["teams"][0]["capacity"] == "50"


@pytest.mark.parametrize(("case", "load", "band"), [("household", "9", "green"), ("child", "17", "red")])
def test_settings(capsys: pytest.CaptureFixture[str], case: str, load: str, band: str) -> None:
    main(
        [
            "measure",
            str(EXAMPLES / "crude-limits"),
            "--scheme",
            "crude-limits",
            "--set",
            f"case={case}",
            "--format",
            "json",
            *DAY,
        ]
    )
    worker = json.loads(capsys.readouterr().out)["practitioners"][0]
    assert (worker["load"], worker["band"], worker["percent"]) == (load, band, None)


@pytest.mark.parametrize("name", ["srb-points", "srb-time", "srb-tasks", "crude-limits"])
@pytest.mark.parametrize("form", ["table", "csv"])
def test_every_example_in_every_format(capsys: pytest.CaptureFixture[str], name: str, form: str) -> None:
    assert main(["measure", str(EXAMPLES / name), "--scheme", name, "--format", form, *DAY]) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"cases": "household,practitioner\nH,A\n"},
            "cases.csv, row 1, column “case”: this column is missing",
        ),
        (
            {"cases": "case,practitioner,status\n1,A,ZZ\n"},
            "cases.csv, row 2, column “status”: “ZZ” is none of CIN, CP",
        ),
        (
            {"cases": "case,practitioner,intervention\n1,A,9\n"},
            "column “intervention”: “9” is outside 0 to 5",
        ),
        (
            {"cases": "case,practitioner\n1,B\n"},
            "cases.csv, row 2, column “practitioner”: B is not in the list",
        ),
        (
            {"cases": "case,practitioner\n1,A\n1,A\n"},
            "cases.csv, row 3, column “case”: the same stands in row 2",
        ),
        (
            {"practitioners": "practitioner,weekly_hours\nA,-5\n"},
            "practitioners.csv, row 2, column “weekly_hours”: “-5” is outside 0 to 60",
        ),
        ({"practitioners": "practitioner,weekly_hours\nA,thirty\n"}, "“thirty” is no number"),
        ({"practitioners": "practitioner,qualified\nA,31/02/2020\n"}, "is a date that does not exist"),
        ({"practitioners": "practitioner,weekly_hours\nA,7.3333333\n"}, "at most 6 decimal places"),
        (
            {"commitments": "practitioner,kind\nA,holidee\n"},
            "commitments.csv, row 2, column “kind”: “holidee” is no kind of commitment",
        ),
        ({"practitioners": ""}, "it is empty"),
        ({"cases": "case,practitioner\n,A\n"}, "column “case”: the cell is empty. Fill it in"),
        (
            {"commitments": "practitioner,kind,starts\nA,leave,2026-01-01\n"},
            "commitments.csv, row 2, column “amount”: the cell is empty, and the scheme gives no amount for Leave.",
        ),
        (
            {"commitments": "practitioner,kind,amount,unit\nA,leave,140,percent\n"},
            "commitments.csv, row 2, column “amount”: 140 is more than 100 percent.",
        ),
        (
            {"commitments": "practitioner,kind,amount,unit\nA,other_role,10,percent\n"},
            "column “unit”: “percent” cannot be added to a load of points.",
        ),
        (
            {"commitments": "practitioner,kind,amount,starts,ends\nA,leave,10,2026-02-01,2026-01-01\n"},
            "commitments.csv, row 2, column “ends”: it ends on 2026-01-01, before it starts.",
        ),
        ({"practitioners": "practitioner,fte\nA,1.2\n"}, "“1.2” is no full-time equivalent from 0 to 1."),
        (
            {"cases": "case,practitioner,case\n1,A,2\n"},
            "cases.csv, row 1, column “case”: two columns are called “case”. Take one of them out.",
        ),
        (
            {"cases": "case,staff id,practitioner\n1,,Ann\n"},
            "cases.csv, row 2, column “practitioner”: “Ann” is not read, and “staff id” is empty.",
        ),
        ({"cases": "case,practitioner,post\n1,A,7\n"}, "column “post”: 7 is no post of A"),
        ({"tasks": "practitioner,task\n,x\n"}, "column “practitioner”: nobody is named who does it"),
    ],
)
def test_bad_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], sentence: str
) -> None:
    assert sentence in told(capsys, lists(tmp_path, **files), "--scheme", "srb-points")


def test_what_is_not_used_is_said_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = lists(
        tmp_path,
        cases="case,practitioner,colour\n1,A,red,,7\n",
        commitments="practitioner,kind,amount\nA,practice_teaching,7\nA,training,3\nA,supervision,2\nA,leave,20%\n",
    )
    assert main(["measure", folder, "--scheme", "srb-points", "--format", "json", *DAY]) == 0
    told = capsys.readouterr()
    assert "cases.csv, row 2, column “E”: not used: “7” stands under no heading." in told.err
    assert "Not read, since the scheme does not ask for it: cases: colour" in told.err
    assert (
        "commitments.csv, row 2, column “amount”: 7 is not used: the scheme counts 5 for each Practice teaching."
        in told.err
    )
    assert "row 3, column “kind”: not used: this scheme does not count “training”." in told.err
    assert "row 4, column “kind”: not used: Supervision was taken out before the line was set" in told.err
    (person,) = json.loads(told.out)["practitioners"]
    assert person["line"] == "40", "20% is 20 per cent"


def test_the_line_is_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = lists(
        tmp_path,
        practitioners="practitioner,fte,qualified\nA,0.6757,2018-01-01\n",
        commitments="practitioner,kind,amount,id\nA,leave,20,away-1\n",
    )
    assert main(["measure", folder, "--scheme", "srb-points", "--format", "json", *DAY]) == 0
    (person,) = json.loads(capsys.readouterr().out)["practitioners"]
    assert person["line"] == "27.028", "0.6757 of 37 hours is 25.0009 exactly, less a fifth"
    lines = {line["source"]: line for line in person["line_lines"]}
    assert (lines["A"]["factor"], lines["A"]["amount"], lines["A"]["rule"]) == ("line", "33.785", "BEN-04")
    assert (lines["away-1"]["factor"], lines["away-1"]["amount"], lines["away-1"]["rule"]) == (
        "leave",
        "-6.757",
        "ADJ-01",
    )


def test_no_practitioners_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no list called practitioners" in told(capsys, str(tmp_path), "--scheme", "srb-points")


def test_many_faults_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{n},A,ZZ\n" for n in range(100))
    said = told(capsys, lists(tmp_path, cases="case,practitioner,status\n" + rows), "--scheme", "srb-points")
    assert len(said.splitlines()) == 21
    assert "… and 80 more" in said


def test_a_scheme_that_counts_supervision_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from safeload.schemes import files

    text = files.shipped_text("srb-points").replace(
        'kind = "supervision"\ntitle = "Supervision"\nrule = "PTS-06"\ntreat = "in line"',
        'kind = "supervision"\ntitle = "Supervision"\nrule = "PTS-06"\ntreat = "load"',
    )
    (tmp_path / "twice.toml").write_text(text, encoding="utf-8")
    said = told(capsys, lists(tmp_path), "--scheme", str(tmp_path / "twice.toml"))
    assert said.startswith(
        "twice.toml: commitment supervision: this scheme says that supervision and CPD were taken out"
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("bomb.xlsx", b"", "bomb.xlsx: This file cannot be read"), ("text.xlsx", b"hello, world", "")],
)
def test_hostile_workbooks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    if name == "bomb.xlsx":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", "<a/>")
            packed.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    said = told(capsys, str(file), "--scheme", "srb-points")
    assert sentence in said
    assert sorted(path.name for path in tmp_path.iterdir()) == [name], "nothing is left behind"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scheme", "nowhere"], "there is no such file, nor a shipped scheme"),
        (
            ["--scheme", "crude-limits", "--set", "case=family"],
            "setting 'case' is 'family'; it may be child, household",
        ),
        (["--scheme", "crude-limits", "--set", "colour=red"], "this scheme has no setting 'colour'"),
        (["--scheme", "crude-limits", "--set", "case"], "write it as name=value"),
    ],
)
def test_bad_schemes_and_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert sentence in told(capsys, lists(tmp_path), *arguments)


def test_an_id_is_no_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = lists(tmp_path, practitioners="practitioner\n=1+1\n", cases="case,practitioner\n")
    main(["measure", folder, "--scheme", "srb-points", "--format", "csv", *DAY])
    assert "'=1+1," in capsys.readouterr().out


def test_needs_no_database(tmp_path: Path) -> None:
    """In a process of its own, with a database that is nowhere."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "safeload.cli.main",
            "measure",
            lists(tmp_path),
            "--scheme",
            "srb-points",
            *DAY,
        ],
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Points" in done.stdout) == (0, True), done.stderr


def test_scheme_commands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["scheme", "list"]) == 0
    assert "derby-advisory" in capsys.readouterr().out
    assert main(["scheme", "show", "srb-time"]) == 0
    (tmp_path / "ours.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["scheme", "check", str(tmp_path / "ours.toml")]) == 0
    assert "it holds together" in capsys.readouterr().out
    (tmp_path / "ours.toml").write_text("[scheme]\nid = 'x'\n", encoding="utf-8")
    assert main(["scheme", "check", str(tmp_path / "ours.toml")]) == 2
    assert "ours.toml: scheme: 'title' is missing." in capsys.readouterr().err
