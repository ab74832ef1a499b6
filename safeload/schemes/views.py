"""Pages of schemes: open to read for everybody with a role (PRN-01); changed and adopted by those who may."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from safeload.audit.refusals import Refusal
from safeload.domain.scheme import SchemeError
from safeload.people.models import ServiceArea
from safeload.people.pages import form_page, press
from safeload.people.queries import areas
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.people.views.shared import require
from safeload.schemes import actions, files, presenters, queries
from safeload.schemes.facts import scheme_of
from safeload.schemes.forms import ELSEWHERE, AdoptForm, TextForm
from safeload.schemes.models import Adoption, SchemeVersion

_LEAD = (
    "Where loads are to go by it, the scheme that counts there ends on that day, and one that was to begin later "
    "does not begin. Figures of the days before stay open to the rules they came from."
)


def _readable(request: Request) -> None:
    require(request.scope.system or request.scope.practitioner_id or request.scope.sees(Thing.SCHEME))


def _may(request: Request, verb: str) -> bool:
    return bool(request.scope.does(verb, Thing.SCHEME))


def schemes(request: Request) -> HttpResponse:
    """Which scheme holds where, and every version there is."""
    _readable(request)
    adoptions = list(queries.adoptions_on(request.scope.on))
    context = {
        "main": [one for one in adoptions if one.main],
        "beside": [one for one in adoptions if not one.main],
        "later": queries.adoptions_after(request.scope.on),
        "elsewhere": presenters.elsewhere(adoptions),
        "versions": queries.versions(),
        "may_propose": _may(request, "propose"),
        "may_adopt": _may(request, "approve"),
    }
    return render(request, "schemes/schemes.html", context)


def scheme(request: Request, pk: int) -> HttpResponse:
    """One version: what counts, how the line is set, where the bands begin, and the rules in its own words."""
    _readable(request)
    version = get_object_or_404(SchemeVersion, pk=pk)
    found = files.read_text(version.text, source=version.scheme_id)
    adopted = [(one, scheme_of(one).settings) for one in version.adoptions.select_related("service_area")]
    context = {
        "version": version,
        "scheme": found,
        "adopted": adopted,
        "may_propose": _may(request, "propose"),
        "may_adopt": _may(request, "approve"),
        **presenters.described(found),
    }
    return render(request, "schemes/scheme.html", context)


def scheme_text(request: Request, pk: int) -> HttpResponse:
    """The text, to take away: schemes are files that employers can exchange."""
    _readable(request)
    version = get_object_or_404(SchemeVersion, pk=pk)
    name = f"{version.scheme_id}-{version.version}.toml"
    return HttpResponse(
        version.text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def add_scheme(request: Request) -> HttpResponse:
    """A scheme of one's own, typed or from a file; a shipped one to begin with."""
    name = request.GET.get("from", "")
    text = files.shipped_text(name) if name in files.shipped_names() else ""
    return _written(request, text, "Add a scheme", reverse("schemes"))


def change_scheme(request: Request, pk: int) -> HttpResponse:
    """A new version of a scheme; the old one stays, for old figures are opened down to it."""
    version = get_object_or_404(SchemeVersion, pk=pk)
    return _written(request, version.text, f"Change {version.title}", reverse("scheme", args=[pk]))


def _written(request: Request, text: str, heading: str, back: str) -> HttpResponse:
    require(_may(request, "propose"))
    posted = request.method == "POST"
    form = TextForm(
        request.POST if posted else None, request.FILES if posted else None, initial={"text": text}
    )

    def act(given: dict[str, Any]) -> None:
        try:
            actions.add_version(text=given["text"], by=request.user, note=given["note"])
        except SchemeError as wrong:
            raise _refusal(wrong, "text") from wrong

    return form_page(
        request,
        form,
        act,
        to=reverse("schemes"),
        heading=heading,
        button="Check and save",
        said="The scheme holds together and is kept. It counts once it is adopted.",
        template="schemes/edit.html",
        shipped=files.shipped_names(),
    )


def adopt_scheme(request: Request, pk: int) -> HttpResponse:
    """Let a version hold in a service area from a day on."""
    require(_may(request, "approve"))
    version = get_object_or_404(SchemeVersion, pk=pk)
    found = files.read_text(version.text, source=version.scheme_id)
    posted = request.method == "POST"
    today = timezone.localdate()
    form = AdoptForm(
        request.POST if posted else None,
        areas=list(areas()),
        scheme=found,
        initial={"starts_on": today, "agreed_on": today},
    )

    def act(given: dict[str, Any]) -> None:
        area = (
            None if given["service_area"] == ELSEWHERE else ServiceArea.objects.get(pk=given["service_area"])
        )
        try:
            actions.adopt(
                version=version,
                by=request.user,
                starts_on=given["starts_on"],
                agreed_by=given["agreed_by"],
                agreed_on=given["agreed_on"],
                service_area=area,
                main=given["place"] == "main",
                chosen=form.chosen,
            )
        except SchemeError as wrong:
            raise _refusal(wrong, "") from wrong

    return form_page(
        request,
        form,
        act,
        to=reverse("schemes"),
        heading=f"Adopt {version.title}",
        lead=_LEAD,
        button="Adopt",
        said="The scheme is adopted.",
    )


def _refusal(wrong: SchemeError, field: str) -> Refusal:
    return Refusal(f"{wrong.problems[0][:1].upper()}{wrong.problems[0][1:]}.", field)


@require_POST
def stop_showing(request: Request, pk: int) -> HttpResponse:
    """A scheme is no longer shown beside the one that counts."""
    require(_may(request, "approve"))
    get_object_or_404(Adoption, pk=pk, main=False)
    return press(
        request,
        lambda: actions.stop_showing(adoption_id=pk, by=request.user, on=timezone.localdate()),
        to=reverse("schemes"),
        said="It is no longer shown.",
    )
