"""Pages of schemes: who opens which, what is shown when a text does not hold, what adoption changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from safeload.schemes import files
from safeload.schemes.actions import add_version
from safeload.schemes.models import Adoption, SchemeVersion
from safeload.workload.actions.refresh import bring_up_to_date
from safeload.workload.models import Standing
from tests.accounts import account, signed_in
from tests.cast import EVERYBODY, Cast
from tests.schemes.test_actions import POINTS, changed, held

pytestmark = pytest.mark.django_db

READERS = set(EVERYBODY)
PROPOSERS = {"manager", "stranger_manager", "head", "psw"}
ADOPTERS = {"head", "director"}


@pytest.fixture
def version(db: None) -> SchemeVersion:
    return add_version(text=POINTS, by=None)


def opened(cast: Cast, name: str, *args: Any) -> set[str]:
    answers = {who: cast.as_(who).get(reverse(name, args=args)).status_code for who in EVERYBODY}
    assert set(answers.values()) <= {200, 404}
    return {who for who, status in answers.items() if status == 200}


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("scheme", READERS),
        ("scheme_text", READERS),
        ("change_scheme", PROPOSERS),
        ("adopt_scheme", ADOPTERS),
    ],
)
def test_pages_of_one_scheme_open_to_whom_the_table_says(
    cast: Cast, version: SchemeVersion, page: str, who: set[str]
) -> None:
    assert opened(cast, page, version.pk) == who


def test_the_list_is_everybodys_and_adding_is_for_those_who_propose(cast: Cast) -> None:
    assert opened(cast, "schemes") == READERS
    assert opened(cast, "add_scheme") == PROPOSERS


def test_somebody_without_a_role_and_a_visitor_find_nothing(version: SchemeVersion) -> None:
    nobody, visitor = signed_in(account("nobody@example.org")), Client()
    for name in ("scheme", "scheme_text", "change_scheme", "adopt_scheme"):
        address = reverse(name, args=[version.pk])
        assert nobody.get(address).status_code == 404
        assert visitor.get(address).status_code == 302


def test_links_stand_only_where_they_lead_somewhere(cast: Cast, version: SchemeVersion) -> None:
    for who in EVERYBODY:
        html = cast.as_(who).get(reverse("scheme", args=[version.pk])).content.decode()
        assert (reverse("change_scheme", args=[version.pk]) in html) == (who in PROPOSERS)
        assert (reverse("adopt_scheme", args=[version.pk]) in html) == (who in ADOPTERS)


def test_who_may_not_adopt_or_stop_changes_nothing(cast: Cast, version: SchemeVersion) -> None:
    shown = held(version, main=False)
    for who in set(EVERYBODY) - ADOPTERS:
        client = cast.as_(who)
        assert client.post(reverse("adopt_scheme", args=[version.pk]), adoption()).status_code == 404
        assert client.post(reverse("stop_showing", args=[shown.pk])).status_code == 404
    assert Adoption.objects.get().ends_on is None


def test_the_text_comes_as_a_file_exactly_as_it_was_given(cast: Cast, version: SchemeVersion) -> None:
    answer = cast.as_("member").get(reverse("scheme_text", args=[version.pk]))
    assert answer.content.decode() == POINTS
    assert answer["Content-Disposition"] == 'attachment; filename="srb-points-1.toml"'
    assert answer["Content-Type"].startswith("text/plain")


def send(client: Client, text: str = "", **more: Any) -> Any:
    return client.post(reverse("add_scheme"), {"text": text, "note": "Agreed on 3 March", **more})


def test_bad_text_is_shown_with_its_place_and_nothing_is_lost(cast: Cast) -> None:
    bad = changed(version="2").replace('treat = "load"', 'treat = "laod"')
    answer = send(cast.as_("manager"), bad.replace("\n", "\r\n"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Commitment 1" in html
    assert "laod" in html
    assert "Agreed on 3 March" in html
    assert not SchemeVersion.objects.exists()


def test_what_is_not_toml_names_its_line(cast: Cast) -> None:
    html = send(cast.as_("manager"), "[scheme]\nid = x").content.decode()
    assert "line 2" in html


def test_nothing_at_all_is_an_error_too(cast: Cast) -> None:
    assert send(cast.as_("manager")).status_code == 422


def test_markup_in_a_scheme_is_shown_as_text(cast: Cast) -> None:
    send(cast.as_("manager"), changed(title="<script>alert(1)</script>"))
    page = cast.as_("practitioner").get(reverse("schemes")).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_lines_ended_as_browsers_do_are_the_same_text(cast: Cast, version: SchemeVersion) -> None:
    assert send(cast.as_("manager"), POINTS.replace("\n", "\r\n")).status_code == 302
    assert SchemeVersion.objects.get() == version


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ours.toml", content, content_type="text/plain")


def test_a_file_goes_before_the_box_and_notepads_mark_does_no_harm(cast: Cast) -> None:
    text = "\ufeff" + changed(version="2026.1").replace("\n", "\r\n")
    assert send(cast.as_("psw"), "not this", file=upload(text.encode())).status_code == 302
    made = SchemeVersion.objects.get()
    assert (made.version, made.note, made.created_by) == ("2026.1", "Agreed on 3 March", cast.accounts["psw"])


def test_a_file_that_does_not_hold_is_put_into_the_box(cast: Cast) -> None:
    html = send(cast.as_("psw"), "", file=upload(b"[scheme]\nid = x")).content.decode()
    assert "line 2" in html
    assert "id = x" in html


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00PK", "not text"),
        (b"#" * (files.LARGEST + 1), "too large"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_none_says_so(cast: Cast, content: bytes, sentence: str) -> None:
    answer = send(cast.as_("psw"), POINTS, file=upload(content))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SchemeVersion.objects.exists()


def adoption(day: date | None = None, **more: str) -> dict[str, str]:
    day = day or timezone.localdate()
    fields = {"service_area": "0", "place": "main", "agreed_by": "The working group"}
    for name in ("starts_on", "agreed_on"):
        fields |= {
            f"{name}_day": str(day.day),
            f"{name}_month": str(day.month),
            f"{name}_year": str(day.year),
        }
    return fields | more


def measured(cast: Cast) -> tuple[Any, Any]:
    bring_up_to_date(timezone.localdate())
    standing = Standing.objects.get(practitioner=cast.people["practitioner"])
    return standing.load, standing.line


def test_adoption_takes_the_place_of_the_main_scheme_and_figures_follow(
    cast: Cast, version: SchemeVersion
) -> None:
    held(version, date(2026, 1, 1))
    before = measured(cast)
    other = add_version(text=POINTS_DOUBLED, by=None)
    answer = cast.as_("head").post(reverse("adopt_scheme", args=[other.pk]), adoption())
    assert answer.status_code == 302
    assert measured(cast) != before
    assert Adoption.objects.get(version=version).ends_on == timezone.localdate()
    page = cast.as_("practitioner").get(reverse("schemes")).content.decode()
    assert "The working group" in page


POINTS_DOUBLED = changed(version="2").replace('amount = "50"', 'amount = "60"')


def test_an_adoption_without_saying_who_agreed_is_refused_with_all_that_was_typed(
    cast: Cast, version: SchemeVersion
) -> None:
    answer = cast.as_("head").post(
        reverse("adopt_scheme", args=[version.pk]), adoption(date(2027, 3, 4), agreed_by="")
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Say who agreed it" in html
    assert 'value="2027"' in html


def test_settings_are_asked_and_kept(cast: Cast) -> None:
    crude = add_version(text=files.shipped_text("crude-limits"), by=None)
    fields = adoption(place="beside", set_case="household", set_fifteen="from")
    cast.as_("director").post(reverse("adopt_scheme", args=[crude.pk]), fields)
    assert Adoption.objects.get().chosen == {"case": "household", "fifteen": "from"}
    bad = cast.as_("director").post(
        reverse("adopt_scheme", args=[crude.pk]), adoption(set_case="street", set_fifteen="from")
    )
    assert bad.status_code == 422


def test_a_scheme_shown_beside_stops_and_the_main_one_cannot(cast: Cast, version: SchemeVersion) -> None:
    shown, main = held(version, main=False), held(version)
    head = cast.as_("head")
    assert head.post(reverse("stop_showing", args=[shown.pk])).status_code == 302
    assert head.post(reverse("stop_showing", args=[main.pk])).status_code == 404
    assert head.get(reverse("stop_showing", args=[shown.pk])).status_code == 405
    shown.refresh_from_db()
    assert shown.ends_on is not None


def test_one_that_begins_later_is_announced(cast: Cast, version: SchemeVersion) -> None:
    held(version, date(2099, 1, 1))
    html = cast.as_("practitioner").get(reverse("schemes")).content.decode()
    assert "From a later day" in html
    assert "1 January 2099" in html


@pytest.mark.parametrize("name", files.shipped_names())
def test_every_shipped_scheme_has_a_page_in_words(cast: Cast, name: str) -> None:
    made = add_version(text=files.shipped_text(name), by=None)
    held(made, main=False)
    html = cast.as_("practitioner").get(reverse("scheme", args=[made.pk])).content.decode()
    assert "What counts towards the load" in html
    assert "Is shown beside" in html


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_queries_do_not_grow_with_versions_and_adoptions(cast: Cast, version: SchemeVersion) -> None:
    client = cast.as_("head")
    held(version)
    addresses = [reverse("schemes"), reverse("scheme", args=[version.pk])]
    before = [queries_of(client, address) for address in addresses]
    for number in range(2, 8):
        held(add_version(text=changed(version=str(number)), by=None), main=False)
    held(version, service_area=cast.adults)
    held(version, service_area=cast.children)
    assert [queries_of(client, address) for address in addresses] == before
