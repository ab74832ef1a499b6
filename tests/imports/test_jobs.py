"""Large lists go through the job process: the page follows, a second press starts nothing, a dead job is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_q.models import Schedule

from safeload.caseloads.models import Case
from safeload.imports import actions, jobs
from safeload.imports.models import Import
from tests.accounts import signed_in
from tests.imports.county import County, held_by


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Jobs that were handed over, instead of a job process."""
    found: list[tuple[Any, ...]] = []
    monkeypatch.setattr(jobs, "SMALL", 0)
    monkeypatch.setattr(jobs, "_SMALL_JOURNAL", 0)
    monkeypatch.setattr(jobs, "async_task", lambda *given, **_: found.append(given))
    return found


def _list(county: County) -> Import:
    county.person("Ida Mallow")
    files = county.annexa(six=[{"child": 1, "allocated_team": "North", "allocated_worker": "Ida Mallow"}])
    return actions.bring_in(by=county.analyst, files=[files], on=county_day())[0]


def county_day() -> Any:
    return timezone.localdate()


def _run(job: tuple[Any, ...]) -> None:
    getattr(jobs, job[0].rpartition(".")[2])(*job[1:])


def test_check_apply_and_undo_by_jobs(county: County, started: list[tuple[Any, ...]]) -> None:
    one, client = _list(county), signed_in(county.analyst)
    page = reverse("brought_list", args=[one.pk])
    for _ in range(2):  # a second press while it runs starts nothing
        client.post(reverse("check_list", args=[one.pk]))
    assert len(started) == 1
    assert "Checking since" in client.get(page).content.decode()
    part = client.get(reverse("list_progress", args=[one.pk]), headers={"HX-Request": "true"})
    assert "See how far it is" in part.content.decode()
    _run(started.pop())
    assert client.get(reverse("list_progress", args=[one.pk]))["HX-Refresh"] == "true"
    one.refresh_from_db()
    client.post(reverse("apply_list", args=[one.pk]), {"plan": one.report["plan"]})
    assert not Case.objects.exists()
    _run(started.pop())
    assert held_by("1") == "Ida Mallow"
    client.post(reverse("undo_list", args=[one.pk]))
    _run(started.pop())
    assert held_by("1") == ""
    one.refresh_from_db()
    assert (one.state, one.work) == (Import.State.UNDONE, "")


def test_a_job_that_finds_the_data_moved_says_so(county: County, started: list[tuple[Any, ...]]) -> None:
    one, client = _list(county), signed_in(county.analyst)
    actions.check_import(one.pk)
    client.post(reverse("apply_list", args=[one.pk]), {"plan": "0" * 64})
    _run(started.pop())
    text = client.get(reverse("brought_list", args=[one.pk])).content.decode()
    assert "has changed since the list was checked" in text
    assert not Case.objects.exists()


def test_a_job_that_died_is_told_and_can_be_begun_again(
    county: County, started: list[tuple[Any, ...]]
) -> None:
    one, client = _list(county), signed_in(county.analyst)
    long_ago = timezone.now() - timedelta(minutes=20)
    Import.objects.filter(pk=one.pk).update(work="checking", work_since=long_ago)
    text = client.get(reverse("brought_list", args=[one.pk])).content.decode()
    assert "stopped before its end" in text
    client.post(reverse("check_list", args=[one.pk]))
    assert len(started) == 1


def test_old_rows_are_let_go_every_day(db: None) -> None:
    assert Schedule.objects.get(func="safeload.imports.actions.let_go").schedule_type == Schedule.DAILY
