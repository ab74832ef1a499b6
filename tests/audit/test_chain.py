from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection

from safeload.audit import queries
from safeload.audit.chain import plain_details
from safeload.audit.models import AppendOnly, Entry, Head
from safeload.audit.writing import at_end, change, record, write

pytestmark = pytest.mark.django_db


def entries(number: int) -> None:
    with change():
        for one in range(number):
            record(
                by=None, did="test.done", on=("thing", one), amount=Decimal("7.40"), on_day=date(2026, 3, 3)
            )


def sql(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_entries_follow_one_another_and_the_chain_holds() -> None:
    entries(3)
    entries(2)
    assert queries.verify() == queries.Verdict(5)
    assert list(Entry.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Entry.objects.get(number=1).details == {"amount": "7.40", "on_day": "2026-03-03"}


def test_an_empty_record_holds() -> None:
    assert queries.verify().whole


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("UPDATE audit_entry SET did = %s WHERE number = %s", ["test.else", 3]),
        ("UPDATE audit_entry SET on_id = %s WHERE number = %s", [99, 2]),
        (
            "UPDATE audit_entry SET who_id = NULL, at = at, details = %s WHERE number = %s",
            ['{"amount": "8"}', 4],
        ),
        ("DELETE FROM audit_entry WHERE number = %s", [3]),
        ("DELETE FROM audit_entry WHERE number = %s", [5]),
        ("DELETE FROM audit_entry WHERE number >= %s", [1]),
        ("DELETE FROM audit_head WHERE id = %s", [1]),
    ],
)
def test_every_alteration_is_noticed(text: str, values: list[Any]) -> None:
    entries(5)
    sql(text, *values)
    assert not queries.verify().whole


def test_random_alterations_are_noticed() -> None:
    entries(30)
    drawn = random.Random(7)
    for _ in range(40):
        number = drawn.randint(1, 30)
        kept = Entry.objects.get(number=number)
        field, value = drawn.choice([("did", "x"), ("on_kind", "y"), ("on_id", 1234), ("previous", "0" * 64)])
        if getattr(kept, field) == value:
            continue
        sql(f"UPDATE audit_entry SET {field} = %s WHERE number = %s", value, number)
        assert not queries.verify().whole
        sql(f"UPDATE audit_entry SET {field} = %s WHERE number = %s", getattr(kept, field), number)
    assert queries.verify().whole


def test_entries_swapped_are_noticed() -> None:
    entries(4)
    sql("UPDATE audit_entry SET number = 100 WHERE number = 2")
    sql("UPDATE audit_entry SET number = 2 WHERE number = 3")
    sql("UPDATE audit_entry SET number = 3 WHERE number = 100")
    assert queries.verify().broken_at == 2


def test_the_record_is_added_to_and_never_changed() -> None:
    entries(1)
    entry = Entry.objects.get()
    for forbidden in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(AppendOnly):
            forbidden()
    with pytest.raises(AppendOnly):
        Entry.objects.update(did="x")


def test_nothing_is_recorded_outside_a_change() -> None:
    with pytest.raises(RuntimeError):
        record(by=None, did="test.done", on=("thing", 1))


def test_a_change_that_fails_leaves_no_entry() -> None:
    @write
    def failing() -> None:
        record(by=None, did="test.done", on=("thing", 1))
        raise ValueError

    with pytest.raises(ValueError):
        failing()
    assert not Entry.objects.exists()


def test_a_part_that_fails_takes_back_its_own_entries_only() -> None:
    @write
    def part() -> None:
        record(by=None, did="test.part", on=("thing", 2))
        raise ValueError

    with change():
        record(by=None, did="test.whole", on=("thing", 1))
        with pytest.raises(ValueError):
            part()
    assert [entry.did for entry in Entry.objects.all()] == ["test.whole"]


def test_what_follows_is_told_once_with_all_keys() -> None:
    told: list[set[int]] = []

    def tell(keys: set[int]) -> None:
        told.append(set(keys))

    with change():
        at_end(tell, [1, 2])
        with change():
            at_end(tell, [2, 3])
        assert told == []
    assert told == [{1, 2, 3}]


def test_details_hold_no_long_text_and_no_floats() -> None:
    with pytest.raises(ValueError):
        plain_details("x" * 201)
    with pytest.raises(TypeError):
        plain_details(1.5)
    assert plain_details({"ids": {3, 1}, "none": None}) == {"ids": [1, 3], "none": None}


def test_one_head_only() -> None:
    entries(1)
    with pytest.raises(IntegrityError):
        Head.objects.create(id=2)
