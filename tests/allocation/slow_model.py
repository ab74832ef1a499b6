"""A slow, obvious second account of who holds what: lists of intervals, copied whole every time somebody learns more.

It knows nothing of tables. What it says may be done must be done by the product, what it says may not must be
refused, and afterwards every dated question has the same answer in both.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction


class CannotBe(Exception):
    """The model's refusal."""


@dataclass(frozen=True)
class Span:
    """Somebody's part in a case from a day until a day, by which share; ``closed``: it ended by closing."""

    post: int
    holds: bool
    share: Fraction
    start: date
    end: date | None = None
    closed: bool = False

    def on(self, day: date) -> bool:
        """Whether it is true on a day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass
class Held:
    """One case: when it is open, and everybody's part in it, as known now."""

    opened: date
    closed: date | None = None
    spans: list[Span] = field(default_factory=list)
    #: Whether a list has ever changed it: then changes by hand are to be entered in the other system.
    listed: bool = False
    #: How it is there where that is still to be entered: who holds it, and whether it is closed.
    there: tuple[int | None, bool] | None = None
    #: What closing took away, and what it left instead.
    taken: tuple[list[Span], list[Span]] = ((), ())  # type: ignore[assignment]

    def holder(self) -> Span | None:
        """Whoever holds it until something ends that."""
        return next((span for span in self.spans if span.holds and span.end is None), None)

    def helpers(self) -> list[Span]:
        """Whoever helps until something ends that."""
        return [span for span in self.spans if not span.holds and span.end is None]

    def line(self, day: date) -> list[Span]:
        """Who holds it on a day and after it, in order."""
        lasting = [span for span in self.spans if span.holds and (span.end is None or span.end > day)]
        return sorted((span for span in lasting if span.end != span.start), key=lambda span: span.start)

    def swap(self, away: list[Span], back: list[Span]) -> bool:
        """Put spans in the place of others, if these are all there; whether they were."""
        left = list(self.spans)
        for span in away:
            if span not in left:
                return False
            left.remove(span)
        self.spans = left + list(back)
        return True

    def end(self, span: Span, day: date, closed: bool = False) -> None:
        """A part ends on a day."""
        self.spans.remove(span)
        self.spans.append(replace(span, end=max(day, span.start), closed=closed))


WHOLE = Fraction(100)


def difference(before: list[Span], after: list[Span]) -> tuple[list[Span], list[Span]]:
    """What is there no more, and what is there instead."""
    gone, come = list(before), []
    for span in after:
        if span in gone:
            gone.remove(span)
        else:
            come.append(span)
    return gone, come


