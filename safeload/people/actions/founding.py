"""The beginning of an installation: employer, service areas and teams, the first administrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.people.actions.accounts import grant_role, invite
from safeload.people.actions.places import add_area, add_team
from safeload.people.models import Account, Employer, ServiceArea
from safeload.people.rows import keep


@write
def found(
    *,
    employer: str,
    nation: str = Employer.Nation.ENGLAND,
    areas: Mapping[str, Sequence[str]],
    administrator: tuple[str, str],
    password: str | None = None,
    then: Callable[[Sequence[ServiceArea], Account], Any] | None = None,
) -> Account:
    """Begin an installation, once: employer, teams by service area, administrator (e-mail address, name).

    ``then`` is called with the areas and the administrator in the same transaction: there the first scheme is
    chosen. Without ``password`` the administrator accepts an invitation. Raises Refusal if begun already.
    """
    if Employer.objects.exists():
        raise Refusal("This installation has an employer already; it is begun once.")
    if not areas:
        raise Refusal("Name at least one service area.")
    keep(Employer(id=1, name=employer.strip(), nation=nation))
    record(by=None, did="people.found", on=("employer", 1))
    made = []
    for area_name, teams in areas.items():
        area = add_area(by=None, name=area_name)
        made.append(area)
        for team in teams:
            add_team(by=None, area_id=area.pk, name=team)
    account = invite(by=None, email=administrator[0], name=administrator[1])
    if password is not None:
        account.set_password(password)
        account.save(update_fields=["password"])
    grant_role(by=None, account_id=account.pk, role="administrator", everywhere=True)
    if then is not None:
        then(made, account)
    return account
