"""Writes of imports: bring in, check, settle, apply, undo; all or nothing each, with the entry inside."""

from __future__ import annotations

from safeload.imports.actions.applying import DataMoved, apply_import
from safeload.imports.actions.bringing import (
    NotAList,
    bring_in,
    bring_in_tables,
    keep_files,
    open_files,
    set_aside,
)
from safeload.imports.actions.checking import check_import
from safeload.imports.actions.retention import let_go
from safeload.imports.actions.settling import forget, settle_name, settle_team, settle_value
from safeload.imports.actions.undoing import WouldBeLost, undo_import

__all__ = [
    "DataMoved",
    "NotAList",
    "WouldBeLost",
    "apply_import",
    "bring_in",
    "bring_in_tables",
    "check_import",
    "forget",
    "keep_files",
    "let_go",
    "open_files",
    "set_aside",
    "settle_name",
    "settle_team",
    "settle_value",
    "undo_import",
]
