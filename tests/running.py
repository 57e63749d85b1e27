"""The command line in a process of its own, forked from one that has imported everything."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.preload", "tests.running"])
STREAMS = ("stdin", "stdout", "stderr")
SECONDS = 120


def run(
    arguments: Sequence[str], home: Path, environment: Mapping[str, str], stdin: bytes
) -> tuple[int, bytes, bytes]:
    """Exit code, stdout and stderr of `copydesk …` in a folder.

    As `python -m qa` but for the second that its imports take; Python's own variables don't count.
    """
    with TemporaryDirectory() as folder:
        Path(folder, "stdin").write_bytes(stdin)
        process = _SERVER.Process(
            target=_work, args=(tuple(arguments), str(home), dict(environment), folder)
        )
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"copydesk {' '.join(arguments)}")
        out, err = (Path(folder, name).read_bytes() for name in STREAMS[1:])
        return process.exitcode, out, err


def _work(arguments: tuple[str, ...], home: str, environment: dict[str, str], folder: str) -> None:
    """What the child does."""
    os.chdir(home)
    os.environ.clear()
    os.environ.update(environment)
    for number, name in enumerate(STREAMS):
        flags = os.O_RDONLY if name == "stdin" else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(Path(folder, name), flags), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, "r" if not number else "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        for number in range(len(STREAMS))
    )
    sys.argv = ["copydesk", *arguments]
    from qa.__main__ import main  # noqa: PLC0415 — in the child, as the command does

    main()
