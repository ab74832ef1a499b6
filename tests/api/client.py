"""A program that uses the API with a token of somebody's."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from safeload.api.actions import make_token
from safeload.people.models import Account


class Api:
    """Requests with a token; answers of 5xx come as answers, not as exceptions."""

    def __init__(self, account: Account, **token: Any) -> None:
        token.setdefault("expires_on", timezone.localdate() + timedelta(days=30))
        self.token, self.secret = make_token(by=account, name="a test", **token)
        self.account = account
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, key: str | None = None, method: str = "POST") -> Any:
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        sent = "" if body is None else json.dumps(body, default=str)
        kind = "application/json"
        return self.client.generic(method, f"/api/v1{path}", sent, content_type=kind, headers=headers)

    def patch(self, path: str, body: Any, key: str | None = None) -> Any:
        return self.post(path, body, key, "PATCH")

    def all_of(self, path: str, **query: Any) -> list[Any]:
        """Every item of a list, page after page."""
        found: list[Any] = []
        while True:
            page = self.get(path, **query).json()
            found += page["items"]
            if page["next"] is None:
                return found
            query["after"] = page["next"]

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem that an answer is, in its form."""
    assert answer.status_code == status, (answer.status_code, answer.content[:500])
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body
