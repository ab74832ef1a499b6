"""What people did with a run, summed up: who was asked, what they answered, what was decided, what still waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from safeload.allocation.models import Answer, ProposedCase
from safeload.allocation.models import Proposal as Asked
from safeload.domain.allocation.propose import Proposal
from safeload.planner.models import Run
from safeload.planner.presenters.runs import title
from safeload.planner.queries.naming import Reader

#: So many households of a line are named; the others stand in the tables below.
_NAMED = 12

#: What is told, in its order: code → of one household, of several.
_WORDS = {
    "named": ("was proposed to whom it names", "were proposed to whom it names"),
    "another": ("was proposed to somebody else", "were proposed to somebody else"),
    "let-wait": (
        "that it would let wait was proposed to somebody",
        "that it would let wait were proposed to somebody",
    ),
    "agree": ("was agreed to", "were agreed to"),
    "agree-if": ("was agreed to under a condition", "were agreed to under a condition"),
    "not-agreed": ("was not agreed to", "were not agreed to"),
    "no-answer": ("has no answer yet", "have no answer yet"),
    "allocated": ("went to whom it names", "went to whom it names"),
    "otherwise": (
        "was decided otherwise: given to somebody else, not given, or taken back",
        "were decided otherwise: given to somebody else, not given, or taken back",
    ),
    "without": (
        "went to somebody or was closed without a proposal",
        "went to somebody or were closed without a proposal",
    ),
    "waits": ("waits still, and nobody is being asked", "wait still, and nobody is being asked"),
}


@dataclass(frozen=True)
class Line:
    """One thing that people did: how many households, and where the words of it are read."""

    number: int
    words: str
    homes: tuple[tuple[str, str], ...]
    #: How many more there are than are named.
    more: int


def lines(
    one: Run,
    proposal: Proposal,
    reader: Reader,
    became: Mapping[str, Sequence[ProposedCase]],
    gone: Collection[str],
) -> tuple[Line, ...]:
    """Every line with somebody in it, of the households that the reader may read.

    ``became``: what was proposed since, by case; ``gone``: cases that somebody holds now, or that were closed.
    Nothing where nobody has done anything yet.
    """
    named = {found.unit: found.practitioner for found in proposal.assignments}
    found: dict[str, list[tuple[str, str]]] = {}
    for unit in proposal.numbers.waiting:
        if not reader.opens(unit.cases):
            continue
        made = _made(unit.cases, became)
        if unit.id not in named and not made:
            continue
        place = reverse("proposal", args=[made[-1].pk]) if made else ""
        home = title(reader, unit.cases), place or reverse("planner_household", args=[one.pk, unit.id])
        for code in _codes(made, named.get(unit.id, ""), all(case in gone for case in unit.cases)):
            found.setdefault(code, []).append(home)
    if not found.keys() - {"waits"}:
        return ()
    return tuple(
        Line(len(homes), words[len(homes) > 1], tuple(homes[:_NAMED]), max(0, len(homes) - _NAMED))
        for code, words in _WORDS.items()
        if (homes := found.get(code))
    )


def _made(cases: Sequence[str], became: Mapping[str, Sequence[ProposedCase]]) -> list[Asked]:
    """The proposals to hold it since the run, in their order, each once."""
    rows = {row.proposal.pk: row.proposal for case in cases for row in became.get(case, ())}
    return sorted((made for made in rows.values() if made.share is None), key=lambda made: made.proposed_at)


def _codes(made: Sequence[Asked], named: str, gone: bool) -> list[str]:
    if not made:
        return ["without" if gone else "waits"]
    last = made[-1]
    asked = ("named" if any(_whose(one) == named for one in made) else "another") if named else "let-wait"
    codes = [asked]
    answers = list(last.answers.all())
    if answers:
        codes.append(_SAYS[Answer.Says(answers[-1].says)])
    elif last.outcome == Asked.Outcome.OPEN:
        codes.append("no-answer")
    if last.outcome == Asked.Outcome.OPEN:
        return codes
    if last.outcome == Asked.Outcome.ALLOCATED and last.undone_at is None:
        codes.append("allocated" if _whose(last) == named else "otherwise")
    else:
        codes += ["otherwise"] if gone else ["otherwise", "waits"]
    return codes


def _whose(one: Asked) -> str:
    return f"p{one.post.practitioner_id}"


_SAYS = {
    Answer.Says.AGREE: "agree",
    Answer.Says.AGREE_IF: "agree-if",
    Answer.Says.NOT_AGREED: "not-agreed",
}
