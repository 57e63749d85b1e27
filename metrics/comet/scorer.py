"""COMET as a metric: rows, score, signature, remarks.

A segment's row: score, 1, its word pieces where they had to be cut (else 0), the veto's code, how
many word pieces the model reads. A corpus has the mean of its segments, on COMET's own scale: about
0 to 1, 1 is best. Of several references the first is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from metrics.comet import checkpoint, packages
from metrics.comet.find import Found
from metrics.comet.hashes import sha256
from metrics.comet.judge import Engine, Judgement, Progress, judge
from metrics.comet.layout import Texts
from metrics.comet.onnx import OnnxEngine, read_card
from metrics.comet.reads import reads_of
from metrics.comet.veto import REMARKS, Veto, veto
from metrics.cores import cores
from metrics.metric import ErrorSpan, Sample, Statistics

_COLUMNS = 5
_DIGITS = 12
_AT_ONCE = 2
"""Models that a process keeps: they are large, but a run in blocks asks for the same ones again."""
_VETOED = Judgement(0.0, (), 0, 0)


@dataclass(frozen=True, slots=True)
class Setup:
    """How a model is to be used.

    `languages` (BCP 47) are the source's and the translation's, `device` is None for the best there
    is, `with_reference` says that the model is given the references, `vetoing` that what is no
    translation gets 0. `memory` is the folder where hashes are remembered, `cache` the hub's; None:
    the usual ones.
    """

    found: Found
    languages: tuple[str | None, str | None] = (None, None)
    device: str | None = None
    dtype: str = "float32"
    with_reference: bool = True
    vetoing: bool = True
    memory: Path | None = None
    cache: Path | None = None


class CometScorer:
    """A COMET model, set up; it is loaded when the first segment is to be scored."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._engine: Engine | None = None
        self._progress: Progress | None = None
        self._known: dict[Texts, Judgement] = {}

    def watch(self, progress: Progress | None) -> None:
        """Have somebody told how many segments are done, and of how many."""
        self._progress = progress

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Score: samples × 5."""
        texts = [self._texts(one) for one in samples]
        vetoes = [self._veto(one) for one in texts]
        judged = self._judgements([
            one for one, why in zip(texts, vetoes, strict=True) if why is Veto.NONE
        ])  # fmt: skip
        rows = [
            (one.score, 1.0, one.cut, why, one.limit)
            for one, why in (
                (judged[text] if why is Veto.NONE else _VETOED, why)
                for text, why in zip(texts, vetoes, strict=True)
            )
        ]
        return np.asarray(rows, dtype=np.float64).reshape(-1, _COLUMNS)

    def scores(self, totals: Statistics) -> Statistics:
        """The mean of the segments, for each sum of rows."""
        return np.asarray(totals[:, 0] / totals[:, 1], dtype=np.float64)

    def segment_scores(self, rows: Statistics) -> Statistics:
        """The score of each segment."""
        return rows[:, 0]

    def remarks(self, row: Statistics) -> tuple[str, ...]:
        """Whether a segment was cut, or vetoed and why."""
        said = [REMARKS[Veto(int(row[3]))]] if row[3] else []
        if row[2]:
            said.append(f"input cut: {int(row[2])} word pieces, the model reads {int(row[4])}")
        return tuple(said)

    def identity(self) -> str:
        """Model, weights, packages, precision, references, veto and the languages it goes by."""
        setup = self._setup
        read = "yes" if setup.with_reference else "no"
        parts = [*self._parts(), self._weights(), f"dtype:{setup.dtype}", f"reference:{read}"]
        parts.append(f"device:{setup.device or self._device()}")
        if setup.vetoing:
            parts.append("veto:" + "-".join(one or "?" for one in setup.languages))
        return "|".join(parts)

    def signature(self, samples: Sequence[Sample], resamples: int) -> str:
        """The model, its weights' hash, what ran it and how, and the bootstrap.

        `seen` stands there where the model can do without a reference: what it was given.
        """
        setup = self._setup
        drawn = (f"bs:{resamples}", "seed:12345") if resamples else ()
        name, *ran = self._parts()
        how = [f"dtype:{setup.dtype}", f"device:{setup.device or self._device()}"]
        if reads_of(setup.found).may_go_without:
            seen = {"src" if self._texts(one).ref is None else "src+ref" for one in samples}
            how.append(f"seen:{','.join(sorted(seen))}")
        veto_ = f"veto:{'on' if setup.vetoing else 'off'}"
        return "|".join((*drawn, name, f"rev:{self._revision()[:_DIGITS]}", *ran, *how, veto_))

    def _parts(self) -> list[str]:
        """The model and what runs it, as a signature spells it."""
        found = self._setup.found
        if found.exported:
            onnx = f"runtime:onnxruntime-{packages.version('onnxruntime')}"
            return [f"model:{read_card(found.folder).name}", onnx]
        packs = {"comet": "unbabel-comet", "torch": "torch", "transformers": "transformers"}
        ran = [f"{key}:{packages.version(name)}" for key, name in packs.items()]
        return [f"model:{found.name}", *ran]

    def _revision(self) -> str:
        """The SHA-256 of the checkpoint, also of one that was exported."""
        if self._setup.found.exported:
            return read_card(self._setup.found.folder).weights
        return sha256(self._setup.found.weights, self._setup.memory)

    def _weights(self) -> str:
        """The SHA-256 of the files that are read."""
        hashes = [sha256(one, self._setup.memory) for one in _files(self._setup.found)]
        together = hashlib.sha256("".join(hashes).encode()).hexdigest()
        return f"sha256:{hashes[0] if len(hashes) == 1 else together}"

    def _device(self) -> str:
        return "cpu" if self._setup.found.exported else checkpoint.best_device()

    def _texts(self, sample: Sample) -> Texts:
        read = self._setup.with_reference and sample.references
        return Texts(sample.mt, sample.source, sample.references[0] if read else None)

    def _veto(self, one: Texts) -> Veto:
        return veto(one.mt, one.src, self._setup.languages) if self._setup.vetoing else Veto.NONE

    def _judgements(self, texts: Sequence[Texts]) -> dict[Texts, Judgement]:
        """Each text's judgement; the model reads none twice."""
        new = [one for one in dict.fromkeys(texts) if one not in self._known]
        if new:
            self._engine = self._engine or open_engine(self._setup)
            self._known |= dict(zip(new, judge(self._engine, new, self._progress), strict=True))
        return self._known


