"""Versions and adoptions: what holds from which day, what is refused, whose figures follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from safeload.audit.models import Entry
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.scheme import SchemeError
from safeload.people.models import ServiceArea
from safeload.schemes import files, queries
from safeload.schemes.actions import add_version, adopt, stop_showing
from safeload.schemes.models import Adoption, SchemeVersion
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 19)
POINTS = files.shipped_text("srb-points")


def changed(text: str = POINTS, **words: str) -> str:
    """The text of a scheme with other words after keys of its head."""
    lines = []
    for line in text.splitlines(keepends=True):
        key = line.partition("=")[0].strip()
        lines.append(f'{key} = "{words.pop(key)}"\n' if key in words else line)
    return "".join(lines)


def held(version: SchemeVersion, starts_on: date = DAY, **more: Any) -> Adoption:
    more.setdefault("by", None)
    return adopt(version=version, starts_on=starts_on, agreed_by="The group", agreed_on=DAY, **more)


def on(day: date, area: ServiceArea | None = None) -> list[str]:
    return [one.version.version for one in queries.adopted(area.pk if area else None, day)]


def test_the_same_text_again_is_the_version_that_is_there() -> None:
    first = add_version(text=POINTS, by=None)
    assert add_version(text=POINTS, by=None) == first
    assert SchemeVersion.objects.count() == 1


def test_another_text_under_a_version_that_is_there_is_refused() -> None:
    add_version(text=POINTS, by=None)
    with pytest.raises(SchemeError, match="give the change a new version"):
        add_version(text=changed(title="Points of ours"), by=None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"version": "1/2"}, "'version' is up to 20 letters"),
        ({"version": "v" * 21}, "'version' is up to 20 letters"),
        ({"version": r"1\n2"}, "'version' is up to 20 letters"),
        ({"title": "t" * 201}, "one line of up to 200"),
        ({"title": r"Points\u0000"}, "one line of up to 200"),
    ],
)
def test_what_no_page_or_file_name_could_carry_is_refused(words: dict[str, str], sentence: str) -> None:
    with pytest.raises(SchemeError, match=sentence):
        add_version(text=changed(**words), by=None)
    assert not SchemeVersion.objects.exists()


def test_a_main_scheme_takes_the_place_of_the_one_before_from_its_day() -> None:
    first, second = (add_version(text=changed(version=v), by=None) for v in ("1", "2"))
    held(first)
    held(second, DAY + timedelta(days=10))
    assert on(DAY + timedelta(days=9)) == ["1"]
    assert on(DAY + timedelta(days=10)) == ["2"]


def test_one_that_was_to_begin_later_does_not_begin_when_another_takes_its_place() -> None:
    first, second, third = (add_version(text=changed(version=v), by=None) for v in ("1", "2", "3"))
    held(first)
    held(second, DAY + timedelta(days=10))
    held(third, DAY + timedelta(days=2))
    assert on(DAY + timedelta(days=1)) == ["1"]
    assert on(DAY + timedelta(days=2)) == ["3"]
    assert on(DAY + timedelta(days=10)) == ["3"]
    assert [one.version.version for one in queries.adoptions_after(DAY)] == ["3"]


def test_an_area_of_its_own_scheme_leaves_the_others_alone(cast: Cast) -> None:
    first, second = (add_version(text=changed(version=v), by=None) for v in ("1", "2"))
    held(first)
    held(second, service_area=cast.adults)
    assert on(DAY, cast.adults)[0] == "2"
    assert on(DAY, cast.children) == ["1"]


def test_settings_that_a_scheme_does_not_have_are_refused() -> None:
    version = add_version(text=POINTS, by=None)
    with pytest.raises(SchemeError, match="no setting 'colour'"):
        held(version, chosen={"colour": "red"})
    assert not Adoption.objects.exists()


def test_the_same_under_the_same_settings_is_shown_once() -> None:
    crude = add_version(text=files.shipped_text("crude-limits"), by=None)
    held(crude, main=False, chosen={"case": "child"})
    held(crude, main=False, chosen={"case": "household"})
    with pytest.raises(Refusal, match="shown there already"):
        held(crude, main=False, chosen={"case": "child"})
    stopped = Adoption.objects.get(chosen={"case": "child"})
    stop_showing(adoption_id=stopped.pk, by=None, on=DAY + timedelta(days=5))
    held(crude, DAY + timedelta(days=5), main=False, chosen={"case": "child"})
    assert len(queries.adopted(None, DAY + timedelta(days=6))) == 2


def test_the_main_one_cannot_merely_be_stopped() -> None:
    main = held(add_version(text=POINTS, by=None))
    with pytest.raises(Adoption.DoesNotExist):
        stop_showing(adoption_id=main.pk, by=None, on=DAY)


def test_who_may_not_is_told_and_nothing_is_kept(cast: Cast) -> None:
    version = add_version(text=POINTS, by=None)
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed):
        add_version(text=changed(version="2"), by=cast.accounts["practitioner"])
    with pytest.raises(NotAllowed):
        held(version, by=cast.accounts["manager"])
    assert (SchemeVersion.objects.count(), Adoption.objects.count()) == (1, 0)
    assert Entry.objects.count() == entries


def test_what_was_done_is_in_the_record(cast: Cast) -> None:
    head = cast.accounts["head"]
    made = held(add_version(text=POINTS, by=head), by=head)
    said = [(entry.did, entry.who_id, entry.on_id) for entry in Entry.objects.order_by("number")]
    assert said == [
        ("scheme version added", head.pk, made.version_id),
        ("scheme adopted", head.pk, made.pk),
    ]


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 3000, "a = " + "9" * 5000, "x" * (files.LARGEST + 1), "[scheme]\nid = '\0'", ""]
)
def test_nonsense_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SchemeError) as caught:
        files.read_text(text)
    assert caught.value.problems
