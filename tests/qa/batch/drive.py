"""A batch as a process of its own: `python -m tests.qa.batch.drive TABLE OUT WORKERS`."""

from __future__ import annotations

import sys

from corpora.errors import CopydeskError
from qa.batch.driver import go
from qa.batch.engines.local import Local
from tests.qa.batch.gated import gated
from tests.qa.batch.made import silent, wanted


def main(table: str, out: str, workers: str) -> int:
    """Drive it to its end."""
    try:
        go(wanted(out, table, size=200), Local(int(workers), gated), silent)
    except CopydeskError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
