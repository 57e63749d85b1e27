"""sacreBLEU's test sets: its catalogue, read from the package that is installed.

It also makes the texts, so that they are those that `sacrebleu -t` scores. Its own downloads are
not used: they neither resume nor wait, and end the process where a hash is wrong.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corpora.errors import InputError
from corpora.sets.archives import extract
from corpora.sets.languages import Pair, splits
from corpora.sets.remote import MD5, Digest, RemoteFile
from corpora.sets.writing import whole

if TYPE_CHECKING:
    from sacrebleu.dataset.base import Dataset

_ARCHIVES = (".tar.gz", ".tgz", ".zip")
_DOCUMENTS = "docid"


@dataclass(frozen=True, slots=True)
class SacreBleu:
    """A set of sacreBLEU's."""

    dataset: Dataset

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that it has."""
        return tuple(next(splits(name)) for name in self.dataset.langpairs)

    @property
    def languages(self) -> tuple[str, ...]:
        """No two languages are a pair that is not named."""
        return ()

    @property
    def files(self) -> tuple[RemoteFile, ...]:
        """Its archives, with the hashes that sacreBLEU knows."""
        urls: list[str] = self.dataset.data or []
        hashes = self.dataset.md5 or [""] * len(urls)
        return tuple(
            RemoteFile(url, Digest(MD5, digits) if digits else None)
            for url, digits in zip(urls, hashes, strict=True)
        )

    def write(
        self, name: str, pair: Pair, fetch: Callable[[RemoteFile], Path], folder: Path
    ) -> Iterator[Path]:
        """Write source, references and document ids, a line a segment."""
        with TemporaryDirectory() as scratch:
            raw = Path(scratch, "raw")
            self._unpack(pair, fetch, raw)
            yield from self._written(name, pair, Path(scratch), folder)

    def _paths(self, pair: Pair) -> set[str]:
        """What the pair needs, as paths in the archives."""
        needed = self.dataset.langpairs[str(pair)]
        paths = [needed["path"]] if isinstance(needed, dict) else needed
        return {path.rpartition(":")[2] for path in paths}

    def _unpack(self, pair: Pair, fetch: Callable[[RemoteFile], Path], raw: Path) -> None:
        missing = self._paths(pair)
        stems = {file: file.name.partition(".")[0] for file in self.files}
        likely = sorted(self.files, key=lambda file: not any(stems[file] in p for p in missing))
        for file in likely:
            if not missing:
                return
            local = f"{self.dataset.name.replace('/', '_')}.{file.name}"
            if file.name.endswith(_ARCHIVES):
                missing -= extract(fetch(file), _Among(frozenset(missing), raw)).keys()
            elif local in missing:
                raw.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(fetch(file), raw / local)
                missing.discard(local)
        if missing:
            what = f"its archives hold no {', '.join(sorted(missing))}"
            raise InputError(self.dataset.name, what, fix="update sacreBLEU")

    def _written(self, name: str, pair: Pair, scratch: Path, folder: Path) -> Iterator[Path]:
        dataset = copy.copy(self.dataset)
        # Where it looks for raw files and puts texts; and there is nothing left to download.
        vars(dataset).update(
            _outdir=str(scratch), _rawdir=str(scratch / "raw"), maybe_download=lambda: None
        )
        read: Any = dataset  # its methods have no types
        try:
            files = dict(zip(read.fieldnames(str(pair)), read.get_files(str(pair)), strict=True))
            references = read.get_reference_files(str(pair))
        except (AssertionError, KeyError, IndexError, ValueError, SyntaxError, OSError) as error:
            what = f"sacreBLEU cannot read it ({error})"
            raise InputError(f"{name} {pair}", what) from None
        stem = f"{name.replace('/', '-')}.{pair}"
        yield _copied(files["src"], folder / f"{stem}.src.{pair.source}.txt")
        for number, path in enumerate(references, 1):
            count = str(number) if len(references) > 1 else ""
            yield _copied(path, folder / f"{stem}.ref{count}.{pair.target}.txt")
        if _DOCUMENTS in files:
            yield _copied(files[_DOCUMENTS], folder / f"{stem}.{_DOCUMENTS}.txt")


@dataclass(frozen=True, slots=True)
class _Among:
    """Places the members that are wanted in a folder, under their own names."""

    wanted: frozenset[str]
    folder: Path

    def __call__(self, member: str) -> Path | None:
        """Where a member goes, if it is wanted."""
        return self.folder / member if member in self.wanted else None


def _copied(path: str, target: Path) -> Path:
    with Path(path).open("rb") as source, whole(target) as file:
        shutil.copyfileobj(source, file)
    return target
