"""Somebody who could be recorded as the holder of a case, in words."""

from __future__ import annotations

from safeload.allocation.facts import BeforeAfter
from safeload.people.models import Post
from safeload.web import formats


def choice(post: Post, side: BeforeAfter | None) -> str:
    """ "Kofi Mensah, Locality East: 43 → 47 of 50 points"; without figures where there are none for the reader."""
    who = f"{post.practitioner.name}, {post.team.name}"
    if side is None:
        return who
    line = "" if side.after.line is None else f" of {formats.amount(side.after.line)}"
    over = ", over the line" if side.over else ""
    figures = (
        f"{formats.amount(side.before.load)} → {formats.amount(side.after.load)}{line} {side.scheme.unit}"
    )
    return f"{who}: {figures}{over}"
