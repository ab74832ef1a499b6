"""Keys that an installation makes for itself once, and keeps in files that only its own user may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def kept_key(path: Path, make: str) -> str:
    """The key in the file at ``path``, made at first use: ``make`` is "secret" or "fernet".

    Raises PermissionError if another user of the machine may read the file: a key that others
    know protects nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    key = Fernet.generate_key().decode() if make == "fernet" else secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others. Set its mode to 600 (chmod 600 {path}).")
    # Another process may have created the file a moment ago and not written it yet.
    for _ in range(100):
        if key := path.read_text().strip():
            return key
        _wait()
    raise ValueError(f"{path} is empty. Remove it only if nothing was stored under its key.")


def _wait() -> None:
    import time

    time.sleep(0.01)
