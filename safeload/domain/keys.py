"""Two small whole numbers as one, and back: a group by one column takes half the time of a group by two."""

from __future__ import annotations

from typing import Any

from safeload.domain.frames import HALF


def packed(x: Any) -> Any:
    """Holder and household as one number. Households of their own stand below nought."""
    key = x.col("practitioner").cast(x.Int64) * (2 * HALF) + x.col("home") + HALF
    return key.alias("key")


def unpacked(x: Any) -> list[Any]:
    """Holder and household of a ``packed`` number."""
    return [
        (x.col("key") // (2 * HALF)).alias("practitioner"),
        (x.col("key") % (2 * HALF) - HALF).alias("home"),
    ]
