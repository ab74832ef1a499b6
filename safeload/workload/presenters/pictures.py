"""The load line: one small drawing, made here, the same in a page, a letter and print.

100 % stands at the same place for everybody. Colours are presentation attributes (the page's policy allows no
inline style); every drawing has a title, and the words stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from safeload.domain.bands import boundaries
from safeload.domain.scheme import Scheme
from safeload.workload.presenters.figures import Figure, said, units

#: Drawing units: 3 for each per cent, up to 135 %.
WIDTH, HEIGHT = 405, 26
_SCALE = 3
_TOP, _BAR = 5, 16
#: In tenths of drawing units: where the line stands, and where the drawing ends.
_LINE, _END = 3000, 4050
#: 95 ends where it stands and the others begin there, so that they do not run into one another.
_ANCHORS = {"green": "end"}


@dataclass(frozen=True)
class Palette:
    """What a drawing is filled with."""

    ground: str
    green: str
    amber: str
    red: str
    cases: str
    commitments: str
    over_amber: str
    over_red: str


#: Against white: cases 12:1, commitments 3.9:1 (3:1 against cases), over 4.6:1 and 6.5:1.
FULL = Palette("#eef2f4", "#d5eadb", "#fbe8c8", "#f8d5d1", "#123b4a", "#5b8fa3", "#b25c00", "#b3122a")
#: Two colours only: what is within the line, and what is beyond it.
TWO = Palette("#f2f2f2", "#f2f2f2", "#e3e3e3", "#d4d4d4", "#123b4a", "#5b8fa3", "#b25c00", "#b25c00")


_THE_LINE = (
    f'<rect x="297" y="0" width="6" height="{HEIGHT}" fill="#ffffff"/>'
    f'<rect x="299" y="0" width="2.5" height="{HEIGHT}" fill="#0b0c0c"/>'
)
_BEYOND = f'<path d="M{WIDTH - 9} 3l7 10-7 10" fill="none" stroke="#0b0c0c" stroke-width="2.5"/>'


def palette(two_colours: bool) -> Palette:
    """The colours that this reader has chosen."""
    return TWO if two_colours else FULL


def load_line(
    fig: Figure,
    colours: Palette,
    *,
    commitments: Fraction = Fraction(0),
    ghost: Fraction | None = None,
    title: str = "",
) -> SafeString:
    """A load against its line. ``commitments``: the part that is no case; ``ghost``: the load as it would be.

    ``title``: the drawing in words, the figure's own sentence without one.
    """
    if fig.known_line is None:
        parts = [_rect(0, _END, colours.ground, high=True), _without_line()]
    else:
        parts = [_zones(fig.scheme, colours), *_bar(fig, colours, commitments)]
        if ghost is not None:
            parts.append(_ghost(fig, ghost))
        parts.append(_THE_LINE)
        if _place(fig, max(fig.load, ghost or Fraction(0))) > _END:
            parts.append(_BEYOND)
    return _drawing(parts, title or said(fig))


@lru_cache(maxsize=64)
def scale(scheme: Scheme) -> SafeString:
    """The head of a column of load lines: where the zones begin, in per cent."""
    marks = [(0, "0", "start")]
    marks += [(_tenths(at), _whole(at), _ANCHORS.get(band, "start")) for at, band in edges(scheme)]
    texts = [
        f'<text x="{_x(place)}" y="12" font-size="12" text-anchor="{anchor}" fill="#0b0c0c" '
        f'font-family="Inter, arial, sans-serif">{text}</text>'
        for place, text, anchor in marks
    ]
    frame = f'<svg class="load-line" viewBox="0 0 {WIDTH} 16" aria-hidden="true" focusable="false">'
    return mark_safe(f"{frame}{''.join(texts)}</svg>")  # noqa: S308 - numbers only


@lru_cache(maxsize=64)
def edges(scheme: Scheme) -> tuple[tuple[Fraction, str], ...]:
    """Where green, amber and red begin, in per cent of any line; none for an advisory scheme."""
    if not scheme.line.full:
        return ()
    begin = boundaries(Fraction(100), scheme.bands, scheme.line)
    return tuple((begin[band], band) for band in ("green", "amber", "red") if band in begin)


def _whole(percent: Fraction) -> str:
    return str(percent.numerator // percent.denominator)


def _tenths(percent: Fraction) -> int:
    """Tenths of drawing units for a percentage."""
    return percent.numerator * _SCALE * 10 // percent.denominator


def _place(fig: Figure, load: Fraction) -> int:
    """Tenths of drawing units for a load against the figure's line."""
    line = fig.line or Fraction(1)
    return load.numerator * line.denominator * _SCALE * 1000 // (load.denominator * line.numerator)


