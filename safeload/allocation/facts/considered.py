"""Who else could have been asked, and what spoke against it: as shown to the manager, and as kept (ALL-01)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeload.allocation.facts.figures import BeforeAfter
from safeload.allocation.queries.candidates import AHEAD, Candidate
from safeload.people.models import Post


@dataclass(frozen=True)
class Objection:
    """One thing that speaks against asking somebody. ``what``: which protection or limit; ``until``: how long."""

    code: str
    what: str = ""
    until: date | None = None


def objections(one: Candidate, measured: Sequence[BeforeAfter], on: date) -> list[Objection]:
    """What speaks against asking a practitioner on a day; ``measured``: the main scheme first."""
    return [*_who(one, on), *_load(measured)]


def _who(one: Candidate, on: date) -> Iterator[Objection]:
    if one.post.role in Post.NOT_HOLDING:
        yield Objection("manages")
    if one.known.conflict:
        yield Objection("conflict")
    if one.person.protected:
        yield Objection("protected", one.person.protected, one.person.protected_until)
    away = next((span for span in one.known.leave if (span[0] or on) <= on), None)
    if away is not None:
        yield Objection("leave", until=away[1])
    last = one.known.last_days.get(one.post.post)
    if last is not None and last <= on + AHEAD:
        yield Objection("leaves", until=last)


def _load(measured: Sequence[BeforeAfter]) -> Iterator[Objection]:
    if not measured:
        yield Objection("unmeasured")
        return
    main = measured[0]
    if main.after.band in {"not_available", "not_set"}:
        yield Objection(main.after.band)
    elif main.over:
        yield Objection("over")
    for limit in main.limits:
        yield Objection("limit", limit.title)


def weighed(
    found: Sequence[Candidate], measured: Mapping[int, Sequence[BeforeAfter]], on: date
) -> dict[int, list[Objection]]:
    """What speaks against asking each, by post."""
    return {one.post.post: objections(one, measured.get(one.person.id, ()), on) for one in found}


def considered_of(
    found: Sequence[Candidate],
    measured: Mapping[int, Sequence[BeforeAfter]],
    against: Mapping[int, Sequence[Objection]],
) -> list[dict[str, Any]]:
    """Everybody whom the manager saw side by side, to be kept with the proposal: keys, figures, codes; no names."""
    return [
        {
            "practitioner": one.person.id,
            "post": one.post.post,
            "figures": sides[0].as_text() if sides else {},
            "against": list(dict.fromkeys(why.code for why in against[one.post.post])),
        }
        for one in found
        for sides in [measured.get(one.person.id, ())]
    ]
