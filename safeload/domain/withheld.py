"""Which groups are not shown, so that nothing can be learned of fewer than five people (X-38)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from itertools import combinations
from typing import Any

#: Fewer people than this are never summed up for others to read.
SMALLEST = 5

People = frozenset[Hashable]


def withheld(
    groupings: Mapping[str, Mapping[str, People]], already: Mapping[str, Collection[str]] | None = None
) -> dict[str, set[str]]:
    """By grouping, the groups that are not shown. The sum over everybody is taken to be known.

    Not shown is a group of fewer than five; then the next smallest of its grouping, until those not shown are at
    least two and five people together, since what everybody has less what is shown tells their sum; and a group
    where sums of shown groups of two groupings, taken from each other, would leave one to four people.
    ``already``: what is not shown for another reason.
    """
    hidden = {name: set((already or {}).get(name, ())) for name in groupings}
    for name, groups in groupings.items():
        hidden[name] |= {group for group, people in groups.items() if len(people) < SMALLEST}
        _close(groups, hidden[name])
    while True:
        found = next(_told_apart(groupings, hidden), None)
        if found is None:
            return hidden
        name, group = found
        hidden[name].add(group)
        _close(groupings[name], hidden[name])


def _close(groups: Mapping[str, People], hidden: set[str]) -> None:
    """Hide the next smallest until the rest of the grouping no longer tells of fewer than five."""
    while hidden & groups.keys():
        closed = hidden & groups.keys()
        people: People = frozenset().union(*(groups[group] for group in closed))
        rest = groups.keys() - hidden
        if not rest or (len(closed) > 1 and len(people) >= SMALLEST):
            return
        hidden.add(min(rest, key=lambda group: (len(groups[group]), group)))


def _told_apart(
    groupings: Mapping[str, Mapping[str, People]], hidden: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Groups to hide because two sums, one of people who are all in the other, differ by a few people."""
    names = list(groupings)
    sums = {name: _sums(groupings[name], hidden[name]) for name in names}
    for one, other in combinations(names, 2):
        for some in sums[one]:
            for others in sums[other]:
                few = some ^ others
                shown = groupings[other].keys() - hidden[other]
                if shown and 0 < len(few) < SMALLEST and (some <= others or others <= some):
                    yield other, min(shown, key=_least(groupings[other], few))


def _least(groups: Mapping[str, People], few: People) -> Any:
    """Of the groups that have one of the few, the smallest first."""
    return lambda group: (not groups[group] & few, len(groups[group]), group)


def _sums(groups: Mapping[str, People], hidden: Collection[str]) -> list[People]:
    """Whose sums are known from a grouping: any groups shown, with or without all the rest together."""
    pieces = [people for group, people in groups.items() if group not in hidden]
    if rest := [people for group, people in groups.items() if group in hidden]:
        pieces.append(frozenset[Hashable]().union(*rest))
    return [
        frozenset[Hashable]().union(*some)
        for number in range(1, len(pieces) + 1)
        for some in combinations(pieces, number)
    ]
