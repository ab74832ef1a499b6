"""What ``make run`` finds and makes: the demo in an empty database, a real installation, trouble."""

from __future__ import annotations

import http.cookiejar
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from tests.config.server import Server, surroundings

BANNER = "About this demonstration"


class Visitor:
    """A browser without scripts: keeps cookies, sends forms with their token."""

    def __init__(self, server: Server) -> None:
        self.server = server
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def read(self, path: str, **fields: str) -> str:
        """The page at a path; with fields, what follows when the form there is sent."""
        page = self._open(path)
        return self.send(path, page, **fields) if fields else page

    def _open(self, path: str, data: bytes | None = None) -> str:
        with self.opener.open(self.server.address + path, data, timeout=30) as answer:
            return str(answer.read().decode())

    def send(self, path: str, page: str, **fields: str) -> str:
        """Send a form to a path with the token of a page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self._open(path, data)

    def sign_in_as(self, name: str) -> str:
        """Choose one of the cast on the sign-in page."""
        page = self.read("/account/sign-in/")
        form = re.search(rf'action="([^"]+)"(?:(?!</form>).)*?{name}', page, re.DOTALL)
        assert form
        return self.send(form[1], page)


def run(data: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        env=surroundings(data, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def founded(data: Path) -> str:
    done = run(
        data,
        "safeload.cli.main",
        "init",
        "--employer=Northshire",
        "--area=Children: Harbour, Moor",
        "--administrator=nia@example.org",
        "--name=Nia Powell",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_empty_database_gets_the_demo_and_a_second_start_keeps_what_was_entered(tmp_path: Path) -> None:
    first = Server(tmp_path).wait(240)
    try:
        assert re.search(r"Dee Pemberton +Team manager", first.said.read_text())
        visitor = Visitor(first)
        visitor.sign_in_as("Ade Whitlock")
        visitor.read("/people/service-areas/add/", name="Emergency duty, entered by hand", version="0")
        assert "Emergency duty, entered by hand" in visitor.read("/people/teams/")
    finally:
        assert first.stop() == 0
    second = Server(tmp_path).wait()
    try:
        visitor = Visitor(second)
        assert BANNER in visitor.sign_in_as("Ade Whitlock")
        teams = visitor.read("/people/teams/")
        assert "Emergency duty, entered by hand" in teams
        assert teams.count("Locality East") == 1
    finally:
        assert second.stop() == 0


def test_a_real_installation_has_no_banner_and_offers_nobody(tmp_path: Path) -> None:
    link = re.search(r"http://\S+", founded(tmp_path / "data"))
    assert link
    server = Server(tmp_path).wait()
    try:
        said = server.said.read_text()
        assert "Sign in with your account" in said
        page = Visitor(server).read("/account/sign-in/")
        assert BANNER not in page
        assert "safeload-cast" not in page
        assert "Nia Powell" in Visitor(server).read(urllib.parse.urlsplit(link[0]).path)
    finally:
        assert server.stop() == 0


def test_a_demo_that_cannot_be_loaded_stops_with_a_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert (
        run(data, "django", "migrate", "-v0", DJANGO_SETTINGS_MODULE="safeload.config.settings").returncode
        == 0
    )
    taken = (
        "from safeload.people.models import Account;"
        "Account.objects.create_user('admin@westhaven.example', None, name='Somebody else')"
    )
    run(data, "django", "shell", "-c", taken, DJANGO_SETTINGS_MODULE="safeload.config.settings")
    done = run(data, "safeload.config.serve", PORT="8999")
    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[-1] == "The demonstration could not be loaded, so Safeload was not started."
    )
    assert "Safeload is at" not in done.stdout
