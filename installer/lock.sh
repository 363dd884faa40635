#!/usr/bin/env bash
# Makes both lock files anew from pyproject.toml: one resolution for every platform, hashes included.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml)
"${compile[@]}" --group setup --output-file requirements.lock
"${compile[@]}" --group setup --group dev --group build --output-file requirements-dev.lock
