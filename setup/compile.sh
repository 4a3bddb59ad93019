#!/bin/sh
# Lock every dependency with hashes, for every platform and Python from 3.11 on.
# Run by hand after a change in pyproject.toml: `sh setup/compile.sh`. Needs uv.
set -eu
cd "$(dirname "$0")/.."

lock() {
    out=$1
    shift
    uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --custom-compile-command "sh setup/compile.sh" --output-file "setup/requirements/$out.txt" \
        pyproject.toml "$@"
}

mkdir -p setup/requirements
lock run --group build
lock test --group build --extra test -c setup/requirements/run.txt
lock cluster --extra cluster -c setup/requirements/test.txt
lock bench --extra bench -c setup/requirements/test.txt
uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
    --custom-compile-command "sh setup/compile.sh" --output-file setup/requirements/npm.txt \
    --group npm
uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
    --custom-compile-command "sh setup/compile.sh" --output-file setup/requirements/audit.txt \
    --group audit
