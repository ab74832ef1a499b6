"""The sheets Cases and Tasks of Safeload's own workbook.

A scheme asks more of a case than any authority's list holds (its intervention, its risk). Such answers
stand in columns whose headings begin with “Scheme:” and the scheme's own name for the field, and are passed
on as written.
"""

from __future__ import annotations

import datetime

from safeload.imports import codes
from safeload.imports.sources.forms import Column, Form

_HOLDER = (
    Column(
        "staff_id",
        "Staff ID",
        also=("Held by", "Practitioner ID", "Worker ID", "Allocated to"),
        guidance="Who holds it, as in Practitioners. Blank while it waits.",
        example="S1001",
    ),
    Column(
        "worker",
        "Practitioner",
        also=("Allocated worker", "Worker", "Practitioner name"),
        guidance="The name, where there is no staff id.",
        example="",
    ),
)

CASES = Form(
    "Cases",
    (
        Column(
            "ref",
            "Case reference",
            also=("Reference", "Case", "Child Unique ID", "Case ID", "Child ID"),
            needed=True,
            guidance="The case system’s number of one child or adult. Never a name.",
            example="C20001",
        ),
        Column(
            "household",
            "Household",
            also=("Household reference", "Family", "Family reference", "Family ID"),
            guidance="The same for all who are allocated together. Blank: on its own.",
            example="H501",
        ),
        *_HOLDER,
        Column("team", "Team", also=("Allocated team", "Team name"), guidance="", example="Locality 1"),
        Column(
            "status",
            "Case status",
            "code",
            also=("Status",),
            codes=codes.CASE_STATUS,
            example="Child protection plan",
        ),
        Column("legal_status", "Legal status", "code", codes=codes.LEGAL_STATUS, example=""),
        Column(
            "abuse",
            "Category of abuse",
            "code",
            also=("Latest category of abuse",),
            codes=codes.ABUSE,
            example="Neglect",
        ),
        Column(
            "need", "Primary need", "code", also=("Primary need code", "Need"), codes=codes.NEED, example="N1"
        ),
        Column(
            "disability",
            "Disability",
            "code",
            also=("Does the child have a disability", "Disabled"),
            codes=codes.DISABILITY,
            example="No",
        ),
        Column(
            "uasc",
            "UASC",
            "code",
            also=("Unaccompanied asylum seeking child",),
            codes=codes.YES_NO_UNKNOWN,
            example="No",
        ),
        Column(
            "out_of_area",
            "Placed out of area",
            "code",
            also=("Out of area",),
            codes=codes.YES_NO_UNKNOWN,
            example="",
        ),
        Column(
            "missing",
            "Missing episodes",
            "count",
            also=("Missing",),
            guidance="In the last 12 months.",
            example=0,
        ),
        Column(
            "age_band",
            "Age band",
            "code",
            codes=codes.AGE_BAND,
            guidance="Never a date of birth.",
            example="5-9",
        ),
        Column(
            "start",
            "Start",
            "date",
            also=("Start date", "CIN start date", "Opened"),
            example=datetime.date(2026, 3, 2),
        ),
        Column(
            "plan_start",
            "Plan start",
            "date",
            also=("Plan start date", "Child protection plan start date"),
            example=datetime.date(2026, 4, 13),
        ),
        Column(
            "last_visit",
            "Last visit",
            "date",
            also=("Date of last visit", "Last seen"),
            example=datetime.date(2026, 11, 9),
        ),
        Column(
            "last_review",
            "Last review",
            "date",
            also=("Date of last review",),
            example=datetime.date(2026, 9, 21),
        ),
    ),
    ("ref",),
)

TASKS = Form(
    "Tasks",
    (
        Column(
            "ref",
            "Case reference",
            also=("Reference", "Case", "Case ID"),
            guidance="The case it belongs to. Blank for work on no case.",
            example="C20001",
        ),
        *_HOLDER,
        Column(
            "task",
            "Task",
            also=("Kind of task", "Task type", "Kind"),
            needed=True,
            guidance="As the scheme names it.",
            example="Court report",
        ),
        Column(
            "number",
            "Number",
            "count",
            also=("How many", "Quantity"),
            guidance="One where it is left blank.",
            example=1,
        ),
        Column(
            "hours",
            "Hours",
            "amount",
            also=("Timing",),
            least=0,
            most=1000,
            guidance="Only where the scheme asks for typed hours.",
            example="",
        ),
        Column("due", "Due", "date", also=("Due date", "Due by"), example=datetime.date(2026, 12, 4)),
    ),
    ("task",),
)
