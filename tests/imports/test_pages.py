"""The pages of lists: who may open them, what they show, and how many questions they put to the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from safeload.caseloads.models import Case
from safeload.imports import actions
from safeload.imports.models import Import, SettledName, SettledTeam
from tests.accounts import signed_in
from tests.imports.county import County, case, held_by


def _upload(client: Client, *files: tuple[str, bytes], **fields: Any) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    given = {"lists": sent, "on_day": "19", "on_month": "11", "on_year": "2026", "kind": "", **fields}
    return client.post(reverse("bring_in_lists"), given, follow=True)


def test_from_upload_to_undo_without_scripts(county: County) -> None:
    ida = county.person("Ida Mallow")
    client = signed_in(county.analyst)
    page = _upload(
        client,
        county.annexa(
            six=[
                {"child": 1, "allocated_team": "North", "allocated_worker": "Ida Mallow"},
                {"child": 2, "allocated_team": "Nort", "allocated_worker": "Ida Malow"},
                {"child": 3, "allocated_team": "North", "allocated_worker": "Somebody New"},
            ]
        ),
    )
    one = Import.objects.get()
    text = page.content.decode()
    assert "cases to be added" in text
    assert "Who is “Ida Malow”?" in text
    assert "Which team is “Nort”?" in text
    assert "Apply this list</button>" not in text
    about = {asked["written"]: f"q{number}" for number, asked in enumerate(one.report["asked"])}
    page = client.post(
        reverse("settle_list", args=[one.pk]),
        {
            about["Ida Malow"]: str(ida.pk),
            about["Nort"]: str(county.team.pk),
            about["Somebody New"]: "somebody",
            f"{about['Somebody New']}_who": "Nobody At All",
        },
    )
    assert page.status_code == 422
    assert "Nobody here is called “Nobody At All”" in page.content.decode()
    page = client.post(
        reverse("settle_list", args=[one.pk]),
        {
            about["Ida Malow"]: str(ida.pk),
            about["Nort"]: str(county.team.pk),
            about["Somebody New"]: "elsewhere",
        },
        follow=True,
    )
    assert SettledName.objects.count() == 2
    one.refresh_from_db()
    digests = {"plan": one.report["plan"], "plan_full": one.report["plan_full"]}
    page = client.post(reverse("apply_list", args=[one.pk]), digests, follow=True)
    assert "This is what it changed" in page.content.decode()
    assert (held_by("1"), held_by("2"), held_by("3")) == ("Ida Mallow", "Ida Mallow", "")
    page = client.post(reverse("undo_list", args=[one.pk]), follow=True)
    assert "The list is undone" in page.content.decode()
    assert not Case.objects.filter(closed_on=None).exists()


def test_what_moved_is_shown_and_asked_again(county: County) -> None:
    county.person("Ida Mallow")
    one = county.bring(county.annexa(six=[{"child": 1, "allocated_worker": "Ida Mallow"}]))
    stale = {"plan": "0" * 64, "plan_full": "0" * 64}
    page = signed_in(county.analyst).post(reverse("apply_list", args=[one.pk]), stale, follow=True)
    assert "has changed since the list was checked" in page.content.decode()
    assert not Case.objects.exists()


def test_undo_that_would_lose_work_lists_it(county: County) -> None:
    county.person("Ida Mallow")
    one = county.load(
        county.annexa(six=[{"child": 1, "allocated_team": "North", "allocated_worker": "Ida Mallow"}])
    )
    from safeload.caseloads.actions import correct_case

    correct_case(by=None, case_id=case(1).pk, priority="1-urgent")
    page = signed_in(county.analyst).post(reverse("undo_list", args=[one.pk]))
    assert page.status_code == 422
    assert "Case 1: corrected a case on Thursday 19 November 2026." in page.content.decode()


def test_a_full_snapshot_names_its_number(county: County) -> None:
    ida = county.person("Ida Mallow")
    county.family(2, ida)
    one = county.bring(
        county.annexa(six=[{"child": 1, "allocated_team": "North", "allocated_worker": "Ida Mallow"}])
    )
    client = signed_in(county.analyst)
    text = client.get(reverse("brought_list", args=[one.pk])).content.decode()
    assert "This list leaves out 2 open cases of the teams that it names. Close them on" in text
    sent = {"plan": one.report["plan"], "plan_full": one.report["plan_full"], "full_snapshot": "on"}
    client.post(reverse("apply_list", args=[one.pk]), sent)
    assert Case.objects.filter(closed_on=None).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("meals.csv", b"Meal,Price\nSoup,3\n", "none of its sheets has the headings"),
        ("broken.xlsx", b"PK\x03\x04nonsense", "cannot be read"),
        ("empty.csv", b"", "empty"),
    ],
)
def test_files_that_cannot_be_used_leave_nothing(
    county: County, name: str, content: bytes, says: str
) -> None:
    page = _upload(signed_in(county.analyst), (name, content))
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not Import.objects.exists()


def test_several_kinds_at_once_people_first(county: County) -> None:
    files = [county.example("annex-a.xlsx"), county.example("practitioners.csv")]
    page = _upload(signed_in(county.analyst), *files)
    assert list(Import.objects.order_by("pk").values_list("kind", flat=True)) == ["practitioners", "annex-a"]
    assert "Are they all new teams?" in page.content.decode()
    one = Import.objects.order_by("pk").first()
    signed_in(county.analyst).post(reverse("settle_list", args=[one.pk]), {"all_teams": str(county.area.pk)})
    assert SettledTeam.objects.filter(new_in=county.area).count() == 6


def test_the_example_can_be_tried(county: County, settings: Any) -> None:
    client = signed_in(county.analyst)
    assert client.post(reverse("try_lists")).status_code == 404  # nothing of the demo in a real installation
    assert "Try it with the example lists" not in client.get(reverse("lists")).content.decode()
    settings.SAFELOAD_DEMO = True
    assert "Try it with the example lists" in client.get(reverse("lists")).content.decode()
    assert client.post(reverse("try_lists")).status_code == 302
    page = client.get(reverse("brought_list", args=[Import.objects.order_by("-pk").first().pk]))
    assert "Who is “Duty”?" in page.content.decode()


_PAGES = [
    ("lists", "get"),
    ("bring_in_lists", "get"),
    ("bring_in_lists", "post"),
    ("try_lists", "post"),
    ("list_words", "get"),
    ("list_activity", "get"),
]
_OF_A_LIST = [
    ("brought_list", "get"),
    ("list_progress", "get"),
    ("check_list", "post"),
    ("settle_list", "post"),
    ("apply_list", "post"),
    ("undo_list", "post"),
    ("set_list_aside", "post"),
]


@pytest.mark.parametrize(("name", "method"), _PAGES + _OF_A_LIST)
def test_strangers_find_nothing(county: County, name: str, method: str) -> None:
    one = county.bring(county.annexa(six=[{"child": 1, "allocated_worker": "Ida Mallow"}]))
    address = reverse(name, args=[one.pk] if (name, method) in _OF_A_LIST else [])
    strangers = [
        county.signs_in(county.person("Joe Pike")),
        county.signs_in(role="service-manager", everywhere=True),
        county.signs_in(role="union-rep", everywhere=True),
        county.signs_in(role="auditor", everywhere=True),
    ]
    manager = county.signs_in(county.person("Bea Boss"), "team-manager", team=county.team)
    if (name, method) in _OF_A_LIST:
        strangers.append(manager)  # somebody else's list, of the whole employer
    for who in strangers:
        assert getattr(signed_in(who), method)(address).status_code == 404
    one.refresh_from_db()
    assert one.state == Import.State.CHECKED


def test_rows_of_a_list_hide_what_stood_where_one_may_not_look(county: County) -> None:
    ida, joe = county.person("Ida Mallow"), county.person("Joe Pike", county.south)
    manager = county.signs_in(county.person("Bea Boss"), "team-manager", team=county.team)
    (ours,), (theirs,) = county.family(1, ida), county.family(1, joe, team=county.south)
    rows = [{"child": one.reference, "allocated_worker": "Bea Boss"} for one in (ours, theirs)]
    one = county.bring(county.annexa(six=rows), by=manager)
    text = signed_in(manager).get(reverse("list_rows", args=[one.pk, "change"])).content.decode()
    assert "Ida Mallow, North →" in text
    assert "Joe Pike" not in text
    assert "(not shown to you) →" in text
    for part in ("add", "left-out", "conflicts", "faults", "explained"):
        assert signed_in(manager).get(reverse("list_rows", args=[one.pk, part])).status_code == 200
    assert signed_in(manager).get(reverse("list_rows", args=[one.pk, "nonsense"])).status_code == 404


def test_downloads(county: County) -> None:
    client = signed_in(county.analyst)
    for name in ("safeload-workbook.xlsx", "annex-a.xlsx", "practitioners.csv", "commitments.csv"):
        answer = client.get(reverse("example_file", args=[name]))
        assert answer.status_code == 200
        assert name in answer["Content-Disposition"]
    assert client.get(reverse("example_file", args=["make.py"])).status_code == 404
    stranger = signed_in(county.signs_in(county.person("Joe Pike")))
    assert stranger.get(reverse("example_file", args=["annex-a.xlsx"])).status_code == 404


def test_answers_are_listed_and_taken_back(county: County) -> None:
    ida = county.person("Ida Mallow")
    row = actions.settle_name(
        by=county.analyst, written="I Mallow", meaning="practitioner", practitioner_id=ida.pk
    )
    actions.settle_team(by=county.analyst, written="Nort", team_id=county.team.pk)
    actions.settle_value(
        by=county.analyst,
        field="case_status",
        wording="cpp step 3",
        written="CPP step 3",
        code="child_protection",
    )
    client = signed_in(county.analyst)
    text = client.get(reverse("list_words")).content.decode()
    for words in ("I Mallow", "Nort", "CPP step 3", "Child protection plan"):
        assert words in text
    client.post(reverse("forget_word", args=["name", row.pk]))
    assert not SettledName.objects.exists()
    assert client.post(reverse("forget_word", args=["shoe", 1])).status_code == 404


@pytest.mark.parametrize("name", ["lists", "brought_list", "list_rows"])
def test_the_number_of_queries_does_not_grow(
    county: County, name: str, django_assert_max_num_queries: Any
) -> None:
    county.person("Ida Mallow")
    counts = []
    for number in (2, 40):
        rows = [
            {"child": n, "allocated_team": "North", "allocated_worker": f"Ida M{n}"} for n in range(number)
        ]
        one = county.bring(county.annexa(f"{number}.xlsx", six=rows))
        args = {"lists": [], "brought_list": [one.pk], "list_rows": [one.pk, "add"]}[name]
        client = signed_in(county.analyst)
        with django_assert_max_num_queries(30) as seen:
            assert client.get(reverse(name, args=args)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
