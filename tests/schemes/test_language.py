"""Scheme files: every shipped one holds together; what may not be is refused with its place."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from safeload.domain.scheme import SchemeError, read_scheme
from safeload.schemes import files

RULES = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", files.shipped_names())
def test_shipped_schemes_hold_with_source_date_and_rules(name: str) -> None:
    scheme = files.shipped(name)
    assert scheme.id == name
    assert scheme.source.startswith(("S2", "S3", "S4"))
    assert isinstance(scheme.dated, date)
    assert scheme.review is not None
    assert scheme.author
    cited = {*scheme.rules, *(f.rule for f in scheme.factors), *(c.rule for c in scheme.commitments)} - {""}
    for rule in cited:
        assert re.search(rf"\b{rule}\b", RULES), f"{rule} is not in docs/rules.md"


def broken(**changes: Any) -> list[str]:
    raw = tomllib.loads(files.shipped_text("srb-points"))
    for path, value in changes.items():
        table, _, key = path.partition("__")
        if key:
            raw[table][key] = value
        else:
            raw[table] = value
    with pytest.raises(SchemeError) as caught:
        read_scheme(raw)
    return caught.value.problems


def factor(**more: Any) -> dict[str, Any]:
    return {"id": "f", "title": "F", "rule": "PTS-01", "per": "case", "amount": "1"} | more


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"factor": [factor(amuont="1")]}, "factor 1 (f): 'amuont' means nothing here"),
        ({"factor": [factor(amount="-1")]}, "amounts in a scheme are not negative"),
        ({"factor": [factor(amount="1.23456")]}, "at most four decimal places"),
        ({"factor": [factor(number="intervention")]}, "in exactly one way"),
        ({"factor": [factor(), factor()]}, "factor f: the id is used 2 times"),
        (
            {"factor": [factor(when={"colour": "red"})]},
            "depends on 'colour', which the scheme asks of nobody",
        ),
        ({"factor": [factor(when={"status": "ZZ"})]}, "'ZZ' is none of the codes of status"),
        (
            {"factor": [{"id": "f", "title": "F", "per": "case", "amounts": {"by": "level", "low": "1"}}]},
            "no amount for high, medium of level",
        ),
        ({"factor": [factor(per="household", siblings=["100", "50"])]}, "'siblings' goes with per"),
        (
            {
                "commitment": [
                    {"kind": "duty", "treat": "load", "amount": "5"},
                    {"kind": "duty", "treat": "capacity", "unit": "percent"},
                ]
            },
            "a duty is load or capacity, never both (X-19, fixture 8)",
        ),
        (
            {"commitment": [{"kind": "supervision", "treat": "load", "amount": "2"}]},
            "would count them twice (PTS-06, X-20)",
        ),
        ({"line__amount": "50"}, "line: it is set in exactly one way"),
        ({"bands__red_from": "90"}, "green_from, amber_from and red_from should rise"),
        ({"scheme__dated": "yesterday"}, "'dated' is 'yesterday'; write a date"),
        ({"rounding": {"load": "up"}}, "write 'exact', 'cut 0' or 'half-up 1'"),
    ],
)
def test_what_may_not_be(changes: dict[str, Any], sentence: str) -> None:
    problems = broken(**changes)
    assert any(sentence in problem for problem in problems), problems


def test_every_problem_is_named_at_once() -> None:
    assert len(broken(factor=[factor(amount="x", per="week", colour=1)])) == 3


def test_not_toml_names_the_line() -> None:
    with pytest.raises(SchemeError, match="line 2"):
        files.read_text("[scheme]\nid = x")
