#!/bin/sh
# Install one Debian or Ubuntu package, as root; what apt says is only shown when it fails.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install -y --no-install-recommends "$1"; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
