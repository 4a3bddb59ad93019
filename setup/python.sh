#!/bin/sh
# Make .venv with the first Python that is new enough; leave a working one alone.
set -eu
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if is_new_enough "$name"; then
            printf '%s' "$name"
            return
        fi
    done
    fail "expected Python 3.11 or newer, got none${PYTHON:+ at $PYTHON}; install it, or name one:" \
        "make install PYTHON=/path/to/python3"
}

install_venv_package() {
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "expected a Python that can make virtual environments, got $1 without ensurepip;" \
            "install it first: sudo apt-get install $package"
    fi
    say "Installing Debian's $package"
    sh setup/apt.sh "$package"
}

# A half-made .venv (an earlier try that was stopped) has a Python and no pip, and one that was
# copied from elsewhere points at the old place.
is_usable() {
    is_new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1 &&
        [ "$(.venv/bin/python -c 'import sys; print(sys.prefix)')" = "$(pwd -P)/.venv" ]
}

if is_usable; then exit 0; fi
python=$(find_python)
"$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv_package "$python"
say "Making .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv .venv
