"""Thirty-two managers at once, as plain HTTP: nothing of the product is imported here."""

from __future__ import annotations

import http.client
import json
import random
import string
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

_SECRET = "".join(random.Random(1).choices(string.ascii_letters, k=32))
_MOVES_EACH = 100


class Client:
    """One manager's browser."""

    def __init__(self, port: int, told: dict[str, Any], number: int) -> None:
        self.number, self.told = number, told
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        cookies = f"{told['session_cookie']}={told['sessions'][number]}; {told['csrf_cookie']}={_SECRET}"
        self._headers = {
            "Cookie": cookies,
            "X-CSRFToken": _SECRET,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def post(self, path: str, form: dict[str, Any]) -> int:
        """Send a form; the status of the answer, 599 where there was none."""
        return self._ask("POST", path, urlencode(form, doseq=True))[0]

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        for _ in range(2):
            try:
                self._connection.request(method, path, body, self._headers)
                answer = self._connection.getresponse()
                return answer.status, answer.read().decode(errors="replace")
            except (http.client.HTTPException, OSError):
                self._connection.close()  # kept alive until the server let go of it: sent once more
        return 599, ""

    def day(self, name: str) -> dict[str, Any]:
        """Today as a form's three boxes."""
        return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), self.told["on"], strict=True))


def same_cases(client: Client) -> list[int]:
    """Everybody allocates every waiting case, each to somebody else."""
    posts = client.told["posts"]
    order = [case for (case,) in client.told["waiting"]]
    random.Random(client.number).shuffle(order)
    to = posts[client.number % len(posts)]
    form = {"expected": "", "post_id": to, "reason": "FCONTA", "version": "", **client.day("from_on")}
    return [client.post(f"/cases/{case}/holder/", form) for case in order]


def same_keys(client: Client) -> list[int]:
    """Everybody has looked and sends the same forms: one key a household."""
    found = []
    told = client.told
    for key, (case,), shown in zip(told["keys"], told["proposed"], told["shown"], strict=True):
        form = {
            "key": key,
            "case_ids": case,
            "shown": shown[client.number],
            "post": client.told["posts"][1],
            **client.day("from_on"),
        }
        found.append(client.post(f"/allocation/cases/{case}/", form))
    return found


def opposing_moves(client: Client) -> list[int]:
    """Half of them move households one way, the other half the other way."""
    here, there = client.told["posts"][:2]
    if client.number % 2:
        here, there = there, here
    chance = random.Random(client.number)
    found = []
    for _ in range(_MOVES_EACH):
        pair = chance.choice(client.told["moving"])
        form = {"expected": here, "post_id": there, "reason": "MANAGE", "version": "", "together": "on",
                **client.day("from_on")}  # fmt: skip
        found.append(client.post(f"/cases/{chance.choice(pair)}/holder/", form))
    return found


def run(port: int, told: dict[str, Any], what: Callable[[Client], list[int]]) -> Counter[int]:
    """All clients at once; how many answers of which status."""
    clients = [Client(port, told, number) for number in range(len(told["sessions"]))]
    statuses: list[list[int]] = [[] for _ in clients]
    start = threading.Barrier(len(clients))

    def go(at: int) -> None:
        start.wait()
        statuses[at] = what(clients[at])

    threads = [threading.Thread(target=go, args=(at,)) for at in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(status for some in statuses for status in some)


def told_by(text: str) -> dict[str, Any]:
    """What the seed printed."""
    found: dict[str, Any] = json.loads(text)
    return found
