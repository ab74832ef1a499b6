"""Writes ``probation.toml``: the shape of another profession's points system, in figures of our own.

32 tiers by three kinds of order, a lighter table for those in transition to adulthood, court reports, benchmarks and
contracted hours by grade, 26 kinds of reduction, and contacts that credit the helper and debit the owner.
"""

from __future__ import annotations

from pathlib import Path

TIERS = [f"{letter}{number}{mark}" for letter in "ABCD" for number in range(4) for mark in ("", "S")]
ORDERS = ("community", "licence", "custody")
REDUCTIONS = [f"reduction_{n:02d}" for n in range(1, 27)]


def points(tier: str, order: str, transition: bool = False) -> int:
    """Our figures: heavier by letter and number, most for licence, least in custody; two more in transition."""
    letter, number, specified = 4 - "ABCD".index(tier[0]), int(tier[1]), tier.endswith("S")
    return (
        letter * 10
        + number * 3
        + specified
        + {"community": 4, "licence": 6, "custody": 0}[order]
        + 2 * transition
    )


def text() -> str:
    """The whole scheme file."""

    def table(transition: bool) -> str:
        return "\n".join(
            f"{tier} = {{ "
            + ", ".join(f'{order} = "{points(tier, order, transition)}"' for order in ORDERS)
            + " }"
            for tier in TIERS
        )

    reductions = "\n".join(
        f'[[commitment]]\nkind = "{kind}"\ntitle = "Reduction {n}"\ntreat = "capacity"\nunit = "hours a week"\n'
        + ("months = 9\n" if n % 5 == 0 else "")
        + ('highest = "18.5"\n' if n % 7 == 0 else "")
        + ('highest_percent = "50"\n' if n == 8 else "")
        for n, kind in enumerate(REDUCTIONS, start=1)
    )
    return (
        HEAD
        + "\n".join(f'{tier} = "{tier}"' for tier in TIERS)
        + MIDDLE
        + table(False)
        + IN_TRANSITION
        + table(True)
        + TAIL
        + reductions
    )


HEAD = """[scheme]
id = "probation-shape"
title = "The shape of another profession's points system"
version = "1"
unit = "points"
source = "Figures of our own; the shape is that of a public workload tool for probation"
dated = 2026-11-22
author = "a test of the scheme language"
supervision_and_cpd = "in line"

[case.tier]
kind = "code"
title = "Tier"
required = true
[case.tier.codes]
"""
MIDDLE = """
[case.order]
kind = "code"
title = "Kind of order"
required = true
[case.order.codes]
community = "Community order"
licence = "On licence"
custody = "In custody"

[case.transition]
kind = "yes-no"
title = "In transition to adulthood"

[case.state]
kind = "code"
title = "What lowers its weight"
default = "active"
[case.state.codes]
active = "Active"
warrant = "Warrant out"
unpaid = "Unpaid work only"
overdue = "Termination overdue"

[task.task]
kind = "code"
title = "Work"
required = true
[task.task.codes]
full_report = "Full court report"
fast_report = "Fast court report"
oral_report = "Oral court report"
parole = "Parole report"
contact = "Contact for a colleague"
group = "Group supervision by somebody else"

[practitioner.grade]
kind = "code"
title = "Grade"
[practitioner.grade.codes]
officer = "Probation officer"
support = "Probation services officer"
trainee = "In training"
senior = "Senior, who holds no cases"

[[factor]]
id = "cases"
title = "Cases by tier and order"
per = "case"
[[factor.part]]
title = "Adult"
unless = { transition = true }
percent = { by = "state", active = "100", warrant = "10", unpaid = "20", overdue = "30" }
[factor.part.amounts]
by = ["tier", "order"]
"""
IN_TRANSITION = """
[[factor.part]]
title = "In transition"
when = { transition = true }
percent = { by = "state", active = "100", warrant = "10", unpaid = "20", overdue = "30" }
[factor.part.amounts]
by = ["tier", "order"]
"""
TAIL = """
[[factor]]
id = "reports"
title = "Reports"
per = "task"
amounts = { by = "task", full_report = "60", fast_report = "25", oral_report = "10", parole = "44", otherwise = "0" }

[[factor]]
id = "contacts"
title = "Contacts for colleagues"
per = "task"
when = { task = "contact" }
amount = "4"
debit_owner = true
lasts_days = 30

[[factor]]
id = "groups"
title = "Groups that somebody else supervises"
per = "task"
when = { task = "group" }
amount = "6"
debit = true

[line]
amounts = { by = "grade", officer = "2176", support = "1960", trainee = "1088", otherwise = "2176" }
[line.hours]
missing = "default"
default = { by = "grade", officer = "37", support = "37", trainee = "35", senior = "0" }

[rounding]
load = "half-up 0"
line = "cut 0"

[bands]
kind = "percent"
red_from = "110"
edge = "above"

"""

if __name__ == "__main__":
    Path(__file__).with_name("probation.toml").write_text(text(), encoding="utf-8")
