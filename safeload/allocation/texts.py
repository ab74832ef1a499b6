"""Words that people typed, made comparable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safeload.domain.scheme import Field


def kinds_of(answers: Iterable[Any], mix: Field | None) -> frozenset[str]:
    """The kinds that these answers to a field say, by code and in words: whoever offers or wants one writes either."""
    if mix is None:
        return frozenset()
    codes = [code for answer in answers for code in (answer if isinstance(answer, list) else [answer])]
    told = {code for code in codes if isinstance(code, str)}
    return frozenset(same(word) for code in told for word in (code, mix.codes.get(code, code)))


def same(text: str) -> str:
    """The text by which two are held to be the same: "Court  work" and "court work" are."""
    return " ".join(text.split()).casefold()
