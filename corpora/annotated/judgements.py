"""Translations that people judged, from JSON lines: scores, marked words, post-editing tags.

An object a line: `mt`, `src`, `ref` or `refs` (by name), `lp`, `doc`, `seg`, `system`; a human
score (`mqm`, `da_mean`, `da_z`, `da_raw` or `hter`); `raters` with the spans they marked (code
points of `mt`, half open), or `mt_tags` (gap, word, gap …), as WMT's metrics and quality
estimation tasks publish them.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import regex

from corpora.errors import InputError
from corpora.text import Span
from corpora.words import words_of

HUMAN = ("mqm", "da_mean", "da_z", "da_raw", "hter")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HUMAN_SYSTEM = regex.compile(r"(?i)^(human|ref)([-._]|[A-Z]$|$)")
_MARKED = frozenset({"minor", "major", "critical", "non-translation"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A word of a translation, and whether anybody marked it."""

    span: Span
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """A translation and what people said of it.

    `references` are by name; `scores` has every human score that the row has, the higher the
    better. `words` is None where nobody looked at words.
    """

    line: int
    mt: str
    source: str | None
    references: dict[str, str]
    pair: str
    document: str
    item: str
    system: str
    scores: dict[str, float]
    words: tuple[Marked, ...] | None

    @property
    def is_human(self) -> bool:
        """Whether a person translated it."""
        return _HUMAN_SYSTEM.match(self.system) is not None

    @property
    def others(self) -> tuple[str, ...]:
        """The references; without a human translation itself, where it is judged as a system."""
        found = {name: text for name, text in self.references.items() if text.strip()}
        if not self.is_human:
            return tuple(found.values())
        own = _key(self.system)
        return tuple(
            text
            for name, text in found.items()
            if text != self.mt and not own.startswith(_key(name))
        )


def _key(name: str) -> str:
    return name.replace(".", "").replace("-", "").casefold()


class _Span(msgspec.Struct):
    start: int | None = None
    end: int | None = None
    sev: str = ""


class _Rater(msgspec.Struct):
    spans: list[_Span] = []


class _Row(msgspec.Struct):
    mt: str | None
    src: str | None = None
    ref: str | None = None
    refs: dict[str, str | None] | list[str | None] | None = None
    lp: str = ""
    doc: str | int | None = None
    seg: str | int | None = None
    seg_in_doc: str | int | None = None
    i: str | int | None = None
    system: str | int | None = None
    mqm: float | None = None
    da_mean: float | None = None
    da_z: float | None = None
    da_raw: float | None = None
    hter: float | None = None
    raters: list[_Rater] | None = None
    mt_tags: str | list[str] | None = None


def read_judgements(path: str) -> Iterator[Judgement]:
    """The rows of a file, `.gz` or not; one whose `mt` is null has no scores and no words.

    Raises InputError with the line that is wrong.
    """
    decoder, found = msgspec.json.Decoder(_Row), False
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            found = True
            try:
                row = decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise InputError(path, f"not what is needed ({error})", line=number) from None
            yield _judgement(path, number, row)
    if not found:
        raise InputError(path, "the file is empty", fix="give a file of JSON lines")


def _lines(path: str) -> Iterator[bytes]:
    try:
        with gzip.open(path) if path.endswith(".gz") else Path(path).open("rb") as file:
            for number, line in enumerate(file):
                yield line.removeprefix(_BYTE_ORDER_MARK) if number == 0 else line
    except FileNotFoundError:
        raise InputError(path, "no such file") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder, a file is needed here") from None
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(path, f"cannot be read ({error})") from None


def _judgement(path: str, line: int, row: _Row) -> Judgement:
    document = str(row.doc) if row.doc is not None else ""
    place = next((v for v in (row.seg_in_doc, row.seg, row.i) if v is not None), None)
    item = (
        f"{document} {place}" if document and place is not None else row.src or str(place or line)
    )
    return Judgement(
        line, row.mt or "", row.src, _references(row), row.lp, document or item,
        f"{row.lp} {item}", str(row.system or ""), _scores(row), _words(path, line, row),
    )  # fmt: skip


def _scores(row: _Row) -> dict[str, float]:
    if row.mt is None:
        return {}
    scores = {name: value for name in HUMAN if (value := getattr(row, name)) is not None}
    if "hter" in scores:
        scores["hter"] = -scores["hter"]
    return scores


def _references(row: _Row) -> dict[str, str]:
    named = row.refs if isinstance(row.refs, dict) else dict(enumerate(row.refs or ()))
    found = {str(name): text for name, text in named.items() if text}
    return {**found, "ref": row.ref} if row.ref else found


def _words(path: str, line: int, row: _Row) -> tuple[Marked, ...] | None:
    if row.mt is None:
        return None
    if row.mt_tags is not None:
        return _tagged(path, line, row.mt, row.mt_tags)
    if row.raters is None:
        return None
    spans = [span for rater in row.raters for span in rater.spans if span.sev.lower() in _MARKED]
    # Published sets have a few spans that end behind the text: raters could edit it.
    places = [(s.start, s.end) for s in spans if s.start is not None and s.end is not None]
    return tuple(
        Marked(Span(w.start, w.end), any(a < w.end and w.start < b for a, b in places))
        for w in words_of(row.mt)
    )


def _tagged(path: str, line: int, mt: str, given: str | list[str]) -> tuple[Marked, ...]:
    tags = given.split() if isinstance(given, str) else given
    words = [found.span() for found in regex.finditer(r"\S+", mt)]
    if len(tags) != 2 * len(words) + 1:
        what = f"{len(tags)} tags for {len(words)} words; {2 * len(words) + 1} are needed"
        raise InputError(path, what, line=line)
    return tuple(
        Marked(Span(*span), tag == "BAD") for span, tag in zip(words, tags[1::2], strict=True)
    )
