"""The real server with the real static files, as ``make run`` starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``python -m safeload.config.serve`` on a free port, with a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.said = folder / "said"
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SAFELOAD_")}
        for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            surroundings.pop(name, None)
        surroundings |= {"SAFELOAD_DATA": str(folder / "data"), "SAFELOAD_DEMO": "0", "PORT": str(self.port)}
        with self.said.open("w") as said:
            command = [sys.executable, "-m", "safeload.config.serve"]
            self.process = subprocess.Popen(command, env=surroundings, stdout=said, stderr=said)

    def wait(self) -> Server:
        """Until it has said where it is; fails with what it said if that takes more than a minute."""
        for _ in range(600):
            if "Ctrl-C" in self.said.read_text():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(self.said.read_text())

    def get(self, path: str) -> Any:
        return urllib.request.urlopen(self.address + path, timeout=10)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("serving"))
    yield started.wait()
    if started.process.poll() is None:
        started.stop()


def test_it_says_where_it_is_and_nothing_alarming(server: Server) -> None:
    said = server.said.read_text()
    assert server.address in said
    assert not re.search(r"warn|error|traceback|deprecat", said, re.IGNORECASE)


def test_the_first_page_leads_to_sign_in(server: Server) -> None:
    answer = server.get("/")
    assert answer.url == f"{server.address}/account/sign-in/"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert server.get("/status").read() == b"ok\n"


def test_files_have_names_that_change_with_them_and_are_kept_for_ever(server: Server) -> None:
    page = server.get("/account/sign-in/").read().decode()
    for kind in ("css", "js"):
        path = re.search(rf'"(/static/web/dist/safeload\.[0-9a-f]{{12}}\.{kind})"', page)
        assert path, kind
        answer = server.get(path[1])
        assert "immutable" in answer.headers["Cache-Control"]
        text = answer.read().decode()
        if kind == "js":
            modules = re.findall(r'from "\./([\w.-]+)"', text)
            assert len(modules) == 2
            assert all(server.get(f"/static/web/dist/{name}").status == 200 for name in modules)


def test_nothing_of_another_identity_is_shipped(server: Server) -> None:
    page = server.get("/account/sign-in/").read().decode()
    style = re.search(r'"(/static/[^"]+\.css)"', page)
    assert style
    css = server.get(style[1]).read().decode()
    assert "GDS Transport" not in css
    assert not re.search(r"url\([^)]*(crest|crown)", css)


def test_a_second_one_on_the_same_port_says_so(server: Server) -> None:
    command = [sys.executable, "-m", "safeload.config.serve"]
    surroundings = os.environ | {"PORT": str(server.port)}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Choose another: make run PORT=" in done.stderr


def test_what_is_not_there_is_said_without_a_word_in_the_log(server: Server) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        server.get("/people/secret-reference")
    assert missing.value.code == 404
    assert "secret-reference" not in server.said.read_text()


def test_ctrl_c_ends_web_server_and_jobs(server: Server) -> None:
    group = f"/proc/{server.process.pid}/task/{server.process.pid}/children"
    children = Path(group).read_text().split() if Path(group).exists() else []
    assert server.stop() == 0
    time.sleep(0.5)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_the_data_folder_is_closed_to_others(server: Server) -> None:
    data = server.said.parent / "data"
    for name in ("secret-key", "field-key"):
        assert (data / name).stat().st_mode & 0o077 == 0
    assert json.loads((data / "static" / "staticfiles.json").read_text())["paths"]
