"""A batch on Ray as a process of its own: `python -m tests.cluster.drive TABLE OUT ADDRESS`."""

from __future__ import annotations

import sys

from corpora.errors import CopydeskError
from qa.batch.driver import go
from qa.batch.engines.cluster import Cluster
from tests.qa.batch.gated import gated
from tests.qa.batch.made import silent, wanted


def main(table: str, out: str, address: str) -> int:
    """Drive it to its end."""
    try:
        go(wanted(out, table, size=100), Cluster(address, workers=2, make=gated), silent)
    except CopydeskError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
