"""Fixture 12: nobody obtains the reason for an adjustment but the worker and whom the worker chose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from safeload.audit.models import Entry, Look
from safeload.audit.refusals import NotAllowed
from safeload.people import actions
from safeload.people.models import Commitment, CommitmentReason
from tests.cast import EVERYBODY, Cast

CANARY = "canary-of-the-adjustment-7731"
SEALED_FROM = tuple(who for who in EVERYBODY if who != "practitioner")


@pytest.fixture
def adjustment(cast: Cast) -> Commitment:
    made = actions.add_commitment(
        by=cast.accounts["manager"],
        practitioner_id=cast.people["practitioner"].pk,
        kind="adjustment",
        amount=Decimal(20),
        unit="percent",
        starts_on=date(2026, 1, 1),
        agreed_by=cast.accounts["manager"],
        agreed_on=date(2025, 12, 18),
    )
    actions.write_reason(by=cast.accounts["practitioner"], commitment_id=made.pk, text=CANARY)
    return made


def pages(cast: Cast, adjustment: Commitment) -> list[str]:
    """Every address of the product, filled with the worker, the commitment, or the first of whatever else."""
    own = {
        "pk": cast.people["practitioner"].pk,
        "practitioner_id": cast.people["practitioner"].pk,
        "commitment_id": adjustment.pk,
        "post_id": cast.posts["practitioner"].pk,
        "team_id": cast.assessment.pk,
    }
    found = []
    for name, candidates in get_resolver().reverse_dict.lists():
        if isinstance(name, str):
            parameters = candidates[0][0][0][1]
            found.append(reverse(name, kwargs={one: own.get(one, 1) for one in parameters} or None))
    return sorted(found)


def read(client: Client, page: str) -> str:
    answer = client.get(page)
    return b"".join(answer).decode(errors="replace") + str(answer.headers)


@pytest.mark.parametrize("who", SEALED_FROM)
def test_no_page_tells_anybody_else(cast: Cast, adjustment: Commitment, who: str) -> None:
    client = cast.as_(who)
    assert client.get(reverse("reason", args=[adjustment.pk])).status_code == 404
    told = [
        page for page in pages(cast, adjustment) if "sign-out" not in page and CANARY in read(client, page)
    ]
    assert told == []


@pytest.mark.parametrize("who", SEALED_FROM)
def test_no_action_tells_or_shares_or_rewrites_it(cast: Cast, adjustment: Commitment, who: str) -> None:
    by = cast.accounts[who]
    attempts: list[Any] = [
        lambda: actions.read_reason(by=by, commitment_id=adjustment.pk),
        lambda: actions.choose_readers(by=by, commitment_id=adjustment.pk, account_ids=[by.pk]),
        lambda: actions.write_reason(by=by, commitment_id=adjustment.pk, text="something else"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert actions.read_reason(by=cast.accounts["practitioner"], commitment_id=adjustment.pk) == CANARY
    assert not Look.objects.exists()


def test_the_database_alone_tells_nobody(cast: Cast, adjustment: Commitment) -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            assert CANARY not in str(cursor.fetchall())


def test_the_worker_reads_it_and_chooses_who_else_may(cast: Cast, adjustment: Commitment) -> None:
    amira, noor = cast.as_("practitioner"), cast.as_("manager")
    page = reverse("reason", args=[adjustment.pk])
    assert CANARY in amira.get(page).content.decode()
    chosen = {"readers": [cast.accounts["manager"].pk]}
    answer = amira.post(reverse("readers", args=[adjustment.pk]), chosen)
    assert answer.status_code == 302
    assert CANARY in noor.get(page).content.decode()
    assert noor.get(reverse("reasons")).content.decode().count("Agreed adjustment") == 1
    look = Look.objects.get()
    assert (look.who, look.what) == (cast.accounts["manager"], "reason")
    assert "Noor Patel" in amira.get(reverse("looks", args=[cast.people["practitioner"].pk])).content.decode()
    amira.post(reverse("readers", args=[adjustment.pk]), {})
    assert noor.get(page).status_code == 404


def test_the_record_holds_that_it_was_written_and_not_what(cast: Cast, adjustment: Commitment) -> None:
    entry = Entry.objects.get(did="people.write_reason")
    assert entry.details == {"first": True}


def test_hr_writes_where_the_record_is_theirs_and_cannot_read_it(cast: Cast) -> None:
    hr = cast.accounts["hr"]
    made = actions.add_commitment(by=hr, practitioner_id=cast.people["nqsw"].pk, kind="adjustment")
    actions.write_reason(by=hr, commitment_id=made.pk, text=CANARY)
    with pytest.raises(NotAllowed):
        actions.read_reason(by=hr, commitment_id=made.pk)
    assert actions.read_reason(by=cast.accounts["nqsw"], commitment_id=made.pk) == CANARY
    assert CommitmentReason.objects.get().written_by == hr


def test_an_old_key_still_opens_what_it_sealed(cast: Cast, adjustment: Commitment, settings: Any) -> None:
    from cryptography.fernet import Fernet

    settings.SAFELOAD_FIELD_KEYS = [Fernet.generate_key().decode(), *settings.SAFELOAD_FIELD_KEYS]
    assert actions.read_reason(by=cast.accounts["practitioner"], commitment_id=adjustment.pk) == CANARY
