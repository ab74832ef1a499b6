"""Version 1 of the API: its nouns, and its OpenAPI document."""

from __future__ import annotations

from typing import Any

from safeload.api.door import make_door
from safeload.api.export import addresses as export
from safeload.api.nouns import (
    accounts,
    afterwards,
    asking,
    candidates,
    cases,
    closing,
    commitments,
    deciding,
    details,
    events,
    evidence,
    fairness,
    given,
    holding,
    households,
    keeping,
    list_words,
    lists,
    loads,
    moving,
    notices,
    places,
    planner,
    plans,
    posts,
    practitioners,
    prompts,
    proposals,
    record,
    scenarios,
    schemes,
    sharing,
    strengths,
    tasks,
    times,
    today,
    totals,
    waiting,
    weights,
)
from safeload.api.problems import MEDIA_TYPE, SENTENCES, Problem

PREFIX = "api/v1/"
_NOUNS = (
    accounts, places, practitioners, posts, strengths, commitments, evidence, loads, totals, today, cases, holding,
    sharing, details, tasks, households, waiting, keeping, plans, closing, prompts, proposals, asking, deciding, moving,
    afterwards, given, fairness, schemes, times, lists, list_words, notices, events,
    record, candidates, planner, weights, scenarios, export,
)  # fmt: skip
#: What any operation may answer, and what only one that is sent something.
_ALWAYS = (400, 401, 403, 404, 405, 422, 429, 503)
_WRITING = (409, 413, 415)

door = make_door(
    "1",
    # Addresses that are read in one module and written in another stand in one router.
    list(dict.fromkeys(noun.router for noun in _NOUNS)),
    title="Safeload",
    description="The same queries and actions as the pages, for machines. How to use it: docs/api.md.",
)


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document: what ninja says of the operations, and every problem that each may answer."""
    found: dict[str, Any] = dict(door.get_openapi_schema(path_prefix=PREFIX))
    found["paths"] = {path: dict(operations) for path, operations in found["paths"].items()}
    for operations in found["paths"].values():
        for method, one in operations.items():
            codes = _ALWAYS if method == "get" else (*_ALWAYS, *_WRITING)
            answers = {str(code): answer for code, answer in one["responses"].items()}
            problems = {str(code): _problem(code) for code in codes if str(code) not in answers}
            operations[method] = {**one, "responses": {**answers, **problems}}
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    found["components"]["schemas"] |= {**schema.pop("$defs", {}), "Problem": schema}
    found["servers"] = [{"url": "/"}]
    return found


def _problem(code: int) -> dict[str, Any]:
    said = SENTENCES.get(code, "Somebody changed the same meanwhile; look at it again.")
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "description": said if code != 422 else "It was refused; the sentence says why.",
        "content": content,
    }
