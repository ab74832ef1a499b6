"""``safeload import``: what the command line does, as plain functions with plain results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from safeload.audit.refusals import Refusal
from safeload.imports import actions
from safeload.imports.actions.bringing import NotAList
from safeload.imports.models import Import
from safeload.imports.sources import limits
from safeload.imports.sources.kept import Kind

KINDS: tuple[Kind, ...] = ("annex-a", "practitioners", "commitments", "safeload-workbook")


@dataclass(frozen=True)
class Outcome:
    """What became of one list. ``would`` or ``did`` are counts such as ``{"case add": 346}``."""

    kind: str
    files: tuple[str, ...]
    applied: bool
    counts: dict[str, int]
    rows: dict[str, int]
    left_out: dict[str, int] = field(default_factory=dict)
    #: Sentences: what is still to be settled on the page “Lists”, and what could not be used.
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def import_files(
    paths: Sequence[str | Path],
    *,
    on: date,
    kind: Kind | None = None,
    dry_run: bool = False,
    full_snapshot: bool = False,
    by: Any = None,
) -> list[Outcome]:
    """Bring in files, check them and (unless ``dry_run``) apply them, people first.

    Raises Refusal (NotAList for a file that cannot be used) with one sentence; nothing of that list is done
    then. A dry run leaves nothing behind. Questions that must be settled first are a Refusal, too.
    """
    files = [_read(Path(path)) for path in paths]
    made = actions.bring_in(by=by, files=files, on=on, kind=kind)
    outcomes: list[Outcome] = []
    try:
        for one in made:
            outcomes.append(_one(one, by, dry_run, full_snapshot))
    finally:
        # What was not applied waits on no page for somebody who did not ask for that.
        for one in (
            Import.objects.filter(pk__in=[one.pk for one in made]).exclude(state="applied").defer("kept")
        ):
            actions.set_aside(by=by, import_id=one.pk)
    return outcomes


def _one(one: Import, by: Any, dry_run: bool, full_snapshot: bool) -> Outcome:
    one = actions.check_import(one.pk)
    report = one.report
    if not dry_run:
        if report["stops"]:
            raise NotAList(report["stops"][0])
        if needed := [asked for asked in report["asked"] if asked["needed"]]:
            raise Refusal(
                f"{', '.join(one.file_names)}: there are questions to settle first, on the page “Lists”: "
                + "; ".join(_question(asked) for asked in needed[:10])
                + "."
            )
        plan = report["plan_full" if full_snapshot else "plan"]
        one = actions.apply_import(by=by, import_id=one.pk, plan=plan, full_snapshot=full_snapshot)
    return Outcome(
        kind=one.kind,
        files=tuple(one.file_names),
        applied=one.state == Import.State.APPLIED,
        counts=one.counts.get("done") or one.counts.get("would") or {},
        rows=report["rows"],
        left_out=one.counts.get("left_out", {}),
        questions=tuple(_question(asked) for asked in report["asked"]),
        warnings=(*report["stops"], *report["notes"], *map(_fault, report["faults"])),
    )


def _read(path: Path) -> tuple[str, bytes]:
    """A file's name and content. A file too large is not read: the reader refuses it by its size."""
    try:
        if path.is_dir():
            raise NotAList(f"{path.name}: this is a folder. Give the files in it.")
        with path.open("rb") as file:
            return path.name, file.read(limits.FILE_BYTES + 1)
    except OSError as trouble:
        raise NotAList(f"{path.name}: it cannot be opened ({trouble.strerror}).") from trouble


def _question(asked: dict[str, Any]) -> str:
    what = {"name": "who is", "team": "which team is", "value": "what is"}[asked["about"]]
    rows = "1 row" if asked["rows"] == 1 else f"{asked['rows']} rows"
    return f"{what} “{asked['written']}” ({rows}, first {asked['first']})"


def _fault(fault: dict[str, Any]) -> str:
    file, sheet, row, column = fault["place"]
    where = [
        file,
        f"sheet “{sheet}”" if sheet else "",
        f"row {row}" if row else "",
        f"column “{column}”" if column else "",
    ]
    return f"{', '.join(part for part in where if part)}: {fault['message']}"
