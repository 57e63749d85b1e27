"""What a run leaves behind beside its reports: a baseline, a history, pruned lists."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from qa.baseline.pruning import prune, pruned
from qa.baseline.stored import Stored, load, save
from qa.commands.asking import Asking
from qa.run import Run
from qa.since import GIT, stored_portion


def keep(done: Run, asking: Asking) -> list[str]:
    """Write what was asked for; the paths of the files."""
    written = []
    if (path := asking.options["write_baseline"]) is not None:
        save(path, baseline_of(done))
        written.append(path)
    if asking.options["prune"]:
        written += _prune(done, asking)
    if (path := asking.history) is not None:
        _record(path, done)
        written.append(path)
    return written


def baseline_of(done: Run) -> Stored:
    """What a later run needs to know of this one."""
    portions = (stored_portion(one.part, one.entries, one.rows) for one in done.portions)
    return Stored(done.result.version, tuple(portions))


def _record(path: str, done: Run) -> None:
    """Add the run to a history; imported by those who keep one."""
    moment = import_module("qa.history.moment").moment_of(os.environ, Path())
    import_module("qa.history.store").record(path, done.result, moment)


def _prune(done: Run, asking: Asking) -> list[str]:
    written = []
    listed = done.flagger.suppressions
    if unused := listed.unused_entries():
        prune(listed.path, unused)
        written.append(listed.path)
    path = asking.baseline
    gone = {(one.part.set, one.part.system): one.gone for one in done.portions if one.gone}
    if path is not None and not path.startswith(GIT) and gone:
        save(path, pruned(load(path), gone))
        written.append(path)
    return written
