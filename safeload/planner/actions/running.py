"""Carrying a run out: the question is made and kept, answered and kept; stopped, started again, asked again.

Whoever carries a run out writes it in steps of their own, so that its progress can be read and its stop be asked for
while the search goes on; only what people do with it stands in the record.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from time import monotonic, perf_counter
from typing import Any

from django.utils import timezone

from safeload.allocation.queries.weights import InForce
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.audit.writing import record, write
from safeload.domain.allocation.asking import NoLineError
from safeload.domain.allocation.propose import QuestionError
from safeload.domain.allocation.solver import Effort, version
from safeload.domain.allocation.weights import NonsenseError, weights_of
from safeload.people import permits
from safeload.people.rows import locked
from safeload.planner.kinds import KINDS
from safeload.planner.models import Run
from safeload.planner.models.runs import SILENT
from safeload.planner.queries.runs import may_stop
from safeload.schemes.facts import scheme_of

#: Seconds between two looks at whether somebody asked to stop.
_LOOK = 1.0
_LET_GO = "What was asked is not kept any more. Ask anew for how things stand now."


def run(run_id: int) -> bool:
    """Carry a run out, by whoever gets to it first; whether it was carried out here.

    A run whose job died is carried out anew: the same question has the same answer.
    """
    begun = timezone.now()
    mine = Run.objects.filter(pk=run_id, state=Run.State.WAITING) | Run.objects.filter(
        pk=run_id, state=Run.State.RUNNING, heard_at__lt=begun - SILENT
    )
    if not mine.update(
        state=Run.State.RUNNING, began_at=begun, heard_at=begun, at_work="Reading the figures"
    ):
        return False
    one = Run.objects.select_related("adoption__version", "agreed_weights").get(pk=run_id)
    try:
        _carry_out(one, Listening(run_id))
    except (NoLineError, QuestionError, NonsenseError, Refusal) as wrong:
        said = wrong.sentence if isinstance(wrong, Refusal) else str(wrong)
        _end(run_id, state=Run.State.REFUSED, trouble=said[:500])
    except Exception:
        _end(
            run_id,
            state=Run.State.REFUSED,
            trouble="It broke off with an error, which is in the log. Start it again.",
        )
        raise
    return True


def _carry_out(one: Run, heard: Listening) -> None:
    kind = KINDS[one.kind]
    if not one.question:
        agreed = InForce(weights_of(one.weights), one.agreed_weights)
        teams = sorted(team.pk for team in one.teams)
        question = kind.asked(one, scheme_of(one.adoption), teams, agreed)
        Run.objects.filter(pk=one.pk).update(question=question)
        one.question = question
    heard.at("Looking for the best answer")
    found, took = _answered(one, heard)
    stopped = heard.stopped
    _end(
        one.pk,
        state=Run.State.STOPPED if stopped else Run.State.DONE,
        answer=found,
        solver=version(),
        took=took,
    )


def _answered(one: Run, stop: Callable[[], bool] | None) -> tuple[dict[str, Any], int]:
    begun = perf_counter()
    found = KINDS[one.kind].answered(one, weights_of(one.weights), Effort(**one.effort).running(), stop)
    return found, int((perf_counter() - begun) * 1000)


def _end(run_id: int, **fields: Any) -> None:
    Run.objects.filter(pk=run_id).update(ended_at=timezone.now(), at_work="", **fields)


class Listening:
    """Asked by the search now and then: whether somebody wants it to stop. Says meanwhile how far it is."""

    def __init__(self, run_id: int) -> None:
        self.run_id, self.stopped, self._next = run_id, False, monotonic() + _LOOK
        self._far: tuple[float, float] | None = None

    def at(self, words: str) -> None:
        """Say what it is at."""
        Run.objects.filter(pk=self.run_id).update(at_work=words, heard_at=timezone.now())
        self._look()

    def __call__(self) -> bool:
        if not self.stopped and monotonic() >= self._next:
            said = {"at_work": found_said(*self._far)} if self._far else {}
            Run.objects.filter(pk=self.run_id).update(heard_at=timezone.now(), **said)
            self._look()
        return self.stopped

    def told(self, cost: float, bound: float) -> None:
        """Heard from the search, often; written once a second with the sign of life."""
        self._far = cost, bound

    def _look(self) -> None:
        self.stopped = Run.objects.filter(pk=self.run_id, stop_asked_at__isnull=False).exists()
        self._next = monotonic() + _LOOK


def found_said(cost: float, bound: float) -> str:
    """The best so far of what is being looked at, and what nothing can cost less than: at most a hundred signs."""
    if not isfinite(cost):
        return "Looking; nothing was found yet"
    if not isfinite(bound) or bound <= 0 or cost <= 0:
        return f"The best so far costs {cost:,.0f}; how good that is, is not known yet"
    apart = max(0.0, cost - bound) / cost * 100
    return f"The best so far costs {cost:,.0f}, nothing can cost less than {bound:,.0f} ({apart:.2f} % apart)"


@write
def stop(*, by: Any, run_id: int) -> Run:
    """End a run: one that has not begun is done with; a search ends within seconds, with the best so far kept."""
    one = locked(Run, run_id, what="this run")
    _allow(by, one)
    if not one.open:
        raise Refusal("It has ended already.")
    now = timezone.now()
    one.stop_asked_at = now
    if one.state == Run.State.WAITING:
        one.state, one.ended_at = Run.State.STOPPED, now
    # Only these: the job writes how far it is at the same time.
    one.save(update_fields=["stop_asked_at", "state", "ended_at"] if one.ended_at else ["stop_asked_at"])
    record(by=by, did="planner.stop", on=("run", one.pk))
    return one


@write
def start_again(*, by: Any, run_id: int) -> Run:
    """Let a run begin anew that was stopped, broke off, or whose job died; what it answered before is replaced."""
    one = locked(Run, run_id, what="this run")
    _allow(by, one)
    if one.let_go_at is not None:
        raise Refusal(_LET_GO)
    if one.state == Run.State.DONE:
        raise Refusal("It is done. Ask anew for how things stand now.")
    if one.open and not has_died(one):
        raise Refusal("It is running. Stop it first.")
    anew = {
        "state": Run.State.WAITING,
        "stop_asked_at": None,
        "ended_at": None,
        "began_at": None,
        "trouble": "",
    }
    for name, value in anew.items():
        setattr(one, name, value)
    one.save(update_fields=list(anew))
    record(by=by, did="planner.start_again", on=("run", one.pk))
    return one


def has_died(one: Run) -> bool:
    """Whether a run says that it is running and nothing has been heard of it for minutes."""
    heard = one.heard_at
    return one.state == Run.State.RUNNING and heard is not None and timezone.now() - heard > SILENT


def replay(*, by: Any, run_id: int) -> bool:
    """Ask the planner the same again, with what was kept; whether the answer is the same. Kept with the run."""
    one = Run.objects.filter(pk=run_id).first()
    if one is None:
        raise Refusal("There is no such run.")
    _allow(by, one)
    if one.let_go_at is not None:
        raise Refusal(_LET_GO)
    if one.state != Run.State.DONE:
        raise Refusal("Only what is done can be asked again and compared.")
    found, _ = _answered(one, None)
    return _note_replay(by=by, run_id=run_id, same=_same(one.answer, found))


def _same(kept: Any, found: Any) -> bool:
    """Whether an answer is the kept one; what a later release tells beside it makes it no other."""
    if isinstance(kept, dict) and isinstance(found, dict):
        return kept.keys() <= found.keys() and all(_same(kept[name], found[name]) for name in kept)
    if isinstance(kept, list) and isinstance(found, list):
        return len(kept) == len(found) and all(map(_same, kept, found))
    return bool(kept == found)


@write
def _note_replay(*, by: Any, run_id: int, same: bool) -> bool:
    """Apart from the search, which may take minutes and holds no lock."""
    one = locked(Run, run_id, what="this run")
    one.replayed_same, one.replayed_solver = same, version()
    one.replayed_at, one.replayed_by = timezone.now(), by
    one.save(update_fields=["replayed_same", "replayed_solver", "replayed_at", "replayed_by"])
    record(by=by, did="planner.replay", on=("run", one.pk), same=same)
    return same


def _allow(by: Any, one: Run) -> None:
    if not may_stop(permits.scope_of(by), one):
        raise NotAllowed(
            "You may not do this here. Whoever asked can, and who allocates in all of its teams."
        )
