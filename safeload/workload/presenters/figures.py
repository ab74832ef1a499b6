"""A load against a line, in words that never contradict the band: amounts are cut, never rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from safeload.domain.bands import boundaries, listed
from safeload.domain.figures import Figures
from safeload.domain.reading import PractitionerReading
from safeload.domain.scheme import Scheme
from safeload.domain.unset import HOURS
from safeload.web import formats
from safeload.workload.models import Standing

#: Shape and word for each band: the colour is never the only sign.
SHAPES = {"room": "○", "green": "●", "amber": "▲", "red": "◆", "not_available": "–", "not_set": "?", "": "·"}
WORDS = {
    "room": "room",
    "green": "green",
    "amber": "amber",
    "red": "red",
    "not_available": "not available",
    "not_set": "line not set",
    "": "no bands",
}
_PLACES = (2, 4, 6)


@dataclass(frozen=True)
class Figure(Figures):
    """A kept figure with what a page says about it."""

    provisional: Fraction = Fraction(0)
    protected: str = ""
    protected_until: date | None = None
    #: Whoever manages, or runs a desk, and so holds nothing but what waits.
    manages: bool = False

    @property
    def known_line(self) -> Fraction | None:
        """The line, where there is one to be drawn against."""
        return self.line if self.line else None

    @property
    def hides_room(self) -> bool:
        """Room is not shown for whoever is protected (X-01), nor for whoever manages: it is nobody's to fill."""
        return self.band == "room" and bool(self.shield)

    @property
    def hides_distance(self) -> bool:
        """How far below the line is not told either, where green has all the room in it (limits in cases)."""
        return self.hides_room or (bool(self.shield) and self.scheme.bands.kind == "absolute")

    @property
    def shield(self) -> str:
        """The word that stands where room is not shown; empty for whoever may be asked."""
        return "protected" if self.protected else "manages" if self.manages else ""

    @property
    def band_word(self) -> str:
        """The band as one reads it aloud."""
        if self.hides_room:
            return self.shield
        if self.at_limit:
            return "amber, at the limit"
        return WORDS[self.band or ""]

    @property
    def band_code(self) -> str:
        """The band for classes and shapes; "protected" where room is not shown."""
        return "protected" if self.hides_room else self.band or "none"

    @property
    def shape(self) -> str:
        """The band's shape."""
        return "◇" if self.hides_room else SHAPES[self.band or ""]

    @property
    def tag(self) -> SafeString:
        """Shape and word, ready to stand on a page."""
        return tag(self.band_code, self.shape, self.band_word)

    @property
    def at_limit(self) -> bool:
        """At exactly the line: amber by the rule, nothing more without a trade-off (X-04)."""
        return self.band == "amber" and self.surplus == 0

    @property
    def over(self) -> bool:
        """Beyond the line."""
        return self.surplus is not None and self.surplus < 0 and self.known_line is not None


def tag(code: str, shape: str, word: str) -> SafeString:
    """A band as a page shows it: shape and word, the colour by its class."""
    return mark_safe(  # noqa: S308 - codes and words of ours
        f'<span class="safeload-band safeload-band--{code}"><span aria-hidden="true">{shape}</span> {word}</span>'
    )


def band_tag(band: str) -> SafeString:
    """A band by itself, without a figure: shape and word."""
    return tag(band or "none", SHAPES[band], WORDS[band])


def figure(load: int, line: int | None, unit: int, band: str, scheme: Scheme, provisional: int = 0) -> Figure:
    """A figure from whole units as they are kept."""
    return Figure(
        load=Fraction(load, unit),
        line=None if line is None else Fraction(line, unit),
        band=band or None,
        scheme=scheme,
        provisional=Fraction(provisional, unit),
    )


def measured(one: PractitionerReading, scheme: Scheme, protection: tuple[str, date | None]) -> Figure:
    """A figure that was measured just now, with the protection that is kept."""
    protected, until = protection
    return Figure(
        load=one.load,
        line=one.line,
        band=one.band,
        scheme=scheme,
        provisional=one.provisional,
        protected=protected,
        protected_until=until,
    )


def figure_of(row: Standing, scheme: Scheme) -> Figure:
    """The figure of a kept row."""
    return Figure(
        load=Fraction(row.load, row.unit),
        line=None if row.line is None else Fraction(row.line, row.unit),
        band=row.band or None,
        scheme=scheme,
        provisional=Fraction(row.provisional, row.unit),
        protected=row.protected,
        protected_until=row.protected_until,
    )


