#!/bin/sh
# Install what is pinned: `install.sh run` for the app, `install.sh test` for the test tools as
# well, `install.sh bench` for both and the peers of the benchmarks.
# A second call with nothing changed returns at once.
set -eu
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }

# The Python and the place are part of the key: a rebuilt or moved .venv is filled again.
key_of() {
    { .venv/bin/python --version; pwd -P; cat "$@"; } | sha256sum
}

install_pinned() {
    stamp=.venv/installed-$1
    key=$(key_of "setup/requirements/$1.txt" pyproject.toml)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$key" ]; then return; fi
    say "Installing the pinned packages of setup/requirements/$1.txt (a minute or two)"
    # Wheels only: nothing is compiled or run while it installs.
    pip_install --require-hashes --only-binary :all: -r "setup/requirements/$1.txt"
    if [ "$1" = run ]; then
        say "Installing hotspotkaart"
        pip_install --no-deps --no-build-isolation --editable .
        say "Compiling the loops of clustering and join (15 seconds)"
        .venv/bin/python setup/compile_loops.py
    fi
    printf '%s\n' "$key" >"$stamp"
}

pip_install() {
    .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check "$@"
}

sh setup/python.sh
install_pinned run
sh setup/browser/install.sh
if [ "${1:-run}" != run ]; then
    install_pinned test
    sh setup/chromium.sh
fi
if [ "${1:-run}" = bench ]; then install_pinned bench; fi
