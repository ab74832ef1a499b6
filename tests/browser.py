"""A browser page that notices what went wrong on it, and checks itself against WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def launched_browser(path: str) -> Iterator[Any]:
    """Chromium at ``path``, without reaching out to anywhere."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield started
        started.close()


class WatchedPage:
    """Playwright's page (everything else is passed on to it) with a note of each complaint."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._address = address
        page.set_default_timeout(30_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def _heard(self, message: Any) -> None:
        # The browser notes every answer of 4xx as an error; which answer was meant is for the test to say.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self._address, "data:", "blob:", "about:")):
            self.complaints.append(f"request to {request.url}")

    def visit(self, path: str) -> WatchedPage:
        """Open a path of the product and return the page."""
        self.page.goto(path)
        return self

    def sign_in_as(self, account: Any) -> WatchedPage:
        """Sign in as an account without the sign-in page, second step done."""
        from tests.accounts import session_for

        self.page.context.add_cookies([{**session_for(account), "url": self._address}])
        return self

    def check_accessibility(self) -> None:
        """Fail with rule and element for each breach that axe finds on the page, once it is loaded.

        A click returns when the next page begins to arrive; looked at then, it has no heading yet.
        """
        self.page.wait_for_load_state("load")
        found = Axe().run(self.page, options={"runOnly": _RULES}).response["violations"]
        said = [
            f"{rule['id']}: {rule['help']} ({node['html'][:200]})" for rule in found for node in rule["nodes"]
        ]
        assert not said, f"{self.page.url}\n" + "\n".join(said)