@dataclass
class Model:
    """All cases by key, and what was believed of them at the end of each day."""

    cases: dict[int, Held] = field(default_factory=dict)
    believed: dict[date, dict[int, list[Span]]] = field(default_factory=dict)

    def night(self, day: date) -> None:
        """A day is over: what was believed of every case is put on the shelf."""
        self.believed[day] = {key: list(case.spans) for key, case in self.cases.items()}

    def holds(self, key: int) -> int | None:
        """The post that holds a case."""
        span = self.cases[key].holder()
        return span.post if span else None

    def move(
        self, key: int, post: int | None, day: date, *, closing: bool = False, by_list: bool = False
    ) -> bool:
        """From a day on a post holds a case, or nobody; whether that is news."""
        case = self.cases[key]
        held = case.holder()
        if (held.post if held else None) == post:
            return False
        if case.closed is not None and not closing:
            raise CannotBe("closed")
        line = case.line(day)
        if day < case.opened or any(day < span.start for span in line):
            raise CannotBe("before it began")
        covering = line[0] if line else None
        if covering is not None and covering.post == post:
            case.spans[case.spans.index(covering)] = replace(covering, end=None, closed=False)
            self._note(case, None, by_list)
            return True
        share = covering.share if covering and covering.end is None else WHOLE
        if covering is not None and (post is not None or covering.end is None):
            case.end(covering, day, closing)
        for helper in case.helpers():
            if post is None:
                case.end(helper, day, closing)
            elif helper.post == post:
                case.end(helper, day)
                share = min(WHOLE, share + helper.share)
        if post is not None:
            case.spans.append(Span(post, True, share, day))
        if not closing:
            self._note(case, held.post if held else None, by_list)
        return True

    def take_back(self, key: int, added: list[Span], removed: list[Span]) -> bool:
        """What an allocation put down is gone and what it ended is there again; whether that can still be."""
        case = self.cases[key]
        before = self.holds(key)
        if not case.swap(added, removed):
            return False
        self._note(case, before, False)
        return True

    def _note(self, case: Held, before: int | None, by_list: bool, there_closed: bool = False) -> None:
        if not case.listed or by_list:
            return
        case.there = case.there or (before, there_closed)
        held = case.holder()
        here = (held.post if held else None, case.closed is not None)
        if case.there == here or (case.there[1] and here[1]):
            case.there = None

    def list_says(self, said: dict[int, int | None], day: date, left_out: set[int]) -> set[int]:
        """A list names who holds what; which cases it changed. What is still to be entered there stays here.

        ``left_out``: cases of its teams that it does not have; what was closed here is closed there by now.
        """
        changed = set()
        for key in left_out:
            if self.cases[key].closed is not None:
                self.cases[key].there = None
        for key, named in said.items() if any(said.values()) else ():
            case = self.cases[key]
            if case.there is not None:
                if case.there == (named, False):
                    continue
                case.there = None
            if self.move(key, named, day, by_list=True):
                case.listed = True
                changed.add(key)
        return changed

    def list_undone(self, before: dict[int, Held], after: dict[int, Held], changed: set[int]) -> None:
        """What a list changed is as before it; what it ticked off is to be entered again, unless it moved on."""
        for key, was in before.items():
            case = self.cases[key]
            if key in changed:
                case.spans = list(was.spans)
            if was.there and not after[key].there and not case.there:
                case.there = was.there

    def share(self, key: int, shares: dict[int, Fraction], day: date) -> bool:
        """Set who works on a case together; whether that is news."""
        case = self.cases[key]
        held = case.holder()
        if held is None or held.post not in shares or sum(shares.values()) != WHOLE:
            raise CannotBe("does not add up")
        standing = {span.post: span for span in [held, *case.helpers()]}
        news = [
            post
            for post in {*shares, *standing}
            if shares.get(post) != (standing[post].share if post in standing else None)
        ]
        if not news:
            return False
        if (case.closed is not None and case.closed <= day) or day < case.opened:
            raise CannotBe("closed, or not begun")
        if any(day < standing[post].start for post in news if post in standing):
            raise CannotBe("before a part began")
        for post in news:
            if post in standing:
                case.end(standing[post], day)
            if post in shares:
                case.spans.append(Span(post, post == held.post, shares[post], day))
        return True

    def close(self, key: int, day: date) -> None:
        """Close a case on a day."""
        case = self.cases[key]
        if case.closed is not None or day < case.opened:
            raise CannotBe("closed, or not begun")
        before, held = list(case.spans), self.holds(key)
        self.move(key, None, day, closing=True)
        case.closed = day
        case.taken = difference(before, case.spans)
        self._note(case, held, False)

    def reopen(self, key: int) -> None:
        """Open it again as if it had never closed."""
        case = self.cases[key]
        if case.closed is None:
            raise CannotBe("open")
        case.closed = None
        assert case.swap(case.taken[1], case.taken[0])
        self._note(case, None, False, there_closed=True)

    def load(self, post: int) -> Fraction:
        """How many cases a post carries, by shares of open parts."""
        spans = [span for case in self.cases.values() for span in case.spans]
        return (
            sum((span.share for span in spans if span.post == post and span.end is None), Fraction(0)) / 100
        )

    def copy_of(self, keys: set[int]) -> dict[int, Held]:
        """Cases as they stand, to be put back whole."""
        return deepcopy({key: self.cases[key] for key in keys})

    def who(self, key: int, on: date, known: date) -> set[tuple[int, bool, Fraction]]:
        """Who worked on a case on a day, as it was known at the end of another."""
        days = [day for day in self.believed if day <= known]
        spans = self.believed[max(days)].get(key, []) if days else []
        return {(span.post, span.holds, span.share) for span in spans if span.on(on)}
