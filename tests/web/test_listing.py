from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from safeload.web import listing


def test_sort_stands_in_the_address_and_unknown_columns_are_ignored() -> None:
    request = RequestFactory().get("/board?sort=-load&team=4")
    assert listing.sort_of(request, ["name", "load"], "name") == listing.Sort("load", True)
    assert listing.sort_of(request, ["name"], "-name") == listing.Sort("name", True)


def test_rows_without_a_value_come_last_either_way() -> None:
    rows = [{"load": 2}, {"load": None}, {"load": 1}]
    keys = {"load": lambda row: row["load"]}
    up = listing.ordered(rows, listing.Sort("load"), keys)
    down = listing.ordered(rows, listing.Sort("load", True), keys)
    assert [row["load"] for row in up] == [1, 2, None]
    assert [row["load"] for row in down] == [2, 1, None]


@pytest.mark.parametrize("asked", ["1" * 25, "-1", "x", "", "²", "0"])
def test_a_page_that_is_none_is_no_error(asked: str) -> None:
    page = listing.page_of(RequestFactory().get("/", {"page": asked}), list(range(120)))
    assert page.number in {1, 3}


def test_the_links_keep_filters_and_say_the_order() -> None:
    request = RequestFactory().get("/board?team=4&page=3")
    page = "{% sort_link 'name' 'Name' sort %}|{% sorted 'name' sort %}"
    html = Template(page).render(Context({"request": request, "sort": listing.Sort("name")}))
    assert "/board?team=4&amp;sort=-name" in html
    assert html.endswith('aria-sort="ascending"')


def test_pages_tell_which_rows_these_are() -> None:
    request = RequestFactory().get("/cases?page=2")
    context = Context({"request": request, "page": listing.page_of(request, list(range(120)))})
    html = Template("{% pages page 'case' %}").render(context)
    assert "51 to 100 of 120 cases" in html
    assert "/cases?page=3" in html
    short = Context({"request": request, "page": listing.page_of(request, [1])})
    assert "1 case<" in Template("{% pages page 'case' %}").render(short)
