"""What weighs when somebody is looked for: read by everybody who works here, changed by those who may."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from safeload.allocation.actions import agree_weights
from safeload.allocation.models import AgreedWeights
from safeload.allocation.queries.weights import InForce, agreed_weights, weights_in_force
from safeload.audit.refusals import NotAllowed, Refusal
from safeload.domain.allocation.weights import ALL
from safeload.people import queries as people
from safeload.people.pages import form_page
from safeload.people.requests import Request
from safeload.people.rights import Thing
from safeload.planner import actions, jobs
from safeload.planner.facts.allocated import would_be
from safeload.planner.forms import AgreeForm, WeightsForm
from safeload.planner.models import Run
from safeload.planner.presenters.agreed import changed, history, limits_said
from safeload.planner.queries import runs as queries
from safeload.workload.views.shared import fresh, require


def planner_weights(request: Request) -> HttpResponse:
    """Every weight with its unit and reason, who agreed it, and what held before."""
    scope = request.scope
    require(scope.practitioner_id is not None or scope.roles)
    area = _area(request)
    holds = weights_in_force(area)
    page = {
        "rows": [(one.title, one.unit, one.why, holds.weights[one.name], one.default) for one in ALL],
        "holds": holds,
        "area": area,
        "areas": list(people.areas()),
        "limits": limits_said(holds),
        "history": history(list(agreed_weights(area)), agreed_weights(None) if area else ()),
        "may": bool(scope.does("approve", Thing.SCHEME)),
    }
    return render(request, "planner/weights.html", page)


def change_weights(request: Request) -> HttpResponse:
    """Other weights, looked at before they are agreed: what they would have said of last month."""
    require(request.scope.does("approve", Thing.SCHEME))
    area = _area(request)
    begin = _begin(request, area)
    form = WeightsForm(request.POST if request.method == "POST" else None, initial=_initial(begin))
    if request.method == "POST" and form.is_valid():
        fresh(request)
        try:
            made = actions.try_weights(
                by=request.user, key=form.cleaned_data["key"], area_id=area, **form.asks()
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            jobs.carry_out(made)
            return redirect("planner_run", made[0].pk)
    page = {"form": form, "area": area, "groups": form.groups()}
    return render(request, "planner/change_weights.html", page, status=422 if form.errors else 200)


def agree(request: Request, pk: int) -> HttpResponse:
    """Agree the weights of a run whose effect was shown."""
    require(request.scope.does("approve", Thing.SCHEME))
    one = queries.runs(request.scope).filter(pk=pk, kind=Run.Kind.EFFECT, state=Run.State.DONE).first()
    require(one is not None)
    asks = one.asks
    form = AgreeForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> AgreedWeights:
        return agree_weights(
            by=request.user,
            area_id=asks["area"],
            values=asks["values"],
            new_a_week=asks.get("new_a_week"),
            new_a_week_first_year=asks.get("new_a_week_first_year"),
            reason=given["reason"],
        )

    to = reverse("planner_weights") + (f"?area={asks['area']}" if asks["area"] else "")
    said = "Agreed. Proposals from now on are made with these weights."
    now = weights_in_force(asks["area"])
    page = {"run": one, "changed": changed(now, would_be(asks)), "area": _area_named(asks["area"])}
    return form_page(request, form, act, to=to, said=said, template="planner/agree_weights.html", **page)


def _area_named(area: int | None) -> str:
    return next((one.name for one in people.areas() if one.pk == area), "")


def _area(request: Request) -> int | None:
    asked = request.GET.get("area", "")
    known = {str(area.pk): area.pk for area in people.areas()}
    return known.get(asked)


def _begin(request: Request, area: int | None) -> InForce:
    """The weights to begin with: those of an earlier agreement, where one is asked for, else those that hold."""
    asked = request.GET.get("like", "")
    earlier = (
        agreed_weights(area).filter(pk=int(asked)).first() if asked.isdigit() and len(asked) < 10 else None
    )
    return InForce.of(earlier) if earlier is not None else weights_in_force(area)


def _initial(begin: InForce) -> dict[str, Any]:
    return {
        "key": uuid.uuid4(),
        **begin.weights.as_data(),
        "new_a_week": begin.new_a_week,
        "new_a_week_first_year": begin.row.new_a_week_first_year if begin.row else None,
    }
