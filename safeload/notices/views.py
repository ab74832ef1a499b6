"""For you: what concerns this account; what of it comes by e-mail; and letters that could not be sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from safeload.notices import actions, queries
from safeload.notices.forms import ChooseMailForm
from safeload.notices.presenters import mail_row, notice_row
from safeload.people.pages import bound, form_page, press
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.web import listing


def notices(request: Request) -> HttpResponse:
    """Everything this account was told, unread first."""
    page = listing.page_of(request, queries.notices(request.scope), size=25)
    rows = [notice_row(one) for one in page]
    newest = max((row.pk for row in rows), default=0) if page.number == 1 else 0
    return render(request, "notices/notices.html", {"page": page, "rows": rows, "newest": newest})


@require_POST
def open_notice(request: Request, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads; by POST, for browsers fetch links ahead unasked."""
    one = get_object_or_404(queries.notices(request.scope), pk=pk)
    actions.mark_read(by=request.user, notice_id=pk)
    try:
        return redirect(reverse(one.link_name, args=one.link_args))
    except NoReverseMatch:  # a page of an older release
        return redirect("notices")


@require_POST
def read_notices(request: Request) -> HttpResponse:
    """Mark all as read that the page knew of."""
    sent = request.POST.get("newest", "")
    newest = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0
    act = lambda: actions.mark_all_read(by=request.user, up_to=newest)  # noqa: E731
    return press(request, act, to=reverse("notices"), said="All are marked as read.")


def choose_mail(request: Request) -> HttpResponse:
    """What comes by e-mail: at once, once a day, or not."""
    form = bound(ChooseMailForm, request, preferences=request.user.preferences)

    def act(given: dict[str, Any]) -> None:
        actions.choose_mail(by=request.user, chosen=given)

    lead = "A letter says what kind of thing waits and where to sign in. It names no person and no case."
    if not settings.SAFELOAD_MAILS:
        lead += " No mail server is set up for this installation, so nothing is sent until there is one."
    heading, said = "What you get by e-mail", "Saved. It holds for what comes from now on."
    to = reverse("notices")
    return form_page(request, form, act, to=to, said=said, heading=heading, lead=lead, button="Save")


def mail_not_sent(request: Request) -> HttpResponse:
    """Letters that could not be sent, for whoever looks after accounts."""
    if not request.scope.does("change", Thing.ACCOUNTS):
        raise Http404
    page = listing.page_of(request, queries.mail_in_trouble(request.scope))
    rows = [mail_row(one) for one in page]
    return render(
        request, "notices/mail_not_sent.html", {"page": page, "rows": rows, "mails": settings.SAFELOAD_MAILS}
    )
