"""Fuzz one reader: no exception but CopydeskError, no span that leads nowhere.

    make fuzz READER=xliff SECONDS=600

Atheris (libFuzzer) grows inputs from the samples by coverage, and stops at the first failure, at
more than 500 MB of memory, or where one input takes more than 20 seconds.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import atheris

LIMITS = ("-rss_limit_mb=500", "-timeout=20", "-max_len=65536")
ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "corpora" / "readers" / "samples"
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["corpora"]):
    import corpora
    from corpora.errors import CopydeskError
    from corpora.formats import Formats
    from corpora.opening import in_memory
    from corpora.reader import Reader, ReadOptions
    from corpora.text import Document, Passage, Span, TextFile
    from qa.plugins import READERS, discover

    for found in pkgutil.walk_packages(corpora.__path__, "corpora."):
        importlib.import_module(found.name)  # what a reader imports later is followed, too

ALL = {name: plugin.value for name, plugin in discover(READERS).items()}


def read(reader: Reader, name: str, data: bytes) -> None:
    """Read bytes as one format, and follow each passage back into its file."""
    try:
        file = in_memory(name, data)
        with contextlib.suppress(CopydeskError):
            Formats(ALL).of(file)
        if reader.extract is not None:
            windows = reader.extract(file)
        else:
            text = data.decode("utf-8", "replace").replace("\0", "")
            windows = iter([TextFile(name, text)] if text.strip() else [])
        first = next(windows, None)
        for document in reader.read(first, ReadOptions()) if first else ():
            follow(document)
    except CopydeskError as error:
        said = str(error)
        one_line(said)


def one_line(said: str) -> None:
    """What a user is told."""
    assert "\n" not in said, said


def follow(document: Document) -> None:
    """Every side's text stands within its file; every flag within its segment."""
    for segment in document.segments:
        for passage in (segment.mt, segment.source, *segment.references):
            if passage is not None:
                inside(passage)
    for flag in document.flags:
        side = document.segments[flag.segment].on(flag.span.side)
        assert side is None or flag.span.end <= len(side.text)


def inside(passage: Passage) -> None:
    """The place of a passage in its file."""
    place = passage.to_file(Span(0, len(passage.text)))
    assert 0 <= place.start <= place.end <= passage.file.origin + len(passage.file.text)
    passage.file.line_of(place.start)


def main() -> None:
    """`fuzz_reader.py READER [SECONDS]`."""
    name, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "600"
    reader = ALL[name]
    suffix = reader.suffixes[0] if reader.suffixes else ".txt"
    with tempfile.TemporaryDirectory() as folder:
        for sample in SAMPLES.glob("*"):
            if sample.suffix in reader.suffixes or sample.stem == name.replace("-", "_"):
                Path(folder, sample.name).write_bytes(sample.read_bytes())
        options = [sys.argv[0], *LIMITS, f"-max_total_time={seconds}", folder]
        atheris.Setup(options, lambda data: read(reader, f"a{suffix}", data))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
