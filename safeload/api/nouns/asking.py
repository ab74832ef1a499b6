"""Asking a practitioner to take cases; and who else could have been asked (ALL-01)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema

from safeload.allocation import actions
from safeload.allocation.facts import (
    considered_of,
    figures_of_many,
    measured_on,
    opens_figures,
    weighed,
)
from safeload.allocation.presenters import against, others
from safeload.allocation.queries import proposals as queries
from safeload.allocation.queries.candidates import candidates
from safeload.api.bearer import Call
from safeload.api.door import reads, writes
from safeload.api.nouns.cases import case_for
from safeload.api.nouns.proposals import Figures, TermsIn, Words, key_of, proposal_for, router
from safeload.api.nouns.shared import fresh, note_look
from safeload.api.shapes import Body, Day, Kept, Key, kept
from safeload.people import queries as people
from safeload.people.models import Post
from safeload.people.rights import Thing


class OtherOut(Schema):
    """A colleague who could have been asked: the bands with the cases and without, what spoke against it.

    Bands stand only where there is room to talk about; ``figures`` only where they are open to the reader.
    """

    practitioner_id: int
    name: str
    band_before: str | None
    band_after: str | None
    against: list[str]
    figures: Figures | None


class SiblingOut(Schema):
    """A case of the same household that somebody else holds, or is asked to take."""

    reference: str
    practitioner: str
    held: bool


class OthersOut(Schema):
    """Who else could have been asked when it was proposed, and where the rest of the household is."""

    others: list[OtherOut]
    siblings: list[SiblingOut]


@reads(router, "/proposals/{int:pk}/others")
def proposal_others(request: Call, pk: Key) -> OthersOut:
    """Who else could have been asked, for who is asked and who sees the team’s loads; figures are noted as looks."""
    one, scope = proposal_for(request, pk), request.scope
    own, sees = (
        scope.is_own(one.post.practitioner_id),
        scope.sees(Thing.LOAD).covers(team_id=one.post.team_id),
    )
    told = own or queries.may_decide(scope, one)
    siblings = [
        SiblingOut(reference=ref, practitioner=who, held=held)
        for ref, who, held in (queries.siblings_elsewhere(one) if told else [])
    ]
    if not one.considered or not (own or sees):
        return OthersOut(others=[], siblings=siblings)
    shown = sees or opens_figures(one.post.team, scope.on)
    whose = [row["practitioner"] for row in one.considered]
    if shown:
        note_look(request, [who for who in whose if who != one.post.practitioner_id], "a proposal")
    names = people.names_of(whose)
    found = [_other(row, names[row["practitioner"]], shown) for row in others.but_the_asked(one, names)]
    return OthersOut(others=sorted(found, key=lambda row: row.name.casefold()), siblings=siblings)


def _other(row: Any, name: str, shown: bool) -> OtherOut:
    before, after = others.bands(row) or (None, None)
    return OtherOut(
        practitioner_id=row["practitioner"],
        name=name,
        band_before=before,
        band_after=after,
        against=against.neutral(row["against"]),
        figures=Figures(**row["figures"]) if shown and row["figures"] else None,
    )


class Proposing(Body):
    """Cases, who is asked, and the figures that were seen before asking."""

    case_ids: Annotated[list[Key], Field(min_length=1, max_length=50)]
    post_id: Key
    from_on: Day
    seen: Figures | None = Field(
        None, description="The figures that were seen before asking; left out where they are not open to you."
    )
    message: Words = ""
    share: Annotated[Decimal, Field(gt=0, lt=100, decimal_places=2)] | None = None
    expected: dict[Key, Key | None] | None = Field(
        None, description="By case, the post that was seen to hold it."
    )
    terms: TermsIn = TermsIn()
    split_meant: bool = Field(
        False, description="That a sibling is proposed to somebody else is known, and meant."
    )


@writes(router, "POST", "/proposals", actions.propose, status=201)
def propose(request: Call, body: Proposing) -> Kept:
    """Ask a practitioner to take cases; nothing changes hands by it. Who else could have been asked is kept."""
    cases = [case_for(request, pk) for pk in dict.fromkeys(body.case_ids)]
    made = actions.propose(
        by=request.account,
        key=key_of(request),
        case_ids=body.case_ids,
        post_id=body.post_id,
        from_on=body.from_on,
        seen=body.seen.model_dump() if body.seen is not None and body.seen.before else {},
        message=body.message,
        expected=body.expected,
        terms=body.terms.terms(),
        share=body.share,
        considered=_considered(request, cases, body),
        split_meant=body.split_meant,
    )
    return kept(made)


def _considered(call: Call, cases: list[Any], body: Proposing) -> list[dict[str, Any]]:
    """Everybody of the team of whoever is asked, as the page shows them; nobody where that is not for this account."""
    scope = call.scope
    team = Post.objects.filter(pk=body.post_id).values_list("team_id", flat=True).first()
    places = scope.does("allocate", Thing.CASES).covers(team_id=team)
    if team is None or not places or not scope.sees(Thing.LOAD).covers(team_id=team):
        return []
    fresh(call)
    day = measured_on(body.from_on, scope.on)
    found = candidates(scope, team, cases, on=day)
    keys = [case.pk for case in cases]
    measured = figures_of_many([one.post for one in found], keys, day, body.share)
    return considered_of(found, measured, weighed(found, measured, day))
