"""Serves the product on this machine: prepares database and files, then runs web server and jobs together.

``python -m safeload.config.serve`` (what ``make run`` calls). Ctrl-C, or the end of either, ends both.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

HOST = "127.0.0.1"


def main() -> int:
    """Prepare, serve until told to stop, and return the exit status."""
    port = int(os.environ.get("PORT", "8000"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeload.config.settings")
    os.environ.setdefault("SAFELOAD_ADDRESS", f"http://{HOST}:{port}")
    # The demo is for the database that make run makes; one of somebody's own has its own people.
    os.environ.setdefault("SAFELOAD_DEMO", "0" if os.environ.get("DATABASE_URL") else "1")
    if _in_use(port):
        print(
            f"Something answers on port {port} already. Choose another: make run PORT={port + 1}",
            file=sys.stderr,
        )
        return 1
    try:
        ready = prepare()
    except KeyboardInterrupt:
        print("\nStopped before it had begun to serve.", file=sys.stderr)
        return 130
    return supervise(_commands(port), lambda: _announce(port)) if ready else 1


def prepare() -> bool:
    """Bring the database and the static files up to date, and load the demo into an empty database.

    False if the demo could not be loaded; the reason has been printed then.
    """
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if settings.SAFELOAD_DEMO and not _load_demo():
        print("The demonstration could not be loaded, so Safeload was not started.", file=sys.stderr)
        return False
    if settings.SAFELOAD_DEMO and not _holds_demo():
        # A real installation: no banner and nobody to sign in as, here and in the processes to come.
        os.environ["SAFELOAD_DEMO"] = "0"
        settings.SAFELOAD_DEMO = False
    from django.db import connections

    connections.close_all()
    return True


def _load_demo() -> bool:
    # A process of its own: what loading needs in memory is given back before serving starts.
    done = subprocess.run([sys.executable, "-m", "safeload.cli.main", "demo", "--if-empty"], check=False)
    return done.returncode == 0


def _holds_demo() -> bool:
    from safeload.people.signin.queries import cast

    return bool(cast())


def _commands(port: int) -> list[list[str]]:
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    web += [
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--backpressure",
        "64",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    jobs = [sys.executable, "-m", "django", "qcluster"]
    return [[*web, "safeload.config.wsgi:application"], jobs]


def _in_use(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def _announce(port: int) -> None:
    """Wait until the first page answers, then say where it is."""
    for _ in range(150):
        if _in_use(port):
            break
        time.sleep(0.1)
    print(f"\n  Safeload is at  http://{HOST}:{port}\n")
    for line in _who_can_sign_in():
        print(f"  {line}")
    print("\n  Ctrl-C stops it. What you enter is kept.\n", flush=True)


def _who_can_sign_in() -> list[str]:
    from django.conf import settings

    if not settings.SAFELOAD_DEMO:
        return ["Sign in with your account. The first administrator is made with: .venv/bin/safeload init"]
    from safeload.people.signin.queries import cast

    people = cast()
    width = max((len(person.name) for person in people), default=0)
    lines = ["Choose one of these people on the sign-in page; none needs a password:", ""]
    return lines + [f"{person.name:<{width}}  {person.what}" for person in people]


def supervise(commands: list[list[str]], announce: object = None) -> int:
    """Run all until one ends or a signal comes, then end the others; return the status of the first."""
    running = [subprocess.Popen(command, start_new_session=True) for command in commands]
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    if callable(announce):
        announce()
    while not asked and all(process.poll() is None for process in running):
        time.sleep(0.2)
    ended = [process.returncode for process in running if process.poll() is not None]
    for process in running:
        _end(process)
    return 0 if asked else next((code for code in ended if code), 1)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process politely; after ten seconds end all of its group."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
