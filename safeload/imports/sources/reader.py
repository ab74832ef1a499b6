"""The process that opens a workbook: started by `workbook`, given limits, and thrown away afterwards.

It stands alone (standard library and calamine only), because it is run by its path and shares nothing with
the server. A workbook that brings it down brings down nothing else. Bytes come in on standard input; on
standard output go the sheets, as one pickle of plain values, which `workbook` opens with dates as the only
class allowed. Exit status: 0 read, 3 refused (the reason is on standard output as UTF-8), anything else: it
fell over.
"""

from __future__ import annotations

import gc
import pickle
import resource
import sys
from io import BytesIO
from typing import Any

import python_calamine

REFUSED = 3


class _TurnedAwayError(Exception):
    pass


def _limit(seconds: int, size: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _sheets(content: bytes, rows: int, columns: int, cells: int) -> list[tuple[str, list[list[Any]]]]:
    """Name and rows of every sheet, in order; a row is the list of its cells from column A."""
    sheets: list[tuple[str, list[list[Any]]]] = []
    for_all = 0
    with python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for meta in book.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            last_row, last_column = sheet.end or (0, 0)
            if last_row >= rows or last_column >= columns:
                raise _TurnedAwayError(
                    f"its sheet “{meta.name}” reaches to row {last_row + 1:,} and column "
                    f"number {last_column + 1:,}; at most "
                    f"{rows:,} rows and {columns:,} columns are read. Delete what stands "
                    "outside the list and save it again."
                )
            for_all += (last_row + 1) * (last_column + 1)
            if for_all > cells:
                raise _TurnedAwayError(
                    f"its sheets hold more than {cells:,} cells. Send the lists in separate files."
                )
            sheets.append((meta.name, sheet.to_python(skip_empty_area=False)))
    return sheets


def main() -> int:
    """Read standard input within the limits given as arguments: seconds, bytes, rows, columns, cells."""
    seconds, size, rows, columns, cells = (int(text) for text in sys.argv[1:6])
    _limit(seconds, size)
    gc.disable()  # millions of cells, no cycles, and a process that ends when they are written
    out = sys.stdout.buffer
    try:
        sheets = _sheets(sys.stdin.buffer.read(), rows, columns, cells)
    except python_calamine.PasswordError:
        out.write(b"it is protected by a password. Save it without the password.")
        return REFUSED
    except _TurnedAwayError as refused:
        out.write(str(refused).encode())
        return REFUSED
    except python_calamine.CalamineError:
        out.write(
            b"it is not a complete workbook. Open it in a spreadsheet program, save it again, send that."
        )
        return REFUSED
    pickle.dump(sheets, out, protocol=5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
