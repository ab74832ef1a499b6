"""A hundred and fifty employers side by side: one job worker, two, and two of which one is killed in the run.

A worker is a process that carries out the product's own runs (``planner.actions.run``), as the job process does: who
sets a run from waiting to running carries it out, and one that nobody has heard of is taken up by another. Questions
are made up and kept with their runs, so that what is timed is the planner and its rows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from typing import Any

from bench.clock import tell
from bench.planner.instances import service

EMPLOYERS, AFTER, USED = 150, 10, 0.83
#: Runs that are carried out while a worker is killed, and seconds after which its run is taken up again.
KILLED_AMONG, SILENT = 40, 5


def run() -> None:
    """One line: seconds of one worker and of two, and what became of a run whose worker was killed."""
    with tempfile.TemporaryDirectory(prefix="safeload-nation-") as folder:
        env = {
            **os.environ,
            "SAFELOAD_DATA": folder,
            "SAFELOAD_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "safeload.config.settings",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        env.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, check=True)
        _python(env, "seed")
        (one, _), serial = _carried_out(env, 1), _python(env, "answers")
        _python(env, "again", EMPLOYERS)
        (two, _), both = _carried_out(env, 2), _python(env, "answers")
        _python(env, "again", KILLED_AMONG)
        _, again = _carried_out(env, 2, kill=True)
        after = _python(env, "answers")
    tell(
        "planner: propose, 150 employers side by side",
        instances=len(serial),
        proven=sum(one["proven"] for one in serial.values()),
        one_worker_seconds=round(one, 1),
        two_workers_seconds=round(two, 1),
        one_over_two=round(one / two, 2),
        two_same_as_one=both == serial,
        lost_with_a_worker_killed=sum(one["state"] != "done" for one in after.values()),
        taken_up_again=again,
        with_a_worker_killed_same_as_one=after == serial,
        load_average=round(os.getloadavg()[0], 1),
    )


def _python(env: dict[str, str], *words: Any) -> Any:
    command = [sys.executable, "-m", "bench.planner.nation", *map(str, words)]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout or "null")


class _Worker:
    """A worker process; it begins when it is told to, and says each run that it begins and ends."""

    def __init__(self, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.planner.nation", "work"],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.again = 0
        self.said()

    def said(self) -> list[str]:
        """The next line that it says, as words; none: it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def go(self) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def kill_in_a_run(self) -> None:
        """Kill it in the middle of a run, after a few."""
        begun = 0
        while begun < AFTER:
            begun += self.said()[0] == "begins"
        time.sleep(0.03)  # it is its own now
        self.process.kill()
        self.process.communicate()

    def last(self) -> float:
        """Wait until nothing is left; when the last run of it ended."""
        ended = 0.0
        while words := self.said():
            ended = ended if words[0] == "begins" else float(words[1])
            self.again += words[0] == "again"
        self.process.communicate()
        return ended


def _carried_out(env: dict[str, str], workers: int, kill: bool = False) -> tuple[float, int]:
    """Seconds until all that waits is carried out, without the start of the processes; runs taken up again."""
    there = [_Worker(env) for _ in range(workers)]
    begun = time.time()
    for one in there:
        one.go()
    if kill:
        there.pop().kill_in_a_run()
        there.append(_Worker(env))  # as the job process does
        there[-1].go()
    return max(one.last() for one in there) - begun, sum(one.again for one in there)


def _work() -> None:
    """Carry out runs until none is left."""
    from safeload.planner.actions import running
    from safeload.planner.models import Run

    running.SILENT = timedelta(seconds=SILENT)
    print("ready", flush=True)
    sys.stdin.readline()
    while True:
        runs = Run.objects.order_by("pk")
        waiting = runs.filter(state=Run.State.WAITING).values_list("pk", flat=True).first()
        run = waiting or runs.filter(state=Run.State.RUNNING).values_list("pk", flat=True).first()
        if run is None:
            return
        print("begins", run, flush=True)
        if running.run(run):
            print("ended" if waiting else "again", time.time(), flush=True)
        elif waiting is None:
            time.sleep(0.1)  # another worker is at it, or was


def _seed() -> None:
    """A question for each employer, waiting to be carried out."""
    from django.utils import timezone

    from safeload.domain.allocation.weights import Weights
    from safeload.people import actions as people
    from safeload.people.models import Account
    from safeload.planner.actions.asking import EFFORT
    from safeload.planner.models import Run
    from safeload.schemes import files
    from safeload.schemes.actions import add_version, adopt
    from safeload.schemes.models import Adoption

    on = timezone.localdate()

    def schemes(_areas: Any, _by: Any) -> None:
        version = add_version(text=files.shipped_text("srb-points"), by=None)
        adopt(version=version, by=None, starts_on=on, agreed_by="The group", agreed_on=on)

    people.found(
        employer="Nation",
        areas={"Area": ["Team"]},
        administrator=("admin@nation.example", "Admin"),
        then=schemes,
    )
    Run.objects.bulk_create(
        Run(
            key=uuid.uuid4(),
            on=on,
            asked_by=Account.objects.first(),
            asked_at=timezone.now(),
            adoption=Adoption.objects.get(),
            weights=Weights().as_data(),
            effort=EFFORT,
            question=service("employer", seed, USED).as_data(),
        )
        for seed in range(1, EMPLOYERS + 1)
    )


def _again(number: int) -> None:
    """Let the first so many wait again, as if they had never been carried out."""
    from safeload.planner.models import Run

    first = list(Run.objects.order_by("pk").values_list("pk", flat=True)[:number])
    Run.objects.filter(pk__in=first).update(state=Run.State.WAITING, ended_at=None, answer={})


def _answers() -> None:
    from safeload.planner.models import Run

    found = {
        one.pk: {
            "state": one.state,
            "proven": one.answer.get("ended") == "optimal" and one.answer["tiers_proven"],
            "answer": one.answer,
        }
        for one in Run.objects.order_by("pk")
    }
    json.dump(found, sys.stdout)


def _told(words: list[str]) -> None:
    import django

    django.setup()
    if words[0] == "again":
        _again(int(words[1]))
    else:
        {"seed": _seed, "work": _work, "answers": _answers}[words[0]]()


if __name__ == "__main__":
    _told(sys.argv[1:]) if sys.argv[1:] else run()
