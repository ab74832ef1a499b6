"""``make race``: the same cases, keys and moves from thirty-two managers at once, on SQLite and on PostgreSQL.

One JSON line a database and race; ends with status 1 where a number is not what it has to be.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.race import clients
from scripts.throwaway_postgres import NotInstalled, throwaway_postgres

#: Answers that are no fault: done (302), refused in words (422), not for this person any more (404).
_SAID = {200, 302, 404, 422}


def main() -> int:
    """Run every race on both databases; 0 where all numbers are as they have to be."""
    good = _on("sqlite", "")
    try:
        with throwaway_postgres() as url:
            good &= _on("postgresql", url)
    except NotInstalled as missing:
        print(json.dumps({"database": "postgresql", "not run": str(missing)}))
    return 0 if good else 1


def _on(database: str, url: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="safeload-race-") as folder:
        env = {
            **os.environ,
            "DATABASE_URL": url,
            "SAFELOAD_DATA": folder,
            "SAFELOAD_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "safeload.config.settings",
        }
        if not url:
            env.pop("DATABASE_URL")
        for words in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "-v0", "--noinput"]):
            subprocess.run([sys.executable, "-m", "django", *words], env=env, check=True, capture_output=True)
        told = clients.told_by(_python(env, "bench.race.seed"))
        with _served(env) as port:
            return _races(database, port, told, env)


def _races(database: str, port: int, told: dict[str, Any], env: dict[str, str]) -> bool:
    number = len(told["sessions"])
    before = _counted(env)
    answers, seconds = _timed(port, told, clients.same_cases)
    after = _counted(env)
    won = {
        "winners": after["waiting_won"],
        "said_so": answers[302],
        "recorded": after["changes"] - before["changes"],
        "server_errors": _faults(answers),
        **_wrong(after),
    }
    _print(database, clients=number, cases=len(told["waiting"]), **won, seconds=seconds)
    good = won["winners"] == won["said_so"] == won["recorded"] == len(told["waiting"])
    told["shown"] = json.loads(_python(env, "bench.race.looking"))
    answers, seconds = _timed(port, told, clients.same_keys)
    after = _counted(env)
    keys = {"proposals": after["proposals"], "server_errors": _faults(answers), **_wrong(after)}
    submits = sum(answers.values())
    _print(database, clients=number, submits=submits, keys=len(told["keys"]), **keys, seconds=seconds)
    good &= keys["proposals"] == len(told["keys"]) and not _faults(answers)
    answers, seconds = _timed(port, told, clients.opposing_moves)
    after = _counted(env)
    moves = {"done": answers[302], "server_errors": _faults(answers), **_wrong(after)}
    _print(database, clients=number, moves=sum(answers.values()), **moves, seconds=seconds)
    return good and not any((won["server_errors"], moves["server_errors"], *_wrong(after).values()))


def _wrong(found: dict[str, int]) -> dict[str, int]:
    names = ("doubled", "overlaps", "gaps", "drift", "open_twice", "record_gaps", "unrecorded")
    return {name: found[name] for name in names}


def _faults(answers: Counter[int]) -> int:
    return sum(number for status, number in answers.items() if status not in _SAID)


def _timed(port: int, told: dict[str, Any], what: Any) -> tuple[Counter[int], float]:
    start = time.monotonic()
    return clients.run(port, told, what), round(time.monotonic() - start, 1)


def _counted(env: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = json.loads(_python(env, "bench.race.invariants"))
    return found


def _print(database: str, **told: Any) -> None:
    print(json.dumps({"database": database, **told}), flush=True)


def _python(env: dict[str, str], module: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr}")
    return done.stdout


@contextmanager
def _served(env: dict[str, str]) -> Iterator[int]:
    """The web server as it runs everywhere, without the demo."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--no-ws"]
    env = {**env, "SAFELOAD_ADDRESS": f"http://127.0.0.1:{port}"}
    with (Path(env["SAFELOAD_DATA"]) / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--log-level", "warning", "safeload.config.wsgi:application"],
            env=env,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    sys.exit(main())
