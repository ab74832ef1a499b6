"""Notices and letters as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from safeload.notices.kinds import sentence_of
from safeload.notices.models import Mail, Notice
from safeload.web import formats


@dataclass(frozen=True)
class NoticeRow:
    """One notice: what it says, when, whether it is new to the reader."""

    pk: int
    says: str
    when: str
    new: bool


@dataclass(frozen=True)
class MailRow:
    """One letter that did not leave: for whom, since when, what happens next."""

    name: str
    account_id: int
    made: str
    tries: str
    error: str
    state: str


def notice_row(one: Notice) -> NoticeRow:
    """One row of "For you"."""
    says = sentence_of(one.kind, one.words)
    return NoticeRow(one.pk, says, formats.moment(one.made_at), one.read_at is None)


def mail_row(one: Mail) -> MailRow:
    """One row of the letters in trouble; the error by its class alone."""
    if one.given_up_at is not None:
        state = f"Given up on {formats.moment(one.given_up_at)}"
    else:
        state = f"Tried again on {formats.moment(one.next_try_at)}"
    return MailRow(
        one.account.name,
        one.account_id,
        formats.moment(one.made_at),
        formats.plural(one.tries, "try", "tries"),
        _PLAIN.get(one.last_error, one.last_error),
        state,
    )


#: The usual classes of error, in words; any other is shown as it is called.
_PLAIN = {
    "": "Not tried",
    "ConnectionRefusedError": "The mail server does not answer",
    "TimeoutError": "The mail server does not answer in time",
    "gaierror": "The mail server’s name is not known",
    "SMTPServerDisconnected": "The mail server hung up",
    "SMTPAuthenticationError": "The mail server does not accept our name and password",
    "SMTPRecipientsRefused": "The mail server does not accept the address",
    "SMTPSenderRefused": "The mail server does not accept the sender",
    "SMTPDataError": "The mail server does not accept the letter",
}
