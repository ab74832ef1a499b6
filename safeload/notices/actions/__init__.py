"""Writes of notices. What is told is told inside the change that it tells of; letters are sent after it."""

from __future__ import annotations

from safeload.notices.actions.keeping import let_go
from safeload.notices.actions.posting import make_digests, send_due
from safeload.notices.actions.reading import choose_mail, mark_all_read, mark_read
from safeload.notices.actions.telling import Telling, tell, tell_all

__all__ = [
    "Telling",
    "choose_mail",
    "let_go",
    "make_digests",
    "mark_all_read",
    "mark_read",
    "send_due",
    "tell",
    "tell_all",
]
