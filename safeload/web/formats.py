"""How dates, amounts and numbers of things are written, on every page alike."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import SupportsInt

from django.utils import timezone

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: date | None, *, weekday: bool = True, year: bool = True) -> str:
    """A date in words: "Thursday 3 March 2026". Nothing for None; a moment becomes its London day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    words = f"{value.day} {_MONTHS[value.month - 1]}"
    if weekday:
        words = f"{_DAYS[value.weekday()]} {words}"
    return f"{words} {value.year}" if year else words


def moment(value: datetime | None) -> str:
    """A moment in words, London time: "Thursday 3 March 2026 at 5.40pm"."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    hour = local.hour % 12 or 12
    half = "am" if local.hour < 12 else "pm"
    minutes = f".{local.minute:02d}" if local.minute else ""
    return f"{day(local)} at {hour}{minutes}{half}"


def amount(value: Decimal | Fraction | int | str | None, places: int = 1) -> str:
    """A number cut (never rounded) to at most so many places, without empty zeros: 99.96 is "99.9".

    Cutting keeps a figure on its own side of a boundary: what is under 100 never reads as 100.
    """
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return _of_fraction(value, places)
    number = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace("-", "−")


def _of_fraction(value: Fraction, places: int) -> str:
    """In whole numbers, since pages have thousands of them."""
    scale = 10**places
    whole, part = divmod(abs(value.numerator) * scale // value.denominator, scale)
    text = f"{whole:,}.{part:0{places}}".rstrip("0") if part else f"{whole:,}"
    return f"−{text}" if value < 0 and (whole or part) else text


def cut(value: Fraction, places: int) -> Decimal:
    """A fraction as a decimal of so many places, cut towards nought."""
    scale = 10**places
    whole = abs(value.numerator) * scale // value.denominator
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def signed(value: Decimal | Fraction | int, places: int = 1) -> str:
    """An amount with its sign: "+1.6", "−6", "0"."""
    text = amount(value, places)
    return f"+{text}" if value > 0 and text != "0" else text


def percent(value: Decimal | Fraction | int | None, places: int = 1) -> str:
    """A percentage, cut: 99.96 is "99.9%"; nothing for None, which is not 0 %."""
    return "" if value is None else f"{amount(value, places)}%"


def plural(number: SupportsInt | Decimal | None, one: str, many: str = "") -> str:
    """The number with its noun: "1 case", "3 cases", "2.5 hours"; ``many`` where adding s is wrong."""
    shown = amount(number if isinstance(number, Decimal | Fraction) else int(number or 0))
    return f"{shown} {one if shown == '1' else many or one + 's'}"


def listed(things: list[str], last: str = "and") -> str:
    """Things in a row as one writes them: "a, b and c"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def of_days(days: int | None, target: int | None) -> str:
    """How long against a target: "9 of 5 days, 4 over", "3 of 5 days"; "9 days, no target agreed"."""
    if days is None:
        return "not known"
    if target is None:
        return f"{plural(days, 'day')}, no target agreed"
    said = f"{days} of {plural(target, 'day')}"
    return f"{said}, {days - target} over" if days > target else said
