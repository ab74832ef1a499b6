"""What was done since a list was applied and would be lost with it: changed rows, and work that hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from safeload.audit.models import Entry
from safeload.audit.words import said
from safeload.caseloads.actions.taking_back import standing
from safeload.caseloads.models import Allocation, Case, CaseTask, ConflictOfInterest, CourtDate, SkillAsked
from safeload.imports.models import Import, Journal
from safeload.people.models import Account, Commitment, Post, Practitioner, Strength, Team
from safeload.web.formats import day

_TABLES: Mapping[str, Any] = {
    "case": Case,
    "practitioner": Practitioner,
    "post": Post,
    "commitment": Commitment,
    "task": CaseTask,
    "team": Team,
}
#: Keys in one question to the database.
_BATCH = 5_000


def later_work(one: Import, rows: Mapping[str, Sequence[Journal]]) -> list[str]:
    """A sentence for each thing; none where nothing would be lost."""
    found: list[str] = []
    for kind, table in _TABLES.items():
        now = _versions(table, [row.object_id for row in rows.get(kind, ())])
        changed = [row for row in rows.get(kind, ()) if now.get(row.object_id) != row.version]
        last = _last_entries(one, kind, [row.object_id for row in changed])
        found += [_sentence(row, last.get(row.object_id)) for row in changed]
    added = {kind: {row.object_id for row in rows.get(kind, ()) if row.before is None} for kind in _TABLES}
    return found + _on_cases(added["case"], added["task"]) + _on_people(added, rows)


def stand_again(one: Import, rows: Mapping[str, Sequence[Journal]]) -> None:
    """What an undone list had found is back: the lists that left it so can be undone in their turn."""
    for kind, table in _TABLES.items():
        found = {row.object_id: row.version_before for row in rows.get(kind, ()) if row.version_before}
        now = _versions(table, found)
        told = _cases_now(rows["case"]) if kind == "case" and found else {}
        for at in range(0, len(found), _BATCH):
            some = list(found)[at : at + _BATCH]
            earlier = Journal.objects.filter(
                kind=kind, object_id__in=some, source__state=Import.State.APPLIED
            )
            again = [row for row in earlier.exclude(source=one) if row.version == found[row.object_id]]
            for row in again:
                row.version, row.after = now[row.object_id], told.get(row.object_id, row.after)
            Journal.objects.bulk_update(again, ["version", "after"], batch_size=500)


def _cases_now(rows: Sequence[Journal]) -> dict[int, Any]:
    return {told["pk"]: told for told in standing([row.label for row in rows]).values()}


def _versions(table: Any, keys: Collection[int]) -> dict[int, int]:
    wanted = list(keys)
    found: dict[int, int] = {}
    for at in range(0, len(wanted), _BATCH):
        found |= dict(table.objects.filter(pk__in=wanted[at : at + _BATCH]).values_list("pk", "version"))
    return found


def _last_entries(one: Import, kind: str, keys: Sequence[int]) -> dict[int, Entry]:
    """The latest entry of each thing since the list was applied."""
    found: dict[int, Entry] = {}
    for at in range(0, len(keys), _BATCH):
        entries = Entry.objects.filter(on_kind=kind, on_id__in=keys[at : at + _BATCH], at__gt=one.applied_at)
        found |= {entry.on_id: entry for entry in entries.select_related("who").order_by("number")}
    return found


def _sentence(row: Journal, entry: Entry | None) -> str:
    what = {"case": f"Case {row.label}", "team": f"Team {row.label}"}.get(row.kind, row.label)
    if entry is None:
        return f"{what} was changed since."
    who = f" by {entry.who.name}" if entry.who else ""
    return f"{what}: {said(entry.did)[0].lower()}{said(entry.did)[1:]}{who} on {day(entry.at)}."


def _on_cases(cases: Collection[int], tasks: Collection[int]) -> list[str]:
    """What people noted for cases that the list added."""
    found: dict[str, str] = {}
    for table, words in (
        (CourtDate, "has a court date"),
        (CaseTask, "has a task"),
        (SkillAsked, "asks for a skill"),
        (ConflictOfInterest, "has a conflict of interest noted"),
    ):
        noted = table.objects.filter(removed_at__isnull=True)
        if table is CaseTask:
            noted = noted.exclude(pk__in=tasks)
        for case_id, reference in noted.filter(case__isnull=False).values_list("case_id", "case__reference"):
            if case_id in cases:
                found[f"Case {reference} {words} that was entered since."] = ""
    return list(found)


def _on_people(added: Mapping[str, Collection[int]], rows: Mapping[str, Sequence[Journal]]) -> list[str]:
    """What people entered for practitioners and posts that the list added."""
    if not added["practitioner"] and not added["post"]:
        return []
    ours = {row.object_id for row in rows.get("case", ())}
    found: dict[str, str] = {}
    parts = Allocation.objects.open_parts().filter(post__in=added["post"])
    for case_id, reference, name in parts.values_list(
        "case_id", "case__reference", "post__practitioner__name"
    ):
        if case_id not in ours:
            found[f"Case {reference} was given to {name}, whom the list added."] = ""
    others = Commitment.objects.standing().filter(practitioner__in=added["practitioner"])
    for name in others.exclude(pk__in=added["commitment"]).values_list("practitioner__name", flat=True):
        found[f"{name}, whom the list added, has a commitment that was entered since."] = ""
    for table, words in ((Strength, "a skill or interest"), (Account, "an account")):
        noted = table.objects.filter(practitioner__in=added["practitioner"])
        for name in noted.values_list("practitioner__name", flat=True):
            found[f"{name}, whom the list added, has {words} that was entered since."] = ""
    return list(found)
