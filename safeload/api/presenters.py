"""Tokens, and the operations of the API, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeload.api.models import Token
from safeload.people.roles import ROLES
from safeload.people.scope import OWN, Scope
from safeload.web import formats


@dataclass(frozen=True)
class TokenRow:
    """One token; its secret is not there to be shown."""

    id: int
    name: str
    prefix: str
    may: str
    until: str
    used: str
    state: str
    works: bool


def token_row(token: Token, on: date) -> TokenRow:
    """A token with its account read already."""
    state = _state(token, on)
    role = ROLES[token.role].title if token.role in ROLES else token.role
    may = "reads" if token.reads_only else "reads and changes"
    return TokenRow(
        id=token.pk,
        name=token.name,
        prefix=f"{token.prefix}…",
        may=f"{may}, by {role}" if role else may,
        until=formats.day(token.expires_on, weekday=False),
        used=formats.moment(token.last_used_at) or "never",
        state=state,
        works=state == "Works",
    )


def _state(token: Token, on: date) -> str:
    if token.revoked_at is not None:
        return f"Revoked on {formats.day(token.revoked_at, weekday=False)}"
    if token.expires_on < on:
        return "Expired"
    if token.stamp != token.account.session_stamp:
        return "Ended: the account was closed, corrected or its second step reset since"
    return "Works"


def own_roles(scope: Scope) -> list[tuple[str, str]]:
    """What a token can be narrowed to: each of one's roles; being a practitioner."""
    found = [(code, ROLES[code].title) for code in sorted(scope.roles)]
    return found + ([(OWN, "What I have as a practitioner")] if scope.practitioner_id else [])


@dataclass(frozen=True)
class OperationRow:
    """One operation in the reference."""

    method: str
    path: str
    says: str
    takes: str
    keyed: bool


def reference(document: Mapping[str, Any]) -> list[tuple[str, list[OperationRow]]]:
    """The operations of the OpenAPI document by what they are about, in the order of the document."""
    found: dict[str, list[OperationRow]] = {}
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            tag = (one.get("tags") or ["other"])[0].capitalize()
            found.setdefault(tag, []).append(_operation(method, path, one, document))
    return list(found.items())


def _operation(method: str, path: str, one: Mapping[str, Any], document: Mapping[str, Any]) -> OperationRow:
    asked = [p["name"] for p in one.get("parameters", ()) if p["in"] == "query"]
    content: Mapping[str, Any] = next(iter(one.get("requestBody", {}).get("content", {}).values()), {})
    schema = content.get("schema", {})
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    needed = set(schema.get("required", ()))
    asked += [name if name in needed else f"{name}?" for name in schema.get("properties", {})]
    keyed = any(p["name"] == "Idempotency-Key" for p in one.get("parameters", ()))
    return OperationRow(method.upper(), path, one.get("summary", ""), ", ".join(asked), keyed)
