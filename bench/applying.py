"""Times checking and applying an Annex A workbook of 1,000 and of 10,000 children, each in a fresh database.

Prints one JSON line. Applying grows linearly where ten times the children take about ten times as long; the
target leaves room for what one transaction costs by its size: at most 15.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

SIZES = (1_000, 10_000)
TARGET = 15.0
ON = date(2026, 11, 16)


def one_size(children: int) -> dict[str, float]:
    """Seconds to check, apply and undo a list of so many children, in the database that the settings name."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from bench.annexa_workbook import write
    from safeload.imports import actions

    people = _people(max(children // 16, 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annex-a.xlsx"
        write(path, children)
        content = path.read_bytes()
    _load("people.csv", people)
    one = actions.bring_in(by=None, files=[("annex-a.xlsx", content)], on=ON)[0]
    times: dict[str, float] = {}
    start = time.perf_counter()
    one = actions.check_import(one.pk)
    for asked in one.report["asked"]:
        if asked["about"] == "team":
            actions.settle_team(by=None, written=asked["written"])
        elif asked["about"] == "name":
            actions.settle_name(by=None, written=asked["written"], meaning="elsewhere")
    times["check"] = time.perf_counter() - start
    one = actions.check_import(one.pk)
    start = time.perf_counter()
    actions.apply_import(by=None, import_id=one.pk, plan=one.report["plan"])
    times["apply"] = time.perf_counter() - start
    start = time.perf_counter()
    actions.undo_import(by=None, import_id=one.pk)
    times["undo"] = time.perf_counter() - start
    return {name: round(seconds, 2) for name, seconds in times.items()}


def _people(number: int) -> bytes:
    rows = [f"E{n},Worker Number{n},Locality {n // 10},37" for n in range(number)]
    return "\n".join(["Staff ID,Name,Team,Weekly hours", *rows, ""]).encode()


def _load(name: str, content: bytes) -> None:
    from safeload.imports import actions
    from safeload.people import actions as people

    area = people.add_area(by=None, name="Social work")
    one = actions.bring_in(by=None, files=[(name, content)], on=ON)[0]
    one = actions.check_import(one.pk)
    for asked in one.report["asked"]:
        actions.settle_team(by=None, written=asked["written"], area_id=area.pk)
    one = actions.check_import(one.pk)
    actions.apply_import(by=None, import_id=one.pk, plan=one.report["plan"])


def main() -> int:
    """Each size in a process and a database of its own; status 1 where the growth is above the target."""
    found: dict[str, dict[str, float]] = {}
    for children in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            more = {"SAFELOAD_DATA": folder, "DJANGO_SETTINGS_MODULE": "safeload.config.settings"}
            command = [sys.executable, "-m", "bench.applying", str(children)]
            done = subprocess.run(
                command, env={**os.environ, **more}, capture_output=True, text=True, check=True
            )
            found[str(children)] = json.loads(done.stdout.strip().splitlines()[-1])
    growth = found[str(SIZES[1])]["apply"] / found[str(SIZES[0])]["apply"]
    report = {"seconds": found, "growth": round(growth, 1), "target": TARGET, "met": growth <= TARGET}
    print(json.dumps(report))
    return 0 if growth <= TARGET else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one_size(int(sys.argv[1]))))
    else:
        sys.exit(main())
