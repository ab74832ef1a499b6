"""Every invariant counted again from the tables alone; nothing of the product is imported here.

``python -m bench.race.invariants`` reads DATABASE_URL, or the SQLite file of SAFELOAD_DATA, and prints one JSON line.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_QUESTIONS = {
    # Cases with two open holders.
    "doubled": "SELECT count(*) FROM (SELECT case_id FROM caseloads_allocation WHERE role = 'holder'"
    " AND known_to IS NULL AND ends_on IS NULL GROUP BY case_id HAVING count(*) > 1) AS found",
    # Cases held by two on the same day, as known now.
    "overlaps": "SELECT count(*) FROM caseloads_allocation a JOIN caseloads_allocation b"
    " ON a.case_id = b.case_id AND a.id < b.id AND a.role = 'holder' AND b.role = 'holder'"
    " AND a.known_to IS NULL AND b.known_to IS NULL AND a.starts_on < COALESCE(b.ends_on, '9999-12-31')"
    " AND b.starts_on < COALESCE(a.ends_on, '9999-12-31')",
    # Days without a holder between two that had one, as known now.
    "gaps": "SELECT count(*) FROM caseloads_allocation a WHERE a.known_to IS NULL AND a.ends_on IS NOT NULL"
    " AND a.role = 'holder' AND a.end_reason <> 'WAITIN' AND NOT EXISTS (SELECT 1 FROM caseloads_allocation b WHERE"
    " b.case_id = a.case_id AND b.known_to IS NULL AND b.id <> a.id AND b.starts_on = a.ends_on)",
    # Practitioners whose kept load is not the number of children that they hold.
    "drift": "SELECT count(*) FROM workload_standing s WHERE s.load <> s.unit * (SELECT count(*) FROM"
    " caseloads_allocation a JOIN people_post p ON p.id = a.post_id WHERE a.role = 'holder'"
    " AND a.known_to IS NULL AND a.ends_on IS NULL AND p.practitioner_id = s.practitioner_id)",
    "held": "SELECT count(*) FROM caseloads_allocation WHERE role = 'holder' AND known_to IS NULL AND ends_on IS NULL",
    "waiting_won": "SELECT count(*) FROM caseloads_allocation a JOIN caseloads_case c ON c.id = a.case_id"
    " WHERE a.role = 'holder' AND a.known_to IS NULL AND a.ends_on IS NULL AND c.reference LIKE 'w%'",
    "proposals": "SELECT count(*) FROM allocation_proposal",
    "keys": "SELECT count(DISTINCT key) FROM allocation_proposal",
    "open_twice": "SELECT count(*) FROM (SELECT case_id FROM allocation_proposedcase WHERE open GROUP BY case_id"
    " HAVING count(*) > 1) AS found",
    "changes": "SELECT count(*) FROM audit_entry WHERE did = 'caseloads.set_holder'",
    # Numbers of the record that are missing.
    "record_gaps": "SELECT max(number) - min(number) + 1 - count(*) FROM audit_entry",
    # Changes of hands without an entry, or entries without one: every change makes one row that begins.
    "unrecorded": "SELECT (SELECT count(*) FROM audit_entry WHERE did = 'caseloads.set_holder') - (SELECT count(*)"
    " FROM (SELECT DISTINCT case_id, post_id, known_from FROM caseloads_allocation WHERE end_reason = '') AS begun)",
}


def main() -> None:
    """Print every number."""
    ask = _postgres if os.environ.get("DATABASE_URL", "").startswith("postgres") else _sqlite
    print(json.dumps(ask()))


def _sqlite() -> dict[str, Any]:
    file = next(Path(os.environ["SAFELOAD_DATA"]).glob("*.sqlite3"))
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as found:
        return {name: found.execute(question).fetchone()[0] for name, question in _QUESTIONS.items()}


def _postgres() -> dict[str, Any]:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as found:
        return {name: found.execute(question).fetchone()[0] for name, question in _QUESTIONS.items()}  # type: ignore[index,call-overload]


if __name__ == "__main__":
    main()
