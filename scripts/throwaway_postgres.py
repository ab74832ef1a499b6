"""A PostgreSQL of our own in a temporary folder, gone afterwards; never one that was there before."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotInstalled(Exception):
    """There is no PostgreSQL server on this machine, or nobody to run it as."""


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Start a server on a free port of this machine and yield a DATABASE_URL for it.

    PostgreSQL refuses to run as root: then it runs as another user of the machine. Raises NotInstalled.
    """
    programs = _programs()
    user = _other_user() if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="safeload-postgres-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = _as(user)
        data = folder / "data"
        _run(
            [
                *as_user,
                programs / "initdb",
                "-D",
                data,
                "-U",
                "safeload",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ]
        )
        port = _free_port()
        options = (
            f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
            # Who waits in vain for a row is told so, instead of holding up the whole run.
            " -c lock_timeout=60s"
        )
        control = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
        _run([*control, "-l", folder / "log", "-o", options, "start"])
        try:
            yield f"postgres://safeload@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of initdb: the newest of Debian's, or wherever the path leads."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    if not found:
        raise NotInstalled("PostgreSQL is not installed (Debian's package: postgresql)")
    return Path(found).parent


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotInstalled("PostgreSQL does not run as root, and there is no other user to run it as")


def _as(user: pwd.struct_passwd | None) -> list[str]:
    if user is None:
        return []
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[object]) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{Path(words[-1]).name}: {' '.join(words)}\n{done.stderr}")
