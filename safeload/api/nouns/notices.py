"""What an account was told, and how it wants to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.shared import require, within
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Body, Kept, Key, Page, kept
from safeload.notices import actions, queries
from safeload.notices.kinds import sentence_of
from safeload.notices.models import Notice
from safeload.people import actions as people

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """One thing that the account was told."""

    id: int
    kind: str
    says: str
    about_kind: str
    about_id: int
    made_at: datetime
    read_at: datetime | None

    @staticmethod
    def resolve_says(row: Notice) -> str:
        return sentence_of(row.kind, row.words)


@reads(router, "/notices")
def notices(request: Call, paging: Query[Paging]) -> Page[NoticeOut]:
    """Everything that the account was told. Not for a token that was narrowed to one role."""
    require(not request.token.role)
    return page_of(request, queries.notices(request.scope), paging)


class UpTo(Body):
    """The newest notice that was seen."""

    up_to: Key


class MailIn(Body):
    """By kind of notice: now, daily or never."""

    chosen: Annotated[dict[Annotated[str, Field(max_length=40)], Notice.ByMail], Field(max_length=100)]


class Preferences(Body):
    """How the account likes its pages."""

    two_colours: bool


@writes(router, "POST", "/notices/{int:pk}/read", actions.mark_read)
def mark_read(request: Call, pk: Key) -> Kept:
    """Note that a notice was read."""
    require(not request.token.role)
    within(queries.notices(request.scope), pk)
    return Kept(id=pk, number=int(actions.mark_read(by=request.account, notice_id=pk)))


@writes(router, "POST", "/notices/read", actions.mark_all_read)
def mark_all_read(request: Call, body: UpTo) -> Kept:
    """Note that all were read up to one; what came since stays unread."""
    require(not request.token.role)
    return Kept(number=actions.mark_all_read(by=request.account, up_to=body.up_to))


@writes(router, "POST", "/notices/mail", actions.choose_mail)
def choose_mail(request: Call, body: MailIn) -> Kept:
    """Choose, kind by kind, what comes by e-mail."""
    require(not request.token.role)
    actions.choose_mail(by=request.account, chosen=body.model_dump()["chosen"])
    return Kept(id=request.account.pk)


@writes(router, "PATCH", "/me/preferences", people.set_preferences)
def set_preferences(request: Call, body: Preferences) -> Kept:
    """Choose how pages look."""
    require(not request.token.role)
    return kept(people.set_preferences(account=request.account, **body.given()))
