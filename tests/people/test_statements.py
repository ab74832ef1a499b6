"""A query that was put together once says what it says when it is put together anew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from safeload.caseloads.models import Case
from safeload.people.models import Post, Team
from safeload.people.statements import prepared
from tests.workload.conftest import today, town  # noqa: F401
from tests.workload.town import TODAY, Town, days_ago


def posts(teams: Collection[int], on: date) -> Any:
    lasts = Q(ended_on=None) | Q(ended_on__gte=on)
    return Post.objects.filter(lasts, team__in=teams).order_by("pk").values_list("pk", "role", "ended_on")


def test_rows_are_those_of_the_query_whatever_is_given(town: Town) -> None:  # noqa: F811
    south = Team.objects.create(service_area=town.area, name="South")
    town.person("Amira Hussain")
    gone = town.person("Ben Carter", team=south)
    Post.objects.filter(practitioner=gone).update(ended_on=days_ago(2))
    quick = prepared(posts)
    both = [town.team.pk, south.pk]
    for teams in (both, both[:1], set(both), frozenset(both[1:]), {town.team.pk: 1}, []):
        for on in (TODAY, days_ago(2), days_ago(900)):
            assert quick(teams, on) == list(posts(teams, on))
    assert [row[2] for row in quick(both, days_ago(2))] == [None, days_ago(2)]


def test_columns_come_back_as_the_model_has_them(town: Town) -> None:  # noqa: F811
    town.family(2, status=["CP"], level="high")
    quick = prepared(
        lambda team: (
            Case.objects.filter(team=team)
            .order_by()
            .values_list("opened_on", "values", "values__level")
            .annotate(number=Count("pk"))
        )
    )
    assert quick(town.team.pk) == [
        (date(2026, 6, 1), {"status": ["CP"], "level": "high"}, "high", 2),
    ]


def test_it_is_put_together_once_and_asked_each_time(town: Town) -> None:  # noqa: F811
    made = []

    def noted(teams: Collection[int], on: date) -> Any:
        made.append(teams)
        return posts(teams, on)

    quick = prepared(noted)
    with CaptureQueriesContext(connection) as asked:
        for number in range(3):
            quick([town.team.pk, number], TODAY)
    assert len(asked) == 3
    assert len(made) == 1


def test_a_value_that_is_worked_with_is_refused(town: Town) -> None:  # noqa: F811
    quick = prepared(lambda on: Post.objects.filter(ended_on__gt=on - timedelta(days=7)).values_list("pk"))
    with pytest.raises(ValueError, match="does not compare value 0"):
        quick(TODAY)
