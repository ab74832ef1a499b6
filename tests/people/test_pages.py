from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import EVERYBODY, Cast

LISTS = ("people", "teams", "accounts", "record", "who_may_see_what", "reasons")
OPEN = {
    "people": {"manager", "stranger_manager", "assessor", "head", "hr"},
    "teams": set(EVERYBODY),
    "accounts": {"administrator"},
    "record": {"psw", "director", "analyst", "administrator", "auditor"},
    "who_may_see_what": set(EVERYBODY),
    "reasons": set(EVERYBODY),
}


@pytest.mark.parametrize("page", LISTS)
def test_lists_are_open_to_whom_the_table_says(cast: Cast, page: str) -> None:
    opened = {who for who in EVERYBODY if cast.as_(who).get(reverse(page)).status_code == 200}
    assert opened == OPEN[page]
