"""Question and answer of a run are let go of after two years: who asked, when, by which weights and the proof stay."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from safeload.audit.writing import record, write
from safeload.planner.models import Run
from safeload.planner.models.runs import KEPT_FOR

_PROOF = ("cost", "bound", "gap", "ended", "nodes", "tiers_proven")
#: What was asked that is about single people and cases.
_ABOUT_PEOPLE = ("who", "cases", "helped")


@write
def let_go() -> int:
    """Let go of question and answer of runs that were asked long ago; of how many. Run daily."""
    now = timezone.now()
    old = Run.objects.filter(asked_at__lt=now - KEPT_FOR, ended_at__isnull=False, let_go_at__isnull=True)
    keys = list(old.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        one = Run.objects.only("kind", "asks", "answer").get(pk=pk)
        one.proof = _proof(one.answer)
        one.asks = {name: value for name, value in one.asks.items() if name not in _ABOUT_PEOPLE}
        one.question, one.answer, one.trouble, one.let_go_at = {}, {}, "", now
        one.save(update_fields=["proof", "asks", "question", "answer", "trouble", "let_go_at"])
        record(by=None, did="planner.let_go", on=("run", pk))
    return len(keys)


def _proof(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says of how good it is; of several options or weeks each by itself."""
    own = {name: answer[name] for name in _PROOF if name in answer}
    parts = [*answer.items(), *enumerate(answer.get("weeks") or ())]
    inner = {str(name): found for name, part in parts if isinstance(part, dict) and (found := _proof(part))}
    return own | inner
