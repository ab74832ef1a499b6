"""Handing over 300 cases against handing over ten: one transaction each, time a case.

Prints one JSON line. Proposing and deciding a hand-over of 300 is to take no more time a case than one of ten does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.clock import tell

SIZES = (10, 300)
ROUNDS = 3


def run() -> None:
    """Measure in a process of its own: settings are read once in a process."""
    with tempfile.TemporaryDirectory() as folder:
        surroundings = os.environ | {
            "SAFELOAD_DATA": folder,
            "SAFELOAD_DEMO": "0",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "safeload.config.settings",
        }
        subprocess.run([sys.executable, "-m", "bench.handing_over"], env=surroundings, check=True)


def main() -> None:
    """Hand cases over and take them back again, the sizes in turn."""
    import django
    from django.core.management import call_command

    django.setup()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    from bench.authority import build
    from safeload.people.models import Post

    made = build(practitioners=30, cases=1_200, areas_of=1, teams_of=1)
    giver, taker = Post.objects.filter(team=made.team, role="practitioner").order_by("pk")[:2]
    cases = _given(made.manager, giver)
    best = dict.fromkeys(SIZES, float("inf"))
    for _ in range(ROUNDS):
        for size in SIZES:
            best[size] = min(best[size], _there_and_back(made.manager, giver, taker, cases[:size]))
    few, many = (best[size] / size for size in SIZES)
    tell(
        "handing over",
        cases=SIZES[1],
        milliseconds_a_case=round(many * 1000, 2),
        of_ten=round(few * 1000, 2),
        ratio=round(many / few, 2),
        limit=1,
    )


def _given(by: Any, giver: Any) -> list[int]:
    """Let one practitioner hold enough cases to hand over."""
    from django.utils import timezone

    from safeload.caseloads.actions import Change, set_holders
    from safeload.caseloads.models import Case

    today = timezone.localdate()
    keys = list(Case.objects.filter(closed_on=None).order_by("pk").values_list("pk", flat=True)[: SIZES[1]])
    set_holders(by=by, changes=[Change(key, giver.pk, today, "MANAGE") for key in keys], decided=True)
    return keys


def _there_and_back(by: Any, giver: Any, taker: Any, cases: list[int]) -> float:
    """Seconds of proposing the hand-over of these cases and deciding it; then they go back, untimed."""
    from django.utils import timezone

    from safeload.allocation import actions
    from safeload.allocation.facts import figures_for
    from safeload.caseloads.actions import Change, set_holders

    today = timezone.localdate()
    seen = figures_for(taker, cases, today)
    assert seen is not None
    started = perf_counter()
    made = actions.hand_over(
        by=by,
        key=uuid.uuid4(),
        post_id=giver.pk,
        to=dict.fromkeys(cases, taker.pk),
        from_on=today,
        seen={taker.pk: seen.as_text()},
        split_meant=True,  # ten or three hundred cut through a household or two
    )
    one = made.proposals.get()
    decision = actions.Decision(
        allocate=True,
        notified=True,
        reason="The team is merged.",
        what_will_be_done="They are shared out.",
        over_until=today + timedelta(weeks=6),
        nothing_because="They are shared out within weeks." if seen.red else "",
    )
    actions.decide_hand_over(by=by, hand_over_id=made.pk, decision=decision, seen={one.pk: seen.as_text()})
    taken = perf_counter() - started
    set_holders(by=by, changes=[Change(key, giver.pk, today, "MANAGE") for key in cases], decided=True)
    return taken


if __name__ == "__main__":
    main()
