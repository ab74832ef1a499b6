"""Scheme files: the shipped ones by name, others by path, and their text. No database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from safeload.domain.scheme import Scheme, SchemeError, read_scheme

_SHIPPED = Path(__file__).with_name("definitions")
#: A scheme is some pages of text; more is no scheme.
LARGEST = 500_000


def shipped_names() -> list[str]:
    """The names of the schemes that come with Safeload, in the order of the alphabet."""
    return sorted(path.stem for path in _SHIPPED.glob("*.toml"))


def shipped_text(name: str) -> str:
    """The text of a shipped scheme. Raises KeyError for a name that is not shipped."""
    if name not in shipped_names():
        raise KeyError(name)
    return (_SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


def read_text(text: str, chosen: Mapping[str, str] | None = None, source: str = "scheme") -> Scheme:
    """A scheme from its TOML text, with settings chosen. Raises SchemeError naming line or place."""
    if len(text) > LARGEST:
        raise SchemeError(
            [f"it is longer than {LARGEST:,} characters; a scheme is some pages of text"], source
        )
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SchemeError([f"this is not TOML: {problem}"], source) from problem
    except (ValueError, RecursionError) as problem:
        # A number of thousands of digits, or brackets within brackets without end.
        raise SchemeError(
            ["this is no scheme: a number or a nesting in it is too large"], source
        ) from problem
    return read_scheme(raw, chosen, source)


@lru_cache(maxsize=64)
def _shipped(name: str, chosen: tuple[tuple[str, str], ...]) -> Scheme:
    return read_text(shipped_text(name), dict(chosen), name)


def shipped(name: str, chosen: Mapping[str, str] | None = None) -> Scheme:
    """A shipped scheme under chosen settings; the same object each time. Raises KeyError, SchemeError."""
    return _shipped(name, tuple(sorted((chosen or {}).items())))


def find(name_or_path: str, chosen: Mapping[str, str] | None = None) -> Scheme:
    """A shipped scheme by name, or a scheme file by path. Raises SchemeError saying what to do."""
    if name_or_path in shipped_names():
        return shipped(name_or_path, chosen)
    path = Path(name_or_path)
    if not path.is_file():
        known = ", ".join(shipped_names())
        raise SchemeError(
            [f"there is no such file, nor a shipped scheme of that name; shipped are {known}"], name_or_path
        )
    if path.stat().st_size > LARGEST:
        raise SchemeError(
            [f"it is larger than {LARGEST // 1000} kB; a scheme is some pages of text"], name_or_path
        )
    try:
        return read_text(path.read_text(encoding="utf-8"), chosen, path.name)
    except UnicodeDecodeError as problem:
        raise SchemeError(["it is not text; save it as UTF-8"], name_or_path) from problem
