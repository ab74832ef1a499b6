from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from safeload.config import databases, keys

_ASK = "import django; django.setup(); from django.conf import settings as s; print({})"


def _settings(question: str, folder: Path, **environment: str) -> str:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SAFELOAD_")}
    surroundings |= {"DJANGO_SETTINGS_MODULE": "safeload.config.settings", "SAFELOAD_DATA": str(folder)}
    command = [sys.executable, "-c", _ASK.format(question)]
    done = subprocess.run(command, env=surroundings | environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret-key"
    first = keys.kept_key(path, "secret")
    assert len(first) > 50
    assert keys.kept_key(path, "secret") == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "field-key"
    keys.kept_key(path, "fernet")
    path.chmod(0o644)
    with pytest.raises(PermissionError, match="can be read by others"):
        keys.kept_key(path, "fernet")


def test_sqlite_never_loses_what_was_acknowledged() -> None:
    options = databases.SQLITE_OPTIONS
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]
    assert "journal_mode=WAL" in options["init_command"]


def test_an_https_address_brings_secure_cookies(tmp_path: Path) -> None:
    question = "s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS"
    secure = _settings(question, tmp_path, SAFELOAD_ADDRESS="https://safeload.example")
    assert secure == "__Host-session True True 31536000"
    assert _settings(question, tmp_path) == "safeload-session False False 0"


def test_http_beyond_this_machine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        _settings("1", tmp_path, SAFELOAD_ADDRESS="http://safeload.example")
    assert "https" in refused.value.stderr


def test_the_address_is_a_host_that_is_answered(tmp_path: Path) -> None:
    hosts = _settings("s.ALLOWED_HOSTS", tmp_path, SAFELOAD_ADDRESS="https://safeload.example")
    assert hosts == "['safeload.example']"