class CometSpanScorer(CometScorer):
    """A COMET model that says which words are wrong, too."""

    def spans(self, samples: Sequence[Sample]) -> list[tuple[ErrorSpan, ...]]:
        """The error spans of each sample, in order; also of what was vetoed, unless it is blank."""
        texts = [self._texts(one) for one in samples]
        judged = self._judgements([one for one in texts if one.mt.strip()])
        return [judged[one].spans if one.mt.strip() else () for one in texts]


def _files(found: Found) -> list[Path]:
    """The files with a model's weights."""
    path = found.weights
    return [one for one in (path, path.with_name(f"{path.name}.data")) if one.exists()]


def open_engine(setup: Setup) -> Engine:
    """A model, exported or not; a process loads it once. Raises MetricError."""
    return _loaded(_Loading.of(setup))


@dataclass(frozen=True, slots=True)
class _Loading:
    """A model to be loaded, and all that makes it another one: `stamps` tell of its files."""

    folder: Path
    stamps: tuple[tuple[str, int, int], ...]
    device: str
    dtype: str
    cache: Path | None
    threads: int
    found: Found = field(compare=False)

    @staticmethod
    def of(setup: Setup) -> _Loading:
        """What is to be loaded for a metric."""
        found = setup.found
        device = setup.device or ("cpu" if found.exported else checkpoint.best_device())
        stats = [(one.name, one.stat()) for one in _files(found)]
        stamps = tuple((name, one.st_size, one.st_mtime_ns) for name, one in stats)
        return _Loading(found.folder, stamps, device, setup.dtype, setup.cache, cores(), found)


@lru_cache(maxsize=_AT_ONCE)
def _loaded(wanted: _Loading) -> Engine:
    if wanted.found.exported:
        return OnnxEngine(wanted.folder, wanted.device)
    options = checkpoint.Options(wanted.device, wanted.dtype)
    return checkpoint.TorchEngine(wanted.found, options, cache=wanted.cache)
