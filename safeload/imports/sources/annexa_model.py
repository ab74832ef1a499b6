"""What reading an Annex A workbook gives: open children, each once, and everything that was not used,
explained."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from safeload.imports.codes import PROCEEDINGS
from safeload.imports.sources.records import Explained, Fault
from safeload.imports.values import Unrecognised


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a list, as the spreadsheet numbers it."""

    list_number: int
    file: str
    sheet: str
    row: int

    def __str__(self) -> str:
        return f"List {self.list_number}, row {self.row}"


@dataclass(frozen=True, slots=True)
class Child:
    """One open case. Codes are those of `codes`; "" where a list says nothing. No name, address or date of
    birth.

    `worker` is as written, "" where no list names one. `came_from` gives for each filled field the list it
    was read from, `places` the row of each list that the child stands in.
    """

    ref: str
    status: str
    team: str
    worker: str
    age_band: str
    legal_status: str
    abuse: str
    need: str
    disability: str
    uasc: str
    out_of_area: str
    eligibility: str
    missing: int | None
    start: datetime.date | None
    plan_start: datetime.date | None
    care_start: datetime.date | None
    last_visit: datetime.date | None
    last_review: datetime.date | None
    places: tuple[Place, ...]
    came_from: Mapping[str, int]

    @property
    def proceedings(self) -> str:
        """“care” or “adoption” where the legal status is one under which proceedings run, else ""."""
        return PROCEEDINGS.get(self.legal_status, "")

    @property
    def looked_after(self) -> bool:
        """True where List 8, or List 6 by its case status, says that the child is looked after."""
        return self.status == "looked_after"

    @property
    def on_plan(self) -> bool:
        """True where the child is on a child protection plan, looked after besides or not."""
        return self.status == "child_protection" or any(place.list_number == 7 for place in self.places)

    def source(self, field: str) -> Place | None:
        """The row that a field's value was read from; None where it is not filled."""
        number = self.came_from.get(field)
        return next((place for place in self.places if place.list_number == number), None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two lists that say different things of one child: `about` worker, status or open; `told` by whom;
    `taken`."""

    ref: str
    about: str
    told: tuple[tuple[Place, str], ...]
    taken: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One referral, assessment or section 47 enquiry: throughput of who did it then, never who holds the
    case now.

    `started` is the date of referral, of the assessment's start or of the strategy discussion; `finished`
    the date of authorisation or of the conference; `outcome` yes/no: no further action, or a plan made.
    """

    kind: str
    ref: str
    started: datetime.date | None
    finished: datetime.date | None
    outcome: str
    team: str
    worker: str
    place: Place


@dataclass(frozen=True, slots=True)
class ListRead:
    """A sheet that was recognised: which list, the row of its headings, its rows below them and how many
    were used."""

    number: int
    title: str
    file: str
    sheet: str
    heading_row: int
    rows: int
    used: int


@dataclass(frozen=True, slots=True)
class AnnexA:
    """The whole reading. `rows_in == rows_used + rows_explained` has been checked."""

    files: tuple[str, ...]
    lists: tuple[ListRead, ...]
    children: tuple[Child, ...]
    activities: tuple[Activity, ...]
    conflicts: tuple[Conflict, ...]
    unrecognised: tuple[Unrecognised, ...]
    faults: tuple[Fault, ...]
    explained: tuple[Explained, ...]
    rows_in: int
    rows_used: int

    @property
    def rows_explained(self) -> int:
        """How many rows were read and not used, each with its reason."""
        return sum(entry.rows for entry in self.explained)

    @property
    def blocked(self) -> tuple[Fault, ...]:
        """The faults for which nothing may be imported until they are put right."""
        return tuple(fault for fault in self.faults if fault.blocking)

    def workers(self) -> Counter[str]:
        """Each worker's name as written and how many open children it stands beside; "" is nobody."""
        return Counter(child.worker for child in self.children)

    def teams(self) -> Counter[str]:
        """Each team's name as written and how many open children it stands beside."""
        return Counter(child.team for child in self.children)

    def throughput(self) -> Counter[tuple[str, str, str]]:
        """How many (kind of activity, team, worker) the Lists 3 to 5 show."""
        return Counter((one.kind, one.team, one.worker) for one in self.activities)
