"""What words in lists mean: answered once, remembered, and corrected at any time."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.imports import codes
from safeload.imports.models import SettledName, SettledTeam, SettledValue
from safeload.imports.names import normalise
from safeload.people import permits
from safeload.people.models import Practitioner, ServiceArea, Team
from safeload.people.rights import Thing

_TABLES = {"name": SettledName, "team": SettledTeam, "value": SettledValue}
#: Fields of lists → their codes.
CODE_LISTS = {
    one.name: one
    for one in (
        codes.YES_NO_UNKNOWN, codes.DISABILITY, codes.CASE_STATUS, codes.LEGAL_STATUS, codes.NEED,
        codes.ABUSE, codes.OUT_OF_AREA, codes.ELIGIBILITY, codes.AGE_BAND, codes.ROLE, codes.COMMITMENT,
        codes.UNIT,
    )
}  # fmt: skip


@write
def settle_name(*, by: Any, written: str, meaning: str, practitioner_id: int | None = None) -> SettledName:
    """Remember whom a name in lists means. Raises Refusal for somebody who is not here."""
    _may(by)
    if meaning not in SettledName.Meaning.values:
        raise Refusal("Choose what the name means.", "name")
    wants = meaning == SettledName.Meaning.PRACTITIONER
    if wants and not Practitioner.objects.filter(pk=practitioner_id or 0).exists():
        raise Refusal("Choose who it is.", "name")
    row, _ = SettledName.objects.update_or_create(
        name=_short(normalise(written)),
        defaults={
            "written": _short(written),
            "meaning": meaning,
            "practitioner_id": practitioner_id if wants else None,
            "settled_by": by,
            "settled_at": timezone.now(),
        },
    )
    who = row.practitioner_id
    record(by=by, did="imports.settle", on=("settled name", row.pk), meaning=meaning, practitioner=who)
    return row


@write
def settle_team(
    *, by: Any, written: str, team_id: int | None = None, area_id: int | None = None
) -> SettledTeam:
    """Remember which team a team's name means, or that it is to be added to a service area, or is not ours."""
    _may(by)
    if team_id is not None and not Team.objects.filter(pk=team_id, ended_on__isnull=True).exists():
        raise Refusal("There is no such team any more.", "team")
    if area_id is not None and not ServiceArea.objects.filter(pk=area_id, ended_on__isnull=True).exists():
        raise Refusal("There is no such service area any more.", "team")
    row, _ = SettledTeam.objects.update_or_create(
        name=_short(normalise(written)),
        defaults={
            "written": _short(written),
            "team_id": team_id,
            "new_in_id": None if team_id else area_id,
            "settled_by": by,
            "settled_at": timezone.now(),
        },
    )
    record(by=by, did="imports.settle", on=("settled team", row.pk), team=team_id, area=area_id)
    return row


@write
def settle_value(*, by: Any, field: str, wording: str, written: str, code: str) -> SettledValue:
    """Remember which code a wording means; "" leaves it out. Raises Refusal for a code that is none."""
    _may(by)
    if field not in CODE_LISTS or (code and code not in CODE_LISTS[field].labels):
        raise Refusal("Choose one of the values.", "value")
    row, _ = SettledValue.objects.update_or_create(
        field=field,
        wording=_short(wording),
        defaults={
            "written": _short(written),
            "code": code,
            "settled_by": by,
            "settled_at": timezone.now(),
        },
    )
    record(by=by, did="imports.settle", on=("settled value", row.pk), field=field, code=code)
    return row


@write
def forget(*, by: Any, about: str, pk: int) -> str:
    """Take an answer back, so that it is asked again; what was written."""
    _may(by)
    row = _TABLES[about].objects.filter(pk=pk).first()  # type: ignore[attr-defined]
    if row is None:
        raise Refusal("This answer has been taken back already.")
    record(by=by, did="imports.forget", on=(f"settled {about}", pk))
    row.delete()
    return str(row.written)


def _may(by: Any) -> None:
    permits.require(permits.scope_of(by), "change", Thing.LISTS)


def _short(text: str) -> str:
    return " ".join(text.split())[:200]
