"""Names of practitioners as they stand in lists: one form to compare them by, and who they might be.

The same form means the same name and is matched without a question. Anything less is put to a person once and
remembered: two practitioners must never be made one by a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

K = TypeVar("K", str, int)

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "revd"}
)
_NOBODY = frozenset(
    {
        "",
        "n a",
        "na",
        "none",
        "nobody",
        "no one",
        "unallocated",
        "not allocated",
        "unassigned",
        "not assigned",
        "no worker",
        "no allocated worker",
        "awaiting allocation",
        "to be allocated",
        "tba",
        "tbc",
        "vacant",
        "vacancy",
        "unknown",
        "not known",
        "null",
        "blank",
        "ref",
        "value",
        "name",
    }
)
_WORDS = re.compile(r"[^\w]+|_")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_APOSTROPHES = re.compile(r"['‘’‛`´]")
#: Letters that have no accent to take off.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}
)

#: Two names are near from this likeness upwards (0 to 1): a letter or two in a name of usual length.
NEAR = 0.82
_PROPOSALS = 3


@lru_cache(maxsize=4096)
def normalise(name: str) -> str:
    """One form of a name: lower case, no accents, no title, no brackets, “Surname, First” turned about.

    >>> normalise("ARKWRIGHT-Bélanger, Dr\\xa0Ida (Locality 2)")
    'ida arkwright belanger'
    """
    text = unicodedata.normalize("NFKD", _IN_BRACKETS.sub(" ", name)).casefold().translate(_LETTERS)
    text = "".join(character for character in text if not unicodedata.combining(character))
    surname, comma, first = text.partition(",")
    if comma and first.strip():
        text = f"{first} {surname}"
    words = _WORDS.sub(" ", _APOSTROPHES.sub("", text)).split()
    kept = [word for word in words if word not in _TITLES]
    return " ".join(kept or words)


def is_nobody(name: str) -> bool:
    """True where a list says that there is no worker: blank, #N/A, Unallocated, Vacant, T.B.C. …"""
    words = normalise(name)
    return words in _NOBODY or words.replace(" ", "") in _NOBODY


@dataclass(frozen=True, slots=True)
class Question:
    """A name that no practitioner bears exactly: `spellings` as written, with rows, and who it might be."""

    name: str
    spellings: tuple[str, ...]
    rows: int
    proposals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """`known` gives normalised name → practitioner id; `questions` are to be asked once; nobody is
    guessed."""

    known: dict[str, str]
    questions: tuple[Question, ...]

    def of(self, name: str) -> str | None:
        """The practitioner's id for a name as written, or None where it is not settled."""
        return self.known.get(normalise(name))


def match(
    written: Mapping[str, int], people: Iterable[tuple[str, str]], settled: Mapping[str, str] | None = None
) -> Matched:
    """Match names as written (with the rows each stands in) to practitioners given as (id, name).

    `settled` is what was answered before: normalised name → id, or "" for “nobody: count it as unallocated”.
    A name that two practitioners share is always a question.
    """
    bearers: dict[str, list[str]] = {}
    for identity, name in people:
        bearers.setdefault(normalise(name), []).append(identity)
    answers = settled or {}
    known: dict[str, str] = {}
    open_names: dict[str, dict[str, int]] = {}
    for spelling, rows in written.items():
        name = normalise(spelling)
        if name in answers:
            known[name] = answers[name]
        elif len(bearers.get(name, ())) == 1:
            known[name] = bearers[name][0]
        elif not is_nobody(spelling):
            open_names.setdefault(name, {})[spelling] = rows
    questions = [
        Question(name, tuple(sorted(spellings)), sum(spellings.values()), propose(name, bearers))
        for name, spellings in sorted(open_names.items())
    ]
    return Matched(known, tuple(questions))


def propose(name: str, bearers: Mapping[str, list[K]]) -> tuple[K, ...]:
    """Up to three practitioners' ids whose names are near a normalised name, the nearest first; shared
    names all."""
    if name in bearers:
        return tuple(bearers[name])
    rated = [(likeness(name, other), other) for other in bearers]
    near = sorted((pair for pair in rated if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1]))
    return tuple(identity for _, other in near for identity in bearers[other])[:_PROPOSALS]


def likeness(one: str, other: str) -> float:
    """How alike two normalised names are, 0 to 1: by letters, in any order of words, or by initial and
    surname."""
    first, second = one.split(), other.split()
    if sorted(first) == sorted(second):
        return 1.0
    if first and second and first[-1] == second[-1] and _same_initial(first, second):
        return 0.9
    return SequenceMatcher(None, " ".join(sorted(first)), " ".join(sorted(second)), autojunk=False).ratio()


def _same_initial(first: list[str], second: list[str]) -> bool:
    """“j smith” beside “jane smith”; never “john” beside “jane”."""
    shorter, longer = sorted((first[0], second[0]), key=len)
    return len(shorter) == 1 and longer.startswith(shorter)
