#!/bin/sh
# Have a Chromium for the browser tests: the one on PATH, else Debian's, else Playwright's own.
set -eu
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }

runs() { command -v "$1" >/dev/null && "$1" --version >/dev/null 2>&1; }

has_chromium() { runs chromium || runs chromium-browser || runs google-chrome; }

is_debian_root() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qx 'ID=debian' /etc/os-release
}

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
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    .venv/bin/playwright install --with-deps chromium
else
    .venv/bin/playwright install chromium
fi
: >"$stamp"
