"""Texts that a program holds in memory, laid out as the files that the readers read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpora.errors import UsageError
from corpora.formats import LINES, PLAIN
from corpora.load import Inputs

Text = str | Sequence[str] | Path
"""A text, its segments one by one, or the file that holds it."""
_UTF8 = "utf-8"
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Given:
    """The sides that somebody gave; a side that is None is not there.

    Raises UsageError for what is no text, for segments beside a text, for unequal numbers of them.
    """

    mt: Text
    source: Text | None = None
    reference: Text | None = None

    def __post_init__(self) -> None:
        for name, side in self.sides.items():
            _check(name, side)
        lists = [name for name, side in self.sides.items() if _is_list(side)]
        others = [name for name in self.sides if name not in lists]
        if lists and others:
            what = f"{lists[0]} is a list of segments and {others[0]} is not"
            raise UsageError(f"{what}; give lists on all sides, or on none")
        for name in lists:
            ours, theirs = len(self.mt), len(self.sides[name])  # type: ignore[arg-type]
            if ours != theirs:
                what = f"mt and {name} have {ours:,} and {theirs:,} segments"
                raise UsageError(f"{what}; give as many of each")

    @property
    def sides(self) -> dict[str, Text]:
        """The sides that are there, by their names."""
        found = {"mt": self.mt, "source": self.source, "reference": self.reference}
        return {name: side for name, side in found.items() if side is not None}

    @contextmanager
    def laid_out(self) -> Iterator[Laid]:
        """The sides as files, for as long as the block lasts."""
        with TemporaryDirectory(prefix="copydesk-") as folder:
            paths = {name: _laid(name, side, folder) for name, side in self.sides.items()}
            references = (paths["reference"],) if "reference" in paths else ()
            has_file = any(isinstance(side, Path) for side in self.sides.values())
            form = None if has_file else LINES if _is_list(self.mt) else PLAIN
            encoding = None if has_file else _UTF8
            inputs = Inputs((paths["mt"],), paths.get("source"), references, form, encoding)
            own = {
                paths[name]: name for name, side in self.sides.items() if not isinstance(side, Path)
            }
            yield Laid(inputs, own)


@dataclass(frozen=True, slots=True)
class Laid:
    """What to read; `own` names the sides that lie in files of ours, by their paths."""

    inputs: Inputs
    own: Mapping[str, str]

    def plain(self, text: str) -> str:
        """A text that may name our files, as somebody knows them who gave no files."""
        for path, name in self.own.items():
            text = text.replace(path, name)
        return text


def _is_list(side: Text) -> bool:
    return not isinstance(side, str | Path)


def _check(name: str, side: object) -> None:
    """Raise UsageError for what is no text."""
    if isinstance(side, Path):
        return
    if isinstance(side, str):
        if _names_a_file(side):
            raise UsageError(f"{name} is a file's name, not its text; give Path({side!r})")
    elif not isinstance(side, Sequence) or isinstance(side, bytes | bytearray):
        kind = type(side).__name__
        raise UsageError(f"{name} is no text ({kind}); give a str, a list of segments or a Path")
    else:
        for number, segment in enumerate(side):
            _check_segment(f"{name}[{number}]", segment)
    if not any(part.strip() for part in ([side] if isinstance(side, str) else side)):
        raise UsageError(f"{name} is empty")


def _check_segment(name: str, segment: object) -> None:
    if not isinstance(segment, str):
        raise UsageError(f"{name} is no text ({type(segment).__name__})")
    if "\n" in segment or "\r" in segment:
        raise UsageError(f"{name} holds a line break; a list holds a segment in each place")


def _names_a_file(text: str) -> bool:
    """Whether a text is but the name of a file that is there."""
    if len(text) > _LONGEST_NAME or any(sign.isspace() for sign in text):
        return False
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _laid(name: str, side: Text, folder: str) -> str:
    """The path of a side's file."""
    if isinstance(side, Path):
        return str(side)
    path = Path(folder, f"{name}.txt")
    text = side if isinstance(side, str) else "".join(f"{segment}\n" for segment in side)
    try:
        path.write_bytes(text.encode(_UTF8))
    except UnicodeEncodeError as error:
        raise UsageError(f"{name} holds half a character at {error.start}: no text") from None
    return str(path)
