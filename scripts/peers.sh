#!/usr/bin/env bash
# Installs the solvers that the bench holds the planner against, in an environment of their own: .peers
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
want=$(sha256sum requirements-peers.lock | cut -d' ' -f1)
[ -f .peers/.installed ] && [ "$(cat .peers/.installed)" = "$want" ] && exit
echo "Installing the peers of the planner"
.venv/bin/python -m venv --without-pip .peers
.tools/bin/uv pip install --quiet --python .peers/bin/python --require-hashes -r requirements-peers.lock
printf '%s' "$want" >.peers/.installed
