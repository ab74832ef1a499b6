"""The door of the API: how reads and writes are declared, and what each answer has in common.

``reads`` and ``writes`` take the shape of an answer from the function's own annotation. A write names the
actions that it opens, so that a test can tell which action has no way in (``exclusions``).
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation

from safeload.api import actions
from safeload.api.bearer import BearerToken, Call, TooManyTries
from safeload.api.problems import invalid, problem, refused, scheme_wrong
from safeload.api.reading import StrictParser, in_its_form
from safeload.api.shapes import Kept
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.scheme import SchemeError
from safeload.people import permits

F = TypeVar("F", bound=Callable[..., Any])
#: Every action that an operation opens → the operation's name.
OPENED: dict[Callable[..., Any], str] = {}
_LONGEST_KEY = 200
_PLAIN = re.compile(r"[!-~]{1,200}")
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Made up by the client for this one change. Sent again with the same body, the change is "
    "not made again: the answer is the same. Kept for seven days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": _LONGEST_KEY, "pattern": "^[!-~]+$"},
}


class Door(NinjaAPI):
    """django-ninja with our answers: problems for what goes wrong, a Link header to the next page."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        response = super().create_response(request, data, **more)
        if next_page := getattr(request, "next_page", None):
            response["Link"] = f'<{next_page}>; rel="next"'
        return response

    def patterns(self) -> list[URLPattern]:
        """The addresses; no session is asked for, since a token is."""
        found = [one for bound in self._get_bound_routers() for one in bound.urls_paths(bound.prefix)]
        for one in found:
            one.callback.login_required = False  # type: ignore[attr-defined]
        return found


def make_door(version: str, routers: list[Router], **words: Any) -> Door:
    """The API of a version, closed to everybody without a token."""
    door = Door(
        version=version, auth=BearerToken(), parser=StrictParser(), docs_url=None, openapi_url=None, **words
    )
    door.add_decorator(in_its_form, mode="view")
    for router in routers:
        door.add_router("", router)
    answers: list[tuple[type[Exception], Callable[[Any], HttpResponse]]] = [
        (AuthenticationError, lambda exc: problem(401)),
        (TooManyTries, lambda exc: problem(429, headers={"Retry-After": "900"})),
        (ValidationError, lambda exc: invalid(exc.errors)),
        (HttpError, lambda exc: problem(exc.status_code)),
        (Http404, lambda exc: problem(404)),
        (Refusal, refused),
        (SchemeError, scheme_wrong),
    ]
    for kind, answer in answers:
        door.add_exception_handler(kind, _handler(answer))
    return door


def _handler(answer: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, exc: answer(exc)


def reads(router: Router, path: str, **more: Any) -> Callable[[F], F]:
    """Declare a read; its answer is what the function says that it returns."""

    def declare(view: F) -> F:
        signature = inspect.signature(view, eval_str=True)
        more.setdefault("response", signature.return_annotation)
        view.__signature__ = signature  # type: ignore[attr-defined]
        router.get(path, url_name=f"api_{view.__name__}", summary=_first_line(view), **more)(view)
        return view

    return declare


def writes(
    router: Router,
    method: str,
    path: str,
    *opens: Callable[..., Any],
    status: int = 200,
    reads_first: bool = False,
) -> Callable[[F], F]:
    """Declare a write and the actions that it opens. Sent under an Idempotency-Key it is done once.

    ``reads_first``: the view calls ``done_once`` itself around what it changes, having done before what takes long,
    so that other writers do not wait for it.
    """

    def declare(view: F) -> F:
        signature = inspect.signature(view, eval_str=True)

        @functools.wraps(view)
        def run(request: Call, **given: Any) -> Any:
            try:
                return _done(request, lambda: view(request, **given), reads_first)
            except Refusal as refusal:
                refusal.field = place_in(given.get("body"), refusal.field)
                raise

        run.__signature__ = signature  # type: ignore[attr-defined]
        name = view.__name__
        OPENED.update(dict.fromkeys(opens, name))
        router.api_operation(
            [method],
            path,
            url_name=f"api_{name}",
            summary=_first_line(view),
            response={status: signature.return_annotation},
            openapi_extra={"parameters": [_KEY]},
        )(run)
        return view

    return declare


#: What an action calls it → what bodies call it.
_CALLED = {"from_on": "on", "shares": "parts", "post": "post_id"}


def place_in(body: Any, field: str) -> str:
    """Where in a body the input at fault stands, such as body.terms.change_reason; elsewhere it keeps its name."""
    if not isinstance(body, Schema):
        return field
    for name in (field, _CALLED.get(field, field)):
        if name in type(body).model_fields:
            return f"body.{name}"
        for outer in type(body).model_fields:
            inner = getattr(body, outer)
            if isinstance(inner, Schema) and name in type(inner).model_fields:
                return f"body.{outer}.{name}"
    return field


def _done(call: Call, act: Callable[[], Any], by_itself: bool) -> Any:
    if call.token.reads_only:
        raise NotAllowed("This token only reads. Make another one for programs that change things.")
    with permits.by_role(call.account, call.token.role):
        return act() if by_itself else done_once(call, act)


def done_once(call: Call, act: Callable[[], Kept]) -> Any:
    """Do what a request asks for; under a key that was used with the same body, answer as then."""
    key = call.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not _PLAIN.fullmatch(key):
        raise Refusal(f"An Idempotency-Key has 1 to {_LONGEST_KEY} plain signs.", "Idempotency-Key")
    by, digest = call.account, _digest(call)
    return actions.once(by=by, key=key, digest=digest, act=lambda: act().model_dump(mode="json"))


def _digest(call: Call) -> str:
    # Of an operation that takes nothing, what was sent all the same may have been read as a form already.
    told = [str(call.method).encode(), call.path.encode()]
    if call.content_type == "multipart/form-data":
        told += _form(call)
    else:
        told.append(call.body if call.content_type == "application/json" else b"")
    return hashlib.sha256(b" ".join(told)).hexdigest()


def _form(call: Call) -> Iterator[bytes]:
    """The fields and files of a form: what parts it, and how it is written down, differs each time it is sent."""
    fields = [(name, value) for name, values in sorted(call.POST.lists()) for value in values]
    yield json.dumps(fields).encode()
    for name, files in sorted(call.FILES.lists()):
        for file in files:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            yield json.dumps([name, file.name, content.hexdigest()]).encode()


def _first_line(view: Callable[..., Any]) -> str:
    return (inspect.getdoc(view) or view.__name__).splitlines()[0].rstrip(".")