def _x(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def _rect(begin: int, end: int, fill: str, title: str = "", *, high: bool = False) -> str:
    """A piece from one place to another, cut at the drawing's end."""
    end = min(end, _END)
    if end <= begin:
        return ""
    y, height = (0, HEIGHT) if high else (_TOP, _BAR)
    shape = f'<rect x="{_x(begin)}" y="{y}" width="{_x(end - begin)}" height="{height}" fill="{fill}"'
    return f"{shape}><title>{escape(title)}</title></rect>" if title else f"{shape}/>"


@lru_cache(maxsize=64)
def _zones(scheme: Scheme, colours: Palette) -> str:
    """The faint grounds: the same for everybody under a scheme."""
    fills = {"green": colours.green, "amber": colours.amber, "red": colours.red}
    found = [_rect(0, _END, colours.ground, high=True)]
    found += [_rect(_tenths(at), _END, fills[band], high=True) for at, band in edges(scheme)]
    return "".join(found)


def _bar(fig: Figure, colours: Palette, commitments: Fraction) -> list[str]:
    """Cases, then commitments; provisional parts hatched; what is beyond the line in its band's colour."""
    cases = max(fig.load - commitments, Fraction(0))
    ends = _place(fig, cases), _place(fig, fig.load)
    found = [_rect(0, ends[0], colours.cases, f"Cases and tasks: {units(cases, fig.scheme)}")]
    if commitments:
        said_so = f"Commitments: {units(commitments, fig.scheme)}"
        found.append(_rect(ends[0], ends[1], colours.commitments, said_so))
    if fig.over:
        beyond = colours.over_red if fig.band == "red" else colours.over_amber
        over = units(fig.load - (fig.line or Fraction(0)), fig.scheme)
        found.append(_rect(_LINE, ends[1], beyond, f"Over the line: {over}"))
    if fig.provisional:
        begin = _place(fig, max(cases - fig.provisional, Fraction(0)))
        found.append(_hatch(begin, ends[0], f"Provisional: {units(fig.provisional, fig.scheme)}"))
    return found


def _hatch(begin: int, end: int, title: str) -> str:
    """White strokes over the part that rests on stated defaults."""
    strokes = "".join(f"M{x} {_TOP}v{_BAR}" for x in range(begin // 10 + 2, min(end, _END) // 10, 4))
    if not strokes:
        return ""
    return f'<path d="{strokes}" stroke="#ffffff" stroke-width="1.6"><title>{escape(title)}</title></path>'


def _ghost(fig: Figure, load: Fraction) -> str:
    begin, end = sorted(min(_place(fig, one), _END) for one in (fig.load, load))
    place = f'x="{_x(begin)}" y="{_TOP}" width="{_x(end - begin)}" height="{_BAR}"'
    look = 'fill="#ffffff" fill-opacity="0.55" stroke="#0b0c0c" stroke-width="1.5" stroke-dasharray="3 2"'
    return f"<rect {place} {look}><title>As it would be: {units(load, fig.scheme)}</title></rect>"


def _without_line() -> str:
    return (
        f'<rect x="1" y="{_TOP}" width="296" height="{_BAR}" fill="none" stroke="#505a5f" '
        'stroke-width="1.5" stroke-dasharray="6 4"/>'
    )


def _drawing(parts: Iterable[str], title: str) -> SafeString:
    return mark_safe(  # noqa: S308 - numbers and colours of ours; titles are escaped
        f'<svg class="load-line" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" focusable="false">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
