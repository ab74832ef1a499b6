"""Everybody for one household: "why me, why not her?", and what would have to change (ALL-01, rules 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from safeload.domain.allocation.preferences import names_of
from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.why import Option
from safeload.domain.allocation.words import change_said
from safeload.planner.presenters.said import (
    HIDES_BAND,
    before_after,
    option_figures,
    ruled_out,
    terms_told,
)
from safeload.planner.queries.naming import Reader
from safeload.web import formats

#: More than so many who cannot hold it are folded.
_FOLDED = 12
#: What would have to be otherwise with a colleague, without an amount or anything of their own.
_OF_OTHERS = {
    "room": "would need more room",
    "taken": "has the room, but is named for others",
    "week": "is not asked for more at present",
    "term": "weighs more, all together",
}


@dataclass(frozen=True)
class OptionRow:
    """One practitioner for the household."""

    id: str
    name: str
    team: str
    #: Codes of the bands; empty where none is told.
    band_before: str
    band_after: str
    #: recommended, helper, or empty.
    place: str
    figures: str
    bands: SafeString | str
    speaks: tuple[str, ...]
    against: tuple[str, ...]
    ruled_out: str
    dearer: str
    changes: tuple[str, ...]
    own: bool


def option_rows(
    proposal: Proposal, unit: str, reader: Reader, own: str, opened: frozenset[str]
) -> list[OptionRow]:
    """Everybody, whom the plan names first, then who could take it by what it would cost, then who has no room by how
    much they would need, then who may not, by name.

    ``own``: the id of the practitioner who reads; ``opened``: teams whose figures are open to the reader.
    """
    people = {one.id: one for one in proposal.numbers.people}
    chosen = next((one for one in proposal.assignments if one.unit == unit), None)
    lead, helper = (chosen.practitioner, chosen.co_worker) if chosen else ("", "")
    asked = names_of(proposal.numbers.ground, proposal.unit(unit))
    ordered = sorted(
        proposal.options(unit),
        key=lambda one: (one.person != lead, one.person != helper, bool(one.ruled_out), one.dearer is None,
                         one.dearer or 0, *_needed(one, people[one.person].team in opened),
                         reader.name(one.person).casefold()),
    )  # fmt: skip
    rows = []
    for one in ordered:
        person = people[one.person]
        openly = person.team in opened or one.person == own
        speaks, against = terms_told(one, asked, openly=openly)
        ruled = one.ruled_out[0] if one.ruled_out else None
        hides = not openly and ruled is not None and ruled[0] in HIDES_BAND
        rows.append(
            OptionRow(
                id=one.person,
                name=reader.name(one.person),
                band_before="" if hides else one.band_before,
                band_after="" if hides else one.band_after,
                team=reader.teams.get(person.team, ""),
                place="recommended" if one.person == lead else "helper" if one.person == helper else "",
                figures=option_figures(proposal, one, person.line) if openly else "",
                bands="" if hides else before_after(person, one.band_before, one.band_after),
                speaks=tuple(speaks),
                against=tuple(against),
                ruled_out=ruled_out(proposal, person, *ruled, openly=openly) if ruled else "",
                dearer=f"{formats.amount(one.dearer)} more" if one.dearer and openly else "",
                changes=tuple(
                    _change(proposal, one, change, openly) for change in one.changes if change.kind != "rule"
                ),
                own=one.person == own,
            )
        )
    return rows


def folded(rows: list[OptionRow]) -> dict[str, list[OptionRow]]:
    """``rows`` to be seen at once, and ``kept_out`` to be opened: where many cannot hold it, they follow folded."""
    out = [row for row in rows if row.ruled_out and not row.place and not row.own]
    if len(out) <= _FOLDED:
        return {"rows": rows, "kept_out": []}
    return {"rows": [row for row in rows if row not in out], "kept_out": out}


def _needed(one: Option, openly: bool) -> tuple[bool, Fraction]:
    """The reader's own people first, by how much more room they would need; of others not even the order tells it."""
    room = (change.amount for change in one.changes if change.kind == "room")
    return not openly, next(room, Fraction(0)) if openly else Fraction(0)


def _change(proposal: Proposal, one: Option, change: object, openly: bool) -> str:
    """What would have to be otherwise; of others no amount of load is told."""
    kind = change.kind  # type: ignore[attr-defined]
    if not openly and kind in _OF_OTHERS:
        return _OF_OTHERS[kind]
    return change_said(proposal, one, change)  # type: ignore[arg-type]
