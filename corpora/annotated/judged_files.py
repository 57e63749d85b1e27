"""Judged translations in whatever form they were published: JSON lines, MQM, ESA, MLQE-PE.

Of parallel files (`test.mt` beside `test.src`, `test.pe`, `test.hter`, `test.tags`) name `.mt`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import regex

from corpora.annotated import esa, mlqe, mqm_documents
from corpora.annotated.annotations import Rated, marks
from corpora.annotated.judgements import Judgement, Marked, read_judgements
from corpora.errors import InputError
from corpora.files import read_text, text_of
from corpora.formats import Formats
from corpora.opening import opened
from corpora.reader import ReadOptions
from corpora.readers import esa as esa_reader
from corpora.readers import jsonl
from corpora.readers import mlqe as mlqe_reader
from corpora.readers import mqm as mqm_reader
from corpora.text import Span, TextFile
from corpora.words import words_of

_MT = ".mt"
_WORD = regex.compile(r"\S+")
_FORMATS = Formats(
    {
        "jsonl": jsonl.reader,
        "mqm": mqm_reader.reader,
        "esa": esa_reader.reader,
        "mlqe": mlqe_reader.reader,
    }
)
_Rate = Callable[[TextFile, ReadOptions], Iterator[Rated]]
_RATED: Mapping[str, _Rate] = {
    "mqm": mqm_documents.rated,
    "esa": esa.rated,
    "mlqe": mlqe.rated,
}


def read_judged(path: str) -> Iterator[Judgement]:
    """The judged translations of a file, packed or not, known by its first bytes.

    Raises InputError with the line that is wrong.
    """
    if path.endswith(_MT):
        yield from _parallel(path)
        return
    with opened(path) as file:
        rate = _RATED.get(_FORMATS.of(file))
        text = text_of(file, None, []) if rate else None
    if rate is None or text is None:
        yield from read_judgements(path)
    else:
        yield from _with_humans([one for doc in rate(text, ReadOptions()) for one in _of(doc)])


def _of(rated: Rated) -> Iterator[Judgement]:
    marked = marks(rated.document.flags)
    languages = (rated.document.source_language, rated.document.language)
    pair = "-".join(languages) if all(languages) else ""  # type: ignore[arg-type]
    for segment, scores in zip(rated.document.segments, rated.scores, strict=True):
        words = None
        if rated.words_seen and scores:
            words = _words(segment.mt.text, marked.get(segment.index, []))
        yield Judgement(
            segment.mt.file.line_of(segment.mt.start),
            segment.mt.text,
            segment.source.text if segment.source else None,
            {str(n): text.text for n, text in enumerate(segment.references, 1)},
            pair,
            rated.name,
            f"{pair} {rated.name} {segment.name}",
            rated.document.system or "",
            dict(scores),
            words,
        )


def _words(text: str, spans: Sequence[Span]) -> tuple[Marked, ...]:
    found = ((Span(word.start, word.end)) for word in words_of(text))
    return tuple(Marked(one, any(one.overlaps(span) for span in spans)) for one in found)


def _with_humans(rows: list[Judgement]) -> Iterator[Judgement]:
    """The rows; where the file has no references, people's translations are the references."""
    humans = defaultdict[str, dict[str, str]](dict)
    for row in rows:
        if row.is_human:
            humans[row.item][row.system] = row.mt
    for row in rows:
        known = row.references or humans[row.item]
        yield replace(row, references=known)


def _parallel(path: str) -> Iterator[Judgement]:
    """Parallel files: a line a segment in each."""
    stem = path.removesuffix(_MT)
    mt = _Column(path)
    beside = {end: _Column(f"{stem}.{end}") for end in ("src", "pe", "hter", "tags", "da")}
    found = {end: one for end, one in beside.items() if Path(one.path).is_file()}
    if not {"hter", "da"} & found.keys():
        fix = f"put {stem}.hter or {stem}.da beside it"
        raise InputError(path, "no file with scores goes with it", fix=fix)
    columns = {end: one.lines(len(mt.lines())) for end, one in found.items()}
    for number, text in enumerate(mt.lines()):
        cells = {end: lines[number] for end, lines in columns.items()}
        scores = {}
        for end, name, sign in (("hter", "hter", -1), ("da", "da_mean", 1)):
            if end in cells:
                scores[name] = sign * found[end].number(number, cells[end])
        words = found["tags"].tagged(number, text, cells["tags"]) if "tags" in cells else None
        references = {"pe": cells["pe"]} if "pe" in cells else {}
        item = str(number + 1)
        yield Judgement(
            number + 1, text, cells.get("src"), references, "", item, f" {item}", "", scores, words
        )


class _Column:
    """A file of the parallel ones."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._lines: list[str] | None = None

    def lines(self, wanted: int | None = None) -> list[str]:
        """Its lines. Raises InputError where there are not as many as wanted."""
        if self._lines is None:
            text = read_text(self.path).text.replace("\r\n", "\n")
            self._lines = text.removesuffix("\n").split("\n")
        if wanted is not None and len(self._lines) != wanted:
            what = f"{len(self._lines):,} lines where the translation has {wanted:,}"
            raise InputError(self.path, what)
        return self._lines

    def number(self, at: int, text: str) -> float:
        """A line's number."""
        try:
            return float(text)
        except ValueError:
            raise InputError(self.path, f"'{text}' is no number", line=at + 1) from None

    def tagged(self, at: int, text: str, tags: str) -> tuple[Marked, ...]:
        """Words by their tags: a tag a word, or also one for each gap, or one for the end."""
        given = tags.split()
        words = [Span(*found.span()) for found in _WORD.finditer(text)]
        count = len(words)
        if len(given) == 2 * count + 1:
            given = given[1::2]
        elif len(given) not in (count, count + 1):
            what = f"{len(given)} tags for {count} words; give {count} or {2 * count + 1}"
            raise InputError(self.path, what, line=at + 1)
        return tuple(Marked(word, tag == "BAD") for word, tag in zip(words, given, strict=False))
