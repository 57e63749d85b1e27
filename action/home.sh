# Where the action's environment is, and its python; sourced by install.sh and run.sh.
home="${RUNNER_TEMP:?the runner sets RUNNER_TEMP}/copydesk"

# An environment keeps its commands in bin, on Windows in Scripts.
python_of() {
    if [ -x "$1/Scripts/python.exe" ]; then
        printf '%s' "$1/Scripts/python.exe"
    else
        printf '%s' "$1/bin/python"
    fi
}
