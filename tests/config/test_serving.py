"""The real server with the real static files, as ``make run`` starts it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("serving"), SAFELOAD_DEMO="0")
    yield started.wait()
    started.stop()


def test_it_says_where_it_is_and_nothing_alarming(server: Server) -> None:
    said = server.said.read_text()
    assert server.address in said
    assert not re.search(r"warn|error|traceback|deprecat", said, re.IGNORECASE)


def test_the_first_page_leads_to_sign_in(server: Server) -> None:
    answer = server.get("/")
    assert answer.url == f"{server.address}/account/sign-in/"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert server.get("/status").text == "ok\n"


def test_files_have_names_that_change_with_them_and_are_kept_for_ever(server: Server) -> None:
    page = server.get("/account/sign-in/").text
    for kind in ("css", "js"):
        path = re.search(rf'"(/static/web/dist/safeload\.[0-9a-f]{{12}}\.{kind})"', page)
        assert path, kind
        answer = server.get(path[1])
        assert "immutable" in answer.headers["Cache-Control"]
        if kind == "js":
            modules = re.findall(r'from "\./([\w.-]+)"', answer.text)
            assert len(modules) == 2
            assert all(server.get(f"/static/web/dist/{name}").status == 200 for name in modules)


def test_nothing_of_another_identity_is_shipped(server: Server) -> None:
    page = server.get("/account/sign-in/").text
    style = re.search(r'"(/static/[^"]+\.css)"', page)
    assert style
    css = server.get(style[1]).text
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
    missing.value.close()
    assert "secret-reference" not in server.said.read_text()


def test_ctrl_c_ends_web_server_and_jobs(server: Server) -> None:
    group = f"/proc/{server.process.pid}/task/{server.process.pid}/children"
    children = Path(group).read_text().split() if Path(group).exists() else []
    assert server.stop() == 0
    time.sleep(0.5)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_the_data_folder_is_closed_to_others(server: Server) -> None:
    data = server.data
    for name in ("secret-key", "field-key"):
        assert (data / name).stat().st_mode & 0o077 == 0
    assert json.loads((data / "static" / "staticfiles.json").read_text())["paths"]
