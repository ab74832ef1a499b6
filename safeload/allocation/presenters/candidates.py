"""Everybody who could be asked, side by side: what taking the cases would do, and what speaks for and against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from safeload.allocation.facts import BeforeAfter, Objection
from safeload.allocation.presenters.about_them import facts
from safeload.allocation.presenters.against import said
from safeload.allocation.presenters.speaking import speaks_for, weighs
from safeload.allocation.queries.candidates import Candidate
from safeload.allocation.queries.cases import Asked
from safeload.domain.allocation.weighing import Weighing
from safeload.domain.reading import Figures
from safeload.domain.scheme import Scheme
from safeload.people.models import Post
from safeload.workload.presenters import board, figures, pictures
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette

#: The order of the page, in the words that stand on it.
ORDER = (
    "First those against whom nothing speaks, then those who would be over their line (amber, then red), then those "
    "with another reason against; among them who brings the skills that are asked for first, then by what was agreed "
    "to weigh: how full somebody would be, how far it is, whether the family knows them, language, interests, offers. "
    "Less is better. The planner weighs the same, for everything that waits and with the weeks ahead."
)
#: How else the page may be ordered, and what that is called.
ORDERS = {
    "fit": "As the cases need it",
    "name": "By name",
    "given": "Longest without a new case first",
}

#: Load, line and band; amounts as numerator and denominator, since a fraction is slow to look up.
_Ratio = tuple[int, int]
_Side = tuple[_Ratio, _Ratio | None, str | None]
#: Why room is not shown of somebody: protected, until when, or because they manage.
_Shield = tuple[str, date | None, bool]


class CandidateRow(NamedTuple):
    """One practitioner on the page. ``cells`` are ready made: a template takes three times as long for many."""

    post: int
    name: str
    #: 0: nothing speaks against; 1: the line alone, amber; 2: the line alone, red; 3: something else.
    rank: int
    cells: SafeString
    #: Whether the load would stay within the line.
    within: bool = False


def rows(
    found: Sequence[Candidate],
    asked: Asked,
    measured: Mapping[int, Sequence[BeforeAfter]],
    against: Mapping[int, Sequence[Objection]],
    kinds: Mapping[str, str],
    colours: Palette,
    on: date,
    order: str = "fit",
    weighed: Mapping[int, Weighing] = MappingProxyType({}),
) -> list[CandidateRow]:
    """The candidates in the stated order, or in one of ``ORDERS``. ``measured``: the main scheme first.

    ``against`` and ``weighed``: by post; ``kinds``: what the codes of the case mix are called.
    """
    made = [
        _row(
            one,
            asked,
            measured.get(one.person.id, ()),
            against[one.post.post],
            kinds,
            colours,
            on,
            weighed.get(one.post.post),
        )
        for one in found
    ]
    if order == "name":
        return sorted(made, key=lambda row: row.name.lower())
    if order == "given":
        last = {one.post.post: one.known.last_given or date.min for one in found}
        return sorted(made, key=lambda row: (last[row.post], row.name.lower()))
    return sorted(made, key=lambda row: (row.rank, *_fit(weighed.get(row.post)), row.name.lower()))


def _fit(one: Weighing | None) -> tuple[int, Fraction]:
    """How many of the skills asked for are missing, and what it weighs."""
    if one is None:
        return 0, Fraction(0)
    return sum(code == "skill" for code, _ in one.ruled_out), one.cost


def within(rows: Sequence[CandidateRow]) -> list[CandidateRow]:
    """Those whose load would stay within their line; the page says how many there are besides."""
    return [row for row in rows if row.within]


def _row(
    one: Candidate,
    asked: Asked,
    measured: Sequence[BeforeAfter],
    against: Sequence[Objection],
    kinds: Mapping[str, str],
    colours: Palette,
    on: date,
    weighing: Weighing | None,
) -> CandidateRow:
    name = escape(one.person.name)
    about = board.about(one.person, [one.post], measured[0].scheme, on) if measured else ""
    words = [
        _told("Against", [said(why) for why in against]),
        _told("For", speaks_for(one, asked)),
        _told("Weighs", weighs(weighing) if _can_be_weighed(one, measured) else []),
        _folded(facts(one, asked, kinds, on), name),
    ]
    cells = (
        f'<th scope="row" class="govuk-table__header">{name}'
        f'<span class="safeload-board__about">{escape(about)}</span></th>'
        f'<td class="govuk-table__cell safeload-board__bar">{_change(one, measured, colours)}'
        f"{_beside(one, measured[1:], name)}</td>"
        f'<td class="govuk-table__cell">{"".join(words)}</td>'
        f'<td class="govuk-table__cell">{_button(one, name, asked)}</td>'
    )
    return CandidateRow(
        post=one.post.post,
        name=one.person.name,
        rank=_rank(against, measured),
        cells=mark_safe(cells),  # noqa: S308 - names and words are escaped above, one by one
        within=bool(measured) and not measured[0].over,
    )


def _can_be_weighed(one: Candidate, measured: Sequence[BeforeAfter]) -> bool:
    """Not of who only parks work or has no line: there the sum would say nothing, and look like the best."""
    line = measured[0].after.line if measured else None
    return one.post.role not in Post.NOT_HOLDING and line is not None and line > 0


def _folded(told: str, name: str) -> str:
    """What there is to know, to be compared down a wide page; on a phone it opens with a tap. ``name``: escaped."""
    return (
        '<details class="safeload-fold"><summary>What to know'
        f'<span class="govuk-visually-hidden"> of {name}</span></summary>{told}</details>'
    )


def _told(label: str, words: Sequence[str]) -> str:
    return f"<strong>{label}:</strong> {escape('; '.join(words))}<br>" if words else ""


def _button(one: Candidate, name: str, asked: Asked) -> str:
    """Nobody is hidden; but who manages or runs a desk cannot be asked here, nor who holds all of it already."""
    if one.post.role in Post.NOT_HOLDING:
        return ""
    holders = {hands.holder.post_id if hands.holder else None for hands in asked.hands.values()}
    if holders == {one.post.post}:
        return "Holds it now"
    return (
        '<button class="govuk-button govuk-button--secondary safeload-inline" name="post" '
        f'value="{one.post.post}" data-module="govuk-button" data-prevent-double-click="true">'
        f'Propose<span class="govuk-visually-hidden"> to {name}</span></button>'
    )


def _change(one: Candidate, measured: Sequence[BeforeAfter], colours: Palette) -> str:
    if not measured:
        return "No figure: no scheme measures this post today. They can be asked all the same."
    return _main(*_key(measured[0], one), colours)


def _beside(one: Candidate, others: Sequence[BeforeAfter], name: str) -> str:
    """Every other scheme that the employer runs; ``name`` is escaped already."""
    if not others:
        return ""
    items = "".join(_other(*_key(side, one)) for side in others)
    return (
        '<details class="safeload-board__about"><summary>Under the other schemes'
        f'<span class="govuk-visually-hidden"> for {name}</span></summary>'
        f'<ul class="govuk-list govuk-list--bullet govuk-!-font-size-16">{items}</ul></details>'
    )


def _key(side: BeforeAfter, one: Candidate) -> tuple[Any, ...]:
    """All that the words of a change depend on: the same figures are said once, whosever they are."""
    shield = one.person.protected, one.person.protected_until, board.manages([one.post])
    return side.scheme, _side(side.before), _side(side.after), shield


def _side(side: Figures) -> _Side:
    line = None if side.line is None else side.line.as_integer_ratio()
    return side.load.as_integer_ratio(), line, side.band


@lru_cache(maxsize=4096)
def _main(scheme: Scheme, was: _Side, now: _Side, shield: _Shield, colours: Palette) -> str:
    """The drawing, both bands and the sentence, under the main scheme."""
    before, after = (_figure(scheme, side, shield) for side in (was, now))
    picture = pictures.load_line(before, colours, ghost=after.load)
    return f"{picture}{before.tag} → {after.tag}<br>{escape(_sentence(before, after))}"


@lru_cache(maxsize=8192)
def _other(scheme: Scheme, was: _Side, now: _Side, shield: _Shield) -> str:
    """One of the schemes beside it."""
    before, after = (_figure(scheme, side, shield) for side in (was, now))
    return f"<li>{escape(f'{figures.scheme_named(scheme)}: {_sentence(before, after)}')}</li>"


def _figure(scheme: Scheme, side: _Side, shield: _Shield) -> Figure:
    (load, line, band), (protected, until, manages) = side, shield
    return Figure(
        Fraction(*load),
        None if line is None else Fraction(*line),
        band,
        scheme,
        protected=protected,
        protected_until=until,
        manages=manages,
    )


def _rank(against: Sequence[Objection], measured: Sequence[BeforeAfter]) -> int:
    if not against:
        return 0
    if {why.code for why in against} == {"over"}:
        return 2 if measured[0].red else 1
    return 3


def figure_of(side: BeforeAfter, after: bool, manages: bool = False) -> Figure:
    """One side as a figure that a page can draw and say; ``manages``: it is a manager's, who only parks."""
    fig = side.after if after else side.before
    protected, until = side.protection
    return _figure(side.scheme, _side(fig), (protected, until, manages))


def change_said(side: BeforeAfter, manages: bool = False) -> str:
    """ "46 of 50 points → 51 of 50 points (102.0 %), 1 over: green to amber"."""
    return _sentence(figure_of(side, False, manages), figure_of(side, True, manages))


def _bands(was: Figure, now: Figure) -> str:
    if was.band_word != now.band_word:
        return f"{was.band_word} to {now.band_word}"
    if not now.band:
        return ""
    return "still room" if now.band == "room" else f"stays {now.band_word}"


def _sentence(was: Figure, now: Figure) -> str:
    percent = figures.percent(now)
    far = figures.distance(now)
    shielded = was.hides_room and now.hides_room
    band = "" if shielded else _bands(was, now)
    parts = [
        f"{figures.of_line(was)} → {figures.of_line(now)}{f' ({percent})' if percent else ''}",
        far,
        band,
    ]
    return ", ".join(part for part in parts if part)
