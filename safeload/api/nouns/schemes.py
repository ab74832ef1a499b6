"""Schemes: every version, and which holds where; open to everybody with a role (PRN-01)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Day, Kept, Key, Page, Short, kept
from safeload.people.models import ServiceArea
from safeload.people.rights import Thing
from safeload.schemes import actions, files, queries
from safeload.schemes.models import Adoption, SchemeVersion

router = Router(tags=["schemes"])
Setting = Annotated[str, Field(max_length=60)]


class VersionOut(Schema):
    """A version of a scheme; its text is fixed."""

    id: int
    scheme_id: str
    version: str
    title: str
    note: str
    created_at: datetime


class TextOut(VersionOut):
    """A version with its text, as ``safeload scheme check`` reads it."""

    text: str


class AdoptionOut(Schema):
    """A version in force from a day on: for a service area, or for all that have none of their own."""

    id: int
    version_id: int
    service_area_id: int | None
    main: bool
    chosen: dict[str, Any]
    starts_on: date
    ends_on: date | None
    agreed_by: str
    agreed_on: date


class On(Paging):
    """On which day; left out: today."""

    on: Day | None = None


@reads(router, "/schemes")
def schemes(request: Call, paging: Query[Paging]) -> Page[VersionOut]:
    """Every version of a scheme that there is."""
    _readable(request)
    return page_of(request, queries.versions(), paging)


@reads(router, "/schemes/{int:pk}")
def scheme(request: Call, pk: Key) -> TextOut:
    """One version with its text."""
    _readable(request)
    return TextOut.model_validate(within(queries.versions(), pk))


@reads(router, "/adoptions")
def adoptions(request: Call, on: Query[On]) -> Page[AdoptionOut]:
    """Which versions hold on a day, and where."""
    _readable(request)
    return page_of(request, queries.adoptions_on(on.on or request.scope.on), on)


class VersionIn(Body):
    """A scheme’s text. The same text again is the same version."""

    text: Annotated[str, Field(min_length=1, max_length=files.LARGEST)]
    note: Short = ""


class AdoptionIn(Body):
    """From when a version holds, where, and who agreed it."""

    version_id: Key
    service_area_id: Key | None = None
    main: bool = True
    chosen: Annotated[dict[Setting, Setting], Field(max_length=100)] = {}
    starts_on: Day
    agreed_by: Annotated[str, Field(min_length=1, max_length=200)]
    agreed_on: Day


class Stopping(Body):
    """From which day it is no longer shown."""

    on: Day


@writes(router, "POST", "/schemes", actions.add_version, status=201)
def add_version(request: Call, body: VersionIn) -> Kept:
    """Keep a scheme’s text as a version; it counts once it is adopted."""
    text = body.text.replace("\r\n", "\n").rstrip() + "\n"
    return kept(actions.add_version(by=request.account, text=text, note=body.note))


@writes(router, "POST", "/adoptions", actions.adopt, status=201)
def adopt(request: Call, body: AdoptionIn) -> Kept:
    """Let a version hold in a service area from a day on."""
    given = body.given("version_id", "service_area_id")
    version = within(SchemeVersion.objects.all(), body.version_id)
    area = within(ServiceArea.objects.all(), body.service_area_id) if body.service_area_id else None
    return kept(actions.adopt(by=request.account, version=version, service_area=area, **given))


@writes(router, "POST", "/adoptions/{int:pk}/stop", actions.stop_showing)
def stop_showing(request: Call, pk: Key, body: Stopping) -> Kept:
    """No longer show a scheme beside the one that counts."""
    within(Adoption.objects.filter(main=False), pk)
    return kept(actions.stop_showing(by=request.account, adoption_id=pk, on=body.on))


def _readable(call: Call) -> None:
    require(call.scope.practitioner_id or call.scope.sees(Thing.SCHEME))
