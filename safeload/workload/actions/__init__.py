"""Writes of workload: the kept figures follow from the facts, so these are no decisions of anybody."""

from __future__ import annotations

from safeload.workload.actions.beside import keep_beside
from safeload.workload.actions.details import keep_detail
from safeload.workload.actions.refresh import (
    bring_up_to_date,
    bring_waiting_up_to_date,
    refresh,
    refresh_waiting,
)
from safeload.workload.actions.weeks import take_missing_mondays, take_monday_snapshot

__all__ = [
    "bring_up_to_date",
    "bring_waiting_up_to_date",
    "keep_beside",
    "keep_detail",
    "refresh",
    "refresh_waiting",
    "take_missing_mondays",
    "take_monday_snapshot",
]
