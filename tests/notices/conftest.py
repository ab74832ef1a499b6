from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller


@dataclass
class PostOffice:
    """A real mail server of the test's own: what it took, and whom it would not take."""

    port: int
    letters: list[Any] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    _server: Controller | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(envelope)
        return "250 OK"

    def open(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def texts(self) -> list[str]:
        return [letter.content.decode() for letter in self.letters]


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """The product's own way of sending, to a server that is open until the test closes it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.SAFELOAD_MAILS = "127.0.0.1", port, True
    office = PostOffice(port)
    office.open()
    yield office
    office.close()
