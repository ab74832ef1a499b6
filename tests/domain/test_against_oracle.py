"""The engine against the slow second implementation, over generated schemes and caseloads (house habit 4)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from unittest.mock import patch

import polars as pl
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from safeload.domain import frames as frames_module
from safeload.domain.measure import measure
from safeload.domain.scheme import Scheme, SchemeError, read_scheme
from tests.domain import oracle

ON = date(2026, 11, 22)
AMOUNTS = st.integers(0, 600).map(
    lambda n: str(Fraction(n, 100).limit_denominator()) if n % 100 == 0 else f"{n / 100:.2f}"
)
PERCENTS = st.sampled_from(["0", "12.5", "25", "50", "90", "100", "120"])
FIELDS: dict[str, Any] = {
    "level": {"kind": "code", "codes": {"low": "Low", "mid": "Middle", "high": "High"}},
    "type": {"kind": "code", "codes": {"a": "A", "b": "B"}},
    "status": {"kind": "codes", "codes": {"CP": "Plan", "LAC": "Looked after", "court": "Court"}},
    "away": {"kind": "yes-no"},
    "hours": {"kind": "number"},
    "miles": {"kind": "number"},
}


@st.composite
def fields(draw: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, spec in FIELDS.items():
        found[name] = dict(spec)
        if draw(st.booleans()):
            found[name]["default"] = {
                "level": "mid",
                "type": "a",
                "status": ["CP"],
                "away": True,
                "hours": "2.5",
                "miles": "10",
            }[name]
    return found


@st.composite
def parts(draw: Any, per: str) -> dict[str, Any]:
    one: dict[str, Any] = {}
    way = draw(st.sampled_from(["amount", "amounts", "table", "number", "steps", "typed", "both"]))
    if way == "amount":
        one["amount"] = draw(AMOUNTS)
    elif way in ("amounts", "both"):
        one["amounts"] = {"by": "level", **{code: draw(AMOUNTS) for code in ("low", "mid", "high")}}
    elif way == "table":
        one["amounts"] = {
            "by": ["level", "type"],
            "otherwise": draw(AMOUNTS),
            "low": {"a": draw(AMOUNTS), "b": draw(AMOUNTS)},
            "high": {"b": draw(AMOUNTS)},
        }
    elif way == "number":
        one |= {"number": "hours", "each": draw(AMOUNTS)}
    elif way == "steps":
        by = draw(st.sampled_from(["miles", "children"] if per == "household" else ["miles"]))
        one["steps"] = {
            "by": by,
            "from": [["2", draw(AMOUNTS)], ["3", draw(AMOUNTS)], ["30.5", draw(AMOUNTS)]],
        }
    if way in ("typed", "both"):
        one["typed"] = "hours"
    if draw(st.booleans()):
        one["when"] = draw(
            st.sampled_from(
                [
                    {"status": ["CP", "LAC"]},
                    {"away": True},
                    {"level": "high"},
                    {"status": "court", "away": False},
                ]
            )
        )
    if draw(st.integers(0, 3)) == 0:
        one["unless"] = {"status": "LAC"}
    if one.get("steps", {}).get("by") != "children" and draw(st.integers(0, 2)) == 0:
        one["percent"] = {"by": "away", "yes": draw(PERCENTS), "no": draw(PERCENTS)}
    return one


@st.composite
def factors(draw: Any, at: int) -> dict[str, Any]:
    per = draw(st.sampled_from(["case", "household", "task"]))
    found: dict[str, Any] = {
        "id": f"f{at}",
        "title": f"F{at}",
        "rule": "PTS-01",
        "per": per,
        "part": draw(st.lists(parts(per), min_size=1, max_size=3)),
    }
    if draw(st.booleans()):
        found["cap"] = draw(AMOUNTS)
    if draw(st.booleans()):
        found["combine"] = "highest"
    if per == "case" and draw(st.booleans()):
        found["siblings"] = draw(st.sampled_from([["100", "50"], ["100", "75", "12.5"]]))
    if per == "task":
        found |= draw(st.sampled_from([{}, {"debit_owner": True}, {"debit": True}]))
        found |= draw(st.sampled_from([{}, {"lasts_days": 30}]))
    return found


LINES = [
    {"amount": "50", "hours": {"default": "37"}},
    {"weeks": 4, "hours": {"default": "37", "missing": "default"}},
    {
        "hours": {"default": {"by": "grade", "po": "37", "pso": "36.25"}, "missing": "default"},
        "amounts": {"by": "grade", "po": "100", "pso": "55.5"},
        "percent": {"by": "asye", "yes": "90", "no": "100"},
    },
    {
        "hours": {"default": {"by": "grade", "po": "37", "pso": "0"}, "missing": "default"},
        "amounts": {"by": "grade", "po": "100", "otherwise": "50"},
    },
    {
        "hours": {"default": "37"},
        "stage": [
            {"id": "one", "from": "0 months", "amount": "30"},
            {"id": "two", "from": "6 months", "amount": "35.5"},
            {"id": "three", "from": "24 months", "amount": "50"},
        ],
    },
]


@st.composite
def schemes(draw: Any) -> Scheme:
    line = draw(st.sampled_from(LINES))
    asked = draw(fields())
    commitments = [
        {"kind": "teaching", "treat": "load", "amount": "5"},
        {"kind": "typed", "treat": "load", "highest": "9.5"},
        {"kind": "less", "treat": "capacity", "unit": "percent", "holds_until_reviewed": True},
        {"kind": "weekly", "treat": "capacity", "unit": "hours a week", "months": 6, "highest": "20"},
        {"kind": "union", "treat": "capacity", "unit": "hours a week", "highest_percent": "12.5"},
        {"kind": "spoc", "treat": "capacity", "unit": "percent", "highest_percent": "5"},
        {"kind": "fixed", "treat": "capacity", "unit": "load"},
        {"kind": "supervision", "treat": "in line"},
        {
            "kind": "admin",
            "treat": "load",
            "standing": [
                {"from": "0 weeks", "amount": "12"},
                {"from": "6 weeks", "amount": "6.25"},
                {"from": "6 weeks 6 months", "amount": "3"},
            ],
        },
        {
            "kind": "study",
            "treat": "load",
            "standing_percent": [
                {"from": "0 months", "percent": "20"},
                {"from": "12 months", "percent": "10"},
            ],
        },
    ]
    bands = draw(
        st.sampled_from(
            [
                {"kind": "percent", "red_from": "110"},
                {"kind": "percent", "red_from": "105", "edge": "above"},
                {"kind": "absolute", "green_to": "12", "red_from": "15"},
                {"kind": "none"},
            ]
        )
    )
    rounding = draw(
        st.sampled_from([{}, {"load": "half-up 0", "line": "cut 0"}, {"load": "cut 1", "line": "half-up 1"}])
    )
    return read_scheme(
        {
            "scheme": {
                "id": "made",
                "title": "Made",
                "version": "1",
                "unit": "hours" if "weeks" in line else "points",
                "source": "a test",
                "dated": ON,
                "author": "a test",
                "supervision_and_cpd": "in line",
            },
            "case": asked,
            "task": asked,
            "practitioner": {
                "grade": {"kind": "code", "codes": {"po": "PO", "pso": "PSO"}, "default": "po"},
                "asye": {"kind": "yes-no", "default": False},
            },
            "factor": [draw(factors(at)) for at in range(draw(st.integers(1, 3)))],
            "commitment": draw(st.lists(st.sampled_from(commitments), unique_by=lambda c: c["kind"])),
            "line": line,
            "bands": bands,
            "rounding": rounding,
        }
    )


DATES = st.none() | st.integers(-2000, 60).map(lambda n: ON + timedelta(days=n))
HUNDREDTHS = st.none() | st.integers(0, 900)
FLAG = st.none() | st.booleans()
ANSWERS = {
    "level": st.sampled_from([None, "low", "mid", "high"]),
    "type": st.sampled_from([None, "a", "b"]),
    "away": FLAG,
    "hours": HUNDREDTHS,
    "miles": st.none() | st.integers(0, 4000),
    "status.CP": FLAG,
    "status.LAC": FLAG,
    "status.court": FLAG,
}
NEAR = st.none() | st.integers(-40, 10).map(lambda n: ON + timedelta(days=n))
PEOPLE = ["p1", "p2", "p3"]
CASE = st.fixed_dictionaries(
    {
        "household": st.sampled_from([None, "h1", "h2", "h3"]),
        "practitioner": st.sampled_from([None, *PEOPLE]),
        "share": st.none() | st.sampled_from([2500, 3333, 10_000]),
        **ANSWERS,
    }
)
FILLED = {
    "household": "h1",
    "level": "mid",
    "type": "b",
    "away": True,
    "hours": 250,
    "miles": 900,
    "status.CP": False,
    "status.LAC": True,
    "status.court": False,
}


@st.composite
def caseloads(draw: Any, row: Any) -> list[dict[str, Any]]:
    """Rows of which some columns have no blank, and perhaps no case is shared."""
    rows = draw(st.lists(row, max_size=14))
    filled = draw(st.sets(st.sampled_from(sorted(FILLED))))
    shared = draw(st.booleans())
    found = []
    for number, one in enumerate(rows):
        one = {
            name: FILLED[name] if value is None and name in filled else value for name, value in one.items()
        }
        found.append({"case": f"c{number}", **one, "share": one["share"] if shared else None})
    return found


#: From how many cases on the engine takes a frame for a large one.
LARGE = st.sampled_from([-1, frames_module.LARGE])
TASK = st.fixed_dictionaries(
    {
        "practitioner": st.sampled_from([None, *PEOPLE]),
        "owner": st.sampled_from([None, *PEOPLE]),
        "number": st.none() | st.integers(0, 1200),
        "starts": NEAR,
        "ends": NEAR,
        **ANSWERS,
    }
)
COMMITMENT = st.fixed_dictionaries(
    {
        "practitioner": st.sampled_from(PEOPLE),
        "amount": st.none() | st.integers(0, 6000),
        "kind": st.sampled_from(
            [
                "teaching",
                "typed",
                "less",
                "weekly",
                "fixed",
                "union",
                "spoc",
                "supervision",
                "admin",
                "study",
                "unknown",
            ]
        ),
        "unit": st.sampled_from([None, "percent", "hours", "hours a week", "load"]),
        "starts": DATES,
        "ends": DATES,
        "reviewed": DATES,
    }
)
PERSON = st.fixed_dictionaries(
    {
        "weekly_hours": st.none() | st.integers(0, 4500),
        "qualified": DATES,
        "step_confirmed": DATES,
        "stage": st.sampled_from([None, "one", "three"]),
        "grade": st.sampled_from([None, "po", "pso"]),
        "asye": FLAG,
        "starts": DATES,
        "ends": st.none() | st.integers(-300, 300).map(lambda n: ON + timedelta(days=n)),
    }
)
TYPES = {
    "level": pl.String,
    "type": pl.String,
    "away": pl.Boolean,
    "hours": pl.Int64,
    "miles": pl.Int64,
    "status.CP": pl.Boolean,
    "status.LAC": pl.Boolean,
    "status.court": pl.Boolean,
}


def frames(
    cases: list[dict[str, Any]],
    commitments: list[dict[str, Any]],
    people: list[dict[str, Any]],
    tasks: list[dict[str, Any]],
) -> tuple[pl.DataFrame, ...]:
    """The rows as the typed frames of the engine's door."""
    day = {"starts": pl.Date, "ends": pl.Date}
    share = {"share": pl.Int64} if any(row["share"] is not None for row in cases) else {}
    return (
        pl.DataFrame(
            cases,
            schema={
                "case": pl.String,
                "household": pl.String,
                "practitioner": pl.String,
                **share,
                **TYPES,
            },
        ),
        pl.DataFrame(
            commitments,
            schema={
                "practitioner": pl.String,
                "kind": pl.String,
                "amount": pl.Int64,
                "unit": pl.String,
                "reviewed": pl.Date,
                **day,
            },
        ),
        pl.DataFrame(
            people,
            schema={
                "practitioner": pl.String,
                "weekly_hours": pl.Int64,
                "qualified": pl.Date,
                "step_confirmed": pl.Date,
                "stage": pl.String,
                "grade": pl.String,
                "asye": pl.Boolean,
                **day,
            },
        ),
        pl.DataFrame(
            tasks,
            schema={"practitioner": pl.String, "owner": pl.String, "number": pl.Int64, **day, **TYPES},
        ),
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    schemes(),
    caseloads(CASE),
    st.lists(COMMITMENT, max_size=8),
    st.lists(PERSON, min_size=3, max_size=3),
    st.lists(TASK, max_size=6),
    LARGE,
)
def test_engine_equals_slow_implementation(
    scheme: Scheme,
    cases: list[dict[str, Any]],
    commitments: list[dict[str, Any]],
    people: list[dict[str, Any]],
    tasks: list[dict[str, Any]],
    large: int,
) -> None:
    people = [{"practitioner": name, **row} for name, row in zip(PEOPLE, people, strict=True)]
    given_cases, given_commitments, given_people, given_tasks = frames(cases, commitments, people, tasks)
    try:
        with patch.object(frames_module, "LARGE", large):
            reading = measure(given_cases, given_commitments, given_people, scheme, ON, tasks=given_tasks)
    except SchemeError:  # its amounts are too fine to stay exact, and it says so
        reject()
    expected = oracle.loads(scheme, cases, commitments, people, tasks, ON)
    for who, wanted in expected.items():
        found = reading.practitioner(who)
        assert (found.load, found.line) == (wanted["load"], wanted["line"])
        assert (found.provisional, found.households, found.cases) == (
            wanted["provisional"],
            wanted["households"],
            wanted["cases"],
        )
        assert found.band == oracle.band(wanted["load"], wanted["line"], scheme)
        assert sum((line.amount for line in reading.lines(who)), Fraction(0)) == found.load
        opened = reading.line_lines(who)
        assert sum((line.amount for line in opened), Fraction(0)) == (found.line or 0)
        assert scheme.line_rounding.how != "exact" or all(line.kind != "rounding" for line in opened)
    assert sum((one.load for one in reading.practitioners), Fraction(0)) == sum(
        (one["load"] for one in expected.values()), Fraction(0)
    )
