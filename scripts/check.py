"""Every check that needs no test run: style, types, walls, templates, migrations, deployment.

``scripts/check.py`` reports; ``scripts/check.py --fix`` repairs what the tools can repair.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BIN = Path(sys.executable).parent
_DEPLOYED = {"SAFELOAD_ADDRESS": "https://safeload.example", "SAFELOAD_DEMO": "0"}


def _templates() -> list[str]:
    return sorted(str(path) for path in Path("safeload").glob("*/templates/**/*.html"))


def _checks() -> list[tuple[str, list[str]]]:
    manage = [sys.executable, "manage.py"]
    return [
        ("style", [f"{_BIN}/ruff", "check", "--quiet", "."]),
        ("format", [f"{_BIN}/ruff", "format", "--quiet", "--check", "."]),
        ("templates", [f"{_BIN}/djade", "--check", *_templates()]),
        ("walls", [f"{_BIN}/lint-imports", "--no-cache"]),
        ("types", [f"{_BIN}/mypy"]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"]),
    ]


def _fixes() -> list[tuple[str, list[str]]]:
    return [
        ("style", [f"{_BIN}/ruff", "check", "--quiet", "--fix", "."]),
        ("format", [f"{_BIN}/ruff", "format", "--quiet", "."]),
        ("templates", [f"{_BIN}/djade", *_templates()]),
    ]


def main(fix: bool) -> int:
    """Run all, one line each; what a failing one said follows its line. Returns 1 if any failed."""
    failed = []
    with tempfile.TemporaryDirectory() as data:
        surroundings = {**os.environ, **_DEPLOYED, "SAFELOAD_DATA": data}
        surroundings.pop("DATABASE_URL", None)
        for name, command in _fixes() if fix else _checks():
            start = time.monotonic()
            done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
            good = done.returncode == 0 or (fix and name == "templates")
            print(f"{name:<11} {'ok' if good else 'FAILED'} ({time.monotonic() - start:.1f} s)", flush=True)
            if not good:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All good.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main("--fix" in sys.argv[1:]))
