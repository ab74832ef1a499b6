"""Times reading and checking an Annex A workbook of 10,000 children against merely opening it with
python-calamine.

Prints one JSON line. The target: the ratio is at most 5. Opening means every sheet to Python values, in this
process; reading and checking means all that the dry run knows before it asks the database.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import python_calamine

from bench.annexa_workbook import write
from safeload.imports.sources import annexa

CHILDREN = 10_000
ROUNDS = 5
TARGET = 5.0


def open_only(path: Path) -> None:
    """What any program must do: open the workbook and take every sheet as Python values."""
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def read_and_check(path: Path) -> None:
    """What Safeload does before it asks anybody anything."""
    annexa.read(path)


def seconds(work: Callable[[Path], None], path: Path) -> float:
    """One timing of a piece of work, with rubbish collected before."""
    gc.collect()
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start


def measure(children: int = CHILDREN, rounds: int = ROUNDS) -> dict[str, float | int | bool | str]:
    """Both timings in turn, so that a slow moment of the machine meets both; medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annex-a.xlsx"
        write(path, children)
        opened, read = [], []
        for _ in range(rounds):
            opened.append(seconds(open_only, path))
            read.append(seconds(read_and_check, path))
        size = path.stat().st_size
    ratio = statistics.median(read) / statistics.median(opened)
    return {
        "what": "imports: read and check Annex A / open with python-calamine",
        "children": children,
        "bytes": size,
        "open_seconds": round(statistics.median(opened), 4),
        "read_seconds": round(statistics.median(read), 4),
        "ratio": round(ratio, 2),
        "target": TARGET,
        "met": ratio <= TARGET,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()) + "\n")
