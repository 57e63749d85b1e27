"""`--journal`: a run in constant memory that goes on where it was interrupted."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from corpora.errors import UsageError
from corpora.opening import PACKED
from corpora.text import Document
from qa.commands.options import STDOUT, say, target_of
from qa.journal import Journal
from qa.long_run import LongRun, key_of
from qa.plugins import WRITERS, discover, one
from qa.progress import Meter
from qa.run import Request
from reports.result import Verdict
from reports.writer import write_parts


def run_by_journal(request: Request, wanted: Sequence[str], options: dict[str, Any]) -> Verdict:
    """Do, or go on with, a run; write its reports; the verdict."""
    targets = [target_of(report) for report in wanted]
    _check(targets, [options["journal"], *request.inputs.paths])
    with Journal(options["journal"], key_of(request)) as journal:
        begun = journal.done.segments
        if begun and not options["quiet"]:
            click.echo(f"copydesk: going on after {begun:,} segments", err=True)
        bar = _Bar(request, quiet=options["quiet"])
        run = LongRun(request, journal, bar.step)
        try:
            run.go()
        except KeyboardInterrupt:
            bar.close()
            if not options["quiet"]:
                done = f"{journal.done.segments:,} segments are done"
                click.echo(f"copydesk: {done}; the same command goes on there", err=True)
            raise
        finally:
            bar.close()
        result = run.summary()
        say(list(run.notes), options, [_memory()])
        for name, path in targets:
            stream = one(WRITERS, name).value.stream
            if stream is not None:
                _write(stream(result, run.documents()), path, options)
    return result.verdict


def _check(targets: Sequence[tuple[str, str]], taken: Sequence[str]) -> None:
    """Raise UsageError for a report that cannot be written so, or would overwrite what is read."""
    kept = {Path(path).resolve() for path in taken}
    for name, path in targets:
        if path != STDOUT and Path(path).resolve() in kept:
            raise UsageError(f"{path}: is the journal or the input; give the report another name")
        if one(WRITERS, name).value.stream is None:
            able = [i for i, writer in discover(WRITERS).items() if writer.value.stream]
            raise UsageError(f"a run with --journal cannot write '{name}'; take {', '.join(able)}")


def _write(parts: Iterable[str], path: str, options: dict[str, Any]) -> None:
    if path == STDOUT:
        if sys.stdout is None:
            raise UsageError("standard output is closed; give --report FORMAT=PATH")
        sys.stdout.writelines(parts)
        sys.stdout.flush()
        return
    write_parts(path, parts)
    if not options["quiet"]:
        click.echo(f"copydesk: wrote {path}", err=True)


def _memory() -> str:
    """The most memory that was used so far; Linux counts in KiB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"peak memory: {most / (1 << 20 if sys.platform == 'darwin' else 1 << 10):,.0f} MiB"


class _Bar:
    """How many segments are done, and of how many, judged by how far into the file they reach."""

    def __init__(self, request: Request, *, quiet: bool) -> None:
        self._meter = None if quiet else Meter("checking")
        self._done, self._size = 0, _size(request.inputs.paths)

    def step(self, segments: int, last: Document) -> None:
        """Show that so many more segments are done."""
        self._done += segments
        if self._meter is None:
            return
        place = last.segments[-1].mt if last.segments else None
        share = place.begin(0) / self._size if place and self._size else 0
        self._meter(self._done, max(self._done + 1, round(self._done / share)) if share else None)

    def close(self) -> None:
        """Take the bar away."""
        if self._meter is not None:
            self._meter.close()


def _size(paths: Sequence[str]) -> int:
    """The size of the one file that is read; 0 where that says nothing of the segments."""
    if len(paths) != 1 or paths[0].endswith(PACKED) or not Path(paths[0]).is_file():
        return 0
    return Path(paths[0]).stat().st_size
