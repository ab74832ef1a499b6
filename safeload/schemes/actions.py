"""Writes of schemes: a new version, an adoption. What is adopted stays as it was; a change is a new version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.domain.scheme import Scheme, SchemeError
from safeload.people import permits
from safeload.people.models import Account, ServiceArea
from safeload.people.rights import Thing
from safeload.schemes import files
from safeload.schemes.models import Adoption, SchemeVersion

_VERSION = re.compile(r"[\w.-]+(?: [\w.-]+)*\Z")


def _words(scheme: Scheme) -> dict[str, str]:
    """What the row says of the scheme; the version stands in names of files and in headings."""
    problems = []
    if not _VERSION.match(scheme.version) or len(scheme.version) > 20:
        problems.append("scheme: 'version' is up to 20 letters, digits, dots and dashes, such as 2 or 2026.1")
    if not scheme.title.isprintable() or len(scheme.title) > 200:
        problems.append("scheme: 'title' is one line of up to 200 characters")
    if problems:
        raise SchemeError(problems, scheme.id)
    return {"scheme_id": scheme.id, "version": scheme.version, "title": scheme.title}


@write
def add_version(*, text: str, by: Account | None, note: str = "") -> SchemeVersion:
    """Keep a scheme's text as a version. The same text again gives the version that is there.

    Raises SchemeError where the scheme may not exist, or where another text has its version already.
    """
    permits.require(permits.scope_of(by), "propose", Thing.SCHEME)
    scheme = files.read_text(text)
    there = SchemeVersion.objects.filter(scheme_id=scheme.id, version=scheme.version).first()
    if there and there.text == text:
        return there
    if there:
        raise SchemeError(
            [
                f"scheme: version {scheme.version} of {scheme.id} is there already with another text; "
                "give the change a new version"
            ],
            scheme.id,
        )
    made = SchemeVersion.objects.create(text=text, note=note, created_by=by, **_words(scheme))
    record(
        by=by,
        did="scheme version added",
        on=("scheme version", made.pk),
        scheme=scheme.id,
        version=scheme.version,
    )
    return made


@write
def adopt(
    *,
    version: SchemeVersion,
    by: Account | None,
    starts_on: date,
    agreed_by: str,
    agreed_on: date,
    service_area: ServiceArea | None = None,
    main: bool = True,
    chosen: Mapping[str, str] | None = None,
) -> Adoption:
    """Let a version hold from a day on; a main one takes the place of whatever was to count from that day.

    Raises SchemeError for settings that the scheme does not have, Refusal where it is shown there already.
    """
    permits.require(permits.scope_of(by), "approve", Thing.SCHEME)
    settings = dict(chosen or {})
    files.read_text(version.text, settings, version.scheme_id)
    there = Adoption.objects.select_for_update().filter(
        Q(ends_on=None) | Q(ends_on__gt=starts_on), service_area=service_area, main=main
    )
    for before in there:
        if main:
            before.ends_on = max(starts_on, before.starts_on)
            before.save(update_fields=["ends_on"])
        elif before.version_id == version.pk and before.chosen == settings:
            raise Refusal("It is shown there already.", "place")
    made = Adoption.objects.create(
        version=version,
        service_area=service_area,
        main=main,
        chosen=settings,
        starts_on=starts_on,
        agreed_by=agreed_by,
        agreed_on=agreed_on,
        recorded_by=by,
    )
    record(
        by=by,
        did="scheme adopted",
        on=("scheme adoption", made.pk),
        scheme=version.scheme_id,
        version=version.version,
        starts_on=starts_on,
    )
    return made


@write
def stop_showing(*, adoption_id: int, by: Account | None, on: date) -> Adoption:
    """From a day on, a scheme is no longer shown beside the main one. The main one ends by another's adoption."""
    permits.require(permits.scope_of(by), "approve", Thing.SCHEME)
    row = Adoption.objects.select_for_update().get(pk=adoption_id, main=False)
    row.ends_on = max(on, row.starts_on)
    row.save(update_fields=["ends_on"])
    record(by=by, did="scheme no longer shown", on=("scheme adoption", row.pk), ends_on=row.ends_on)
    return row
