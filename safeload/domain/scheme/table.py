"""One table of a scheme file: typed reads that note every fault with its place and forget no key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.quantity import NotANumber, exact


class Faults:
    """The problems found so far, in the order of the file."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, place: str, problem: str) -> None:
        """Note a problem at a place such as ``factor 2 (status)``."""
        self.problems.append(f"{place}: {problem}")


class Entry:
    """A table under a place. What is read is ticked off; ``done`` reports what nobody asked for."""

    def __init__(self, raw: Mapping[str, Any], place: str, faults: Faults, absent: bool = False) -> None:
        self._raw = dict(raw)
        self._read: set[str] = set()
        self.place = place
        self.faults = faults
        self.absent = absent

    def fault(self, problem: str) -> None:
        self.faults.add(self.place, problem)

    def has(self, key: str) -> bool:
        return key in self._raw

    def peek(self, key: str) -> Any:
        return self._raw.get(key)

    def skip(self, *keys: str) -> None:
        self._read.update(keys)

    def take(self, key: str) -> Any:
        self._read.add(key)
        return self._raw.get(key)

    def take_rest(self) -> dict[str, Any]:
        rest = {key: value for key, value in self._raw.items() if key not in self._read}
        self._read.update(rest)
        return rest

    def done(self) -> None:
        """Report the keys that mean nothing here: a misspelt word must not be ignored."""
        for key in self._raw:
            if key not in self._read:
                self.fault(f"{key!r} means nothing here; take it out or correct its spelling")

    def sub(self, raw: Mapping[str, Any], key: str) -> Entry:
        return Entry(raw, f"{self.place}, {key}" if self.place != "the file" else key, self.faults)

    def table(self, key: str, required: bool = False) -> Entry:
        raw = self.take(key)
        if isinstance(raw, Mapping):
            return self.sub(raw, key)
        if raw is not None:
            self.fault(f"{key!r} should be a table")
        elif required:
            self.fault(f"a table [{key}] is missing")
        return Entry({}, key, self.faults, absent=True)

    def tables(self, key: str) -> list[Entry]:
        raw = self.take(key) or []
        if not isinstance(raw, list) or not all(isinstance(item, Mapping) for item in raw):
            self.fault(f"{key!r} should be a list of tables")
            return []
        return [self.sub(item, f"{key} {n} ({_label(item)})") for n, item in enumerate(raw, start=1)]

    def named(self) -> Iterator[tuple[str, Entry]]:
        for key, raw in self.take_rest().items():
            if isinstance(raw, Mapping):
                yield key, self.sub(raw, key)
            else:
                self.fault(f"{key!r} should be a table")

    def applies(self, settings: Mapping[str, str]) -> bool:
        """Whether the entry's ``if`` holds under the chosen settings; it is read up either way."""
        condition = self.take("if") or {}
        unknown = [name for name in condition if name not in settings]
        for name in unknown:
            self.fault(f"'if' names {name!r}, which is no setting of this scheme")
        return all(settings.get(name) == value for name, value in condition.items()) and not unknown

    def text(self, key: str, default: str | None = None, pattern: re.Pattern[str] | None = None) -> str:
        raw = self.take(key)
        if raw is None and default is not None:
            return default
        if not isinstance(raw, (str, int, float)) or isinstance(raw, bool) or not str(raw).strip():
            self.fault(f"{key!r} is missing" if raw is None else f"{key!r} should be text")
            return ""
        if pattern and not pattern.match(str(raw)):
            self.fault(f"{key!r} is {raw!r}: letters, digits, _ and - only, beginning with a letter")
        return str(raw)

    def texts(self, key: str) -> list[str]:
        raw = self.take(key)
        if raw is None:
            return []
        if isinstance(raw, str):
            return [raw]
        if not isinstance(raw, list):
            self.fault(f"{key!r} should be a list of texts")
            return []
        return [str(item) for item in raw]

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        raw = self.take(key)
        if raw is None and default is not None:
            return default
        if raw not in choices:
            given = f"{key!r} is {raw!r}" if raw is not None else f"{key!r} is missing"
            self.fault(f"{given}; it may be {', '.join(choices)}")
            return choices[0]
        return str(raw)

    def flag(self, key: str, default: bool = False) -> bool:
        raw = self.take(key)
        if raw is None:
            return default
        if not isinstance(raw, bool):
            self.fault(f"{key!r} is {raw!r}; it should be true or false")
        return bool(raw)

    def day(self, key: str, required: bool = False) -> date | None:
        raw = self.take(key)
        if raw is None:
            if required:
                self.fault(f"{key!r} is missing: a date such as 2026-04-01")
            return None
        try:
            return raw if isinstance(raw, date) else date.fromisoformat(str(raw))
        except ValueError:
            self.fault(f"{key!r} is {raw!r}; write a date such as 2026-04-01")
            return None

    def number(self, key: str, required: bool = False) -> Fraction | None:
        raw = self.take(key)
        if raw is None:
            if required:
                self.fault(f"{key!r} is missing")
            return None
        return self.number_of(raw, key)

    def number_of(self, raw: Any, key: str, signed: bool = False) -> Fraction | None:
        try:
            value = exact(raw)
        except NotANumber as problem:
            self.fault(f"{key!r}: {problem}")
            return None
        if value < 0 and not signed:
            self.fault(f"{key!r} is {raw}: amounts in a scheme are not negative")
        if value > 1_000_000 or 10**4 % value.denominator:
            self.fault(f"{key!r} is {raw}: at most four decimal places and at most a million")
            return None
        return value

    def whole(self, key: str) -> int | None:
        value = self.number(key)
        if value is None:
            return None
        if value.denominator != 1 or not 0 < value <= 600:
            self.fault(f"{key!r} is {value}: a whole number from 1 to 600")
            return None
        return int(value)

    def amounts_list(self, key: str, length: int | None = None) -> tuple[Fraction, ...] | None:
        raw = self.take(key)
        if raw is None:
            return None
        if not isinstance(raw, list) or (length and len(raw) != length) or not raw:
            self.fault(f"{key!r} should be a list of {length or 'one or more'} numbers")
            return None
        numbers = [self.number_of(item, key) for item in raw]
        return None if None in numbers else tuple(numbers)  # type: ignore[arg-type]


def _label(raw: Mapping[str, Any]) -> str:
    return str(raw.get("id") or raw.get("kind") or raw.get("title") or raw.get("from") or "unnamed")
