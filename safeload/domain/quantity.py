"""Exact amounts: how decimal text becomes a fraction and a fraction becomes decimal text.

No binary float takes part: 55 of 50 is red because 110 % is compared in whole numbers (X-02, rules 2.3).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

#: How many decimal places a typed amount, a number of hours or a percentage may have in data.
DATA_PLACES = 2
#: Rows carry typed numbers as whole hundredths.
DATA_UNIT = 10**DATA_PLACES

_PLAIN = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?\Z")


class NotANumber(ValueError):
    """Text that is no plain decimal number."""


def exact(value: object) -> Fraction:
    """The exact value of a plain decimal: ``"7.4"``, ``7``, ``Decimal("7.4")``.

    Floats are read by the shortest text that prints them, so that 7.4 in a TOML file is 74/10.
    Raises NotANumber for anything else (``"1e9"``, ``"nan"``, ``True``, ``""``).
    """
    if isinstance(value, bool) or not isinstance(value, (int, str, float, Decimal, Fraction)):
        raise NotANumber(f"{value!r} is not a number")
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    text = (repr(value) if isinstance(value, float) else str(value)).strip()
    if not _PLAIN.match(text):
        raise NotANumber(f"{value!r} is not a plain number such as 7 or 7.4")
    return Fraction(text)


def hundredths(value: object) -> int:
    """A typed amount as whole hundredths, the form in which rows carry it.

    Raises NotANumber when the text is no number or has more than two decimal places.
    """
    scaled = exact(value) * DATA_UNIT
    if scaled.denominator != 1:
        raise NotANumber(f"{value!r} has more than {DATA_PLACES} decimal places")
    return int(scaled.numerator)


def cut(value: Fraction, places: int) -> str:
    """Decimal text with exactly ``places`` decimals, cut toward zero, never rounded (X-02)."""
    scaled = abs(value) * 10**places
    digits = str(scaled.numerator // scaled.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 and digits.strip("0") else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def plain(value: Fraction, places: int = 6) -> str:
    """The shortest decimal text: exact where it ends within ``places`` decimals, else cut there."""
    text = cut(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text
