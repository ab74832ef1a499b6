"""The workbook: what it says agrees with the page to the last digit, and its formulas go on from there.

There is no spreadsheet program here, so the few functions that the formulas use are carried out by hand.
"""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from lxml import etree
from python_calamine import CalamineWorkbook

from safeload.people.models import Commitment, Practitioner
from safeload.whatif import actions
from safeload.whatif.changes import Change, Kind
from safeload.whatif.models import Scenario
from safeload.workload.actions import refresh
from tests.accounts import signed_in
from tests.whatif.team import Players, move, team
from tests.workload.town import LONG_AGO, TODAY, Town

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _book(players: Players, client: Any = None) -> bytes:
    client = client or signed_in(players.manager)
    answer = client.get(reverse("scenario_workbook", args=[Scenario.objects.latest("pk").pk]))
    assert answer.status_code == 200
    assert f'filename="what-if-{Scenario.objects.latest("pk").pk}.xlsx"' in answer["Content-Disposition"]
    found: bytes = answer.content
    return found


def _formulas(book: bytes, sheet: int) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        tree = etree.fromstring(files.read(f"xl/worksheets/sheet{sheet}.xml"))
    return {
        cell.get("r"): cell.findtext(f"{_S}f")
        for cell in tree.iter(f"{_S}c")
        if cell.find(f"{_S}f") is not None
    }


def _rows(book: bytes, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet).to_python()


def _supposed(players: Players, *changes: Change) -> None:
    for change in changes:
        actions.suppose(by=players.manager, team_id=players.town.team.pk, change=change)


@pytest.mark.parametrize("scheme", ["srb-points", "srb-time", "srb-tasks", "low-medium-high", "crude-limits"])
def test_figures_are_the_engines_and_the_cases_add_up_to_them(town: Town, scheme: str) -> None:
    players = team(town, scheme)
    to = players.post(players.cleo)
    changes = [
        move(players.family, to),
        Change(Kind.JOIN, value="29.6"),
        Change(Kind.IMAGINE, post=-2, children=2),
    ]
    _supposed(players, *changes)
    book = _book(players)
    after = {one.name: one for one in players.supposing(*changes).after.people}
    cases = _rows(book, "Cases")[1:]
    for row in _rows(book, "People")[1:]:
        one = after[row[0]]
        load = Fraction(one.load, one.unit)
        assert row[5] == float(load)
        held = sum(Fraction(str(case[3])) for case in cases if case[2] == row[0])
        assert held + Fraction(str(row[4])) == load, row[0]
        assert Fraction(str(row[3])) == held
    assert "Imagined (3)" in {case[0] for case in cases}


def test_another_holder_in_a_cell_moves_the_loads_and_the_bands(town: Town) -> None:
    """By the formulas as they stand in the file: SUMIFS over the holders, then the band of the new load."""
    players = team(town)
    _supposed(players, Change(Kind.HOURS, post=players.post(players.ada), value="37"))
    book = _book(players)
    people, cases = _rows(book, "People"), _rows(book, "Cases")
    formulas = _formulas(book, 1)
    last = len(cases)
    ada = next(number for number, row in enumerate(people, 1) if row[0] == "Ada Light")
    text = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A{ada},"~","~~"),"*","~*"),"?","~?")'
    assert formulas[f"D{ada}"] == f'SUMIFS(Cases!$D$2:$D${last},Cases!$C$2:$C${last},"="&{text})'
    assert formulas[f"F{ada}"] == f"ROUND(D{ada}+E{ada},8)"
    assert [row[0] for row in _rows(book, "Scheme") if "this)" in str(row[0])] == [
        "red (from this)", "amber (from this)", "green (from this)"
    ]  # fmt: skip
    begins = {str(row[0]).split()[0]: row[1] for row in _rows(book, "Scheme") if "this)" in str(row[0])}
    band = re.findall(
        r'ROUND\(F\d+\*100,6\)(>=?)ROUND\(C\d+\*Scheme!\$B\$(\d+),6\),"(\w+)"', formulas[f"I{ada}"]
    )
    assert [(sign, word) for sign, _, word in band] == [(">=", "red"), (">=", "amber"), (">=", "green")]

    for row in cases[1:]:
        row[2] = "Ada Light" if row[2] == "Ben Carter" else row[2]
    load = sum(row[3] for row in cases[1:] if row[2] == "Ada Light") + people[ada - 1][4]
    line = people[ada - 1][2]
    word = next(
        (word for _, _, word in band if round(load * 100, 6) >= round(line * begins[word], 6)), "room"
    )
    assert (people[ada - 1][8], word) == ("room", "red")


def test_every_text_is_text_and_names_that_look_like_conditions_are_none(town: Town) -> None:
    players = team(town)
    Practitioner.objects.filter(pk=players.ada.pk).update(name='=HYPERLINK("http://example.org")')
    Practitioner.objects.filter(pk=players.ben.pk).update(name="Cleo Adams")
    players.town.team.name = "=1+1"
    players.town.team.save()
    refresh(on=TODAY)
    _supposed(players, Change(Kind.LEAVE, person=players.cleo.pk), Change(Kind.JOIN, value="37"))
    row = Scenario.objects.get()
    actions.keep_as(by=players.manager, scenario_id=row.pk, name="=cmd|' /C calc'!A0")
    book = _book(players)
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        assert b"<hyperlink" not in files.read("xl/worksheets/sheet1.xml")
    assert all("HYPERLINK" not in formula and "cmd" not in formula for formula in _formulas(book, 1).values())
    assert not any(_formulas(book, sheet) for sheet in (2, 3, 4))
    assert _rows(book, "Scheme")[0][1] == "=1+1"


