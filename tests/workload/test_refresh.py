"""The kept figures follow every change, exactly, in the change's own transaction."""

from __future__ import annotations

from fractions import Fraction

import pytest

from safeload.caseloads.models import Case
from safeload.people.models import Team
from safeload.people.scope import Scope
from safeload.workload.actions import bring_up_to_date, bring_waiting_up_to_date, keep_detail, refresh
from safeload.workload.models import Detail, PostStanding, Standing, TeamWaiting
from safeload.workload.queries.unallocated import counted, fingerprints_of
from tests.workload.town import TODAY, Town, worker_x


def _load(whose: object) -> Fraction:
    row = Standing.objects.get(practitioner=whose)
    return Fraction(row.load, row.unit)


def test_pts_16_worker_x_stands_at_exactly_the_line(town: Town) -> None:
    town.scheme()
    worker = worker_x(town)
    assert bring_up_to_date(TODAY)
    row = Standing.objects.get(practitioner=worker)
    assert (Fraction(row.load, row.unit), Fraction(row.line or 0, row.unit)) == (50, 50)
    assert (row.band, row.households, row.cases, row.stage) == ("amber", 9, 17, "experienced")
    assert not bring_up_to_date(TODAY)


def test_detail_lines_add_up_to_the_figure(town: Town) -> None:
    town.scheme()
    town.scheme("crude-limits", main=False, case="household")
    worker = worker_x(town)
    bring_up_to_date(TODAY)
    detail = keep_detail(worker.pk, TODAY)
    assert detail is not None
    assert sum(Fraction(line[4]) for line in detail["lines"]) == 50
    assert [one["band"] for one in detail["beside"]] == ["amber", "green"]
    assert Detail.objects.count() == 1


def test_refresh_drops_detail_and_leavers(town: Town) -> None:
    town.scheme()
    worker = worker_x(town)
    bring_up_to_date(TODAY)
    keep_detail(worker.pk, TODAY)
    worker.posts.update(ended_on="2026-11-01")
    refresh(on=TODAY, practitioner_ids=[worker.pk])
    assert not Detail.objects.exists()
    assert not Standing.objects.exists()
    assert not PostStanding.objects.exists()


def test_waiting_is_measured_at_the_schemes_value(town: Town) -> None:
    town.scheme()
    town.family(2, status=["CP"])
    bring_up_to_date(TODAY)
    row = TeamWaiting.objects.get(team=town.team)
    assert (Fraction(row.load, row.unit), row.cases, row.households) == (5, 2, 1)
    assert Fraction(row.provisional, row.unit) == 2


@pytest.mark.parametrize("schemes", [1, 2])
def test_refresh_of_one_takes_constant_queries(
    town: Town, schemes: int, django_assert_max_num_queries: object
) -> None:
    town.scheme()
    first, second = town.person("Ada Light"), town.person("Ben Dark")
    town.points(first, 5)
    bring_up_to_date(TODAY)
    for _ in range(schemes):
        town.points(second, 20)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        refresh(on=TODAY, practitioner_ids=[second.pk])
    assert _load(second) == 20 * schemes


def test_what_waits_is_measured_again_where_it_moved(town: Town) -> None:
    """Nobody's load changes when a case reaches a team; the list is looked at, and what moved is measured."""
    town.scheme()
    south = Team.objects.create(service_area=town.area, name="South")
    town.family(1, status=["CP"], level="medium")
    town.family(1, team=south, status=["CP"], level="medium")
    bring_up_to_date(TODAY)
    scope = Scope(on=TODAY, system=True)
    ids = [town.team.pk, south.pk]
    assert _waiting(scope, ids) == {town.team.pk: (4, 1), south.pk: (4, 1)}
    town.family(2, status=["CP"], level="medium")
    assert _waiting(scope, ids) == {town.team.pk: (9, 3), south.pk: (4, 1)}
    Case.objects.update(closed_on=TODAY)
    assert _waiting(scope, ids) == {town.team.pk: (0, 0), south.pk: (0, 0)}


def _waiting(scope: Scope, ids: list[int]) -> dict[int, tuple[Fraction, int]]:
    found = bring_waiting_up_to_date(TODAY, fingerprints_of(counted(scope, ids), ids))
    return {pk: (Fraction(row.load, row.unit), row.cases) for pk, row in found.items()}


def test_another_scheme_measures_everybody_again(town: Town) -> None:
    town.scheme()
    worker = town.person("Nia Close")
    town.family(3, worker, status=["CP"], level="medium")
    bring_up_to_date(TODAY)
    assert _load(worker) == 6
    town.scheme("crude-limits")
    assert bring_up_to_date(TODAY)
    assert _load(worker) == 3
    assert not bring_up_to_date(TODAY)
