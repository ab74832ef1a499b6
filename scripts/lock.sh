#!/usr/bin/env bash
# Writes the five lock files from pyproject.toml: every package with its hashes, for every platform.
# No header and no annotations, so that no index is named in the repository.
# "scripts/lock.sh --upgrade" takes the newest releases that pyproject.toml allows.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
uv=.tools/bin/uv
[ -x "$uv" ] || { echo "Run 'make run' once first: it brings uv." >&2; exit 1; }
compile() {
    "$uv" pip compile --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --quiet "${upgrade[@]}" "$@"
}
upgrade=("$@")
compile --group tools --output-file requirements-tools.lock
compile pyproject.toml --group build --output-file requirements.lock
compile pyproject.toml --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
compile pyproject.toml --extra cluster --constraint requirements.lock --output-file requirements-cluster.lock
compile --group peers --output-file requirements-peers.lock
if grep -nE '://|^--' requirements*.lock; then
    echo "A lock file names an index; it must not." >&2
    exit 1
fi
