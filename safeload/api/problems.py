"""What did not work, as application/problem+json (RFC 9457), in the words of the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from ninja import Field, Schema

from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.domain.scheme import SchemeError
from safeload.web.formats import plural

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "This cannot be read",
    401: "A token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "Changed meanwhile",
    413: "Too large",
    415: "Not in this form",
    422: "Refused",
    429: "Too many tries",
    500: "Something is broken",
    503: "Busy",
}
#: What is said where nothing more particular is known.
SENTENCES = {
    400: "The request holds something that cannot be read.",
    401: "Send a token that works today: Authorization: Bearer …",
    403: "Your role does not open this.",
    404: "There is no such thing, or it is not for you.",
    405: "This address does not take that method.",
    413: "What was sent is too large.",
    415: "Send JSON, with Content-Type: application/json.",
    429: "There were too many tries with tokens that do not work. Wait 15 minutes, then try again.",
    500: "Something is broken on our side. Nothing of yours was saved; what happened is in the log.",
    503: "The database did not answer in time. Nothing of yours was saved: send it again in a few seconds.",
}


class Wrong(Schema):
    """One field, and what is wrong with it."""

    field: str = Field(description="Where it stands, such as body.reference or query.limit.")
    says: str


class Problem(Schema):
    """Why nothing was done."""

    type: str = Field(description="urn:safeload:problem: and a word that a program can go by.")
    title: str
    status: int
    detail: str = Field(description="The sentence that the page would show.")
    errors: list[Wrong] = Field(default=[], description="Field by field, where fields are at fault.")
    rows: dict[str, str] = Field(
        default={},
        description="Of a change of many: what stands in the way, by the key of the case, row or proposal.",
    )
    now: dict[str, Any] = Field(default={}, description="The figures as they stand now, where they moved.")
    things: list[str] = Field(default=[], description="What would be lost, thing by thing.")


def problem(
    status: int,
    detail: str = "",
    *,
    kind: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The answer. ``more``: what else the client can use, left out where empty."""
    title = _TITLES.get(status, "Not done")
    body: dict[str, Any] = {
        "type": f"urn:safeload:problem:{kind or title.lower().replace(' ', '-')}",
        "title": title,
        "status": status,
        "detail": detail or SENTENCES.get(status, f"{title}."),
    }
    body |= {name: value for name, value in {"errors": list(errors), **more}.items() if value}
    kept = {"Cache-Control": "no-store, private", **(headers or {})}
    if status == 401:
        kept["WWW-Authenticate"] = 'Bearer realm="Safeload"'
    return HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE, headers=kept)


def refused(refusal: Refusal) -> HttpResponse:
    """The answer to a refusal of an action, with whatever it carries."""
    parts = getattr(refusal, "parts", (refusal,))
    errors = [{"field": one.field, "says": one.sentence} for one in parts if one.field]
    more: dict[str, Any] = {
        "rows": {str(key): says for key, says in refusal.rows.items()},
        "now": dict(getattr(refusal, "now", {}) or {}),
        "things": [str(thing) for thing in getattr(refusal, "things", ())],
    }
    if isinstance(refusal, NotAllowed):
        return problem(403, refusal.sentence)
    status = 409 if isinstance(refusal, ChangedMeanwhile) else 422
    return problem(
        status, refusal.sentence, kind=_KINDS.get(type(refusal).__name__, ""), errors=errors, **more
    )


#: Words that a program can go by, of refusals that it can do something about.
_KINDS = {
    "FiguresMoved": "figures-moved",
    "HouseholdSplit": "household-split",
    "ConflictNoted": "conflict-noted",
    "DataMoved": "plan-moved",
    "RowsRefused": "rows-refused",
    "WouldBeLost": "would-be-lost",
    "NotAList": "not-a-list",
    "KeyUsed": "key-used",
}


def scheme_wrong(wrong: SchemeError) -> HttpResponse:
    """The answer to a scheme that may not exist: each thing that is wrong, with its place."""
    says = [f"{one[:1].upper()}{one[1:]}." for one in wrong.problems[:20]]
    return problem(422, says[0], kind="scheme", errors=[{"field": "text", "says": one} for one in says])


def invalid(found: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """The answer to a request whose shape is wrong: a sentence for each field."""
    return wrong([{"field": _place(one["loc"]), "says": _says(one)} for one in found])


def wrong(errors: Sequence[Mapping[str, str]]) -> HttpResponse:
    """The answer to fields or parameters that are wrong, each with its sentence."""
    sentence = "One thing has to be put right." if len(errors) == 1 else "Some things have to be put right."
    return problem(422, sentence, kind="invalid", errors=errors)


def _place(loc: Sequence[Any]) -> str:
    parts = [str(part) for part in loc]
    # The library puts the name of the parameter between; clients know where they wrote it.
    if len(parts) > 2 and (parts[0] == "query" or parts[:2] == ["body", "body"]):
        del parts[1]
    return ".".join(parts)


def _says(one: Mapping[str, Any]) -> str:
    kind, given = str(one.get("type", "")), one.get("ctx") or {}
    if kind in _SAID:
        return _SAID[kind]
    if kind.startswith(("date", "datetime")):
        return "Enter a date, such as 2026-03-03."
    if "expected" in given:
        return f"One of: {str(given['expected']).replace(' or ', ', ').translate(_NO_QUOTES)}."
    for name, words in _LIMITS.items():
        if name in given:
            return words.format(given[name])
    for name, words in _LENGTHS.items():
        if name in given:
            noun = "character" if kind.startswith("string") else "entry,entries"
            return words.format(plural(given[name], noun))
    if kind.startswith(("int", "decimal", "float")):
        return "Enter a number."
    return str(one.get("msg", "This cannot be read.")).removeprefix("Value error, ")


_SAID = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field here.",
    "int_parsing": "Enter a whole number.",
    "int_type": "Enter a whole number.",
    "bool_parsing": "Say true or false.",
    "bool_type": "Say true or false.",
    "string_type": "Enter text.",
    "uuid_parsing": "Enter a UUID.",
    "finite_number": "Enter a number.",
}
_NO_QUOTES = str.maketrans("", "", "'")
_LIMITS = {
    "ge": "At least {}.",
    "gt": "More than {}.",
    "le": "At most {}.",
    "lt": "Less than {}.",
    "max_digits": "At most {} digits.",
    "whole_digits": "At most {} digits before the point.",
    "decimal_places": "At most {} decimal places.",
    "error": "{}",
}
_LENGTHS = {"max_length": "At most {}.", "min_length": "At least {}."}
