"""A run on its page: what is recommended for each household, what waits and why, everybody's load, the proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from safeload.allocation.models import Answer, ProposedCase
from safeload.allocation.models import Proposal as Asked
from safeload.domain.allocation.preferences import names_of
from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.question import Waiting
from safeload.domain.allocation.words import heavy_said, paid_said, waits_said
from safeload.planner.models import Run
from safeload.planner.presenters.said import amount, before_after, option_figures, proof_told, terms_told
from safeload.planner.queries.naming import Reader, key_of
from safeload.web import formats

_PRIORITIES = {1: "Urgent", 2: "High", 3: "Standard or can wait"}


@dataclass(frozen=True)
class Became:
    """What people did with a household since the run."""

    words: str
    href: str
    #: Whether whoever was asked is whom the run names.
    as_named: bool


@dataclass(frozen=True)
class HomeRow:
    """One household. ``who`` is empty where it goes on waiting."""

    unit: str
    title: str
    priority: str
    days: str
    team: str
    href: str
    who: str = ""
    helper: str = ""
    figures: str = ""
    bands: SafeString | str = ""
    speaks: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    became: tuple[Became, ...] = ()
    #: Where it is proposed, and which team's people are asked for there.
    place: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class LoadRow:
    """One practitioner without and with what is proposed; figures only for whoever may read them."""

    name: str
    team: str
    figures: str
    line: str
    bands: SafeString
    given: int


def ordered(proposal: Proposal) -> list[Waiting]:
    """The households of a run: what could be taken first, each by priority, then the longest wait, then its id."""
    taken = {found.unit for found in proposal.assignments}
    return sorted(
        proposal.numbers.waiting, key=lambda unit: (unit.id not in taken, unit.priority, -unit.days, unit.id)
    )


def home_rows(
    one: Run,
    proposal: Proposal,
    reader: Reader,
    became: Mapping[str, Sequence[ProposedCase]],
    units: Iterable[Waiting],
) -> list[HomeRow]:
    """Some households of the run, in their order."""
    chosen = {found.unit: found for found in proposal.assignments}
    rows = []
    for unit in units:
        opened = reader.opens(unit.cases)
        base: dict[str, Any] = {
            "unit": unit.id,
            "title": title(reader, unit.cases),
            "priority": _PRIORITIES[unit.priority],
            "days": formats.plural(unit.days, "day"),
            "team": reader.teams.get(unit.team, ""),
            "href": reverse("planner_household", args=[one.pk, unit.id]) if opened else "",
            "place": reverse("place_case", args=[key_of(unit.cases[0])]) if opened else "",
        }
        found = chosen.get(unit.id)
        seen = _became(unit.cases, found.practitioner if found else "", became) if opened else ()
        if found is not None:
            rows.append(HomeRow(**base, **_named(proposal, reader, found), became=seen))
        else:
            why = tuple(waits_said(proposal, proposal.still_waiting(unit.id)))
            rows.append(HomeRow(**base, why=why, became=seen))
    return rows


def title(reader: Reader, cases: Sequence[str]) -> str:
    """What a household is called: the references of its cases, where the reader may read them."""
    if not reader.opens(cases):
        return f"A household with {formats.plural(len(cases), 'case')}"
    return ("Case " if len(cases) == 1 else "Cases ") + formats.listed(
        [reader.references[one] for one in cases]
    )


def _named(proposal: Proposal, reader: Reader, found: Any) -> dict[str, Any]:
    mine = next(one for one in proposal.options(found.unit) if one.person == found.practitioner)
    person = next(one for one in proposal.numbers.people if one.id == found.practitioner)
    asked, open_ = (
        names_of(proposal.numbers.ground, proposal.unit(found.unit)),
        reader.reads_figures(person.team),
    )
    speaks, against = terms_told(mine, asked, openly=open_)
    elsewhere = person.team != proposal.unit(found.unit).team
    return {
        "elsewhere": f"?team={key_of(person.team)}" if elsewhere else "",
        "who": reader.name(found.practitioner),
        "helper": reader.name(found.co_worker) if found.co_worker else "",
        "figures": option_figures(proposal, mine, person.line) if open_ else "",
        "bands": before_after(person, mine.band_before, mine.band_after),
        "speaks": tuple(speaks) or ("nothing speaks against",),
        "against": (*(heavy_said(proposal, found.unit) if reader.opens(found.cases) else ()), *against),
    }


_SAYS = {
    Answer.Says.AGREE: "agreed",
    Answer.Says.AGREE_IF: "agreed under a condition",
    Answer.Says.NOT_AGREED: "did not agree",
}


def _became(
    cases: Sequence[str], named: str, became: Mapping[str, Sequence[ProposedCase]]
) -> tuple[Became, ...]:
    """What was proposed since, in its order, each proposal once."""
    found: dict[int, Became] = {}
    for case in cases:
        for row in became.get(case, ()):
            made = row.proposal
            who = made.post.practitioner
            found.setdefault(
                made.pk,
                Became(_said(made, who.name), reverse("proposal", args=[made.pk]), f"p{who.pk}" == named),
            )
    return tuple(found.values())


def _said(made: Asked, name: str) -> str:
    answers = list(made.answers.all())
    answered = f", {_SAYS[Answer.Says(answers[-1].says)]}" if answers else ""
    if made.outcome == Asked.Outcome.OPEN:
        return f"proposed to {name}{answered or ', not answered yet'}"
    if made.undone_at is not None:
        return f"allocated to {name}{answered}, and taken back"
    return f"{made.get_outcome_display().lower()}: {name}{answered}"


def load_rows(proposal: Proposal, reader: Reader) -> list[LoadRow]:
    """Everybody, by name: never by load."""
    given: dict[str, int] = {}
    for found in proposal.assignments:
        for who in (found.practitioner, found.co_worker):
            if who:
                given[who] = given.get(who, 0) + 1
    people = {one.id: one for one in proposal.numbers.people}
    rows = []
    for load in proposal.loads:
        person = people[load.id]
        if person.cannot == "manages":
            continue
        open_ = reader.reads_figures(person.team)
        rows.append(
            LoadRow(
                name=reader.name(load.id),
                team=reader.teams.get(person.team, ""),
                figures=_moved(proposal, load) if open_ else "",
                line=("not set" if load.line is None else amount(proposal, load.line)) if open_ else "",
                bands=before_after(person, load.band_before, load.band_after),
                given=given.get(load.id, 0),
            )
        )
    return sorted(rows, key=lambda row: row.name.casefold())


def _moved(proposal: Proposal, load: Any) -> str:
    before, after = amount(proposal, load.before), amount(proposal, load.after)
    return before if before == after else f"{before} → {after}"


@dataclass(frozen=True)
class Summary:
    """What stands above everything: how many, who turns amber or red, how good it is."""

    placed: int
    waiting: int
    amber: int
    red: int
    paid: tuple[str, ...]
    proof: str


def summary(proposal: Proposal) -> Summary:
    """The counts of a run; people and load are both said, for fewer points may be more heads."""
    return Summary(
        placed=len(proposal.assignments),
        waiting=len(proposal.left),
        amber=len(proposal.newly("amber")),
        red=len(proposal.newly("red")),
        paid=tuple(paid_said(proposal)),
        proof=proof_told(proposal),
    )
