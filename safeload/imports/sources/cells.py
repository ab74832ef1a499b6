"""What one cell means: text, reference, date, number, age. Pure; a cell that means nothing gives
BadCellError."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation

#: Day nought of a spreadsheet's serial dates (the 1900 system, with its 29 February 1900).
_SERIAL_ZERO = datetime.date(1899, 12, 30)
_FIRST_SERIAL = (
    7_306  # 1 January 1920: smaller numbers are counts or slips, not dates of living people’s cases
)
_LAST_SERIAL = 109_575  # 31 December 2199
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_BRITISH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- ]([A-Za-z]{3,9})[-, ]+(\d{4}|\d{2})(?: .*)?")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
#: What spreadsheets and reports write where there is nothing.
NOTHING = frozenset(
    {
        "",
        "#n/a",
        "n/a",
        "na",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#null!",
        "#num!",
        "null",
        "none",
        "-",
        "--",
        "nan",
        "nat",
    }
)


class BadCellError(ValueError):
    """The cell cannot be read as what its column is for; the text says what it should be."""


def text(value: object) -> str:
    """One line of text; non-breaking spaces are spaces; a whole number has no “.0”. Nothing gives ""."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def is_nothing(value: object) -> bool:
    """True for a blank cell and for what stands for one (#N/A, -, null …)."""
    return isinstance(value, str) and value.strip().casefold() in NOTHING


def day(value: object) -> datetime.date | None:
    """A date from a true date, a serial number, YYYY-MM-DD, DD/MM/YYYY or 3 May 2026; None where there is
    nothing."""
    if type(value) is datetime.date:
        return value
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, bool):
        raise BadCellError("is not a date")
    if isinstance(value, int | float):
        return _from_serial(float(value))
    if isinstance(value, str):
        return None if is_nothing(value) else _from_text(" ".join(value.split()))
    raise BadCellError("is not a date. Write it as DD/MM/YYYY")


def _from_serial(serial: float) -> datetime.date:
    if not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        raise BadCellError("is a number that is no date. Write it as DD/MM/YYYY")
    return _SERIAL_ZERO + datetime.timedelta(days=int(serial))


def _from_text(written: str) -> datetime.date:
    if match := _ISO.fullmatch(written):
        year, month, date = match.groups()
    elif match := _BRITISH.fullmatch(written):
        date, month, year = match.groups()
    elif match := _WORDED.fullmatch(written):
        date, word, year = match.groups()
        month = str(_MONTHS.get(word[:3].casefold(), 0))
    elif re.fullmatch(r"\d{5}(\.\d+)?", written):
        return _from_serial(float(written))
    else:
        raise BadCellError("is not a date. Write it as DD/MM/YYYY")
    whole_year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return datetime.date(whole_year, int(month), int(date))
    except ValueError as error:
        raise BadCellError("is a date that does not exist. Write it as DD/MM/YYYY") from error


def amount(value: object) -> Decimal | None:
    """An exact decimal as written (0.6, “37.5”, “60%” → 0.6, “1,200”); None where there is nothing.

    A spreadsheet's binary number is read as the shortest decimal that stands for it, which is what was typed.
    """
    if isinstance(value, bool):
        raise BadCellError("is not a number")
    if isinstance(value, int | float):
        written = repr(value)
    elif isinstance(value, str):
        if is_nothing(value):
            return None
        written = "".join(value.split())
    else:
        raise BadCellError("is not a number")
    percent = written.endswith("%")
    try:
        number = Decimal(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", written.removesuffix("%")))
    except InvalidOperation as error:
        raise BadCellError("is not a number") from error
    if not number.is_finite() or abs(number) >= 10**9:
        raise BadCellError("is not a number that can be counted with")
    return number / 100 if percent else number


def count(value: object) -> int | None:
    """A whole number, nought or more; None where there is nothing."""
    number = amount(value)
    if number is None:
        return None
    if number < 0 or number != number.to_integral_value():
        raise BadCellError("is not a whole number, nought or more")
    return int(number)


def age_band(age: object, born: object, on: datetime.date | None) -> str:
    """The age band of a child, and nothing finer: from the age as written, else from the date of birth on a
    day.

    Bands of the children looked after statistics (DfE), with 16–17 told from 18 and over for care leavers.
    An age of -1 is an unborn child (Annex A guidance). Gives "unknown" where neither can be read.
    """
    years = _years(age)
    if years is None and on is not None:
        years = _years_since(born, on)
    if years is None or years > 120:
        return "unknown"
    if years < 0:
        return "unborn"
    for end, band in ((1, "under 1"), (5, "1-4"), (10, "5-9"), (16, "10-15"), (18, "16-17")):
        if years < end:
            return band
    return "18+"


def _years(age: object) -> float | None:
    if isinstance(age, float | int):
        return float(age)
    if isinstance(age, str) and (written := age.strip()):
        try:
            return float(written)
        except ValueError:
            return -1.0 if written.casefold() == "unborn" else None
    return None


def _years_since(born: object, on: datetime.date) -> float | None:
    try:
        birth = day(born)
    except BadCellError:
        return None
    if birth is None:
        return None
    before = (on.month, on.day) < (birth.month, birth.day)
    return float(on.year - birth.year - before) if birth <= on else -1.0
