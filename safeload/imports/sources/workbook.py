"""Opens what an authority sends: .xlsx, .xls or .csv, as plain rows, or refuses it in one clear sentence.

Order of defence: the size is looked at before anything is read; the zip is counted while it is inflated
(`archive`); the workbook is then opened in a process of its own with limits on time and memory (`reader`),
so that a hostile file costs that process and nothing else.
"""

from __future__ import annotations

import datetime
import gc
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeload.imports.sources import archive, commas, limits
from safeload.imports.sources.records import Fault, RefusedError

Cell = str | float | int | bool | datetime.date | datetime.time | datetime.timedelta
Row = Sequence[Cell]

_READER = Path(__file__).with_name("reader.py")
_REFUSED = 3
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WHAT_IS_READ = "Safeload reads .xlsx, .xls and .csv files."


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: `rows[0]` is row 1 of the spreadsheet; a blank cell is the empty string."""

    file: str
    sheet: str
    rows: Sequence[Row]


def open_tables(path: str | os.PathLike[str], name: str | None = None) -> list[Table]:
    """Every sheet of a file, in order; a .csv is one table with no sheet name.

    `name` is what messages call the file (an upload's own name); its path's last part if not given.
    Raises RefusedError for a file that is missing, too large, locked, damaged, empty, hostile or no workbook.
    """
    source = Path(path)
    called = name or source.name
    return tables(_contents(source, called), called)


def tables(content: bytes, called: str) -> list[Table]:
    """As `open_tables`, for bytes already in hand. The kind of file is told from its bytes, not from its
    name."""
    if len(content) > limits.FILE_BYTES:
        raise _refused(called, _too_big(len(content)))
    if not content:
        raise _refused(called, "it is empty. Save the lists again and send that file.")
    if content.startswith(_ZIP):
        try:
            archive.check(content)
        except archive.BadArchiveError as error:
            raise _refused(called, str(error)) from error
        return _by_reader(content, called)
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise _refused(called, "it is protected by a password. Save it without the password.")
        return _by_reader(content, called)
    return [_comma_table(content, called)]


def _contents(source: Path, called: str) -> bytes:
    try:
        with source.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limits.FILE_BYTES:
                raise _refused(called, _too_big(size))
            return file.read(limits.FILE_BYTES + 1)
    except IsADirectoryError as error:
        raise _refused(called, f"it is a folder. {_WHAT_IS_READ}") from error
    except OSError as error:
        raise _refused(
            called, f"it cannot be opened ({error.strerror}). Check its name and that you may read it."
        ) from error


def _comma_table(content: bytes, called: str) -> Table:
    try:
        return Table(called, "", commas.rows(content))
    except commas.NotTextError as error:
        raise _refused(called, f"it is not a workbook or a list. {_WHAT_IS_READ}") from error
    except commas.TooLargeError as error:
        raise _refused(called, str(error)) from error


def _by_reader(content: bytes, called: str) -> list[Table]:
    """Open a workbook in a process of its own."""
    bounds = (limits.READER_SECONDS, limits.READER_BYTES, limits.ROWS, limits.COLUMNS, limits.CELLS)
    command = [sys.executable, "-I", str(_READER), *map(str, bounds)]
    try:
        # The command is this interpreter, our own file and numbers: nothing of the workbook's stands in it.
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=4 * limits.READER_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _refused(called, _too_heavy()) from error
    if done.returncode == _REFUSED:
        raise _refused(called, done.stdout.decode("utf-8", "replace"))
    if done.returncode != 0:
        raise _refused(called, _too_heavy())
    found = [Table(called, sheet, rows) for sheet, rows in _plain_values(done.stdout)]
    if not any(table.rows for table in found):
        raise _refused(called, "it has no rows. Check that the lists were saved in it.")
    return found


class _PlainValues(pickle.Unpickler):
    """Builds lists, strings, numbers and dates, and nothing else: the reader had a stranger's file in
    hand."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in {"date", "datetime", "time", "timedelta"}:
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")


def _plain_values(pickled: bytes) -> list[tuple[str, list[Row]]]:
    """Load the reader's answer. Cells hold no cycles: looking for some in a million of them doubles the
    time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        sheets: list[tuple[str, list[Row]]] = _PlainValues(io.BytesIO(pickled)).load()
    finally:
        if collecting:
            gc.enable()
    return sheets


def _too_big(size: int) -> str:
    return (
        f"it has {size / limits.MB:,.0f} MB, and at most {limits.FILE_BYTES // limits.MB} MB are read. "
        "Delete sheets that are not lists, or send one file for each list."
    )


def _too_heavy() -> str:
    return (
        "it takes more time or memory to open than any list needs. Copy the "
        "lists into a new workbook and send that."
    )


def _refused(called: str, reason: str) -> RefusedError:
    return RefusedError(Fault(called, "", None, "", f"This file cannot be read: {reason}", "refused"))
