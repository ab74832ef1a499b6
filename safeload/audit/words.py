"""The record in plain words: every kind of change has its sentence, told by the app that makes it."""

from __future__ import annotations

from collections.abc import Mapping

_said: dict[str, str] = {}


def tell(words: Mapping[str, str]) -> None:
    """Register what kinds of change are called, such as ``{"people.add_post": "Added a post"}``."""
    _said.update(words)


def said(did: str) -> str:
    """The words for a kind of change; the kind itself, spelt out, where an older release made it."""
    return _said.get(did) or did.rpartition(".")[2].replace("_", " ").capitalize()


def told() -> frozenset[str]:
    """Every kind of change that has words."""
    return frozenset(_said)
