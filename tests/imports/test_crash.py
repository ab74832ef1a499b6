"""A process killed while a list is being applied leaves nothing half done; two who apply at once do it once."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from safeload.caseloads.models import Allocation, Case
from safeload.imports import actions
from safeload.imports.models import Import, Journal
from tests.imports.county import County

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_county(transactional_db: None, tmp_path: Path) -> County:
    return County(tmp_path)


def _ready(county: County, children: int) -> Import:
    county.person("Ida Mallow")
    rows = [
        {"child": n, "allocated_team": "North", "allocated_worker": "Ida Mallow"}
        for n in range(1, children + 1)
    ]
    return county.bring(county.annexa(six=rows))


@pytest.mark.parametrize("delay", [0.05, 0.4, 0.9])
def test_killed_in_the_middle_nothing_is_half_done(open_county: County, delay: float) -> None:
    one = _ready(open_county, 400)
    analyst = open_county.analyst
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            # With a connection of its own: through one shared with its parent, the server never sees it die.
            for inherited in connections.all(initialized_only=True):
                inherited.connection = None
            actions.apply_import(by=analyst, import_id=one.pk, plan=one.report["plan"])
        finally:
            os._exit(0)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done = Import.objects.get(pk=one.pk).state == Import.State.APPLIED
    assert Case.objects.count() == (400 if done else 0)
    assert Allocation.objects.count() == (400 if done else 0)
    assert Journal.objects.count() == (400 if done else 0)
    open_county.apply(one)
    assert Case.objects.count() == Allocation.objects.count() == 400


def test_two_people_apply_the_same_list_at_once(open_county: County) -> None:
    one = _ready(open_county, 30)
    assert (
        _at_once(
            4, lambda: actions.apply_import(by=open_county.analyst, import_id=one.pk, plan=one.report["plan"])
        )
        == []
    )
    assert Case.objects.count() == Allocation.objects.count() == Journal.objects.count() == 30


def test_two_lists_with_the_same_children_at_once(open_county: County) -> None:
    one = _ready(open_county, 30)
    two = open_county.bring(
        open_county.annexa(
            "b.xlsx", six=[{"child": n, "allocated_worker": "Ida Mallow"} for n in range(1, 31)]
        )
    )
    plans = iter([one, two])
    lock = threading.Lock()

    def act() -> None:
        with lock:
            mine = next(plans)
        actions.apply_import(by=open_county.analyst, import_id=mine.pk, plan=mine.report["plan"])

    problems = _at_once(2, act)
    assert [type(problem) for problem in problems] == [actions.DataMoved]
    assert Case.objects.count() == Allocation.objects.count() == 30
    assert Import.objects.filter(state="applied").count() == 1


def test_undone_by_two_at_once(open_county: County) -> None:
    one = _ready(open_county, 30)
    open_county.apply(one)
    assert _at_once(3, lambda: actions.undo_import(by=open_county.analyst, import_id=one.pk)) == []
    assert not Allocation.objects.open_parts().exists()


def _at_once(number: int, act: Any) -> list[BaseException]:
    """Run the same in threads that begin together; what went wrong in each."""
    barrier, problems = threading.Barrier(number), []

    def run() -> None:
        barrier.wait()
        try:
            act()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems
