"""How actions change a row: locked, version checked, constraints in words, differences told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models

from safeload.audit.chain import plain_details
from safeload.audit.refusals import Refusal, check_version

M = TypeVar("M", bound=models.Model)

#: Of these the record says that they changed, never what they say.
_PERSONAL = frozenset({"name", "email", "text", "why", "why_waiting", "swe_number", "values"})


def locked(model: type[M], pk: int, version: int | None = None, what: str = "this") -> M:
    """The row, locked for change. Raises Refusal where it is gone, ChangedMeanwhile if it moved on."""
    row = model._default_manager.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None:
        raise Refusal(f"There is no such entry any more: {what}.")
    check_version(row, version, what)
    return row


def amend(row: M, changes: Mapping[str, Any], check: Callable[[M], None] | None = None) -> dict[str, Any]:
    """Set what differs and save as the next version; the differences, for the record. None: no change."""
    before = {name: getattr(row, name) for name in changes}
    different = {name: value for name, value in changes.items() if value != before[name]}
    if not different:
        return {}
    for name, value in different.items():
        setattr(row, name, value)
    if check is not None:
        check(row)
    if hasattr(row, "version"):
        row.version += 1
    keep(row)
    return {name: _told(name, before[name], value) for name, value in different.items()}


def keep(row: M) -> M:
    """Check and save a row. Raises Refusal with the sentence of the field or constraint not met."""
    try:
        row.full_clean()
    except ValidationError as problem:
        name, messages = next(iter(problem.message_dict.items()))
        raise Refusal(messages[0], "" if name == NON_FIELD_ERRORS else name) from problem
    try:
        row.save()
    except IntegrityError as problem:
        raise Refusal("Somebody saved the same at the same moment. Look at the page again.") from problem
    return row


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What changed between two states of a row, for the record."""
    return {name: _told(name, before[name], after[name]) for name in after if before[name] != after[name]}


def _told(name: str, before: Any, after: Any) -> Any:
    if name in _PERSONAL:
        return "changed"
    return [plain_details(getattr(value, "pk", value)) for value in (before, after)]
