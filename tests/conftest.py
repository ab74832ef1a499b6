"""Fixtures for all tests: no network, the database run, a real browser."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

from tests.browser import WatchedPage, launched_browser

hypothesis_settings.register_profile("safeload", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("safeload")

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup", "admin_client"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second run, against PostgreSQL, keep only tests that touch a database."""
    if os.environ.get("SAFELOAD_TESTS_DATABASE_ONLY"):
        kept = [item for item in items if _touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & _DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Nothing beyond this machine is reached: a test that tries fails with the address."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {
            "127.0.0.1",
            "::1",
            "localhost",
        }:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        return real(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what threads of tests and of the live server left connected: PostgreSQL drops no database in use."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once for each worker."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed (Debian's package: chromium)")
    with launched_browser(path) as started:
        yield started


@pytest.fixture
def browser_page(browser: Any, live_server: Any) -> Iterator[WatchedPage]:
    """A fresh browser page on the live server; fails the test if the page broke a rule while it was used.

    ``page.visit("/…")`` opens a path, ``page.check_accessibility()`` runs axe. Watched: errors in the
    console, breaches of the content security policy, requests to any other host.
    """
    context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="Europe/London")
    watched = WatchedPage(context.new_page(), live_server.url)
    yield watched
    context.close()
    assert not watched.complaints, watched.complaints


@pytest.fixture
def cast(db: None) -> Any:
    """People one would meet in an authority (tests/cast.py), in the test's own transaction."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Any:
    """The cast for tests with several threads or a browser, which see only what is committed."""
    from tests.cast import make_cast

    return make_cast()
