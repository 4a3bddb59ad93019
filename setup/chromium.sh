#!/bin/sh
# Have a Chromium for the browser tests: the one on PATH, else Debian's, else Playwright's own.
set -eu
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

is_apt_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

runs() { command -v "$1" >/dev/null && "$1" --version >/dev/null 2>&1; }

has_chromium() { runs chromium || runs chromium-browser || runs google-chrome; }

is_debian_root() { is_apt_root && grep -qx 'ID=debian' /etc/os-release; }

# Playwright brings a Node.js that needs a library which a bare Debian does not have.
playwright_runs() { .venv/bin/playwright --version >/dev/null 2>&1; }

if ! playwright_runs && is_apt_root; then
    say "Installing Debian's libatomic1, which Playwright needs"
    sh setup/apt.sh libatomic1
fi
playwright_runs || fail "expected Playwright to start, got an error;" \
    "see .venv/bin/playwright --version, or install first: sudo apt-get install libatomic1"
if has_chromium; then exit 0; fi
if is_debian_root; then
    say "Installing Debian's Chromium"
    sh setup/apt.sh chromium
    exit 0
fi
stamp=.venv/installed-chromium
if [ -f "$stamp" ]; then exit 0; fi
say "Installing Playwright's Chromium"
# Ubuntu's own package is a snap, which neither a container nor Playwright can start.
if is_apt_root; then
    .venv/bin/playwright install --with-deps chromium
else
    .venv/bin/playwright install chromium
fi
: >"$stamp"
