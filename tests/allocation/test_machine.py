"""Propose, answer, decide, move, share, close, re-open, bring in a list, undo: in any order, against a slow model.

Every act that the model allows is done, every other one refused and leaves nothing behind; kept loads and every
dated question agree. ``STEPS=10000`` in the environment makes it at least that many acts; a few hundred otherwise.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from safeload.allocation import actions
from safeload.allocation.facts import figures_for
from safeload.allocation.models import Proposal
from safeload.audit.refusals import Refusal
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation, Case
from safeload.caseloads.queries import history_then
from safeload.imports import actions as imports
from safeload.people.models import Post, RoleGrant, Team
from safeload.workload.models import Standing
from tests.allocation.slow_model import WHOLE, CannotBe, Held, Model, difference
from tests.imports import build
from tests.workload.town import LONG_AGO, Town

FIRST_DAY = date(2026, 11, 2)
STEPS = int(os.environ.get("STEPS", "300"))
A_RUN = 40
#: Of the steps of a run so many are acts; the others are nights, or end it early.
ACTS = 18
CASES, POSTS = st.integers(0, 7), st.integers(0, 3)
BACK = st.integers(0, 3)


class Place:
    """Four practitioners in two teams, eight cases that wait, a manager of both teams, an analyst."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        town = Town()
        town.scheme("crude-limits", case="child")
        south = Team.objects.create(service_area=town.area, name="South")
        people = [town.person(name) for name in ("Ama Osei", "Ben Carter", "Cai Rees")]
        people.append(town.person("Dina Shaw", south))
        self.posts = [person.posts.get() for person in people]
        self.accounts = [town.signs_in(person) for person in people]
        self.manager = town.signs_in(role="team-manager", team=town.team)
        RoleGrant.objects.create(account=self.manager, role="team-manager", team=south, starts_on=LONG_AGO)
        self.analyst = town.signs_in(role="analyst", everywhere=True)
        self.cases = [town.family(1, since=FIRST_DAY - timedelta(days=number))[0] for number in range(8)]


@dataclass
class Asked:
    """A proposal as the model knows it."""

    cases: list[int]
    post: int
    day: date
    held: dict[int, int | None]
    share: Fraction | None = None
    open: bool = True
    #: How it was decided; none where it was not, or was overtaken.
    outcome: bool | None = None
    undone: bool = False
    #: Nobody had answered when it was allocated: it can be answered as long as it is with them (X-26).
    notified: bool = False
    answered: bool = False
    #: The how manieth decision it was.
    number: int = 0
    before: dict[int, Held] | None = None
    #: By case, what it ended and what it put down.
    did: dict[int, Any] | None = None


@dataclass
class Listed:
    """An applied list: what stood before it, and what it left."""

    key: int
    before: dict[int, Held]
    after: dict[int, Held]
    changed: set[int]
    #: What people did to these since, also where it stands again as the list left it: closed, and opened again.
    by_hand: set[int] = field(default_factory=set)


