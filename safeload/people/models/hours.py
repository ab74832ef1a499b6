"""Hours a week as a column: exact to a millionth, since an FTE of the census is an exact part of full-time hours."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

#: Decimal places of hours a week: 0.6757 of 37 hours is 25.0009.
PLACES = 6
_SHOWN = Decimal("0.01")


if TYPE_CHECKING:
    _Decimals = models.DecimalField[Any, Decimal | None]
else:
    _Decimals = models.DecimalField


class HoursField(_Decimals):
    """Hours a week; read with two decimal places, and more only where they say something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": PLACES + 3, "decimal_places": PLACES, **kwargs})

    def from_db_value(self, value: Decimal | None, *_: Any) -> Decimal | None:
        """Without idle noughts, so that 37.00 stays 37.00."""
        if value is None:
            return None
        cut = value.quantize(_SHOWN)
        return cut if cut == value else value.normalize()
