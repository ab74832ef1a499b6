"""Makes the lists of this folder: a team of 8 with 120 cases, and 15 households waiting. Everybody is made up."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
ON = date(2026, 11, 23)
PEOPLE = (
    # id, hours, qualified, languages, skills, interests, patches, further words
    ("amara", 37, "2026-09-01", "", "", "court", "north", "yes"),
    ("ben", 37, "2015-09-01", "Polish", "court;disability", "", "north", ""),
    ("chloe", 22.2, "2018-09-01", "", "court", "disability", "north", ""),
    ("dev", 37, "2019-09-01", "Punjabi", "court;trafficking", "", "south", ""),
    ("esther", 29.6, "2012-09-01", "", "court;disability", "", "south", ""),
    ("fergus", 37, "2021-09-01", "Welsh", "court", "trafficking", "east", ""),
    ("grace", 37, "2017-09-01", "Somali", "court;disability;trafficking", "", "east", ""),
    ("hassan", 18.5, "2016-09-01", "Urdu;Punjabi", "court", "", "south", ""),
)
HELD = {"amara": 11, "ben": 18, "chloe": 12, "dev": 19, "esther": 16, "fergus": 19, "grace": 16, "hassan": 9}


def main() -> None:
    """Write the four lists and the two of what is known besides."""
    chance = random.Random(8_15)  # noqa: S311 - an example, no secret
    _write(
        "practitioners",
        "practitioner,team,weekly_hours,qualified,languages,skills,interests,patches,protected,may_be_given,offers",
        [
            (
                id,
                "Harbour",
                hours,
                since,
                languages,
                skills,
                interests,
                patches,
                new,
                2 if new else 3,
                "any" if id == "grace" else "",
            )
            for id, hours, since, languages, skills, interests, patches, new in PEOPLE
        ],
    )
    rows, number = [], 0
    for who, many in HELD.items():
        for n in range(many):
            number += 1
            home = f"H{number - (n % 3 == 1):03}"
            status = chance.choice(("CP", "CIN", "LAC", "CIN"))
            rows.append((f"C{number:03}", home, who, "Harbour", status, chance.choice((1, 1, 2)), *[""] * 8))
    _write("cases", _HEADINGS, [*rows, *_waiting(chance)])
    _write("commitments", "practitioner,kind,starts,ends", [("ben", "practice_teaching", "2026-09-07", "")])
    _write("conflicts", "case,practitioner", [("W05a", "fergus"), ("W11a", "grace")])
    _write("distances", "one,other,band", [("north", "east", 1), ("north", "south", 2), ("east", "south", 1)])


_HEADINGS = (
    "case,household,practitioner,team,status,intervention,priority,waiting_since,patch,kinds,skills,languages,"
    "co_worker_share,earlier_practitioner"
)


def _waiting(chance: random.Random) -> list[tuple[object, ...]]:
    rows = []
    for n in range(1, 16):
        status = ("CP", "CIN", "LAC")[n % 3]
        priority, days = (1 if n in (3, 9) else 2 if n % 2 else 3), chance.randrange(3, 40)
        for child in "ab" if n in (5, 8, 12) else "a":
            home = "H004" if n == 7 else f"W{n:02}"
            rows.append(
                (
                    f"W{n:02}{child}",
                    home,
                    "",
                    "Harbour",
                    status,
                    1 if n % 4 else 2,
                    priority,
                    ON - timedelta(days=days),
                    ("north", "south", "east")[n % 3],
                    {"CP": "court", "CIN": "disability", "LAC": "court"}[status],
                    "court" if status == "CP" else "trafficking" if n == 14 else "",
                    "Punjabi" if n == 6 else "Polish" if n == 10 else "",
                    30 if n == 9 else "",
                    "esther" if n == 13 else "",
                )
            )
    return rows


def _write(name: str, headings: str, rows: list[tuple[object, ...]]) -> None:
    with (HERE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings.split(","))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
