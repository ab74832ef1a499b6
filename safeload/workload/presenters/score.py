"""Scoring a case again: its lines and its holder's figure, before and after, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString

from safeload.caseloads.queries import in_hands
from safeload.domain.scheme import Scheme
from safeload.workload.facts.preview import Side
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette


@dataclass(frozen=True)
class Preview:
    """Before → after in a picture and a sentence; the lines that differ."""

    picture: SafeString
    sentence: str
    lines: tuple[tuple[str, str, str, str], ...]
    total: tuple[str, str]
    changed: bool


def preview(
    before: Side,
    after: Side,
    scheme: Scheme,
    colours: Palette,
    name: str,
    own: bool,
    protection: tuple[str, date | None],
) -> Preview:
    """What saving would do to the holder's load; ``protection``: theirs, and until when."""
    was, now = (figures.measured(one.figure, scheme, protection) for one in (before, after))
    ghost = now.load if now.load != was.load else None
    rows = _lines(before, after)
    return Preview(
        picture=pictures.load_line(was, colours, ghost=ghost, title=f"{name}: {figures.said(was)}"),
        sentence=_sentence(was, now, "Your load" if own else f"{name}’s load"),
        lines=tuple(rows),
        total=(figures.exact_enough(_total(before)), figures.exact_enough(_total(after))),
        changed=was.load != now.load,
    )


def _sentence(was: Figure, now: Figure, whose: str) -> str:
    if was.load == now.load:
        return f"{whose} stays at {figures.of_line(was)}, {was.band_word}."
    band = (
        f"stays {now.band_word}"
        if was.band_word == now.band_word
        else f"from {was.band_word} to {now.band_word}"
    )
    far = f", {figures.distance(now)}" if figures.distance(now) else ""
    return f"{whose} would go from {figures.of_line(was)} to {figures.of_line(now)}{far}: {band}."


def _lines(before: Side, after: Side) -> list[tuple[str, str, str, str]]:
    """Title, before, after, rule; one row for each factor and part."""
    keys = dict.fromkeys((line.title, line.rule) for side in (before, after) for line in side.lines)
    return [(title, _of(before, title), _of(after, title), rule) for title, rule in keys]


def _of(side: Side, title: str) -> str:
    found = [line.amount for line in side.lines if line.title == title]
    return figures.exact_enough(sum(found, Fraction(0))) if found else "–"


def _total(side: Side) -> Fraction:
    return sum((line.amount for line in side.lines), Fraction(0))


def holder_of(case: Any) -> Any:
    """Who holds the case, read with ``holders``; None where it waits."""
    held = in_hands(case).holder
    return held.post.practitioner if held else None
