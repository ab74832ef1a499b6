"""Runs the tests twice: everything on SQLite, then on PostgreSQL whatever touches a database.

``scripts/run_tests.py [paths]``. Options for pytest go in PYTEST_ADDOPTS.
"""

from __future__ import annotations

import os
import subprocess
import sys

from throwaway_postgres import NotInstalled, throwaway_postgres

_NO_TESTS = 5  # pytest's status when none was selected


def main(paths: list[str]) -> int:
    """Run both, also if the first fails; return the first bad status."""
    workers = ["-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "loadscope"]
    command = [sys.executable, "-m", "pytest", *workers, "-q", *paths]
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    print("Tests on SQLite", flush=True)
    on_sqlite = subprocess.run(command, env=surroundings, check=False).returncode
    print("\nTests on PostgreSQL", flush=True)
    try:
        with throwaway_postgres() as address:
            more = {"DATABASE_URL": address, "SAFELOAD_TESTS_DATABASE_ONLY": "1"}
            on_postgres = subprocess.run(command, env=surroundings | more, check=False).returncode
    except NotInstalled as missing:
        print(f"not run: {missing}", file=sys.stderr)
        on_postgres = 0
    if on_postgres == _NO_TESTS:
        on_postgres = 0
    return on_sqlite or on_postgres


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
