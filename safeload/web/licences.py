"""Whose work is shipped to the browser, and under what terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_TEXTS = Path(__file__).parent / "licences"


@dataclass(frozen=True)
class Part:
    """Something of somebody else's that Safeload ships to browsers."""

    name: str
    use: str
    notice: str
    licence: str
    file: str

    @property
    def text(self) -> str:
        """The licence in full."""
        return (_TEXTS / self.file).read_text(encoding="utf-8")


PARTS = (
    Part(
        "GOV.UK Frontend",
        "Buttons, forms, tables and type sizes, without the crown and the GDS typeface.",
        "Copyright (C) 2017 Crown Copyright (Government Digital Service).",
        "MIT licence",
        "mit.txt",
    ),
    Part(
        "MoJ Frontend",
        "Badges, filters and other components for case work.",
        "Copyright (C) 2018 Crown Copyright (Ministry of Justice).",
        "MIT licence",
        "mit.txt",
    ),
    Part(
        "Inter",
        "The typeface.",
        "Copyright (c) 2016 The Inter Project Authors.",
        "SIL Open Font License 1.1",
        "ofl.txt",
    ),
    Part(
        "htmx", "Refreshes a part of a page.", "By Big Sky Software.", "Zero-Clause BSD licence", "0bsd.txt"
    ),
)
