from __future__ import annotations

import pytest

from safeload.audit.refusals import Refusal
from safeload.audit.screening import found_in, reference, screened


@pytest.mark.parametrize(
    "text", ["4471", "CH-4471", "Case 4471", "A", "family A", "P/2024/113", "X12345678", "H-0012", "00012345"]
)
def test_references_as_case_systems_give_them(text: str) -> None:
    assert reference(f"  {text} ") == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Amy", "looks like a name"),
        ("Jane Doe", "looks like a name"),
        ("SMITH01", "looks like a name"),
        ("03/04/2012", "looks like a date of birth"),
        ("2012-04-03", "looks like a date of birth"),
        ("3 April 2012", "looks like a date of birth"),
        ("NG1 5DT", "looks like a postcode"),
        ("ng15dt", "looks like a postcode"),
        ("O’Neil 3", "has signs"),
        ("", "Enter a reference"),
        ("x" * 41, "at most 40"),
    ],
)
def test_what_looks_like_a_person_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(Refusal, match=why) as refused:
        reference(text)
    assert refused.value.field == "reference"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("she lives at 12 High Street", "an address"),
        ("postcode NG1 5DT", "a postcode"),
        ("ring 01332 123456", "a telephone number"),
        ("+44 7700 900123", "a telephone number"),
        ("mum@example.org", "an e-mail address"),
        ("Mrs Jones asked", "a name"),
        ("born 3/4/2012", "a date of birth"),
        ("d.o.b. 3 April 2012", "a date of birth"),
        ("NHS 943 476 5919", "an NHS number"),
    ],
)
def test_identifiers_in_free_text_are_found(text: str, what: str) -> None:
    assert what in [found for found, _ in found_in(text)]
    with pytest.raises(Refusal, match="please take it out"):
        screened(text)


@pytest.mark.parametrize(
    "text",
    ["Waiting for a worker who speaks Polish", "Court on 03/04/2026", "2 visits a week, 12 reports", ""],
)
def test_ordinary_notes_pass(text: str) -> None:
    assert screened(text) == text
