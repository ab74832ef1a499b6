"""Tells the floors below what the schemes in force ask for, so that their forms follow the schemes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from safeload.domain.scheme.model import Commitment, Field
from safeload.schemes import facts, queries


class Schemes:
    """What ``people.asked`` asks: fields and kinds of commitment of the schemes in force on a day."""

    def fields(self, of: str, on: date, service_area_id: int | None) -> Mapping[str, Field]:
        """Fields of a "case", a "task" or a "practitioner"; of every scheme in force where no area is named."""
        schemes = None if service_area_id is None else facts.side_by_side(service_area_id, on)
        found = facts.fields_asked(on, of, schemes)
        return {name: field for name, field in found.items() if isinstance(field, Field)}

    def commitments(self, on: date) -> Mapping[str, Commitment]:
        """The kinds of commitment that any scheme in force knows, the first of a kind winning."""
        found: dict[str, Commitment] = {}
        for adoption in queries.adoptions_on(on):
            for one in facts.scheme_of(adoption).commitments:
                found.setdefault(one.kind, one)
        return found
