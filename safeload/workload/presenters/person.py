"""One practitioner's load on their own page and on their manager's: the same proof, another voice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from safeload.domain.scheme import Scheme
from safeload.web import formats
from safeload.workload.models import Standing
from safeload.workload.presenters import beside, changes, figures, line, pictures, proof
from safeload.workload.presenters.board import manages, post_said, weeks_said
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette
from safeload.workload.presenters.scheme import scheme_words, stage_title
from safeload.workload.queries.person import PersonView


@dataclass(frozen=True)
class Voice:
    """Whose page it is: "you" to oneself, the name to a manager."""

    name: str
    own: bool

    @property
    def are(self) -> str:
        return "You are" if self.own else f"{self.name} is"

    @property
    def whose(self) -> str:
        return "your" if self.own else "their"


def person_page(view: PersonView, colours: Palette, own: bool) -> dict[str, Any]:
    """Everything on the page of one practitioner's load."""
    standing, detail = view.standing, view.detail
    adoption, scheme = view.adoption, view.scheme
    fig, voice = figures.figure_of(standing, scheme), Voice(standing.practitioner.name, own)
    missing = tuple(detail["figures"].get("missing", ()))
    fig = replace(fig, missing=missing, manages=manages(view.posts))
    work = sum((Fraction(post.work, post.unit) for post in view.posts), Fraction(0))
    rows = beside.rows(detail, fig.shield)
    day, changed = changes.since_last_week(detail, scheme) if view.opens_cases else ("", [])
    return {
        "fig": fig,
        "picture": pictures.load_line(
            fig,
            colours,
            commitments=max(fig.load - work, Fraction(0)),
            title=f"{voice.name}: {figures.said(fig)}",
        ),
        "scale": pictures.scale(scheme),
        "sentence": sentence(fig, voice),
        "action": action(fig),
        "of_line": figures.of_line(fig),
        "percent": figures.percent(fig),
        "boundaries": [] if fig.hides_room else line.boundaries(fig.line, fig.boundaries, fig.load, scheme),
        "protected": figures.protection(fig),
        "provisional": figures.units(fig.provisional, scheme) if fig.provisional else "",
        "weeks": weeks_said(*view.weeks) if fig.over else "",
        "homes": proof.groups(detail, scheme) if view.opens_cases else [],
        "others": proof.others(detail, scheme) if view.opens_adjustments else [],
        "totals": totals(detail, scheme),
        "counts": counts(standing),
        "made": line.made(
            detail,
            scheme,
            line.teams_named(view.posts),
            view.opens_adjustments,
            standing.computed_for or date.min,
        ),
        "line": figures.units(fig.line, scheme) if fig.line is not None else "not set",
        "stage": stage_title(scheme, standing.stage),
        "posts": [post_said(post, scheme) for post in view.posts] if len(view.posts) > 1 else [],
        "beside": rows,
        "disagreement": beside.disagreement(rows),
        "changed_since": day,
        "changed": changed,
        "opens_cases": view.opens_cases,
        "scheme": scheme_words(adoption, scheme),
        "own": own,
        "person": standing.practitioner,
    }


def sentence(fig: Figure, voice: Voice) -> str:
    """What one would say aloud: "You are 4 points over your line." """
    carries = f"{voice.are} carrying {figures.units(fig.load, fig.scheme)}."
    if fig.band == "not_set":
        return f"{carries} {figures.not_known(fig.missing)}, so there is no line yet."
    if fig.band == "not_available":
        return f"{voice.are} not available at present; {_holds(fig, voice)}."
    if fig.line is None or fig.surplus is None:
        return f"{carries} This scheme sets no line."
    if fig.at_limit:
        return f"{voice.are} exactly at {voice.whose} line of {figures.units(fig.line, fig.scheme)}."
    if fig.over:
        return f"{voice.are} {figures.units(-fig.surplus, fig.scheme)} over {voice.whose} line."
    if fig.hides_room:
        return f"{voice.are} within {voice.whose} line."
    return f"{voice.are} {figures.units(fig.surplus, fig.scheme)} below {voice.whose} line."


def _holds(fig: Figure, voice: Voice) -> str:
    if not fig.load:
        return "nothing is held"
    verb = "is" if fig.load == 1 else "are"
    return f"{figures.units(fig.load, fig.scheme)} {verb} still with {'you' if voice.own else 'them'}"


def action(fig: Figure) -> str:
    """What the scheme asks for in this band, in its own words (TIM-08, X-04); room is an invitation to talk."""
    if fig.hides_room:
        return ""
    if fig.band == "room":
        return "There may be something to talk about; nobody has to take more."
    asked = fig.action
    return f"What the scheme asks: {asked}." if asked and asked != "none" else ""


def totals(detail: dict[str, Any], scheme: Scheme) -> list[tuple[str, str, str]]:
    """What the load is made of, factor by factor: title, amount, rule."""
    sums: dict[str, Fraction] = {}
    for _, _, factor, _, amount, *_more in detail["lines"]:
        sums[factor] = sums.get(factor, Fraction(0)) + Fraction(amount)
    known = {one.id: one for one in scheme.factors} | {one.kind: one for one in scheme.commitments}
    return [
        (
            known[key].title if key in known else "Rounding",
            figures.exact_enough(total),
            known[key].rule if key in known else "",
        )
        for key, total in sums.items()
    ]


def counts(standing: Standing) -> str:
    """ "17 children and adults in 9 households"."""
    people = formats.plural(standing.cases, "case")
    return f"{people} in {formats.plural(standing.households, 'household')}"
