"""Who could take a case: everybody of a team side by side, with all that the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from ninja import Field, Query, Router, Schema

from safeload.allocation.facts import BeforeAfter, Objection, figures_of_many, measured_on, mix_of, objections
from safeload.allocation.presenters.against import said
from safeload.allocation.queries.candidates import Candidate, candidates
from safeload.allocation.queries.cases import Asked, asked
from safeload.api.bearer import Call
from safeload.api.door import reads
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.proposals import Figures
from safeload.api.nouns.shared import fresh, note_look, require
from safeload.api.paging import Paging, page_of
from safeload.api.shapes import Day, Key, Page
from safeload.caseloads import queries as caseloads
from safeload.people.models import Post, Strength
from safeload.people.rights import Thing
from safeload.workload.presenters.figures import exact_enough

router = Router(tags=["proposals"])


class SpanOut(Schema):
    """From when to when; null: not known, or open."""

    starts_on: date | None
    ends_on: date | None


class StrengthOut(Schema):
    """A skill, language, patch or development interest; ``asked``: the cases ask for it, or the family lives there."""

    kind: str
    text: str
    asked: bool


class OfferedOut(Schema):
    """ "I can take one"."""

    from_on: date
    kind: str


class AgainstOut(Schema):
    """One thing that speaks against asking somebody: as a code, and in the words of the page."""

    code: str
    says: str
    until: date | None


class CandidateOut(Schema):
    """Somebody who could take the cases. ``figures`` by the scheme that counts there, ``beside`` by the others.

    ``mix``: how many of the cases they hold have which answer to what the scheme asks first. ``holds`` and ``held``:
    cases of this family, by reference.
    """

    practitioner_id: int
    name: str
    post_id: int
    team_id: int
    role: str
    can_be_asked: bool
    conflict: bool
    against: list[AgainstOut]
    figures: Figures | None
    beside: list[Figures]
    cases: int
    households: int
    mix: dict[str, int]
    taken_past_week: int
    booked_ahead: int
    last_given_on: date | None
    last_given_by: str
    leave: list[SpanOut]
    court_dates: list[date]
    strengths: list[StrengthOut]
    holds: list[str]
    held: list[str]
    offer: OfferedOut | None
    protected: str
    protected_until: date | None
    weeks_over: int
    weeks_red: int
    provisional: str


class Places(Paging):
    """Of which team; left out: the case’s own. Which others of the household come along; with which share."""

    team: Key | None = None
    case: list[Key] = Field([], max_length=50, description="Others of its household; again for each.")
    share: Annotated[Decimal, Field(gt=0, lt=100, decimal_places=2)] | None = None
    from_on: Day | None = Field(
        None, description="From when; left out: today. A day to come counts what is booked."
    )


@reads(router, "/cases/{int:pk}/candidates")
def case_candidates(request: Call, pk: Key, places: Query[Places]) -> Page[CandidateOut]:
    """Everybody of a team who could take a case, before and after; nobody is left out. Noted as looks."""
    row, scope = case_for(request, pk), request.scope
    team = places.team or row.team_id
    allocates = scope.does("allocate", Thing.CASES)
    require(team and row.closed_on is None and allocates.covers(team_id=row.team_id))
    assert team is not None
    require(allocates.covers(team_id=team) and scope.sees(Thing.LOAD).covers(team_id=team))
    home = {one.pk: one for one in caseloads.of_household(scope, row) if one.closed_on is None}
    require(set(places.case) <= {*home, pk})
    chosen = [row, *(home[key] for key in dict.fromkeys(places.case) if key != pk)]
    fresh(request)
    mix, what = mix_of(team, scope.on), asked(chosen, scope.on)
    day = measured_on(places.from_on or scope.on, scope.on)
    found = {one.person.id: one for one in candidates(scope, team, chosen, mix.name if mix else None, day)}
    keys = [one.pk for one in chosen]
    measured = figures_of_many([one.post for one in found.values()], keys, day, places.share)
    note_look(request, list(found), "who could take a case")

    def show(post: Post) -> CandidateOut:
        one = found[post.practitioner_id]
        return _shown(one, what, measured.get(one.person.id) or [], day)

    posts = Post.objects.filter(pk__in=[one.post.post for one in found.values()])
    return page_of(request, posts, places, show)


def _shown(one: Candidate, what: Asked, sides: Sequence[BeforeAfter], on: date) -> CandidateOut:
    person, known = one.person, one.known
    past, ahead = one.taken
    told = [Figures(**side.as_text()) for side in sides]
    return CandidateOut(
        practitioner_id=person.id,
        name=person.name,
        post_id=one.post.post,
        team_id=one.post.team,
        role=one.post.role,
        can_be_asked=one.post.role not in Post.NOT_HOLDING,
        conflict=known.conflict,
        against=_against(objections(one, sides, on)),
        figures=told[0] if told else None,
        beside=told[1:],
        cases=person.cases,
        households=person.households,
        mix=dict(known.mix),
        taken_past_week=past,
        booked_ahead=ahead,
        last_given_on=known.last_given,
        last_given_by=known.last_given_by,
        leave=[SpanOut(starts_on=first, ends_on=last) for first, last in known.leave],
        court_dates=sorted(known.court),
        strengths=_strengths(known.strengths, what),
        holds=list(dict.fromkeys(known.holds)),
        held=list(dict.fromkeys(ref for ref in known.held if ref not in known.holds)),
        offer=OfferedOut(from_on=known.offer.from_on, kind=known.offer.kind) if known.offer else None,
        protected=person.protected,
        protected_until=person.protected_until,
        weeks_over=person.weeks_over,
        weeks_red=person.weeks_red,
        provisional=exact_enough(Fraction(person.provisional, person.unit)),
    )


def _against(found: Iterable[Objection]) -> list[AgainstOut]:
    return [AgainstOut(code=why.code, says=said(why), until=why.until) for why in found]


def _strengths(found: Iterable[tuple[str, str]], what: Asked) -> list[StrengthOut]:
    wanted = {(kind, text.casefold()) for kind, text in what.asked_for}
    wanted |= {(str(Strength.Kind.PATCH), patch.casefold()) for patch in what.patches}
    return [
        StrengthOut(kind=kind, text=text, asked=(kind, text.casefold()) in wanted) for kind, text in found
    ]
