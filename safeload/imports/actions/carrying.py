"""The steps of a plan carried out through the actions of people and caseloads, each noted for undoing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from safeload.caseloads import actions as caseloads
from safeload.caseloads.actions.taking_back import standing
from safeload.caseloads.models import Case
from safeload.imports.actions.carrying_people import carry_person, carry_team
from safeload.imports.check.plan import Step
from safeload.imports.models import Import, Journal, MonthlyActivity
from safeload.imports.queries import standing_activity
from safeload.people import actions as people
from safeload.people.models import Commitment
from safeload.schemes.facts import fields_asked

#: Cases in one go: bounds what one statement carries.
_BATCH = 2_000


class Carrier:
    """Carries out steps in order and keeps the journal. Keys of what the list adds are looked up as it goes."""

    def __init__(self, by: Any, one: Import) -> None:
        self.by, self.one = by, one
        self.journal: list[Journal] = []
        self.teams: dict[int, int] = {}
        self.people: dict[int, int] = {}
        self.posts: dict[int, int] = {}

    def carry(self, steps: Sequence[Step]) -> None:
        """Teams, then people, cases, commitments, tasks and activity."""
        by_kind: dict[str, list[Step]] = {}
        for step in steps:
            by_kind.setdefault(step.kind, []).append(step)
        for step in by_kind.get("team", ()):
            carry_team(self, step)
        for step in by_kind.get("practitioner", ()):
            carry_person(self, step)
        self._cases(by_kind.get("case", []))
        ways: tuple[tuple[str, Callable[[Step], None]], ...] = (
            ("commitment", self._commitment),
            ("task", self._task),
        )
        for kind, way in ways:
            for step in by_kind.get(kind, ()):
                way(step)
        self._worklist(by_kind.get("worklist", []))
        self._activity(by_kind.get("activity", []))

    def note(
        self, kind: str, pk: int, label: str, before: Any, after: Any, version: int | None = None,
        was: int | None = None,
    ) -> None:  # fmt: skip
        """Add a line to the journal; ``was``: the version that the list found."""
        self.journal.append(
            Journal(
                source=self.one, kind=kind, object_id=pk, label=label[:130], before=before, after=after,
                version=version, version_before=was,
            )
        )  # fmt: skip

    def real(self, pk: int | None, keys: dict[int, int]) -> int | None:
        """The key of something that the list may have added."""
        return keys[pk] if pk is not None and pk < 0 else pk

    def _cases(self, steps: Sequence[Step]) -> None:
        fields: Any = fields_asked(self.one.on)
        for at in range(0, len(steps), _BATCH):
            some = steps[at : at + _BATCH]
            before = standing([step.ref for step in some])
            caseloads.put_cases(
                by=self.by,
                rows=[self._listed(step.payload) for step in some],
                fields=fields,
                on=self.one.on,
                source=f"import {self.one.pk}",
            )
            after = standing([step.ref for step in some])
            for step in some:
                told, was = after[step.ref.lower()], before.get(step.ref.lower())
                self.note(
                    "case", told["pk"], step.ref, was, told, told["version"], was["version"] if was else None
                )

    def _listed(self, payload: dict[str, Any]) -> caseloads.Listed:
        given = dict(payload)
        for name, keys in (("team_id", self.teams), ("post_id", self.posts)):
            if name in given:
                given[name] = self.real(given[name], keys)
        return caseloads.Listed(**given)

    def _commitment(self, step: Step) -> None:
        payload = step.payload
        if payload["pk"] is None:
            whose = self.real(payload["practitioner_id"], self.people)
            row = people.add_commitment(by=self.by, practitioner_id=whose or 0, **payload["fields"])
            self.note("commitment", row.pk, step.ref, None, {}, row.version)
            return
        before = Commitment.objects.get(pk=payload["pk"])
        told = {name: as_text(getattr(before, name)) for name in payload["fields"]}
        row = people.correct_commitment(by=self.by, commitment_id=before.pk, **payload["fields"])
        after = {name: as_text(value) for name, value in payload["fields"].items()}
        self.note("commitment", row.pk, step.ref, told, after, row.version, before.version)

    def _task(self, step: Step) -> None:
        payload = step.payload
        if payload["pk"] is not None:
            row = caseloads.correct_task(by=self.by, task_id=payload["pk"])
            told, was = {"number": str(row.number), "values": dict(row.values)}, row.version
            row = caseloads.correct_task(by=self.by, task_id=payload["pk"], **payload["fields"])
            after = {"number": str(row.number), "values": dict(row.values)}
            self.note("task", row.pk, step.ref, told, after, row.version, was)
            return
        case = Case.objects.filter(reference__iexact=payload["ref"]).first() if payload["ref"] else None
        row = caseloads.add_task(
            by=self.by,
            post_id=self.real(payload["post_id"], self.posts) or 0,
            kind=payload["kind"],
            number=payload["number"],
            case_id=case.pk if case else None,
            ends_on=payload["due"],
            values=payload["values"],
        )
        self.note("task", row.pk, step.ref, None, {}, row.version)

    def _worklist(self, steps: Sequence[Step]) -> None:
        if not steps:
            return
        said = {step.payload["case_id"]: self.real(step.payload["post_id"], self.posts) for step in steps}
        for pk in caseloads.meet_list(by=self.by, said=said, source=f"import {self.one.pk}"):
            self.note("worklist", pk, "", {}, {})

    def _activity(self, steps: Sequence[Step]) -> None:
        standing = standing_activity() if steps else {}
        rows = []
        for step in steps:
            key, counts = step.payload["key"], {name: step.payload[name] for name in ("begun", "finished")}
            row = standing.get(key)
            told = {"begun": row.begun, "finished": row.finished} if row else None
            row = row or MonthlyActivity(kind=key[0], month=key[1], team_name=key[2])
            row.team_id = self.real(step.payload["team_id"], self.teams)
            row.begun, row.finished = counts["begun"], counts["finished"]
            rows.append((row, step.ref, told, counts))
        MonthlyActivity.objects.bulk_create([row for row, *_ in rows if row.pk is None], batch_size=500)
        again = [row for row, _, told, _ in rows if told is not None]
        MonthlyActivity.objects.bulk_update(again, ["begun", "finished", "team"], batch_size=500)
        for row, ref, told, counts in rows:
            self.note("activity", row.pk, ref, told, counts)


def as_text(value: Any) -> Any:
    """A value as the journal keeps it."""
    return str(value) if isinstance(value, (date, Decimal)) else value
