"""``safeload export``: the lists of an installation, as ``safeload measure`` reads them, and the figures they give.

No names of practitioners, children or adults: they stand under staff references and case references, teams under
their names, so that whoever runs the installation can reconcile them. Measuring the folder gives the figures of the
pages again; ``kinds.csv`` says of every kind of commitment which of the schemes in force count it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from safeload.audit.writing import change, record
from safeload.caseloads.facts import cases_on, tasks_on
from safeload.domain.measure import measure
from safeload.domain.quantity import DATA_UNIT, plain
from safeload.domain.scheme import Field, Scheme
from safeload.people.facts import commitments_on, practitioners_on, staff_references, team_names
from safeload.schemes import queries
from safeload.schemes.facts import fields_asked, scheme_of
from safeload.web.harmless import harmless


def export(folder: Path, on: date) -> list[str]:
    """Write the lists and figures into a folder; the names of the files. Raises OSError where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    asked: dict[str, Any] = {of: fields_asked(on, of) for of in ("practitioner", "case", "task")}
    frames = {
        "practitioners": practitioners_on(asked["practitioner"], on),
        "commitments": commitments_on(on),
        "cases": cases_on(asked["case"], on),
        "tasks": tasks_on(asked["task"], on),
    }
    frames = {name: _reconcilable(frame) for name, frame in frames.items()}
    adopted = [scheme_of(adoption) for adoption in queries.adoptions_on(on)]
    fields = {"practitioners": asked["practitioner"], "cases": asked["case"], "tasks": asked["task"]}
    for name, frame in frames.items():
        listed = _with_amounts(frame, adopted) if name == "commitments" else frame
        _write(folder / f"{name}.csv", listed, fields.get(name, {}))
    _write_kinds(folder / "kinds.csv", frames["commitments"]["kind"].unique().sort(), adopted)
    figures = list(_figures(frames, on))
    (folder / "figures.json").write_text(
        json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    with change():
        record(by=None, did="exported", on=("employer", 1), files=len(frames) + 2)
    return [*(f"{name}.csv" for name in frames), "kinds.csv", "figures.json"]


def _reconcilable(frame: pl.DataFrame) -> pl.DataFrame:
    """The engine's names of people and teams as the references and names that an administrator knows."""
    people, teams = staff_references(), team_names()
    known = {"practitioner": people, "owner": people, "team": teams}
    return frame.with_columns(pl.col(name).replace(known[name]) for name in frame.columns if name in known)


def _with_amounts(commitments: pl.DataFrame, adopted: Sequence[Scheme]) -> pl.DataFrame:
    """A commitment without an amount counts nothing where its scheme gives none, and the list says so: 0."""
    rules = [rule for scheme in adopted for rule in scheme.commitments if rule.treat in ("load", "capacity")]
    nought = pl.col("amount").is_null() & pl.col("kind").is_in([r.kind for r in rules if r.amount is None])
    return commitments.with_columns(pl.when(nought).then(0).otherwise(pl.col("amount")).alias("amount"))


def _write_kinds(path: Path, kinds: Iterable[str], adopted: Sequence[Scheme]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["kind", "counted_by"])
        for kind in kinds:
            counting = {
                scheme.id
                for scheme in adopted
                for rule in scheme.commitments
                if rule.kind == kind and rule.treat in ("load", "capacity")
            }
            writer.writerow([harmless(kind), " ".join(sorted(counting)) or "no scheme in force"])


def _figures(frames: Mapping[str, pl.DataFrame], on: date) -> Iterator[dict[str, Any]]:
    for adoption in queries.adoptions_on(on):
        scheme = scheme_of(adoption)
        reading = measure(
            frames["cases"], frames["commitments"], frames["practitioners"], scheme, on, tasks=frames["tasks"]
        )
        yield {
            "main": adoption.main,
            "service_area": adoption.service_area_id,
            **reading.as_data(lines=False),
        }


def _write(path: Path, frame: pl.DataFrame, fields: Mapping[str, Field]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("staff_id" if name == "practitioner" else name for name in frame.columns)
        numbers = {
            "weekly_hours",
            "amount",
            "share",
            "number",
            *(n for n, f in fields.items() if f.kind == "number"),
        }
        for row in frame.iter_rows():
            writer.writerow(
                [_cell(name, value, numbers) for name, value in zip(frame.columns, row, strict=True)]
            )


def _cell(name: str, value: Any, numbers: set[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in numbers and isinstance(value, int):
        return plain(Fraction(value, DATA_UNIT))
    return harmless(value.isoformat() if isinstance(value, date) else str(value))
