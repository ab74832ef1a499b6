"""The product as ``make run`` starts it, on a free port and with a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path


def surroundings(data: Path, **more: str) -> dict[str, str]:
    """The environment of a process that keeps its data in a folder; nothing of this one's settings."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("SAFELOAD_")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        found.pop(name, None)
    return found | {"SAFELOAD_DATA": str(data)} | more


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    """What came back."""

    url: str
    status: int
    headers: Message
    text: str


class Server:
    """``python -m safeload.config.serve``; ``more`` are settings in its environment."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.data = folder / "data"
        self.said = folder / "said"
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "safeload.config.serve"],
                env=surroundings(self.data, PORT=str(self.port), **more),
                stdout=said,
                stderr=said,
            )

    def wait(self, seconds: int = 60) -> Server:
        """Until it has said where it is; fails with what it said if that takes longer."""
        for _ in range(seconds * 10):
            if "Ctrl-C" in self.said.read_text():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(self.said.read_text())

    def get(self, path: str) -> Answer:
        """The answer to a visitor."""
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return Answer(answer.url, answer.status, answer.headers, answer.read().decode())

    def stop(self) -> int:
        """Ctrl-C; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)
