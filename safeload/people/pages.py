"""One way for every form: shown, sent, acted on; or shown again with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from safeload.audit.refusals import NotAllowed, Refusal


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    to: str,
    said: str,
    undo: str = "",
    template: str = "people/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form; when it is sent and holds, act and go on to ``to`` with a sentence (and a way to undo it).

    A refusal of the action stands beside its field, with all that was typed (status 422).
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, said, extra_tags=undo)
            return redirect(to)
    page = {"form": form, "back": to, **context}
    return render(request, template, page, status=422 if form.errors else 200)


def press(
    request: HttpRequest, act: Callable[[], Any], *, to: str, said: str, undo: str = ""
) -> HttpResponse:
    """Act on a button; ``undo`` is the address of the button that takes it back."""
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said, extra_tags=undo)
    return redirect(to)


def bound(
    form: type[forms.Form], request: HttpRequest, initial: dict[str, Any] | None = None, **more: Any
) -> Any:
    """The form with what was sent; or, before anything was sent, with ``initial``."""
    return form(request.POST if request.method == "POST" else None, initial=initial, **more)
