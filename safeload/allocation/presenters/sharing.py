"""What other shares of a case would do to each who works on it; and where a holder was over the line with theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from safeload.allocation.facts import BeforeAfter
from safeload.allocation.models import PartOverLine
from safeload.allocation.presenters.candidates import change_said, figure_of
from safeload.allocation.presenters.hand_overs import EffectRow
from safeload.allocation.presenters.kept import kept
from safeload.people.models import Post
from safeload.web import formats
from safeload.workload.presenters import pictures
from safeload.workload.presenters.pictures import Palette


def effects(
    parts: Sequence[Any], would: Mapping[Post, Decimal], sides: Mapping[Post, BeforeAfter], colours: Palette
) -> list[EffectRow]:
    """One row for each whose share would change; in words only where the figures are not for this reader."""
    return [
        _effect(part, would[part.post], sides.get(part.post), colours) for part in parts if part.post in would
    ]


def _effect(part: Any, share: Decimal, side: BeforeAfter | None, colours: Palette) -> EffectRow:
    name = f"{part.post.practitioner.name}, {part.post.team.name}"
    what = f"{_said(part.share)} → {_said(share)} percent of the case"
    if side is None:
        return EffectRow(
            name, what, SafeString(""), "No figure of theirs is for you, or there is none.", (), False
        )
    was, now = figure_of(side, False), figure_of(side, True)
    limits = tuple(limit.title for limit in side.limits)
    picture = pictures.load_line(was, colours, ghost=now.load)
    return EffectRow(name, what, picture, change_said(side), limits, side.over)


def _said(share: Decimal) -> str:
    return f"{share.normalize():f}"


def shown(would: Mapping[Post, Decimal], sides: Mapping[int, BeforeAfter]) -> str:
    """Stands for the shares and figures that the page showed."""
    told = []
    for post, share in sorted(would.items(), key=lambda pair: pair[0].pk):
        side = sides.get(post.pk)
        text = side.as_text() if side else {}
        told.append(f"{post.pk}:{share.normalize():f}:{text.get('before', '')}:{text.get('after', '')}")
    return ",".join(told)


def over_rows(rows: Iterable[PartOverLine]) -> list[tuple[str, str, str, str]]:
    """Who, figures and until when, why, what is done: of each that was decided over the line."""
    return [
        (
            f"{one.post.practitioner.name}, {_said(one.share)} percent",
            f"{kept(one.figures)} Until {formats.day(one.over_until, weekday=False)}",
            one.reason,
            _done(one),
        )
        for one in rows
    ]


def _done(one: PartOverLine) -> str:
    room = f" What makes room: {one.room}" if one.room else ""
    return f"{one.what_will_be_done}{room} ({one.decided_by.name}, {formats.moment(one.decided_at)})"
