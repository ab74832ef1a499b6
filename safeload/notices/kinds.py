"""Kinds of notice: each app says what it tells people of, how a page puts it, and how a letter does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind. ``sentence`` makes the page's words of a notice's parameters; ``letter`` names nobody.

    ``title`` stands in the choice of what comes by e-mail; what ``asks`` for something comes at once unless
    its reader chose otherwise, the rest once a day.
    """

    code: str
    title: str
    letter: str
    sentence: Callable[[Mapping[str, Any]], str]
    asks: bool = False


_kinds: dict[str, Kind] = {}


def tell_of(kinds: Iterable[Kind]) -> None:
    """Register kinds; done once, when the app that tells of them is made ready."""
    _kinds.update({kind.code: kind for kind in kinds})


def kind_of(code: str) -> Kind:
    """A kind by its code. Raises KeyError for one that nobody registered."""
    return _kinds[code]


def known() -> list[Kind]:
    """All kinds, what asks for something first, then by title."""
    return sorted(_kinds.values(), key=lambda kind: (not kind.asks, kind.title))


def sentence_of(code: str, words: Mapping[str, Any]) -> str:
    """What a page says of a notice, also where an older release made it and its kind is gone."""
    kind = _kinds.get(code)
    return kind.sentence(words) if kind else "Something that concerned you changed."
