"""Form fields of our own: a day in three boxes, as people in the United Kingdom write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

_PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DayWidget(forms.Widget):
    """Three inputs: name_day, name_month, name_year. Drawn by ``web.rendering``."""

    def parts(self, value: Any) -> dict[str, str]:
        """What stands in each box, for a date or for what was typed."""
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        if isinstance(value, Mapping):
            return {name: str(value.get(name, "")) for name in _PARTS}
        return dict.fromkeys(_PARTS, "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str] | date | None:
        """The three boxes; a whole date under the field's own name is taken too (links, tests)."""
        found = {part: (data.get(f"{name}_{part}") or "").strip() for part in _PARTS}
        if any(found.values()):
            return found
        whole = (data.get(name) or "").strip()
        if whole:
            year, _, rest = whole.partition("-")
            month, _, number = rest.partition("-")
            return {"day": number, "month": month, "year": year}
        return None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key in data for key in (name, *(f"{name}_{part}" for part in _PARTS)))

    def format_value(self, value: Any) -> Any:
        return value


class DayField(forms.Field):
    """A date, typed as day, month (number or name) and year (four digits, or two for 20xx)."""

    widget = DayWidget
    default_error_messages = {
        "required": "Enter the date, with day, month and year",
        "part": "The date must include a %(parts)s",
        "real": "This must be a real date, such as 31 3 2026",
    }

    def to_python(self, value: Any) -> date | None:
        """The date; None if nothing was typed. Raises ValidationError saying what is missing."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        missing = [name for name in _PARTS if not value.get(name)]
        if missing:
            parts = " and ".join(missing)
            raise forms.ValidationError(self.error_messages["part"], "part", {"parts": parts})
        try:
            return date(_year(value["year"]), _month(value["month"]), int(value["day"]))
        except ValueError:
            raise forms.ValidationError(self.error_messages["real"], "real") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or None) != self.to_python(data))
        except forms.ValidationError:
            return True


def _month(text: str) -> int:
    for number, name in enumerate(_MONTHS, start=1):
        if text.lower().startswith(name):
            return number
    return int(text)


def _year(text: str) -> int:
    year = int(text)
    return 2000 + year if len(text) <= 2 else year
