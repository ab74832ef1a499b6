"""Values and codes: the published ones are known, the rest are asked once; cells mean what was typed."""

from __future__ import annotations

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeload.imports import codes, values
from safeload.imports.sources import cells
from safeload.imports.sources.headings import letter, plain

ALL = [value for value in vars(codes).values() if isinstance(value, codes.CodeList)]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_code_list_is_whole(one: codes.CodeList) -> None:
    assert one.source
    assert set(one.words.values()) <= set(one.labels)
    assert all(plain(word) == word or word == "%" for word in one.words), "wordings are plain"
    reader = values.ValueMap()
    for code, label in one.labels.items():
        assert reader.code(one, code) == code
        assert reader.code(one, label) == code


def test_no_wording_stands_under_two_codes() -> None:
    path = Path(codes.__file__).with_name("definitions") / "codes.toml"
    for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
        words = [word for entry in table["codes"].values() for word in entry.get("also", ())]
        assert len(words) == len(set(words)), name


@pytest.mark.parametrize(
    ("one", "written", "code"),
    [
        (codes.CASE_STATUS, "a) Looked after child", "looked_after"),
        (codes.CASE_STATUS, "b) Child Protection plan", "child_protection"),
        (codes.CASE_STATUS, "c) Child in need plan", "child_in_need"),
        (codes.CASE_STATUS, "d) Open assessment", "assessment"),
        (codes.CASE_STATUS, "e) Closed episode", "closed"),
        (codes.LEGAL_STATUS, "C1: ICO", "C1"),
        (codes.LEGAL_STATUS, "C2: FCO", "C2"),
        (codes.LEGAL_STATUS, "E1: Placement order", "E1"),
        (codes.LEGAL_STATUS, "V2: Single period under S20", "V2"),
        (codes.LEGAL_STATUS, "L1: Police protection LA accommodation", "L1"),
        (codes.LEGAL_STATUS, "J1: Remanded to LA or youth detention", "J1"),
        (codes.LEGAL_STATUS, "S.20", "V2"),
        (codes.LEGAL_STATUS, "interim care order", "C1"),
        (codes.NEED, "N1 - Abuse or neglect", "N1"),
        (codes.NEED, "N0 - Not stated", "N0"),
        (codes.NEED, "Parental illness or disability", "N3"),
        (codes.ABUSE, "e) Multiple/not recommended", "multiple"),
        (codes.ABUSE, "Physical abuse", "physical"),
        (codes.DISABILITY, "c) Unknown", "unknown"),
        (codes.DISABILITY, "Y", "yes"),
        (codes.DISABILITY, True, "yes"),
        (codes.ELIGIBILITY, "b) Former relevant child", "former_relevant"),
        (codes.OUT_OF_AREA, "b) Out", "yes"),
        (codes.ROLE, "Team Manager", "team-manager"),
        (codes.COMMITMENT, "TU facility time", "other_duty"),
        (codes.UNIT, "%", "percent"),
    ],
)
def test_wordings_of_the_trade(one: codes.CodeList, written: Any, code: str) -> None:
    assert values.ValueMap().code(one, written) == code


@pytest.mark.parametrize("written", ["S.20 vol. accom.", "C9: something", "C12", "Nope", "N10"])
def test_what_is_not_known_is_not_guessed(written: str) -> None:
    assert values.ValueMap().code(codes.LEGAL_STATUS, written) is None


def test_the_status_of_union_work_never_shows() -> None:
    assert all(
        "union" not in label.casefold() and "sick" not in label.casefold()
        for label in codes.COMMITMENT.labels.values()
    )


@given(st.dates(datetime.date(1920, 1, 1), datetime.date(2199, 12, 31)))
def test_every_writing_of_a_date_means_the_same(day: datetime.date) -> None:
    serial = float((day - datetime.date(1899, 12, 30)).days)
    for written in (
        day,
        datetime.datetime(day.year, day.month, day.day, 23, 59),
        serial,
        serial + 0.4,
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f" {day.day}/{day.month}/{day.year} ",
        f"{day:%Y-%m-%dT00:00:00}",
    ):
        assert cells.day(written) == day


@pytest.mark.parametrize("written", [True, 5.0, 1e9, "31/02/2026", "13/13/2026", "soon", datetime.time(9, 0)])
def test_what_is_no_date(written: Any) -> None:
    with pytest.raises(cells.BadCellError):
        cells.day(written)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (0.1, "0.1"),
        (22.2, "22.2"),
        ("37.5", "37.5"),
        ("60%", "0.6"),
        (" 1,200 ", "1200"),
        (0.6000000000000001, "0.6000000000000001"),
        ("-3", "-3"),
    ],
)
def test_an_amount_is_what_was_typed(written: Any, amount: str) -> None:
    assert cells.amount(written) == Decimal(amount)


@pytest.mark.parametrize("written", [True, "x", "1,2", "1e99", "NaN%", "Infinity", datetime.date(2026, 1, 1)])
def test_what_is_no_amount(written: Any) -> None:
    with pytest.raises(cells.BadCellError):
        cells.amount(written)


def test_a_count_is_whole_and_not_negative() -> None:
    assert (cells.count("3"), cells.count(2.0), cells.count("")) == (3, 2, None)
    for written in (-1.0, 1.5):
        with pytest.raises(cells.BadCellError):
            cells.count(written)


def test_columns_as_a_spreadsheet_names_them() -> None:
    assert [letter(column) for column in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