def test_namesakes_are_told_apart(town: Town) -> None:
    players = team(town)
    Practitioner.objects.filter(pk=players.ben.pk).update(name="ada light")
    refresh(on=TODAY)
    _supposed(players, Change(Kind.JOIN, value="37"))
    names = [row[0] for row in _rows(_book(players), "People")[1:]]
    assert len({name.lower() for name in names}) == len(names) == 5


def test_for_whom_cases_are_not_open_there_is_one_row_a_person(town: Town) -> None:
    players = team(town)
    head = players.town.signs_in(role="service-manager", service_area=players.town.area)
    actions.suppose(by=head, team_id=town.team.pk, change=Change(Kind.LEAVE, person=players.ben.pk))
    book = _book(players, signed_in(head))
    cases = _rows(book, "Cases")[1:]
    assert {row[0] for row in cases} == {"All of it together"}
    assert not any(row[1] for row in cases)
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        everything = b"".join(files.read(name) for name in files.namelist()).decode("utf-8", "ignore")
    assert players.family[0].reference not in everything


def test_an_advisory_scheme_has_no_bands(town: Town) -> None:
    players = team(town, "derby-advisory")
    _supposed(players, Change(Kind.HOURS, post=players.post(players.ada), value="30"))
    book = _book(players)
    assert "Scheme!" not in _formulas(book, 1)["I2"]
    assert all(row[8] in ("no bands", "line not set") for row in _rows(book, "People")[1:])


def _hours_drive(town: Town, scheme: str) -> tuple[Players, dict[str, list[Any]], dict[str, str]]:
    players = team(town, scheme)
    for kind, amount, unit in (("practice_teaching", None, ""), ("adjustment", "20", "percent")):
        Commitment.objects.create(
            practitioner=players.ben, kind=kind, amount=amount, unit=unit, starts_on=LONG_AGO
        )
    refresh(on=TODAY)
    _supposed(players, move(players.family, players.post(players.cleo)))
    book = _book(players)
    people = {row[0]: [number, *row] for number, row in enumerate(_rows(book, "People"), 1)}
    return players, people, _formulas(book, 1)


@pytest.mark.parametrize("scheme", ["srb-points", "srb-time", "srb-tasks"])
@pytest.mark.parametrize("hours", ["10", "22.2", "37"])
def test_other_hours_in_a_cell_move_the_line_as_the_engine_would(town: Town, scheme: str, hours: str) -> None:
    players, people, formulas = _hours_drive(town, scheme)
    for who in (players.ada, players.ben):
        number, *row = people[who.name]
        line = f"ROUND(B{number}*L{number}+M{number},8)"
        assert formulas[f"C{number}"] in (
            f'IF(ISNUMBER(B{number}),MAX(0,{line}),"")',
            f'IF(ISNUMBER(B{number}),MAX(0,ROUND({line},1)),"")',
        )
        measured = players.supposing(
            move(players.family, players.post(players.cleo)),
            Change(Kind.HOURS, post=players.post(who), value=hours),
        )
        (other,) = [one for one in measured.after.people if one.id == who.pk]
        assert other.line is not None
        assert round(float(hours) * row[11] + row[12], 8) == pytest.approx(
            float(Fraction(other.line, other.unit))
        )
        assert round(row[1] * row[11] + row[12], 8) == row[2]


def test_two_posts_with_one_line_an_hour_go_by_their_hours_together(town: Town) -> None:
    _, people, formulas = _hours_drive(town, "srb-points")
    number, *row = people["Cleo Adams"]
    assert (row[1], row[2]) == (37, 50)
    assert formulas[f"C{number}"].startswith("IF(ISNUMBER(")
    assert round(row[1] * row[11] + row[12], 8) == 50


def test_a_line_that_is_no_matter_of_hours_stays_typed(town: Town) -> None:
    town.person("Una Unset", hours=None)
    _, people, formulas = _hours_drive(town, "srb-points")
    number, *row = people["Una Unset"]
    assert f"C{number}" not in formulas
    assert row[1:3] == ["", ""]
    assert row[8] == "line not set"


def test_of_whom_room_is_not_shown_no_room_is_in_the_workbook(town: Town) -> None:
    players = team(town)
    Practitioner.objects.filter(pk=players.ada.pk).update(returning_until=TODAY.replace(month=12))
    refresh(on=TODAY)
    _supposed(players, Change(Kind.HOURS, post=players.post(players.ben), value="37"))
    book = _book(players)
    formulas = _formulas(book, 1)
    for number, row in enumerate(_rows(book, "People"), 1):
        word = {"Ada Light": "protected", "Dee Morgan": "manages"}.get(row[0])
        if word is None:
            continue
        assert (row[7], row[8], row[10]) == ("", word, word), row[0]
        assert f'"{word}"' in formulas[f"I{number}"]
        assert '"room"' not in formulas[f"I{number}"]
        assert formulas[f"H{number}"] == (
            f'IF(OR(N(C{number})<=0,I{number}="{word}"),"",ROUND(C{number}-F{number},8))'
        )
