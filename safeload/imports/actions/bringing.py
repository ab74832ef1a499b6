"""Bringing in files: opened, told apart, stripped of what nobody reads, and kept until they are applied."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from safeload.audit.refusals import Refusal
from safeload.audit.writing import record, write
from safeload.imports.models import Import
from safeload.imports.sources import kept, workbook
from safeload.imports.sources.kept import Kind
from safeload.imports.sources.records import RefusedError
from safeload.imports.sources.workbook import Table
from safeload.people import permits
from safeload.people.rights import Thing
from safeload.people.rows import locked

#: People come before what they hold, and before what takes their time.
_ORDER: tuple[Kind, ...] = ("practitioners", "safeload-workbook", "annex-a", "commitments")
#: By kind of list: name, content and tables of each file.
Opened = dict[Kind, list[tuple[str, bytes, list[Table]]]]
#: Files at once: eleven lists, and as many again.
MOST_FILES = 25


class NotAList(Refusal):
    """A file that cannot be used; the sentence names it and says what to do."""


def bring_in(
    *, by: Any, files: Sequence[tuple[str, bytes]], on: date, kind: Kind | None = None
) -> list[Import]:
    """Open files given as (name, content) and keep them to be checked: one import for each kind of list.

    Raises NotAList for a file that cannot be read or is none of the lists; then nothing is kept of any.
    """
    return keep_files(by=by, opened=open_files(by=by, files=files, on=on, kind=kind), on=on)


def open_files(*, by: Any, files: Sequence[tuple[str, bytes]], on: date, kind: Kind | None = None) -> Opened:
    """The part of ``bring_in`` that takes long and changes nothing."""
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    if not files:
        raise NotAList("Choose at least one file.", "lists")
    if len(files) > MOST_FILES:
        raise NotAList(f"Choose at most {MOST_FILES} files at a time.", "lists")
    if on > timezone.localdate():
        raise NotAList("The day of the list lies ahead. Give the day on which it was made.", "on")
    sets: Opened = {}
    for name, content in files:
        tables = _opened(name, content)
        sets.setdefault(kind or _kind(name, tables), []).append((name, content, tables))
    return sets


@write
def keep_files(*, by: Any, opened: Opened, on: date) -> list[Import]:
    """The part of ``bring_in`` that keeps what was opened."""
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    made = []
    for kind in sorted(opened, key=_ORDER.index):
        files = opened[kind]
        tables = [table for _, _, found in files for table in found]
        digests = sorted(hashlib.sha256(content).hexdigest() for _, content, _ in files)
        one = Import.objects.create(
            kind=kind,
            file_names=[name[:120] for name, _, _ in files],
            digest=hashlib.sha256("".join(digests).encode()).hexdigest(),
            on=on,
            uploaded_by=by,
            kept=kept.packed(kept.without_the_rest(kind, tables, on)),
        )
        record(by=by, did="imports.upload", on=("import", one.pk), kind=kind, digest=one.digest, day=on)
        made.append(one)
    return made


def bring_in_tables(*, by: Any, kind: Kind, name: str, content: bytes, on: date) -> Import:
    """As ``bring_in`` for one file whose kind is known."""
    return bring_in(by=by, files=[(name, content)], on=on, kind=kind)[0]


@write
def set_aside(*, by: Any, import_id: int) -> Import:
    """Decide not to use a list; its rows are let go."""
    permits.require(permits.scope_of(by), "change", Thing.LISTS)
    one = locked(Import, import_id, what="this list")
    if one.state not in {Import.State.UPLOADED, Import.State.CHECKED}:
        raise Refusal("Only a list that was not applied can be set aside.")
    one.state, one.kept, one.work = Import.State.REFUSED, None, Import.Work.NOTHING
    one.save()
    record(by=by, did="imports.refuse", on=("import", one.pk))
    return one


def _opened(name: str, content: bytes) -> list[Table]:
    try:
        return kept.called_by_their_lists(workbook.tables(content, name))
    except RefusedError as refused:
        raise NotAList(str(refused), "lists") from refused


def _kind(name: str, tables: Sequence[Table]) -> Kind:
    kind = kept.kind_of(tables)
    if kind is None:
        raise NotAList(
            f"{name}: none of its sheets has the headings of a list that Safeload reads: an Annex A list, "
            "practitioners, commitments, or Safeload’s own workbook.",
            "lists",
        )
    return kind
