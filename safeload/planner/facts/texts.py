"""Words that people typed, made comparable."""

from __future__ import annotations


def same(text: str) -> str:
    """The text by which two are held to be the same: "Court  work" and "court work" are."""
    return " ".join(text.split()).casefold()