def units(value: Fraction, scheme: Scheme) -> str:
    """An amount with the scheme's unit: "1 point", "7.4 hours"."""
    text = exact_enough(value)
    return f"{text} {scheme.unit.removesuffix('s') if text == '1' else scheme.unit}"


def exact_enough(value: Fraction) -> str:
    """An amount cut to two places; a little that is not nothing keeps more."""
    if value.denominator == 1 and value >= 0:
        return f"{value.numerator:,}"
    for places in _PLACES:
        text = formats.amount(value, places)
        if text != "0" or value == 0:
            return text
    return "less than 0.000001"


def apart(load: Fraction, line: Fraction) -> tuple[str, str]:
    """Both amounts, with as many places as it takes to tell them apart where they differ."""
    if load.denominator == line.denominator == 1:
        return exact_enough(load), exact_enough(line)
    for places in _PLACES:
        texts = formats.amount(load, places), formats.amount(line, places)
        if texts[0] != texts[1] or load == line:
            return texts
    return texts


def not_known(missing: Sequence[str]) -> str:
    """What a line that is not set lacks: "The hours a week are not known"."""
    if tuple(missing) in ((), (HOURS,)):
        return "The hours a week are not known" if missing else "What the line is set by is not known"
    return f"Not known: {listed(missing)}"


def scheme_named(scheme: Scheme) -> str:
    """What a scheme is called, with what was chosen in it: one scheme runs twice, counted in two ways."""
    chosen = "; ".join(f"{one.title.rstrip('?')}: {one.chosen}" for one in scheme.settings)
    return f"{scheme.title} ({chosen})" if chosen else scheme.title


def uncapital(words: str) -> str:
    """The words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


def left_out(load: Fraction, people: int, scheme: Scheme) -> str:
    """Whom a pooled figure leaves out: "without 25 points of 1 practitioner who has no line"."""
    have = "has" if people == 1 else "have"
    return f"without {units(load, scheme)} of {formats.plural(people, 'practitioner')} who {have} no line"


def of_line(fig: Figure) -> str:
    """ "26 of 28 points"; without a line only the load."""
    if fig.line is None or not fig.line:
        return units(fig.load, fig.scheme)
    load, line = apart(fig.load, fig.line)
    return f"{load} of {line} {fig.scheme.unit}"


def distance(fig: Figure) -> str:
    """How far it is to the boundary that matters: "2 to the line", "at the line", "6 over"."""
    surplus = fig.surplus
    if surplus is None or not fig.line:
        return ""
    if surplus >= 0:
        if not surplus:
            return "at the line"
        return "" if fig.hides_distance else f"{exact_enough(surplus)} to the line"
    over, red = f"{exact_enough(-surplus)} over", _red_from(fig.scheme)
    if fig.band == "amber" and red is not None:
        return f"{over}, {exact_enough(red * fig.line - fig.load)} to red"
    return over


@lru_cache(maxsize=128)
def _red_from(scheme: Scheme) -> Fraction | None:
    """The multiple of a line at which red begins."""
    return boundaries(Fraction(1), scheme.bands, scheme.line).get("red")


def protection(fig: Figure) -> str:
    """ "Not asked for more", and why, in words that anybody may read."""
    if not fig.protected:
        return ""
    why = Standing.Protection(fig.protected).label
    until = f" until {formats.day(fig.protected_until, weekday=False)}" if fig.protected_until else ""
    return f"Not asked for more: {why}{until}"


def percent(fig: Figure) -> str:
    """The percentage, cut, so that 99.96 never reads as 100 (X-02); nothing where there is none."""
    return formats.percent(fig.percent)


def said(fig: Figure, of: str = "", far: str = "") -> str:
    """The figure in one sentence, for titles and for those who listen; ``of`` and ``far`` if known already."""
    of, far = (of, far) if of else (of_line(fig), distance(fig))
    parts = [of, far, "" if fig.hides_room else fig.band_word]
    if fig.protected:
        parts.append(protection(fig).lower())
    if fig.band == "not_set":
        parts.append(uncapital(not_known(fig.missing)))
    if fig.provisional:
        parts.append(f"{units(fig.provisional, fig.scheme)} of it provisional")
    return ", ".join(part for part in parts if part)
