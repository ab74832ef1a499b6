"""The board as it would be, and the changes that make it so: one at a time, with or without scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.scheme import Scheme
from safeload.people.models import Team
from safeload.people.requests import Request
from safeload.schemes.facts import scheme_of
from safeload.whatif import actions
from safeload.whatif.changes import ANSWERED, OF_CASES, Change, Kind
from safeload.whatif.forms import FORMS, ChangeForm, answers_form, asked_by
from safeload.whatif.models import Scenario
from safeload.whatif.presenters import page as present
from safeload.whatif.queries import scenarios as queries
from safeload.whatif.queries.cases import answers_like, cases_meant, references_of
from safeload.workload.facts import rule_on
from safeload.workload.queries.board import team_seen
from safeload.workload.views.shared import colours, fresh, note_look, require, two_colours


def what_if(request: Request, team_id: int) -> HttpResponse:
    """What the reader is at for a team, or nothing yet."""
    team = _team(request, team_id)
    return _shown(request, team, queries.at_work(request.scope, team_id), _asked_kind(request, team))


def scenario(request: Request, pk: int) -> HttpResponse:
    """A scenario that was kept: one's own to change, another's to read."""
    row = found(request, pk)
    team = _team(request, row.team_id)
    return _shown(request, team, row, _asked_kind(request, team))


def suppose(request: Request, team_id: int, kind: str) -> HttpResponse:
    """Add a change; shown again with what is wrong where it cannot be."""
    team = _team(request, team_id)
    if kind not in set(Kind):
        raise Http404
    if request.method != "POST":  # the page with an error was asked for again
        return redirect(f"{present.address_of(team_id, None)}?add={kind}")
    asked = Kind(kind)
    panel = _Panel(request, team, asked, _scheme_asked(request, team, asked))
    made = _added(request, team, panel) if panel.valid() else None
    if made is None:
        return _shown(request, team, _own_row(request, team_id), asked, panel)
    if request.htmx:
        return _shown(request, team, made, asked)
    of = _whose_cases(request)
    return redirect(f"{address_of(made)}?add={asked}{'' if of is None else f'&of={of}'}")


def _own_row(request: Request, team_id: int) -> Scenario | None:
    """The scenario that a change was meant for; what one is at where the form names none."""
    pk = _scenario_named(request)
    if pk is None:
        return queries.at_work(request.scope, team_id)
    mine = queries.scenarios(request.scope).filter(owner=request.user, team=team_id)
    row: Scenario = get_object_or_404(mine, pk=pk)
    return row


def _scenario_named(request: Request) -> int | None:
    asked = request.POST.get("scenario", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None


def _added(request: Request, team: Team, panel: _Panel) -> Scenario | None:
    pk = _scenario_named(request)
    try:
        return actions.suppose(by=request.user, team_id=team.pk, change=panel.change(), scenario_id=pk)
    except NotAllowed:
        raise
    except Refusal as refusal:
        panel.refuse(refusal)
        return None


def _whose_cases(request: Request) -> int | None:
    """Whose cases are offered to choose from (0: what waits); None: the reference is typed."""
    asked = request.GET.get("of") or request.POST.get("of", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def _scheme_asked(request: Request, team: Team, kind: Kind) -> Scheme | None:
    """The scheme whose fields a change is answered by; not looked for where it asks none."""
    if kind not in ANSWERED:
        return None
    adoption = rule_on(request.scope.on).of_team(team.pk)
    return scheme_of(adoption) if adoption else None


@require_POST
def take_out_of_scenario(request: Request, pk: int) -> HttpResponse:
    """Take one change out by its number ("undo" names the last), or all of them."""
    row = found(request, pk)
    asked = request.POST.get("n", "")
    known = asked.isascii() and asked.isdigit() and len(asked) < 9
    if known or asked == "all":
        actions.take_out(by=request.user, scenario_id=pk, n=int(asked) if known else None)
    row.refresh_from_db()
    team = _team(request, row.team_id)
    if request.htmx:
        return _shown(request, team, row, _asked_kind(request, team))
    return redirect(address_of(row))


def found(request: Request, pk: int) -> Scenario:
    """The scenario, if the reader may read it."""
    row: Scenario = get_object_or_404(queries.scenarios(request.scope), pk=pk)
    return row


def address_of(row: Scenario) -> str:
    """Where a scenario is read."""
    return present.address_of(row.team_id, row)


def _team(request: Request, team_id: int) -> Team:
    team = team_seen(request.scope, team_id)
    require(team)
    assert team is not None
    return team


def _asked_kind(request: Request, team: Team) -> Kind:
    asked = request.GET.get("add") or request.POST.get("add", "")
    opens = queries.opens_cases(request.scope, team.pk)
    if asked in set(Kind) and (opens or asked not in OF_CASES):
        return Kind(asked)
    return Kind.MOVE if opens else Kind.HOURS


def _shown(
    request: Request, team: Team, row: Scenario | None, kind: Kind, panel: _Panel | None = None
) -> HttpResponse:
    """The page, or with htmx what moves on it."""
    fresh(request)
    page = present.scenario_page(request.scope, team, row, colours(request))
    note_look(request, page["people"], "what if")
    page |= {"kind": kind, "two_colours": two_colours(request)}
    if page["own"]:
        page |= _panel_as_shown(request, team, kind, page, panel)
    template = "whatif/what_if.html#what_if" if request.htmx else "whatif/what_if.html"
    return render(request, template, page, status=422 if panel and panel.wrong else 200)


class _Panel:
    """What was sent of one kind of change, with the scheme's own fields where it asks them."""

    def __init__(self, request: Request, team: Team, kind: Kind, scheme: Scheme | None) -> None:
        self._request, self._team, self._kind, self._scheme = request, team, kind, scheme
        self.form: ChangeForm = FORMS[kind](request.POST)
        self.answers = answers_form(kind, scheme, request.POST)
        self.wrong = False

    def valid(self) -> bool:
        """Whether everything that was typed can be meant."""
        told = [form.is_valid() for form in (self.form, self.answers) if form is not None]
        self.wrong = not all(told)
        return not self.wrong

    def change(self) -> Change:
        """The change that was typed. Raises Refusal for a case that is not there."""
        made, data = self.form.made(), self.form.cleaned_data
        scope, team = self._request.scope, self._team.pk
        if self._kind in OF_CASES:
            return replace(made, cases=tuple(cases_meant(scope, team, data["reference"], data["whole"])))
        answers = self.answers.taken() if self.answers else {}
        if data.get("like"):
            known = asked_by(self._kind, self._scheme)
            answers = {
                name: one for name, one in answers_like(scope, team, data["like"]).items() if name in known
            }
        return replace(made, answers={name: one for name, one in answers.items() if one is not None})

    def refuse(self, refusal: Refusal) -> None:
        """Stand a refusal beside its field."""
        self.wrong = True
        for form in (self.answers, self.form):
            if form is not None and refusal.field in form.fields:
                form.add_error(refusal.field, refusal.sentence)
                return
        self.form.add_error(None, refusal.sentence)


def _panel_as_shown(
    request: Request, team: Team, kind: Kind, page: dict[str, Any], panel: _Panel | None
) -> dict[str, Any]:
    """The forms as the page draws them; whose cases are offered to choose from, where that was asked."""
    row, seen = page["row"], page["seen"]
    if panel is None:
        form = FORMS[kind](initial={"scenario": row.pk if row else None, "children": 1})
        answers = answers_form(kind, seen.supposed.scheme, None)
    else:
        form, answers = panel.form, panel.answers
    form.offer(present.choices(seen))
    of = _whose_cases(request)
    offered = references_of(request.scope, team.pk, of) if of is not None else []
    return {"form": form, "answers": answers, "offered": offered, "of": of}
