#!/usr/bin/env bash
# Prepares this folder: scripts/bootstrap.sh run|dev
#   run   .tools (uv, Node), .venv with what the product needs, the built style sheet and scripts
#   dev   the same, with the test and check tools, and Chromium and PostgreSQL if none is there
# Needs Python 3.11 or newer, git and make. Installs only from the lock files, with their hashes.
# Every step is skipped when nothing it depends on has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:-run}
python=${PYTHON:-python3}
export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=${UV_LINK_MODE:-copy} PIP_DISABLE_PIP_VERSION_CHECK=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
is_root() { [ "$(id -u)" = 0 ]; }
fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }
is_fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# Runs a step silently; on failure shows what it said.
quietly() {
    local what=$1
    shift
    "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "Could not $what. What was said is above; running the same command again continues from here."; }
}

apt_install() {
    is_root && command -v apt-get >/dev/null || return 1
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1 ||
        { apt-get update -qq >"$log" 2>&1 && apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1; }
}

check_python() {
    command -v "$python" >/dev/null || fail "Safeload needs Python 3.11 or newer; '$python' is not there."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Safeload needs Python 3.11 or newer; this is $("$python" -V). Name another with PYTHON=… ."
}

# Debian's python3 may come without venv and pip: try what is there, then the package.
make_tools_venv() {
    rm -rf .tools
    "$python" -m venv .tools >"$log" 2>&1 && return
    rm -rf .tools
    if "$python" -m pip --version >/dev/null 2>&1 && "$python" -m venv --without-pip .tools >"$log" 2>&1; then
        pip_of_system=1
        return
    fi
    apt_install python3-venv && "$python" -m venv .tools >"$log" 2>&1 && return
    fail "Python has neither venv nor pip here. Ask for the system package python3-venv, then run this again."
}

pip_tools() {
    if [ -n "${pip_of_system:-}" ]; then
        "$python" -m pip --python .tools/bin/python install --quiet --require-hashes -r requirements-tools.lock
    else
        .tools/bin/python -m pip install --quiet --require-hashes -r requirements-tools.lock
    fi
}

install_tools() {
    local want
    want=$(fingerprint requirements-tools.lock)
    is_fresh .tools/.installed "$want" && return
    say "Fetching the build tools"
    make_tools_venv
    quietly "install the build tools" pip_tools
    printf '%s' "$want" >.tools/.installed
}

# Adds what a lock file lists; never removes, so that "run" leaves the test tools in place.
install_lock() {
    local lock=$1 stamp=.venv/.installed-$1 want
    want=$(fingerprint "$lock")
    is_fresh "$stamp" "$want" && return
    say "Installing from $lock"
    quietly "install from $lock" .tools/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
    printf '%s' "$want" >"$stamp"
}

install_project() {
    local want
    want=$(fingerprint pyproject.toml)
    is_fresh .venv/.installed-project "$want" && [ -x .venv/bin/safeload ] && return
    quietly "install Safeload itself" .tools/bin/uv pip install --quiet --python .venv/bin/python \
        --no-deps --no-build-isolation --editable .
    printf '%s' "$want" >.venv/.installed-project
}

install_python_side() {
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null ||
        quietly "create .venv" .tools/bin/uv venv --quiet --clear --python "$(command -v "$python")" .venv
    install_lock requirements.lock
    [ "$mode" = dev ] && install_lock requirements-dev.lock
    if [ "$mode" = dev ] && command -v java >/dev/null; then install_lock requirements-cluster.lock; fi
    install_project
}

build_frontend() {
    local want dist=safeload/web/static/web/dist
    want=$(find frontend -path frontend/node_modules -prune -o -type f ! -name .built -print | LC_ALL=C sort | xargs cat | sha256sum | cut -d' ' -f1)
    is_fresh frontend/.built "$want" && [ -f "$dist/safeload.css" ] && return
    say "Building the style sheet and scripts"
    export PATH="$PWD/.tools/bin:$PATH"
    # Node is linked against libatomic on some systems; Debian's minimal image lacks it.
    .tools/bin/node --version >/dev/null 2>&1 || apt_install libatomic1 ||
        fail "Node does not start here. Ask for the system package libatomic1, then run this again."
    (cd frontend && quietly "fetch the front-end packages" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    (cd frontend && quietly "build the style sheet and scripts" node build.mjs)
    printf '%s' "$want" >frontend/.built
}

find_postgres() {
    command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -1
}

install_test_services() {
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    [ -n "$(find_postgres)" ] || missing+=(postgresql)
    ldconfig -p 2>/dev/null | grep -q libatomic || missing+=(libatomic1)
    [ ${#missing[@]} = 0 ] && return
    say "Installing ${missing[*]} from Debian's packages"
    apt_install "${missing[@]}" ||
        say "Without root ${missing[*]} cannot be installed; the tests that need them are skipped and say so."
}

check_python
install_tools
install_python_side
build_frontend
if [ "$mode" = dev ]; then install_test_services; fi
