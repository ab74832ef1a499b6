"""One act on a hand-over tells each account once of all its parts, not once for every practitioner who takes some."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from safeload.audit.writing import at_end
from safeload.notices import actions as notices
from safeload.people.models import Account
from safeload.web import formats

#: References that one notice names; of more cases it says how many. Names as many; else how many people.
NAMED = 5
_NAMES = 3


class Part(NamedTuple):
    """What one account is told of one proposal; ``more``: what else the words are made of."""

    hand_over: int
    proposal: int
    account: int
    kind: str
    who: str
    cases: tuple[str, ...]
    more: tuple[tuple[str, Any], ...]
    #: Where one part leads, and all of them together.
    link: tuple[Any, ...]
    link_of_all: tuple[Any, ...]


def tell_at_end(by: Any, parts: Iterable[Part]) -> None:
    """Tell of these when the act ends, together with what else it does to the same hand-over."""
    at_end(_teller(by.pk if by is not None else None), list(parts))  # type: ignore[arg-type]


@cache
def _teller(by_id: int | None) -> Callable[[set[Any]], None]:
    """One function for each account, so that all that it does in one act is told together."""

    def tell(parts: set[Part]) -> None:
        by = Account.objects.filter(pk=by_id).first() if by_id is not None else None
        together: dict[tuple[Any, ...], list[Part]] = {}
        for one in sorted(parts, key=lambda part: (part.proposal, part.kind, part.account)):
            key = (one.kind, one.hand_over, one.account, one.more)
            together.setdefault(key, []).append(one)
        notices.tell_all(by=by, tellings=[_telling(by, found) for found in together.values()])

    return tell


def _telling(by: Any, parts: Sequence[Part]) -> notices.Telling:
    first = parts[0]
    cases = [reference for one in parts for reference in one.cases]
    names = list(dict.fromkeys(one.who for one in parts))
    words = {
        "by": by.name if by is not None else "",
        "who": formats.listed(names) if len(names) <= _NAMES else f"{len(names)} practitioners",
        "number": len(cases),
        "cases": cases[:NAMED],
        **dict(first.more),
    }
    if len(parts) == 1:
        return notices.Telling([first.account], first.kind, ("proposal", first.proposal), first.link, words)
    about, words["several"] = ("hand-over", first.hand_over), len(names) > 1
    return notices.Telling([first.account], first.kind, about, first.link_of_all, words)
