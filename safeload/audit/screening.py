"""Keeps names, addresses and dates of birth out: references are checked, free text is screened (rules 5.2).

A screen finds what has a shape (a postcode, a telephone number). It cannot know every name: the hint beside
each box asks people to leave names out.
"""

from __future__ import annotations

import re

from safeload.audit.refusals import Refusal

_POSTCODE = re.compile(r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4})\b",
    re.IGNORECASE,
)
_BORN = re.compile(r"\b(?:born|d\.?o\.?b\.?|date of birth|birthday)\b", re.IGNORECASE)
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")
_TELEPHONE = re.compile(r"(?<![\w/])(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}\b")
_NHS = re.compile(r"\b\d{3}[ -]\d{3}[ -]\d{4}\b")
_ADDRESS = re.compile(
    r"\b\d{1,4}[a-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|close|drive|court|crescent|terrace|way|gardens|grove|place|square)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Master|Mx)\.?\s+[A-Z][a-zà-ž'’-]+")

_SHAPES = (
    ("an e-mail address", _MAIL),
    ("a postcode", _POSTCODE),
    ("an address", _ADDRESS),
    ("a telephone number", _TELEPHONE),
    ("an NHS number", _NHS),
    ("a name", _TITLED),
)

#: Words that a reference may spell out; any other word of five letters or more looks like a name.
_WORDS = frozenset(
    [
        "case",
        "child",
        "adult",
        "family",
        "household",
        "house",
        "person",
        "client",
        "record",
        "unborn",
        "demo",
        "sibling",
    ]
)
_ALLOWED = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#-]*\Z")
_KEPT = "Safeload keeps no names, addresses or dates of birth"


def found_in(text: str) -> list[tuple[str, str]]:
    """What in a text looks like an identifier: pairs such as ``("a postcode", "AB1 2CD")``, each once."""
    found = [(what, match.group()) for what, shape in _SHAPES for match in shape.finditer(text)]
    if _BORN.search(text):
        found += [("a date of birth", match.group()) for match in _DAY.finditer(text)]
    return list(dict.fromkeys(found))


def screened(text: str, field: str = "") -> str:
    """The text, trimmed. Raises Refusal where it holds something that looks like an identifier."""
    text = " ".join(text.replace("\x00", "").split())
    for what, piece in found_in(text):
        raise Refusal(f"“{piece}” looks like {what}. {_KEPT}: please take it out.", field)
    return text


def reference(text: str, field: str = "reference", longest: int = 40) -> str:
    """An opaque reference, trimmed. Raises Refusal for a name, a postcode or a date of birth."""
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        raise Refusal("Enter a reference, such as 4471 or H-0012.", field)
    if len(text) > longest:
        raise Refusal(f"A reference has at most {longest} characters.", field)
    if problem := _unlike_a_reference(text):
        raise Refusal(f"“{text}” {problem}. {_KEPT}: use the reference from your case system.", field)
    return text


def _unlike_a_reference(text: str) -> str:
    if _POSTCODE.fullmatch(text):
        return "looks like a postcode"
    if _DAY.search(text):
        return "looks like a date of birth"
    if not _ALLOWED.match(text):
        return "has signs that a reference does not have (letters, digits, - / . _ and # will do)"
    words = re.findall(r"[A-Za-z]+", text)
    strange = [word for word in words if len(word) > 4 and word.lower() not in _WORDS]
    unmarked = not any(sign.isdigit() for sign in text)
    if strange or (unmarked and any(len(word) > 1 and word.lower() not in _WORDS for word in words)):
        return "looks like a name"
    return ""
