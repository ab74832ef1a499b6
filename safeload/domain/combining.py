"""How the parts of a factor come together: adding up, the higher of, caps, siblings, and what rests on defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from safeload.domain.amounts import Amount
from safeload.domain.scaled import Scaled, common_unit
from safeload.domain.scheme import Factor
from safeload.domain.scheme.model import Part

#: Above every amount.
KNOWN = 2**61
#: Above the codes of a part that is met (1) or not (0).
_MET_AND_KNOWN = 2


@dataclass(frozen=True)
class Piece:
    """One part of a factor over rows: its column names, and whether its steps go by the household's children."""

    name: str
    part: Part
    amount: Amount
    by_children: bool = False

    @property
    def met_or_not(self) -> bool:
        """Whether rows either have the one amount of the part or nothing: then a small code says as much."""
        plain = self.part.typed is None and self.part.percent is None
        return plain and self.part.amount is not None and self.part.amount >= 0

    @property
    def known_from(self) -> int:
        """Added to what rests on known values, so that the highest of a household is a known one if there is any."""
        return _MET_AND_KNOWN if self.met_or_not else KNOWN


def sibling_den(factor: Factor) -> int:
    """In which fractions a factor's percentages for siblings are whole; 1 where it has none."""
    return common_unit(Scaled(None, percent.denominator * 100) for percent in factor.siblings)


def by_sibling(x: Any, factor: Factor, holder: str, doubted: bool) -> Iterator[Any]:
    """Percent for the first, second … child of a household; the heaviest child is the first (PTS-02)."""
    den = sibling_den(factor)
    own = x.col(f"own|{factor.id}")
    rank = own.rank("ordinal", descending=True).over(holder, "home")
    percent: Any = x.lit(int(factor.siblings[-1] / 100 * den), dtype=x.Int64)
    for at, value in reversed(list(enumerate(factor.siblings[:-1], start=1))):
        percent = x.when(rank == at).then(int(value / 100 * den)).otherwise(percent)
    for name in ("own", "prov") if doubted else ("own",):
        yield (x.col(f"{name}|{factor.id}") * percent).alias(f"{name}|{factor.id}")


def column_names(piece: Piece) -> list[str]:
    """The columns of rows whose highest counts for the household."""
    return [f"{piece.name}|met" if piece.by_children else f"{piece.name}|any"]


def household_amount(x: Any, piece: Piece, inner: int) -> Amount:
    """A part's amount for the household: the highest that is known, else what the defaults give."""
    if piece.by_children:
        return Amount(Scaled(piece.amount.value.to(inner) * x.col(f"{piece.name}|met"), inner), None)
    found = x.col(f"{piece.name}|any")
    known = None if piece.amount.known is None else found >= piece.known_from
    if known is not None:
        found = found % piece.known_from
    if piece.met_or_not:
        found = found.cast(x.Int64) * int(Fraction(piece.part.amount or 0) * inner)
    return Amount(Scaled(found, inner), known)


def alike(factor: Factor) -> Fraction | None:
    """What the factor gives to every row alike; None where it depends on the row."""
    constant = all(part == Part(part.title, part.rule, amount=part.amount) for part in factor.parts)
    if factor.siblings or not constant:
        return None
    amounts = [part.amount for part in factor.parts if part.amount is not None]
    total = max(amounts) if factor.combine == "highest" else sum(amounts, Fraction(0))
    return total if factor.cap is None else min(total, factor.cap)


def combined(x: Any, factor: Factor, pieces: list[Piece], inner: int, total_as: str = "") -> tuple[Any, Any]:
    """The factor's amount for a row or household, and how much of it rests on stated defaults.

    ``total_as``: the column where the amount stands by the time the second expression is evaluated; without it
    the amount is worked out twice.
    """
    zero = x.lit(0, dtype=x.Int64)
    values = [x.coalesce(piece.amount.value.to(inner), zero) for piece in pieces]
    doubted = [
        x.when(piece.amount.known).then(zero).otherwise(value) if piece.amount.known is not None else None
        for piece, value in zip(pieces, values, strict=True)
    ]
    total = values[0]
    if len(values) > 1:
        total = (x.max_horizontal if factor.combine == "highest" else x.sum_horizontal)(*values)
    known = [value for value in doubted if value is not None]
    provisional: Any = x.sum_horizontal(*known) if len(known) > 1 else known[0] if known else zero
    if factor.cap is not None:
        total = total.clip(upper_bound=int(factor.cap * inner))
    if factor.combine == "highest" or factor.cap is not None:
        provisional = x.min_horizontal(provisional, x.col(total_as) if total_as else total)
    return total, provisional
