"""What makes a run the run that it is: with anything else its tables would be others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from corpora.errors import UsageError
from corpora.opening import opened, shown
from corpora.tables.find import Found
from qa import suppressions
from qa.batch.job import Job
from qa.batch.schema import VERSION
from qa.config import Rules
from qa.language_choice import Languages
from qa.plugins import CHECKS, names
from qa.version import copydesk_version

_LIBRARIES = ("onnxruntime", "pyarrow", "sacrebleu")
"""What else writes the bytes and the figures of the tables."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that is read beside the tables (a glossary, a calibration), and its contents' hash."""

    what: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Settled:
    """All that the tables depend on, but for what stands in the inputs.

    The gate, the bootstrap, and what is allowed though it looks like nonsense are not of it: they
    concern the end, and may be others when a run goes on. `within` is, for each input, what the ids
    of its articles tell of where it lies (`corpora.tables.find.Found`). `rules` are ids, None for
    those that the configuration (`configured`, `domains`) chooses of all `checks`. `libraries` are
    versions of what copydesk computes and writes with, empty for what is not installed.
    """

    version: str
    libraries: dict[str, str]
    schema: int
    inputs: tuple[str, ...]
    within: tuple[tuple[str, ...], ...]
    shard_size: int
    longest: int
    texts: bool
    languages: Languages
    metrics: tuple[str, ...]
    where_possible: tuple[str, ...]
    tokenizer: str | None
    spans: bool
    rules: tuple[str, ...] | None
    checks: tuple[str, ...]
    configured: Rules
    domains: tuple[tuple[str, tuple[str, ...]], ...]
    beside: tuple[Beside, ...]

    @staticmethod
    def of(job: Job, size: int, found: Sequence[Found]) -> Settled:
        """What is settled of a job. Raises InputError for a file beside it that cannot be read."""
        request = job.request
        domains = request.config.settings.domains.items()
        return Settled(
            version=copydesk_version(),
            libraries={name: _version_of(name) for name in _LIBRARIES},
            schema=VERSION,
            inputs=tuple(f"{shown(one.path)} ({one.format})" for one in found),
            within=tuple(tuple(map(shown, one.within)) for one in found),
            shard_size=size,
            longest=job.longest,
            texts=job.texts,
            languages=request.languages,
            metrics=request.metrics,
            where_possible=request.where_possible,
            tokenizer=request.tokenizer,
            spans=request.spans,
            rules=request.rules,
            checks=tuple(names(CHECKS)),
            configured=request.config.rules,
            domains=tuple((name, tuple(patterns)) for name, patterns in domains),
            beside=tuple(_beside(job)),
        )

    @property
    def key(self) -> str:
        """Its hash."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


def files_beside(job: Job) -> dict[str, str | None]:
    """The files that are read beside the tables, by what they are; None for one that is not."""
    request = job.request
    config = request.config
    usual = config.folder / suppressions.FILE
    silences = request.suppressions or config.file(config.rules.suppressions)
    return {
        "glossary": request.glossary or config.file(config.rules.glossary),
        "suppressions": silences or (str(usual) if Path(usual).is_file() else None),
        "calibration": job.calibration,
    }


def check_beside(job: Job, settled: Settled) -> None:
    """Raise UsageError where a file beside the tables is not the one that was settled."""
    before, now = set(settled.beside), set(_beside(job))
    for one in sorted(before ^ now, key=lambda one: one.path):
        changed = f"{one.path}: has changed since the run in {job.out} began"
        raise UsageError(f"{changed}; name another folder, or --overwrite")


def _beside(job: Job) -> Iterator[Beside]:
    for what, path in files_beside(job).items():
        if path is not None:
            with opened(path) as file:
                yield Beside(what, shown(path), hashlib.sha256(file.read()).hexdigest())


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
