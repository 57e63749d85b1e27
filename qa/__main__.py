"""The command `copydesk`, and `python -m qa`.

Our packages bear plain names, and another distribution may have put one of the same name in
front of ours. That is found out here, before anything else is imported, and said plainly.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
from pathlib import Path

_OURS = ("corpora", "metrics", "reports")


def intruder() -> str | None:
    """The place of a package that bears one of our names and is not ours."""
    home = Path(__file__).resolve().parent.parent
    for name in _OURS:
        spec = importlib.util.find_spec(name)
        place = Path(spec.origin).resolve() if spec and spec.origin else None
        if place is None or place.parent.parent != home:
            return f"package '{name}' at {place or 'an unknown place'}"
    return None


def main() -> None:
    """Run the command line."""
    if sys.stderr is None:  # closed by whoever called: what is said there shall not get in the way
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 — to the end
    stranger = intruder()
    if stranger:
        sys.stderr.write(
            f"copydesk: {stranger} is not copydesk's; give copydesk an environment of its own\n"
        )
        raise SystemExit(2)
    from qa.cli import run_command  # noqa: PLC0415 — only once the packages are known to be ours

    # What is gone at the end of the process need not be looked for on the way.
    gc.set_threshold(100_000, 50, 50)
    code = run_command()
    sys.stderr.flush()
    os._exit(code)  # all is written and closed: nobody waits for memory to be tidied up


if __name__ == "__main__":
    main()
