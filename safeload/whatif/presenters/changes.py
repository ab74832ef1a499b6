"""Supposed changes in words: only what the reader may read, and what no longer applies by its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from safeload.domain.quantity import plain
from safeload.domain.scheme.thresholds import thresholds
from safeload.web import formats
from safeload.whatif.changes import Change, Kind
from safeload.whatif.facts import AsItWouldBe, new_name
from safeload.workload.presenters.scheme import stage_title

_SOMEBODY = "somebody who is no longer in this team"


@dataclass(frozen=True)
class Said:
    """One change of a scenario as its page lists it."""

    n: int
    words: str
    #: Why it, or a part of it, does not apply today; empty where it does.
    obstacle: str


class Words:
    """The words of one scenario for one reader. ``opens``: whether single cases are open to them."""

    def __init__(self, seen: AsItWouldBe, opens: bool) -> None:
        self._seen, self._opens, self._supposed = seen, opens, seen.supposed
        self._people = {one.id: one.name for one in seen.before.people}
        self._posts = {post: self._people[who] for post, who in self._supposed.posts.items()}

    def changes(self) -> list[Said]:
        """Every change, in order."""
        return [Said(one.n, self.said(one), self._obstacle(one)) for one in self._seen.changes]

    def said(self, change: Change) -> str:
        """One change in a few words."""
        return _SAID[change.kind](self, change)

    def post(self, key: int) -> str:
        """Whose post it is."""
        return self.person(key) if key < 0 else self._posts.get(key, _SOMEBODY)

    def person(self, key: int) -> str:
        """A practitioner by name; of who joins, what they are called here."""
        return new_name(key) if key < 0 else self._people.get(key, _SOMEBODY)

    def case(self, key: int) -> str:
        """A case by its reference, for those who may read it."""
        case = self._supposed.cases.get(key)
        return case.reference if self._opens and case is not None and key in self._supposed.ours else ""

    def cases(self, keys: tuple[int, ...]) -> str:
        """Cases by reference; for those to whom they are not open, and of what left the team, how many."""
        named = [said for key in keys if (said := self.case(key))]
        others = len(keys) - len(named)
        if not named:
            return "a case" if others == 1 else f"{others} cases"
        more = [f"{others} more"] if others else []
        return f"{'case' if len(keys) == 1 else 'cases'} {formats.listed([*named, *more])}"

    def waiting(self) -> Iterator[str]:
        """What would wait, and what would not any more."""
        newly, fewer = self._supposed.newly_waiting(), self._supposed.no_longer_waiting()
        here = [one for one in newly if one.key in self._supposed.ours]
        if here:
            which = ", ".join(said for one in here if (said := self.case(one.key)))
            number = formats.plural(len(here), "more case would wait", "more cases would wait")
            yield f"{number}: {which}." if which else f"{number}."
        if elsewhere := len(newly) - len(here):
            yield formats.plural(
                elsewhere, "more case would wait in another team.", "more cases would wait in another team."
            )
        if fewer:
            yield formats.plural(len(fewer), "case would wait no longer.", "cases would wait no longer.")

    def _obstacle(self, change: Change) -> str:
        found = self._supposed.obstacles.get(change.n, [])
        said = []
        for one in found:
            which = self.case(one.case)
            of_case = f"Case {which} {one.words}." if which else f"A case of it {one.words}."
            said.append(of_case if one.case else one.words)
        return " ".join(dict.fromkeys(said))

    def _move(self, change: Change) -> str:
        return f"{_capital(self.cases(change.cases))} to {self.post(change.post)}"

    def _close(self, change: Change) -> str:
        return f"{_capital(self.cases(change.cases))} closed"

    def _imagine(self, change: Change) -> str:
        children = formats.plural(change.children, "child", "children")
        return f"An imagined household with {children} for {self.post(change.post)}"

    def _hours(self, change: Change) -> str:
        return f"{self.post(change.post)}: {_hours(change)}"

    def _join(self, change: Change) -> str:
        scheme = self._supposed.scheme
        stage = stage_title(scheme, change.code) if scheme else ""
        parts = [
            _hours(change),
            stage[:1].lower() + stage[1:],
            "in their assessed year" if change.asye else "",
        ]
        return f"{new_name(-change.n)} joins: {', '.join(part for part in parts if part)}"

    def _leave(self, change: Change) -> str:
        return f"{self.person(change.person)} leaves; what they hold waits"

    def _threshold(self, change: Change) -> str:
        scheme = self._supposed.scheme
        known = {one.code: one for one in thresholds(scheme)} if scheme else {}
        one = known.get(change.code)
        if one is None:
            return f"A number of the scheme: {change.value}"
        return f"{one.title}: {change.value} instead of {plain(one.value)}"


def _hours(change: Change) -> str:
    return f"{change.value} hours a week" if change.value else "hours not known"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


_SAID: dict[Kind, Callable[[Words, Change], str]] = {
    Kind.MOVE: Words._move,
    Kind.CLOSE: Words._close,
    Kind.IMAGINE: Words._imagine,
    Kind.HOURS: Words._hours,
    Kind.JOIN: Words._join,
    Kind.LEAVE: Words._leave,
    Kind.THRESHOLD: Words._threshold,
}
