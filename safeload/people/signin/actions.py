"""What an administrator does for somebody who cannot sign in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.actions.accounts import end_sessions
from safeload.people.models import Account
from safeload.people.rights import Thing
from safeload.people.rows import locked


@write
def reset_second_step(*, by: Any, account_id: int) -> Account:
    """Forget somebody's authenticator and recovery codes (a lost telephone), and end their sessions.

    At the next sign-in they set up a new one. Raises NotAllowed unless ``by`` looks after accounts.
    """
    permits.require(permits.scope_of(by), "change", Thing.ACCOUNTS)
    account: Account = locked(Account, account_id, what="the account")
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account)
    record(by=by, did="people.reset_second_step", on=("account", account.pk))
    return account
