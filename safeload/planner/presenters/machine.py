"""Answers of the planner for programs: the form of ``docs/planner.md``, with what the reader may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from safeload.domain.allocation.moves import Move
from safeload.domain.allocation.moving import Rebalancing
from safeload.domain.allocation.moving_words import handed_said, move_said
from safeload.domain.allocation.preferences import names_of
from safeload.domain.allocation.propose import Proposal
from safeload.domain.allocation.question import Question
from safeload.domain.allocation.words import paid_said, waits_said
from safeload.domain.quantity import plain
from safeload.planner.models import Run
from safeload.planner.presenters.household import option_rows
from safeload.planner.presenters.said import as_told, proof_told, terms_told
from safeload.planner.queries.naming import Reader, key_of


def placing(proposal: Proposal, reader: Reader) -> dict[str, Any]:
    """Who could take what waits. References of cases that are not open to the reader are left out."""
    teams = {one.id: one.team for one in proposal.numbers.people}
    return {
        "assignments": [
            {
                **_home(reader, found.unit, found.cases),
                "practitioner_id": key_of(found.practitioner),
                "practitioner": reader.name(found.practitioner),
                "co_worker_id": key_of(found.co_worker) if found.co_worker else None,
                **_reasons(
                    proposal,
                    found.unit,
                    found.practitioner,
                    reader.reads_figures(teams[found.practitioner]),
                ),
            }
            for found in proposal.assignments
        ],
        "waiting": [
            {**_home(reader, found.unit, found.cases), "reasons": waits_said(proposal, found)}
            for found in proposal.waiting
        ],
        "loads": _loads(proposal.question, reader, teams, [vars(one) for one in proposal.loads]),
        "cost": float(proposal.cost),
        "bound": float(proposal.bound),
        "gap": float(proposal.gap),
        "proven": proposal.proven,
        "proof": proof_told(proposal),
        "paid": paid_said(proposal),
        "newly_amber": len(proposal.newly("amber")),
        "newly_red": len(proposal.newly("red")),
    }


def _home(reader: Reader, unit: str, cases: Sequence[str]) -> dict[str, Any]:
    opened = reader.opens(cases)
    return {
        "household": unit,
        "case_ids": [key_of(one) for one in cases] if opened else [],
        "references": [reader.references[one] for one in cases] if opened else [],
        "cases": len(cases),
    }


def _reasons(proposal: Proposal, unit: str, who: str, openly: bool) -> dict[str, Any]:
    mine = next(one for one in proposal.options(unit) if one.person == who)
    asked = names_of(proposal.numbers.ground, proposal.unit(unit))
    speaks, against = terms_told(mine, asked, openly=openly)
    return {"reasons": speaks, "against": against}


def _loads(
    question: Question, reader: Reader, teams: Mapping[str, str], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Everybody in the order of their keys: figures where they are open, else bands."""
    found = []
    for row in rows:
        openly = reader.reads_figures(teams.get(row["id"], ""))
        amounts = {
            name: None if not openly or row[name] is None else plain(question.amount(row[name]))
            for name in ("before", "after", "line")
        }
        found.append(
            {
                "practitioner_id": key_of(row["id"]),
                "practitioner": reader.name(row["id"]),
                **amounts,
                "band_before": row["band_before"],
                "band_after": row["band_after"],
            }
        )
    return found


def moving(one: Run, reader: Reader) -> dict[str, Any]:
    """Moves of a rebalancing, by option, or of a rehearsal."""
    rehearsed = one.kind == Run.Kind.REHEARSE
    question = Rebalancing.of_data(one.question["holding"] if rehearsed else one.question)
    if rehearsed:
        return _moves(question, reader, one.answer)
    return {"options": {code: _moves(question, reader, found) for code, found in one.answer.items()}}


def _moves(question: Rebalancing, reader: Reader, found: Mapping[str, Any]) -> dict[str, Any]:
    teams = {who.id: who.team for who in question.people}
    told: dict[str, Any] = {
        "moves": [_move(question, reader, teams, Move.of_data(row)) for row in found["moves"]],
        "loads": _loads(question.as_question(), reader, teams, found["loads"]),
    }
    for name in ("cost", "bound", "gap", "ended"):
        told[name] = found[name]
    cases = {held.id: held.cases for held in question.held}
    if "hearings" in found:
        told["hearings"] = [{**_home(reader, id, cases[id]), "on": day} for id, day in found["hearings"]]
        told["unplaced"] = [
            {**_home(reader, id, cases[id]), "why": why} for id, why in found["unplaced"].items()
        ]
        after = {row["id"]: row["after"] for row in found["loads"]}
        told["paid"] = handed_said(question, after, found.get("tiers_proven", True))
    else:
        told["over_left"] = plain(question.as_question().amount(found["over_left"]))
        told["red_left"] = found["red_left"]
    return told


def _move(question: Rebalancing, reader: Reader, teams: Mapping[str, str], one: Move) -> dict[str, Any]:
    opened, amount = reader.opens(one.cases), question.as_question().amount
    return {
        **_home(reader, one.household, one.cases),
        "from_id": key_of(one.giver),
        "from": reader.name(one.giver),
        "to_id": key_of(one.taker),
        "to": reader.name(one.taker),
        "leaves": plain(amount(one.leaves)) if opened else None,
        "arrives": plain(amount(one.arrives)) if opened else None,
        "both_managers": one.other_team,
        "cost": one.cost,
        "reasons": move_said(as_told(one, openly=reader.reads_figures(teams[one.taker]))),
    }


def household(
    proposal: Proposal, unit: str, reader: Reader, own: str, opened: frozenset[str]
) -> dict[str, Any]:
    """Everybody for one household, in the words of the page."""
    rows = option_rows(proposal, unit, reader, own, opened)
    return {
        **_home(reader, unit, proposal.unit(unit).cases),
        "others": [
            {
                "practitioner_id": key_of(row.id),
                "practitioner": row.name,
                "place": row.place,
                "figures": row.figures,
                "band_before": row.band_before,
                "band_after": row.band_after,
                "for": list(row.speaks),
                "against": list(row.against),
                "ruled_out": row.ruled_out,
                "would_have_to_change": list(row.changes),
                "dearer": row.dearer,
            }
            for row in rows
        ],
    }
