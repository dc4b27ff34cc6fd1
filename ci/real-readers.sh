#!/usr/bin/env bash
# Checks what the tool prints for other programs with programs that others wrote: JSON Schemas and JUnit XML.
set -euo pipefail
tool=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)

venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check \
    jsonschema==4.23.0 PyYAML==6.0.2 junitparser==3.2.0

"$venv/bin/python" "$root/Tests/Tools/check-schemas.py" "$tool"
"$venv/bin/python" "$root/Tests/Tools/check-junit.py" "$tool"
