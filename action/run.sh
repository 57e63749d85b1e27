#!/usr/bin/env bash
# Runs copydesk with the action's inputs (INPUT_…) and ends as it ends: 0 passed, 1 failed, 2 could
# not judge; after reports, job summary and outputs are written. No input is read by a shell.
set -euo pipefail

here="$(dirname "$0")"
# shellcheck source=home.sh
. "$here/home.sh"
python="$(python_of "$home")"
work="$(mktemp -d "$RUNNER_TEMP/copydesk-run.XXXXXX")"
trap 'rm -rf "$work"' EXIT
run="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
arguments=()
printf 'verdict=error\nexit-code=2\n' >>"$GITHUB_OUTPUT"  # unless it goes on; the last ones count

option() {  # NAME VALUE: nothing for an empty value
    if [ -n "$2" ]; then
        arguments+=("$1=$2")
    fi
}

report() {  # FORMAT PATH: nothing for an empty path
    if [ -n "$2" ]; then
        mkdir -p "$(dirname "$2")"
        if [ -f "$2" ]; then
            rm -- "$2"  # an earlier run's shall not be taken for this one's
        fi
        arguments+=(--report "$1=$2")
    fi
}

if [ "$INPUT_ANNOTATIONS" = true ]; then
    arguments=(gate --report github=-)  # conditions and verdict go to the log by standard error
else
    arguments=(check --report terminal=-)
fi
case "$INPUT_CHANGED" in
    "" | false) ;;
    true) arguments+=(--changed) ;;
    *) option --changed "$INPUT_CHANGED" ;;
esac
option --source "$INPUT_SOURCE"
while IFS= read -r line; do
    option --reference "$line"
done <<<"$INPUT_REFERENCE"
option --lang "$INPUT_LANG"
option --source-lang "$INPUT_SOURCE_LANG"
option --config "$INPUT_CONFIG"
option --baseline "$INPUT_BASELINE"

comment="$INPUT_COMMENT"
if [ -z "$comment" ] && [ "$INPUT_SUMMARY" = true ]; then
    comment="$work/comment.md"
fi
report comment "$comment"
report sarif "$INPUT_SARIF"
report html "$INPUT_HTML"
report junit "$INPUT_JUNIT"
report json "$work/result.json"
if [ -n "$INPUT_HTML" ]; then
    option --report-url "${INPUT_REPORT_URL:-$run}"
fi

"$python" -I "$here/words.py" >"$work/words"
while IFS= read -r -d '' word; do
    arguments+=("$word")
done <"$work/words"
arguments+=(--)
while IFS= read -r line; do
    if [ -n "$line" ]; then
        arguments+=("$line")
    fi
done <<<"$INPUT_PATHS"

code=0
"$python" -I -m qa "${arguments[@]}" || code=$?

if [ "$INPUT_SUMMARY" = true ] && [ -s "$comment" ]; then
    cat "$comment" >>"$GITHUB_STEP_SUMMARY"
fi
verdict=error
if [ -s "$work/result.json" ]; then
    verdict="$("$python" -I "$here/verdict.py" "$work/result.json")"
fi
output() {  # NAME PATH: the path, if there is such a file
    if [ -n "$2" ] && [ ! -s "$2" ]; then
        set -- "$1" ""
    fi
    printf '%s=%s\n' "$1" "${2//$'\n'/ }" >>"$GITHUB_OUTPUT"
}
printf 'verdict=%s\nexit-code=%s\n' "$verdict" "$code" >>"$GITHUB_OUTPUT"
output sarif "$INPUT_SARIF"
output html "$INPUT_HTML"
output junit "$INPUT_JUNIT"
output comment "$INPUT_COMMENT"
exit "$code"
