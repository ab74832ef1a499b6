"""Runs of the planner: carried out at once where they are small, else by a job; a page reads the run."""

from __future__ import annotations

from collections.abc import Iterable

from django_q.tasks import async_task

from safeload.people.models import Account
from safeload.planner import actions
from safeload.planner.models import Run
from safeload.workload.models import PostStanding, TeamWaiting

#: People, and waiting households times people, up to which somebody waits for the answer: a team.
_TEAM, _AT_ONCE = 25, 625


def carry_out(runs: Iterable[Run]) -> None:
    """Carry runs out: the small ones now, each of the others by a job of its own, side by side."""
    for one in runs:
        if one.state != Run.State.WAITING:
            continue
        if _is_small(one):
            actions.run(one.pk)
        else:
            async_task("safeload.planner.jobs.run_job", one.pk, group=f"planner {one.pk}")


def run_job(run_id: int) -> None:
    """Run by the job process."""
    actions.run(run_id)


def _is_small(one: Run) -> bool:
    teams = [team.pk for team in one.teams]
    people = PostStanding.objects.filter(team__in=teams).count()
    if one.kind != Run.Kind.PROPOSE or people > _TEAM:
        return people <= _TEAM
    waits = sum(TeamWaiting.objects.filter(team__in=teams).values_list("households", flat=True))
    return people * int(waits) <= _AT_ONCE


#: Milliseconds that a run may have taken for somebody to wait while it is asked again.
_SHORT = 3_000


def replay(by: Account, one: Run) -> bool | None:
    """Ask the same again; whether the answer was the same, None where a job finds out."""
    if (one.took or 0) <= _SHORT:
        return actions.replay(by=by, run_id=one.pk)
    async_task("safeload.planner.jobs.replay_job", one.pk, by.pk, group=f"planner {one.pk}")
    return None


def replay_job(run_id: int, account_id: int) -> None:
    """Run by the job process."""
    actions.replay(by=Account.objects.get(pk=account_id), run_id=run_id)
