"""What nobody would think of sending: no 5xx, and no answer that the OpenAPI document does not tell of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from safeload.config.wsgi import application
from tests.api.client import Api
from tests.api.conftest import CANARY, Place

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
#: Of each operation, for each of the accounts.
_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
_SMALL = 7

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def _near(value: Any) -> Any:
    """Keys near to those that are there, so that what is behind "not found" is met as well."""
    return value % _SMALL if isinstance(value, int) and not isinstance(value, bool) and value > 0 else value


def _nearer(body: Any, name: str = "") -> Any:
    if isinstance(body, dict):
        return {key: _nearer(item, key) for key, item in body.items()}
    if isinstance(body, list):
        return [_nearer(item, name) for item in body]
    return _near(body) if name.endswith(("_id", "_ids", "version", "expected")) else body


@schema.hook("map_path_parameters")
def near_keys(context: Any, path_parameters: Any) -> Any:
    return (
        {name: _near(value) for name, value in path_parameters.items()}
        if path_parameters
        else path_parameters
    )


@schema.hook("map_body")
def near_bodies(context: Any, body: Any) -> Any:
    return _nearer(body)


@pytest.fixture(autouse=True)
def connections_stay() -> Iterator[None]:
    """The requests of a fuzzed run come without Django's test client: the test's own connection must outlive them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_every_operation_answers_as_it_says(who: str, place: Place) -> None:
    api = Api(place.cast.accounts[who])
    for found in schema.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _tried(found.ok(), api, mode)


def _tried(operation: Any, api: Api, mode: GenerationMode) -> None:
    @settings(
        max_examples=_EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {api.secret}"})
        case.validate_response(answer, checks=_CHECKS)
        assert CANARY not in answer.text

    tried()
