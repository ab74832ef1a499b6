from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeload.web import formats


def test_a_day_is_written_in_words() -> None:
    assert formats.day(date(2026, 3, 3)) == "Tuesday 3 March 2026"
    assert formats.day(date(2026, 3, 3), weekday=False) == "3 March 2026"
    assert formats.day(date(2026, 3, 3), year=False) == "Tuesday 3 March"
    assert formats.day(None) == ""


def test_a_moment_is_told_in_london_time() -> None:
    # 23.30 UTC on a June evening is already tomorrow in London.
    assert formats.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"
    assert formats.moment(datetime(2026, 6, 30, 16, 40, tzinfo=UTC)) == "Tuesday 30 June 2026 at 5.40pm"
    assert formats.moment(datetime(2026, 12, 1, 12, 0, tzinfo=UTC)) == "Tuesday 1 December 2026 at 12pm"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("99.96"), "99.9"),
        (Fraction(1407, 1480) * 100, "95"),
        (Decimal("146.40"), "146.4"),
        (Decimal("-1.69"), "−1.6"),
        (Decimal("-0.04"), "0"),
        (12345, "12,345"),
        (0, "0"),
        (100, "100"),
        (None, ""),
    ],
)
def test_amounts_are_cut_never_rounded(value: Decimal | Fraction | int | None, shown: str) -> None:
    assert formats.amount(value) == shown


@given(st.fractions(min_value=0, max_value=10**6), st.integers(0, 6))
def test_an_amount_never_reads_as_more_than_it_is(value: Fraction, places: int) -> None:
    shown = Fraction(formats.amount(value, places).replace(",", ""))
    assert shown <= value < shown + Fraction(1, 10**places)


def test_numbers_of_things() -> None:
    assert formats.plural(1, "case") == "1 case"
    assert formats.plural(0, "case") == "0 cases"
    assert formats.plural(2, "child", "children") == "2 children"
    assert formats.plural(Decimal("2.5"), "hour") == "2.5 hours"
    assert formats.listed(["a", "b", "c"]) == "a, b and c"
    assert formats.listed(["a"]) == "a"
    assert formats.signed(Decimal("1.6")) == "+1.6"
    assert formats.signed(-6) == "−6"
    assert formats.percent(Decimal("99.96")) == "99.9%"
    assert formats.percent(None) == ""