class Machine(RuleBasedStateMachine):
    """Both worlds side by side."""

    place: Place
    clock: Any
    done: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        """The same place again for every run: what a run does is rolled back."""
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.today = FIRST_DAY
        self.set_clock(time(9))
        self.keys = [case.pk for case in self.place.cases]
        self.model = Model({case.pk: Held(case.opened_on or FIRST_DAY) for case in self.place.cases})
        self.fault = False
        self.asked: dict[int, Asked] = {}
        self.listed: list[Listed] = []
        # One is open from the start: a short run comes to answers and decisions too.
        self._propose({0, 1}, 0, 0, 0)

    def teardown(self) -> None:
        """Every dated question, every load; then as if nothing had been."""
        if not hasattr(self, "model"):
            return
        try:
            if self.fault:
                return
            self.model.night(self.today)
            for day in range((self.today - FIRST_DAY).days + 1):
                self._questions(FIRST_DAY + timedelta(days=day))
        finally:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    def _questions(self, on: date) -> None:
        for key in self.keys:
            case = Case.objects.get(pk=key)
            for known in {on, self.today}:
                rows = history_then(case, on, known)
                said = {
                    (row.post_id, row.role == Allocation.Role.HOLDER, Fraction(row.share)) for row in rows
                }
                assert said == self.model.who(key, on, known), (case.reference, on, known)

    def set_clock(self, at: time) -> None:
        self.clock.move_to(datetime.combine(self.today, at, tzinfo=timezone.get_current_timezone()))

    def act(self, name: str, expected: Callable[[], Any], act: Callable[[], Any]) -> bool:
        """Do the same in both worlds; whether it was done. Then both agree on the cases and on all loads.

        Cases that went another way or closed by it are out of their proposal at once; without any it is overtaken.
        """
        still_open = {pk for pk, one in self.asked.items() if one.open}
        assert set(Proposal.objects.open().values_list("pk", flat=True)) == still_open
        kept = self.model.copy_of(set(self.keys))
        try:
            expected()
            possible = True
        except CannotBe:
            self.model.cases, possible = kept, False
        self.clock.shift(timedelta(seconds=1))
        try:
            act()
            happened, why = True, ""
        except Refusal as refusal:
            happened, why = False, refusal.sentence
        self.fault = happened != possible
        assert not self.fault, (name, possible, why)
        self.done[f"{name} {'done' if happened else 'refused'}"] += 1
        self.fault = True
        self._agree()
        self.fault = False
        if happened and name not in ("bring in", "undo list"):
            now = self.model.cases
            done = {
                key
                for key, was in kept.items()
                if (was.spans, was.closed) != (now[key].spans, now[key].closed)
            }
            for listed in self.listed:
                listed.by_hand |= done
        for one in self.asked.values():
            if one.open and not self._still(one):
                left = [key for key in one.cases if self._stands(key, one)]
                one.open, one.cases = bool(left), left or one.cases
        return happened

    def _agree(self) -> None:
        rows = Allocation.objects.filter(known_to=None).exclude(ends_on__isnull=False)
        found = {(row.case_id, row.post_id, row.role == "holder", Fraction(row.share)) for row in rows}
        wanted = {
            (key, span.post, span.holds, span.share)
            for key, case in self.model.cases.items()
            for span in case.spans
            if span.end is None
        }
        assert found == wanted, (found - wanted, wanted - found)
        kept = {one.practitioner_id: Fraction(one.load, one.unit) for one in Standing.objects.all()}
        for post in self.place.posts:
            assert kept.get(post.practitioner_id, 0) == self.model.load(post.pk)

    # Who holds it, directly.

    @rule(case=CASES, post=POSTS, back=BACK)
    def move(self, case: int, post: int, back: int) -> None:
        """From a day on somebody holds it."""
        key, to, day = self.keys[case], self.place.posts[post].pk, self.today - timedelta(days=back)
        self.act("move", lambda: self.model.move(key, to, day), lambda: self._hold(key, to, day))

    @rule(case=CASES, back=BACK)
    def put_back(self, case: int, back: int) -> None:
        """From a day on nobody holds it."""
        key, day = self.keys[case], self.today - timedelta(days=back)
        self.act("put back", lambda: self.model.move(key, None, day), lambda: self._hold(key, None, day))

    def _hold(self, key: int, post: int | None, day: date) -> None:
        reason = "MANAGE" if post else "WAITIN"
        caseloads.set_holder(by=self.place.manager, case_id=key, post_id=post, from_on=day, reason=reason)

    @rule(case=CASES, helper=POSTS, share=st.sampled_from([0, 20, 50, 100]))
    def share(self, case: int, helper: int, share: int) -> None:
        """Somebody helps with a part of it, or no longer."""
        key, other = self.keys[case], self.place.posts[helper].pk
        holder = self.model.holds(key)
        shares = {other: Fraction(share)} if share and other != holder else {}
        if holder:
            shares[holder] = WHOLE - sum(shares.values())
        parts = [caseloads.Part(post, Decimal(int(part))) for post, part in shares.items()]

        def expected() -> None:
            if any(not 0 < part <= WHOLE for part in shares.values()):
                raise CannotBe("nothing of it")
            self.model.share(key, shares, self.today)

        def act() -> None:
            caseloads.share_case(
                by=self.place.manager, case_id=key, parts=parts, from_on=self.today, expected=holder,
                joining=list(shares),
            )  # fmt: skip

        self.act("share", expected, act)

    @rule(case=CASES, back=BACK)
    def close(self, case: int, back: int) -> None:
        """It closes on a day."""
        key, day = self.keys[case], self.today - timedelta(days=back)
        act = lambda: caseloads.close_case(by=self.place.manager, case_id=key, on=day, reason="RC7")  # noqa: E731
        self.act("close", lambda: self.model.close(key, day), act)

    @rule(case=CASES)
    def reopen(self, case: int) -> None:
        """It opens again, as it was."""
        key = self.keys[case]
        act = lambda: caseloads.reopen_case(by=self.place.manager, case_id=key)  # noqa: E731
        self.act("re-open", lambda: self.model.reopen(key), act)

    # By agreement.

    @rule(
        cases=st.sets(CASES, min_size=1, max_size=2),
        post=POSTS,
        back=BACK,
        share=st.sampled_from([0, 0, 0, 30]),
    )
    def propose(self, cases: set[int], post: int, back: int, share: int) -> None:
        """Somebody is asked to take some, or to help."""
        self._propose(cases, post, back, share)

    def _propose(self, cases: set[int], post: int, back: int, share: int) -> None:
        keys, to = sorted(self.keys[case] for case in cases), self.place.posts[post]
        day = self.today if share else self.today - timedelta(days=back)
        held = {key: self.model.holds(key) for key in keys}
        one = Asked(keys, to.pk, day, held, Fraction(share) if share else None)
        made: list[Proposal] = []

        def expected() -> None:
            for key in keys:
                case = self.model.cases[key]
                if case.closed is not None or day < case.opened or held[key] == to.pk:
                    raise CannotBe("closed, not begun, or theirs already")
                if share and held[key] is None:
                    raise CannotBe("nobody to help")
            if any(
                key in other.cases
                for other in self.asked.values()
                if other.open
                for key in keys
                if self._still(other)
            ):
                raise CannotBe("proposed already")

        def act() -> None:
            made.append(
                actions.propose(
                    by=self.place.manager,
                    key=uuid.uuid4(),
                    case_ids=keys,
                    post_id=to.pk,
                    from_on=day,
                    seen=self._seen(to, keys, one.share),
                    share=Decimal(share) if share else None,
                )
            )

        if self.act("propose", expected, act):
            self.asked[made[0].pk] = one

    def _still(self, one: Asked) -> bool:
        """Whether nothing of a proposal has changed hands or closed since."""
        return all(self._stands(key, one) for key in one.cases)

    def _stands(self, key: int, one: Asked) -> bool:
        return self.model.cases[key].closed is None and self.model.holds(key) == one.held[key]

    def _seen(self, post: Post, keys: list[int], share: Fraction | None) -> dict[str, Any]:
        found = figures_for(post, keys, self.today, Decimal(int(share)) if share else None)
        return found.as_text() if found else {}

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), says=st.sampled_from(["agree", "agree-if", "not-agreed"]))
    def answer(self, data: st.DataObject, says: str) -> None:
        """Whoever is asked answers."""
        pk, one = data.draw(st.sampled_from(sorted(self.asked.items())))
        account = self.place.accounts[[post.pk for post in self.place.posts].index(one.post)]

        def expected() -> None:
            if not one.open and not self._is_heard(one):
                raise CannotBe("decided")

        if self.act(
            "answer",
            expected,
            lambda: actions.answer(by=account, proposal_id=pk, says=says, words="In my own words."),
        ):
            one.answered = True

    def _is_heard(self, one: Asked) -> bool:
        """Whether what was only notified is still with them by it, and not by a later decision."""
        return bool(one.outcome and one.notified and not one.undone) and any(
            self._is_with_them(key, one) for key in one.cases
        )

    def _is_with_them(self, key: int, one: Asked) -> bool:
        later = [
            other
            for other in self.asked.values()
            if other.outcome and not other.undone and key in other.cases and other.number > one.number
            if (other.share is None) == (one.share is None)
            if one.share is None or other.post == one.post
        ]
        case = self.model.cases[key]
        theirs = any(span.post == one.post and span.end is None for span in case.spans)
        return theirs and case.closed is None and not later

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), allocate=st.sampled_from([True, True, False]))
    def decide(self, data: st.DataObject, allocate: bool) -> None:
        """The manager decides, on the figures of the moment."""
        pk, one = data.draw(st.sampled_from(sorted(self.asked.items())))
        before, waits = self.model.copy_of(set(one.cases)), one.open

        def expected() -> None:
            if one.outcome is allocate:
                return  # the same decision again changes nothing
            if not one.open:
                raise CannotBe("decided")
            if allocate and not self._still(one):
                raise CannotBe("overtaken")
            for key in one.cases if allocate else ():
                self._take(key, one)

        def act() -> None:
            row = Proposal.objects.select_related("post__practitioner", "post__team").get(pk=pk)
            decision = actions.Decision(allocate, reason="Agreed in the team meeting.", notified=True)
            over = {
                "what_will_be_done": "Two close.",
                "over_until": self.today + timedelta(days=9),
                "nothing_because": "All of them are at court.",
            }
            decision = actions.Decision(**{**decision.__dict__, **over})
            seen = self._seen(row.post, one.cases, one.share)
            actions.decide(by=self.place.manager, proposal_id=pk, decision=decision, seen=seen)

        if self.act("decide", expected, act) and waits:
            one.open, one.outcome, one.before = False, allocate, before
            one.notified, one.number = not one.answered, sum(self.done.values())
            one.did = {key: difference(before[key].spans, self.model.cases[key].spans) for key in one.cases}

    def _take(self, key: int, one: Asked) -> None:
        if one.share is None:
            self.model.move(key, one.post, one.day)
            return
        case = self.model.cases[key]
        held = case.holder()
        assert held is not None
        shares = {span.post: span.share for span in [held, *case.helpers()]}
        shares[held.post] -= one.share - shares.get(one.post, 0)
        shares[one.post] = one.share
        if shares[held.post] <= 0:
            raise CannotBe("nothing left for the holder")
        self.model.share(key, shares, one.day)

    @precondition(lambda self: any(one.outcome and one.share is None for one in self.asked.values()))
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """An allocation is taken back: as it was, by a new entry."""
        found = [pair for pair in sorted(self.asked.items()) if pair[1].outcome and pair[1].share is None]
        pk, one = data.draw(st.sampled_from(found))

        def expected() -> None:
            if one.undone:
                return
            for key in one.cases:
                if self.model.cases[key].closed is not None or self.model.holds(key) != one.post:
                    raise CannotBe("moved on")
            for key in one.cases:
                held, (ended, put) = self.model.cases[key].holder(), (one.did or {})[key]
                if held is None or held.start != one.day or not self.model.take_back(key, put, ended):
                    self.model.move(key, one.held[key], one.day)
                    self._helpers_back(key, one)

        if self.act(
            "take back",
            expected,
            lambda: actions.undo(by=self.place.manager, proposal_id=pk, why="It was the wrong case."),
        ):
            one.undone = True

    def _helpers_back(self, key: int, one: Asked) -> None:
        """Who took a case and helped with it before helps again by the same share."""
        assert one.before is not None
        helped = next((span for span in one.before[key].helpers() if span.post == one.post), None)
        held = self.model.cases[key].holder()
        if helped is not None and held is not None and held.share > helped.share:
            case = self.model.cases[key]
            shares = {span.post: span.share for span in [held, *case.helpers()]}
            if helped.post in shares:
                return
            shares[held.post] -= helped.share
            shares[helped.post] = helped.share
            self.model.share(key, shares, one.day)

    # Lists.

    @rule(holders=st.dictionaries(CASES, st.one_of(st.none(), POSTS), min_size=1, max_size=3))
    def bring_in(self, holders: dict[int, int | None]) -> None:
        """A list says who holds what today."""
        open_ones = {self.keys[case]: post for case, post in holders.items() if self._open(self.keys[case])}
        if not open_ones:
            return
        before = self.model.copy_of(set(self.keys))
        left_out = self._left_out(open_ones)
        said = {key: None if post is None else self.place.posts[post].pk for key, post in open_ones.items()}
        changed: set[int] = set()
        applied: list[int] = []
        teams = self._teams()

        def act() -> None:
            one = imports.bring_in(by=self.place.analyst, files=[self._file(open_ones)], on=self.today)[0]
            one = imports.check_import(one.pk)
            imports.apply_import(by=self.place.analyst, import_id=one.pk, plan=one.report["plan"])
            applied.append(one.pk)

        if self.act(
            "bring in", lambda: changed.update(self.model.list_says(said, self.today, left_out)), act
        ):
            after = self.model.copy_of(set(self.keys))
            # In which team a case waits the model does not know: a list may change that alone.
            now = self._teams()
            changed |= {key for key in open_ones if now[key] != teams[key]}
            self.listed.append(Listed(applied[0], before, after, changed))

    def _teams(self) -> dict[int, int]:
        return dict(Case.objects.filter(pk__in=self.keys).values_list("pk", "team_id"))

    def _left_out(self, holders: dict[int, int | None]) -> set[int]:
        """Cases of the teams that a list names which are not on it."""
        north = self.place.posts[0].team_id
        teams = {north if number is None else self.place.posts[number].team_id for number in holders.values()}
        found = Case.objects.filter(team__in=teams).exclude(pk__in=holders)
        return set(found.values_list("pk", flat=True))

    def _open(self, key: int) -> bool:
        return self.model.cases[key].closed is None

    def _file(self, holders: dict[int, int | None]) -> tuple[str, bytes]:
        rows = []
        for key, number in holders.items():
            case = next(case for case in self.place.cases if case.pk == key)
            post = None if number is None else self.place.posts[number]
            who = post.practitioner.name if post else ""
            team = post.team.name if post else "North"
            heads = {"child": case.reference, "allocated_team": team, "allocated_worker": who}
            rows.append(build.row(build.SEVEN, **heads))
        path = build.xlsx(self.place.folder / "a.xlsx", {"List 7": [build.SEVEN, *rows]})
        return path.name, path.read_bytes()

    @precondition(lambda self: self.listed)
    @rule()
    def undo_list(self) -> None:
        """The latest list is taken back, unless somebody has worked on what it brought."""
        one = self.listed[-1]

        def expected() -> None:
            now, then = self.model.cases, one.after
            if one.changed & one.by_hand or any(
                (now[key].spans, now[key].closed) != (then[key].spans, then[key].closed)
                for key in one.changed
            ):
                raise CannotBe("worked on since")
            self.model.list_undone(one.before, one.after, one.changed)

        if self.act(
            "undo list", expected, lambda: imports.undo_import(by=self.place.analyst, import_id=one.key)
        ):
            self.listed.pop()

    @rule()
    def sleep(self) -> None:
        """The next day."""
        self.model.night(self.today)
        self.today += timedelta(days=1)
        self.set_clock(time(9))


@pytest.fixture
def machine(db: None, tmp_path: Path) -> Iterator[type[Machine]]:
    with time_machine.travel(f"{FIRST_DAY.isoformat()}T08:00:00+00:00", tick=False) as clock:
        Machine.place, Machine.clock, Machine.done = Place(tmp_path), clock, Counter()
        yield Machine


@pytest.mark.timeout(max(300, STEPS))
def test_whatever_happens_both_agree(machine: type[Machine]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=max(1, STEPS // ACTS),
            stateful_step_count=A_RUN,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(sum(machine.done.values()), dict(machine.done))  # noqa: T201 - seen with pytest -s
    assert sum(machine.done.values()) >= STEPS
    for name in ("move", "share", "close", "re-open", "propose", "answer", "decide", "bring in"):
        assert machine.done[f"{name} done"], f"{name} was never possible: the model proves nothing about it"
