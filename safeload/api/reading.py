"""What may be sent: JSON that means the same on every database, in the form that the operation takes; no parameters
that it does not know."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from ninja.operation import Operation
from ninja.parser import Parser

from safeload.api.problems import problem, wrong
from safeload.imports.sources.limits import FILE_BYTES

_JSON, _FILES = "application/json", "multipart/form-data"
#: Several lists at once, each as large as one may be.
_LARGEST_FILES = 4 * FILE_BYTES


class StrictParser(Parser):
    """JSON without NaN, NUL or half of a character: PostgreSQL refuses these, and nobody means them."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises ValueError for what cannot be read, which is answered 400."""
        data = json.loads(request.body, parse_constant=_no_constant)
        _check(data)
        return data


def in_its_form(run: Callable[..., Any]) -> Callable[..., Any]:
    """Answer 415 to another form than the operation takes, and 413 to what is too large, unread."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    takes = {model.__ninja_param_source__ for model in operation.models}
    wanted = _FILES if takes & {"file", "form"} else _JSON if "body" in takes else ""
    largest = _LARGEST_FILES if wanted == _FILES else settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    known = _parameters(operation)

    @functools.wraps(run)
    def checked(request: HttpRequest, **given: Any) -> HttpResponse:
        sent = request.META.get("CONTENT_LENGTH") or "0"
        length = int(sent) if sent.isascii() and sent.isdigit() else 0
        if wanted and length > largest:
            return problem(413)
        if wanted and length and request.content_type != wanted:
            return problem(415, _SENTENCES[wanted])
        if request.GET and (errors := _unknown(request.GET, known)):
            return wrong(errors)
        answer: HttpResponse = run(request, **given)
        return answer

    return checked


def _parameters(operation: Operation) -> Mapping[str, bool]:
    """What may stand in the address's query, and whether more than once."""
    found: dict[str, bool] = {}
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            often = getattr(model, "__ninja_collection_fields__", ())
            found |= {name: name in often for name in getattr(model, "__ninja_flatten_map__", ())}
    return found


def _unknown(sent: QueryDict, known: Mapping[str, bool]) -> list[dict[str, str]]:
    """What was asked and would be passed over: the answer would be to another question than the client's."""
    return [
        {"field": f"query.{name[:40]}", "says": said}
        for name, values in sent.lists()
        if (said := _passed_over(name, values, known))
    ]


def _passed_over(name: str, values: Collection[object], known: Mapping[str, bool]) -> str:
    if name not in known:
        there = f"There are: {', '.join(known)}." if known else "There are none."
        return f"There is no such parameter here. {there}"
    return "Send it once." if len(values) > 1 and not known[name] else ""


_SENTENCES = {_JSON: "", _FILES: "Send the files as a form, with Content-Type: multipart/form-data."}


def _check(value: Any) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("a NUL character")
        value.encode("utf-8")  # half of a pair raises UnicodeEncodeError, a ValueError
    elif isinstance(value, dict):
        for name, item in value.items():
            _check(name)
            _check(item)
    elif isinstance(value, list):
        for item in value:
            _check(item)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
