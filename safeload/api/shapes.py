"""What bodies and answers are made of: keys, days and texts that every database takes; pages; what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from safeload.audit.refusals import Refusal
from safeload.domain.scheme.model import Field as Asked
from safeload.people.answers import checked
from safeload.people.models.versioned import Versioned as VersionedRow

T = TypeVar("T")
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 31)


def _a_day(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise ValueError("Enter a date from 1900 to 2200.")
    return day


#: A key of a table: more than JSON's whole numbers hold, no table has.
Key = Annotated[int, Field(ge=1, le=2**53 - 1)]
Day = Annotated[date, AfterValidator(_a_day)]
#: The version of what was read, so that no change is lost unseen; left out, nothing is compared.
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Short = Annotated[str, Field(max_length=200)]
Long = Annotated[str, Field(max_length=2000)]
#: What a scheme asks: a code, several, a number as text such as "2.5", true or false, a date as text.
Answer = (
    bool
    | Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
    | Short
    | Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=60)]
    | None
)
Answers = Annotated[dict[str, Answer], Field(max_length=200)]


class Body(Schema):
    """What is sent. A field that is not known is refused: it would be a change that does not happen."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)

    def given(self, *without: str) -> dict[str, Any]:
        """What was sent, and nothing that was not."""
        return {
            name: value for name, value in self.model_dump(exclude_unset=True).items() if name not in without
        }


class Versioned(Body):
    """A correction of something that carries a version."""

    version: Version | None = None


def _without_defaults(schema: dict[str, Any]) -> None:
    for one in schema.get("properties", {}).values():
        one.pop("default", None)


class Correction(Versioned):
    """A correction of which only what is sent is changed; so what is not sent has no default to be told."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class LastDay(Versioned):
    """The last day of something; null takes it back."""

    on: Day | None


class OnDay(Versioned):
    """The day of something."""

    on: Day


class Undo(Body):
    """Whether to take it out, or to put it back."""

    undo: bool = False


class Kept(Schema):
    """What a change touched: its key, and its version for the next change; how many, where it was about many."""

    id: int | None = None
    version: int | None = None
    number: int | None = None


class Page(Schema, Generic[T]):
    """One page, by key. ``next`` is the cursor of the page after it; none: this is the last."""

    items: list[T]
    next: str | None


def kept(row: Any) -> Kept:
    """What was changed, as its answer tells it."""
    return Kept(id=row.pk, version=row.version if isinstance(row, VersionedRow) else None)


def answers_to(fields: Mapping[str, Asked], given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept. Raises Refusal, with the field's name, for what no scheme asks or allows."""
    found = {}
    for name, value in given.items():
        if name not in fields:
            raise Refusal(f"No scheme asks for “{name}” here.", name)
        if fields[name].kind == "codes" and value is not None and not isinstance(value, str | list):
            raise Refusal(f"{fields[name].title}: give a list of codes.", name)
        found[name] = checked(fields[name], value)
    return found
