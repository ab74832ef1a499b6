"""``safeload init``: the beginning of a real installation, and nothing of the demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from safeload.audit.writing import write
from safeload.cli.days import today
from safeload.people import actions as people
from safeload.schemes import files
from safeload.schemes.actions import add_version, adopt


def found(
    *,
    employer: str,
    nation: str,
    areas: Mapping[str, Sequence[str]],
    administrator: tuple[str, str],
    scheme: str,
    chosen: Mapping[str, str],
    agreed_by: str,
) -> str:
    """Found an installation; the address at which the administrator chooses a password, good for three days.

    Raises Refusal where the installation has been founded already, SchemeError for a scheme that does not hold.
    """
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return _found(employer, nation, areas, administrator, scheme, chosen, agreed_by)


@write
def _found(
    employer: str,
    nation: str,
    areas: Mapping[str, Sequence[str]],
    administrator: tuple[str, str],
    scheme: str,
    chosen: Mapping[str, str],
    agreed_by: str,
) -> str:
    text = (
        files.shipped_text(scheme)
        if scheme in files.shipped_names()
        else Path(scheme).read_text(encoding="utf-8")
    )

    def first_scheme(_areas: Any, _by: Any) -> None:
        version = add_version(text=text, by=None)
        adopt(
            version=version,
            by=None,
            starts_on=today(),
            agreed_by=agreed_by,
            agreed_on=today(),
            chosen=chosen,
        )

    account = people.found(
        employer=employer, nation=nation, areas=areas, administrator=administrator, then=first_scheme
    )
    key, token = people.invitation(by=None, account_id=account.pk)
    return f"{settings.SAFELOAD_ADDRESS}{reverse('account_welcome', args=[key, token])}"
