#!/usr/bin/env bash
# Installs copydesk into an environment of its own: its packages bear plain names.
#
# ACTION_PATH is the action's checkout, PYTHON_PATH the Python to use, INPUT_INSTALL_FROM what pip
# installs (empty: the checkout, with the versions that it was tested with).
set -euo pipefail

# shellcheck source=home.sh
. "$(dirname "$0")/home.sh"
from="${INPUT_INSTALL_FROM:-$ACTION_PATH}"
installed="$home/installed-from"

# A job that uses the action again, for another language, need not install again.
if [ -f "$installed" ] && [ "$(cat "$installed")" = "$from" ]; then
    echo "copydesk is installed already"
    exit 0
fi

rm -rf "$home"
"${PYTHON_PATH:-python3}" -m venv "$home"
constraints=()
if [ "$from" = "$ACTION_PATH" ]; then
    constraints=(--constraint "$ACTION_PATH/constraints.txt")
fi
"$(python_of "$home")" -m pip install --quiet --disable-pip-version-check \
    ${constraints[@]+"${constraints[@]}"} -- "$from"
printf '%s' "$from" >"$installed"
