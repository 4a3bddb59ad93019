#!/bin/sh
# Make the environment of the tools that look through the pinned packages, apart from the app's own.
set -eu
cd "$(dirname "$0")/.."

place=build/audit
list=setup/requirements/audit.txt
key=$({ .venv/bin/python --version; pwd -P; cat "$list"; } | sha256sum)
if [ "$(cat "$place/installed" 2>/dev/null)" = "$key" ]; then exit 0; fi
printf '==> Installing the pinned packages of %s\n' "$list"
rm -rf "$place"
.venv/bin/python -m venv "$place"
"$place/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
    --require-hashes --only-binary :all: -r "$list"
printf '%s\n' "$key" >"$place/installed"
