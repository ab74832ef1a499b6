"""Several managers at once: exactly one wins each case, the others are told, nothing is doubled or lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from safeload.audit import queries as audit
from safeload.audit.models import Entry
from safeload.audit.refusals import ChangedMeanwhile
from safeload.caseloads.models import Allocation, Case
from safeload.people.models import Account
from tests.accounts import account
from tests.caseloads.town import DAY, a_case, give
from tests.cast import Cast

THREADS, CASES = 8, 12


def together(act: Callable[[int], Any]) -> list[Any]:
    """What each of the threads came back with, having begun at the same moment."""
    answers: list[Any] = [None] * THREADS
    gate = threading.Barrier(THREADS)

    def run(number: int) -> None:
        gate.wait()
        try:
            answers[number] = act(number)
        except Exception as problem:
            answers[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def managers(cast: Cast) -> list[Account]:
    from safeload.people.actions import grant_role

    made = [account(f"manager{number}@example.org") for number in range(THREADS)]
    for one in made:
        grant_role(by=None, account_id=one.pk, role="team-manager", team_id=cast.assessment.pk)
    return made


def test_each_case_is_won_once(committed_cast: Cast) -> None:
    cast, posts = committed_cast, ("practitioner", "nqsw", "peer")
    cases = [a_case(cast, f"50{number:02}") for number in range(CASES)]
    deciders = managers(cast)

    def try_all(number: int) -> Counter[str]:
        seen: Counter[str] = Counter()
        for case in cases:
            try:
                give(
                    cast,
                    case,
                    posts[number % 3],
                    DAY,
                    by=deciders[number],
                    expected=None,
                    version=case.version,
                )
                seen["won"] += 1
            except ChangedMeanwhile:
                seen["told"] += 1
        return seen

    answers = together(try_all)
    total = sum(answers, Counter())
    # A manager who asks for the very post that another gave it to is told that nothing was left to do.
    assert total["won"] + total["told"] == THREADS * CASES
    assert Allocation.objects.open_parts().count() == CASES
    changes = Entry.objects.filter(did="caseloads.set_holder")
    assert changes.count() == CASES
    assert audit.verify().whole


def test_opposite_moves_neither_block_nor_lose(committed_cast: Cast) -> None:
    cast = committed_cast
    cases = [a_case(cast, f"60{number:02}") for number in range(4)]
    for case in cases:
        give(cast, case, "practitioner", DAY)

    def move(number: int) -> int:
        order, to = (cases, "peer") if number % 2 else (cases[::-1], "practitioner")
        return sum(give(cast, case, to, DAY, reason="MANAGE") for case in order for _ in range(3))

    answers = together(move)
    assert all(isinstance(answer, int) for answer in answers), answers
    assert Allocation.objects.open_parts().count() == len(cases)
    moved = Entry.objects.filter(did="caseloads.set_holder").count() - len(cases)
    assert moved == sum(answers)
    versions = sum(Case.objects.values_list("version", flat=True))
    assert versions == len(cases) * 2 + moved
    assert audit.verify().whole


@pytest.mark.django_db(transaction=True)
def test_the_same_staff_reference_twice_at_once(committed_cast: Cast) -> None:
    from safeload.people.actions import add_practitioner
    from safeload.people.models import Practitioner

    answers = together(lambda number: add_practitioner(by=None, staff_ref="S-new", name=f"New {number}"))
    assert sum(isinstance(answer, Practitioner) for answer in answers) == 1
    assert audit.verify().whole
