"""Everybody who could be asked, side by side: what taking the cases would do, and what speaks for and against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.safestring import SafeString

from safeload.allocation.facts import BeforeAfter, Objection, objections
from safeload.allocation.presenters.against import said
from safeload.allocation.queries.candidates import Asked, Candidate
from safeload.people.models import Post, Strength
from safeload.web import formats
from safeload.workload.presenters import board, figures, pictures
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette

#: The order of the page, in the words that stand on it.
ORDER = (
    "First those against whom nothing speaks, then those who would be over their line (amber, then red), then those "
    "with another reason against; among them who knows the family first, then by name."
)


@dataclass(frozen=True)
class CandidateRow:
    """One practitioner on the page."""

    post: int
    name: str
    about: str
    picture: SafeString
    was: SafeString
    becomes: SafeString
    sentence: str
    beside: tuple[str, ...]
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    facts: tuple[str, ...]
    #: 0: nothing speaks against; 1: the line alone, amber; 2: the line alone, red; 3: something else.
    rank: int
    #: Nobody is hidden; but who manages, has left or has no line cannot be asked here.
    can_be_asked: bool


def rows(
    found: Sequence[Candidate],
    asked: Asked,
    measured: Mapping[int, Sequence[BeforeAfter]],
    kinds: Mapping[str, str],
    colours: Palette,
    on: date,
) -> list[CandidateRow]:
    """The candidates in the stated order. ``measured``: by practitioner, the main scheme first.

    ``kinds``: what the codes of the case mix are called.
    """
    made = [_row(one, asked, measured.get(one.person.id, ()), kinds, colours, on) for one in found]
    known = {one.post.post for one in found if one.known.holds or one.known.held}
    return sorted(made, key=lambda row: (row.rank, row.post not in known, row.name.lower()))


def _row(
    one: Candidate,
    asked: Asked,
    measured: Sequence[BeforeAfter],
    kinds: Mapping[str, str],
    colours: Palette,
    on: date,
) -> CandidateRow:
    against = objections(one, measured, on)
    was = now = None
    if measured:
        was, now = (_figure(side, measured[0], one) for side in (measured[0].before, measured[0].after))
    return CandidateRow(
        post=one.post.post,
        name=one.person.name,
        about=board.about(one.person, [one.post], measured[0].scheme, on) if measured else "",
        picture=pictures.load_line(was, colours, ghost=now.load) if was and now else SafeString(""),
        was=was.tag if was else SafeString(""),
        becomes=now.tag if now else SafeString(""),
        sentence=_sentence(was, now) if was and now else "No figure: no scheme measures this post today.",
        beside=tuple(_beside(one, more) for more in measured[1:]),
        speaks_for=tuple(_speaks_for(one, asked)),
        against=tuple(said(why) for why in against),
        facts=tuple(_facts(one, asked, kinds, on)),
        rank=_rank(against, measured),
        can_be_asked=bool(measured) and one.post.role not in Post.NOT_HOLDING,
    )


def _rank(against: Sequence[Objection], measured: Sequence[BeforeAfter]) -> int:
    if not against:
        return 0
    if {why.code for why in against} == {"over"}:
        return 2 if measured[0].red else 1
    return 3


def figure_of(side: BeforeAfter, after: bool) -> Figure:
    """One side as a figure that a page can draw and say."""
    fig = side.after if after else side.before
    return Figure(load=fig.load, line=fig.line, band=fig.band, scheme=side.scheme)


def change_said(side: BeforeAfter) -> str:
    """ "46 of 50 points → 51 of 50 points (102.0 %), 1 over: green to amber"."""
    return _sentence(figure_of(side, False), figure_of(side, True))


def _figure(fig: object, side: BeforeAfter, one: Candidate) -> Figure:
    made = figure_of(side, fig is side.after)
    return Figure(
        load=made.load,
        line=made.line,
        band=made.band,
        scheme=made.scheme,
        protected=one.person.protected,
        protected_until=one.person.protected_until,
    )


def _sentence(was: Figure, now: Figure) -> str:
    percent = figures.percent(now)
    far = figures.distance(now)
    band = (
        f"stays {now.band_word}" if was.band_word == now.band_word else f"{was.band_word} to {now.band_word}"
    )
    parts = [
        f"{figures.of_line(was)} → {figures.of_line(now)}{f' ({percent})' if percent else ''}",
        far,
        band,
    ]
    return ", ".join(part for part in parts if part)


def _beside(one: Candidate, side: BeforeAfter) -> str:
    return (
        f"{side.scheme.title}: {_sentence(_figure(side.before, side, one), _figure(side.after, side, one))}"
    )


def _speaks_for(one: Candidate, asked: Asked) -> list[str]:
    known, told = one.known, []
    if known.holds:
        told.append(f"holds {_list(known.holds)} of this family")
    if held := [ref for ref in known.held if ref not in known.holds]:
        told.append(f"held {_list(held)} before")
    has = {(kind, text.casefold()) for kind, text in known.strengths}
    matched = [text for kind, text in asked.skills if (kind, text.casefold()) in has]
    if matched:
        told.append(f"brings {_list(matched)}")
    wants = [text for kind, text in known.strengths if kind == Strength.Kind.INTEREST]
    if wants:
        told.append(f"would like to develop: {_list(wants)}")
    if patches := [patch for patch in asked.patches if (Strength.Kind.PATCH, patch.casefold()) in has]:
        told.append(f"works in {_list(patches)}, where the family lives")
    if known.offer is not None:
        since = formats.day(known.offer.from_on, weekday=False)
        told.append(
            f"offered to take one from {since}" + (f": {known.offer.kind}" if known.offer.kind else "")
        )
    return told


def _mix(one: Candidate, kinds: Mapping[str, str]) -> list[str]:
    told = [f"{number} {kinds.get(kind, kind)}" for kind, number in one.known.mix]
    return [f"of them {formats.listed(told)}"] if told else []


def _facts(one: Candidate, asked: Asked, kinds: Mapping[str, str], on: date) -> list[str]:
    person, known = one.person, one.known
    past, ahead = one.taken
    told = [
        f"{formats.plural(person.cases, 'case')} in {formats.plural(person.households, 'household')}",
        *_mix(one, kinds),
        f"{past} taken in the past 7 days" + (f", {ahead} booked ahead" if ahead else ""),
    ]
    if known.last_given:
        by = f" by {known.last_given_by}" if known.last_given_by else ""
        told.append(f"last given a case on {formats.day(known.last_given, weekday=False)}{by}")
    for starts, ends in known.leave:
        if starts is not None and starts > on:
            last = f" to {formats.day(ends, weekday=False)}" if ends else ""
            told.append(f"leave from {formats.day(starts, weekday=False)}{last}")
    if known.court:
        first = formats.day(min(known.court), weekday=False)
        told.append(f"{formats.plural(len(known.court), 'court date')} within 4 weeks, first {first}")
    works = [text for kind, text in known.strengths if kind == Strength.Kind.PATCH]
    if (
        asked.patches
        and works
        and not {text.casefold() for text in works} & {patch.casefold() for patch in asked.patches}
    ):
        told.append(f"works in {_list(works)}; the family lives in {_list(asked.patches)}")
    if weeks := board.weeks_said(person.weeks_over, person.weeks_red):
        told.append(weeks)
    if person.provisional:
        amount = Fraction(person.provisional, person.unit)
        told.append(f"{figures.exact_enough(amount)} of the load provisional")
    return told


def _list(words: Sequence[str]) -> str:
    return formats.listed(list(dict.fromkeys(words)))
