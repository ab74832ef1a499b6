"""A load against a line: what is left, how far it is in percent, the band and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from safeload.domain.bands import action_of, band_of, boundaries
from safeload.domain.quantity import cut, plain
from safeload.domain.scheme import Scheme


@dataclass(frozen=True)
class Figures:
    """A load against a line, in the scheme's unit; the line is None while it is not set."""

    load: Fraction
    line: Fraction | None
    band: str | None
    scheme: Scheme = field(repr=False)
    #: What is missing for a line that is not set, where that is known (``unset.py``).
    missing: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def surplus(self) -> Fraction | None:
        """What is left to the line; negative when over it."""
        return None if self.line is None else self.line - self.load

    @property
    def percent(self) -> Fraction | None:
        """Load as a percentage of the line; None where there is no line or bands are not percentages."""
        if not self.line or self.line <= 0 or self.scheme.bands.kind == "absolute":
            return None
        return self.load / self.line * 100

    @property
    def action(self) -> str | None:
        """What the scheme asks for (TIM-08, X-04)."""
        return action_of(self.band, self.load, self.line, self.scheme.bands, self.missing)

    @property
    def boundaries(self) -> dict[str, Fraction]:
        """The load at which each band begins."""
        return boundaries(self.line, self.scheme.bands, self.scheme.line) if self.line else {}

    def as_text(self) -> dict[str, str | None]:
        """The figures as decimal text; the percentage has six places, cut and never rounded."""
        return {
            "load": plain(self.load),
            "line": None if self.line is None else plain(self.line),
            "percent": None if self.percent is None else cut(self.percent, 6),
            "surplus": None if self.surplus is None else plain(self.surplus),
            "band": self.band,
            "action": self.action,
        }


def with_more(figures: Figures, added: Fraction) -> Figures:
    """The figures with more load, in the scheme's unit, against the same line; for a scheme that rounds no load."""
    load, scheme = figures.load + added, figures.scheme
    return Figures(load, figures.line, band_of(load, figures.line, scheme.bands, scheme.line), scheme)
