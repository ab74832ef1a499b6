"""Another profession's points system as a scheme file: no code knows of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from safeload.cli.inputs import BadInputError, read_lists
from safeload.domain.measure import measure
from safeload.domain.reading import Reading
from safeload.schemes import files
from tests.domain.schemes import make_probation

ON = date(2026, 11, 22)
FILE = Path(__file__).parent / "schemes" / "probation.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "practitioners.csv").write_text(
        "practitioner,grade,weekly_hours\nO,officer,30\nS,support,\nT,trainee,17.5\nH,officer,37\n"
        "U,officer,18.5\nM,senior,\n"
    )
    (tmp_path / "cases.csv").write_text(
        "case,practitioner,tier,order,transition,state\n"
        "1,O,A3S,licence,,active\n2,O,A3S,licence,yes,active\n3,O,D0,custody,,warrant\n4,S,B1,community,,\n5,S,C2S,community,no,overdue\n"
    )
    (tmp_path / "tasks.csv").write_text(
        "practitioner,owner,task,number,starts\nO,,full_report,2,\nO,,oral_report,3,\nH,O,contact,5,\n"
        "S,,parole,1,\n,U,group,2,\nH,U,contact,1,2026-10-24\nH,U,contact,1,2026-10-23\n"
    )
    (tmp_path / "commitments.csv").write_text(
        "practitioner,kind,amount,starts\nO,reduction_01,3.5,2026-01-01\nO,reduction_05,4,2026-01-01\n"
        "T,reduction_07,18.5,2026-11-01\nU,reduction_08,12,2026-11-01\n"
    )
    return tmp_path


def read(folder: Path) -> Reading:
    scheme = files.find(str(FILE))
    lists = read_lists(str(folder), scheme)
    return measure(lists.cases, lists.commitments, lists.practitioners, scheme, ON, tasks=lists.tasks)


def test_the_file_is_what_the_generator_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == make_probation.text()
    scheme = files.find(str(FILE))
    assert len(scheme.factors[0].parts[0].table.amounts) == 32 * 3  # type: ignore[union-attr]
    assert len(scheme.commitments) == 26


def test_loads_by_tier_order_state_reports_and_contacts(folder: Path) -> None:
    reading = read(folder)
    one = make_probation.points("A3S", "licence") + make_probation.points("A3S", "licence", True)
    weak = Fraction(make_probation.points("D0", "custody"), 10)
    exact = one + weak + 2 * 60 + 3 * 10 - 5 * 4
    assert reading.practitioner("O").load == int(exact + Fraction(1, 2)), (
        "half up to a whole point, as the scheme states"
    )
    assert reading.practitioner("H").load == 24, "the helper is credited what the owner is debited"
    support = (
        make_probation.points("B1", "community")
        + Fraction(make_probation.points("C2S", "community") * 3, 10)
        + 44
    )
    assert reading.practitioner("S").load == int(support + Fraction(1, 2))
    assert reading.practitioner("S").provisional == make_probation.points("B1", "community"), (
        "its state was not given"
    )


def test_lines_by_grade_hours_and_reductions(folder: Path) -> None:
    """nominal × contracted ÷ default × (contracted − reduction) ÷ contracted, cut to a whole point."""
    reading = read(folder)
    assert reading.practitioner("O").line == 2176 * Fraction("26.5") // 37, (
        "the second reduction has run its nine months"
    )
    assert reading.practitioner("S").line == 1960, "no hours given: the grade's default"
    assert reading.practitioner("T").line == 0, "17.5 hours less the most that this kind may take, 18.5"
    assert reading.practitioner("U").line == 544, "12 hours off 18.5: at most half of them, 9.25"
    assert reading.practitioner("M").band == "not_available", "a grade without hours has no line"
    assert reading.practitioner("T").band == "not_available"


def test_contacts_run_out_and_groups_only_relieve(folder: Path) -> None:
    reading = read(folder)
    assert reading.practitioner("U").load == -2 * 6 - 4, "two groups, and a contact of the last thirty days"
    assert [(one.factor, one.amount) for one in reading.lines("U")] == [("groups", -12), ("contacts", -4)]


@pytest.mark.parametrize("who", ["O", "S", "T", "H", "U", "M"])
def test_lines_add_up(folder: Path, who: str) -> None:
    reading = read(folder)
    assert sum(line.amount for line in reading.lines(who)) == reading.practitioner(who).load


def test_a_reduction_starts_and_ends_on_its_days(folder: Path) -> None:
    scheme = files.find(str(FILE))
    lists = read_lists(str(folder), scheme)
    for day, hours in ((date(2025, 12, 31), "30"), (date(2026, 9, 30), "22.5"), (date(2026, 10, 1), "26.5")):
        reading = measure(lists.cases, lists.commitments, lists.practitioners, scheme, day, tasks=lists.tasks)
        assert reading.practitioner("O").line == 2176 * Fraction(hours) // 37


def test_an_unknown_tier_is_refused_with_its_place(folder: Path) -> None:
    (folder / "cases.csv").write_text("case,practitioner,tier,order\n1,O,Z9,licence\n")
    with pytest.raises(BadInputError, match=r"cases\.csv, row 2, column “tier”"):
        read(folder)
