"""Figures as they were kept with a proposal, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeload.allocation.facts import exact
from safeload.workload.presenters import figures


def kept(seen: Mapping[str, Any]) -> str:
    """ "46 of 50 → 51 of 50 points, green to amber."; empty where no scheme measured, or where it is no figures."""
    before, after, most = (_plain(seen.get(name)) for name in ("before", "after", "line"))
    if not before or not after:
        return ""
    line = f" of {most}" if most else ""
    codes = [str(seen.get(name) or "") for name in ("band_before", "band_after")]
    was, now = (figures.WORDS.get(code, "") if code else "" for code in codes)
    band = f", {f'stays {was}' if was == now else f'{was} to {now}'}" if was and now else ""
    return f"{before}{line} → {after}{line} {seen.get('unit') or ''}".rstrip() + f"{band}."


def _plain(text: Any) -> str:
    """An amount in words; nothing for what a program sent that is none."""
    amount = exact(text)
    return "" if amount is None else figures.exact_enough(amount)
