"""The codes that Safeload keeps, and the wordings that are recognised for each: `definitions/codes.toml`,
loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("definitions") / "codes.toml"


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one field: `labels` code → what a page calls it; `words` plain wording → code.

    Where `leading` is set a value may begin with its code (“C1: ICO”, “N1 - Abuse or neglect”).
    """

    name: str
    source: str
    labels: Mapping[str, str]
    words: Mapping[str, str]
    leading: bool = False


@cache
def _definitions() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _load(name: str) -> CodeList:
    table = _definitions()[name]
    labels = {code: entry["label"] for code, entry in table["codes"].items()}
    words = {word: code for code, entry in table["codes"].items() for word in entry.get("also", ())}
    return CodeList(name, table["source"], labels, words, table.get("leading", False))


YES_NO_UNKNOWN = _load("yes_no_unknown")
DISABILITY = _load("disability")
CASE_STATUS = _load("case_status")
LEGAL_STATUS = _load("legal_status")
NEED = _load("need")
ABUSE = _load("abuse")
OUT_OF_AREA = _load("out_of_area")
ELIGIBILITY = _load("eligibility")
AGE_BAND = _load("age_band")
ROLE = _load("role")
COMMITMENT = _load("commitment")
UNIT = _load("unit")

#: Legal status → “care” or “adoption”: the proceedings that run under it.
PROCEEDINGS: Mapping[str, str] = _definitions()["legal_status"]["proceedings"]
