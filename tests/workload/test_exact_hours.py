"""Hours that an FTE gives are kept and measured exactly, and shown as short as they are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from safeload.people.facts import practitioners_on
from safeload.people.models import Post
from safeload.workload.actions import refresh
from safeload.workload.models import PostStanding
from tests.workload.town import TODAY, Town


def test_an_fte_is_an_exact_part_of_full_time(town: Town) -> None:
    town.scheme()
    part, whole = town.person("Part", hours="25.0009"), town.person("Whole", hours="37")
    refresh(on=TODAY)
    lines = {row.practitioner_id: Fraction(row.line or 0, row.unit) for row in PostStanding.objects.all()}
    assert lines == {part.pk: Fraction("33.785"), whole.pk: 50}
    assert [str(post.weekly_hours) for post in Post.objects.order_by("pk")] == ["25.0009", "37.00"]
    assert practitioners_on({}, TODAY)["weekly_hours"].to_list() == [Decimal("25.0009"), Decimal("37.0000")]


def test_hours_of_two_places_stay_hundredths(town: Town) -> None:
    town.scheme()
    town.person("Part", hours="22.2")
    assert practitioners_on({}, TODAY)["weekly_hours"].to_list() == [2220]
