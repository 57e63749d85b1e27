"""The rows of an MQM table, each a rater's error or his word that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpora.annotated.annotations import category_of, severity_of
from corpora.annotated.marks import Marked, unmarked, without
from corpora.annotated.mqm_metadata import Metadata, Own, metadata
from corpora.annotated.tab_separated import FIX, records
from corpora.errors import InputError
from corpora.text import Passage, Severity, Side, TextFile

_COLUMNS = {
    "system": ("system", "system_id"),
    "doc": ("doc", "document_id"),
    "number": ("docsegid", "doc_seg_id", "doc_segment_id", "doc_id", "seg_id", "globalsegid"),
    "rater": ("rater", "rater_id"),
    "source": ("source",),
    "target": ("target", "candidate"),
    "category": ("category",),
    "severity": ("severity",),
    "metadata": ("metadata", "note", "comment", "comments", "misc"),
    "reference": ("reference",),
}
_OPTIONAL = frozenset({"metadata", "reference"})
_WITHOUT_HEADER = (
    "system", "doc", "number", "", "rater", "source", "target", "category", "severity", "metadata",
)  # fmt: skip
_NO_ERROR = "no-error"
_TEST = "hotw-"


@dataclass(frozen=True, slots=True)
class Error:
    """What a rater found wrong."""

    category: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it belongs, both texts with what is marked in them, and the error if it is one.

    `judged`: somebody looked at the segment; other rows hold references and the like.
    """

    line: int
    system: str
    doc: str
    number: str
    rater: str
    source: Marked
    target: Marked
    error: Error | None
    judged: bool
    metadata: Metadata
    reference: Passage | None = None


def names_of(header: str) -> tuple[str, ...] | None:
    """What each column is for, by a header line; None where that is of no MQM table."""
    found, chosen = [name.strip().lower() for name in header.split("\t")], dict[str, str]()
    for what, names in _COLUMNS.items():
        name = next((one for one in names if one in found), None)
        if name is not None:
            chosen[name] = what
        elif what not in _OPTIONAL:
            return None
    return tuple(chosen.get(name, "") for name in found)


def rows(file: TextFile) -> Iterator[Row]:
    """The rows of a file, in order. Raises InputError for one that is none."""
    names: tuple[str, ...] | None = None
    for line, cells in records(file):
        if names is None:
            names = names_of("\t".join(cell.text for cell in cells))
            if names is not None:
                continue
            names = _unnamed(file, line, cells)
        missing = len(names) - len(cells)
        if missing < 0 or missing > (names[-1] == "metadata"):
            what = f"{len(cells)} fields where there should be {len(names)}"
            raise InputError(file.path, what, line=line, fix=FIX)
        found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        yield _row(file, line, found)


def _unnamed(file: TextFile, line: int, cells: list[Passage]) -> tuple[str, ...]:
    """The columns of a table without a header."""
    if len(_WITHOUT_HEADER) - len(cells) in (0, 1):
        return _WITHOUT_HEADER[: len(cells)]
    what = "not the header of an MQM table"
    fix = "name the columns system, doc, doc_id, seg_id, rater, source, target, category, severity"
    raise InputError(file.path, what, line=line, fix=fix)


def _row(file: TextFile, line: int, cells: Mapping[str, Passage]) -> Row:
    told = metadata(cells["metadata"], line) if "metadata" in cells else Metadata()
    label = {name: cells[name].text.strip() for name in ("system", "doc", "number", "rater")}
    kind, severity = cells["category"].text.strip(), cells["severity"].text.strip()
    if not label["number"]:
        raise InputError(file.path, "no number of the segment", line=line)
    return Row(
        line, **label,
        source=_side(cells["source"], Side.SOURCE, told.own),
        target=_side(cells["target"], Side.TRANSLATION, told.own),
        error=_error(file, line, kind, severity),
        judged=bool(label["rater"] and (kind or severity)) and not _is_test(kind, severity),
        metadata=told, reference=cells.get("reference"),
    )  # fmt: skip


def _is_test(*texts: str) -> bool:
    """Whether a row is a trap laid for the raters, and no error."""
    return any(text.lower().startswith(_TEST) for text in texts)


def _error(file: TextFile, line: int, kind: str, severity: str) -> Error | None:
    none = _NO_ERROR in (kind.lower().replace(" ", "-"), severity.lower().replace(" ", "-"))
    if none or not (kind or severity) or _is_test(kind, severity):
        return None
    category = category_of(kind)
    found = severity_of(severity, category)
    if found is None:
        what = f"'{severity}' is no severity; there are neutral, minor, major and critical"
        raise InputError(file.path, what, line=line)
    return Error(category, found)


def _side(cell: Passage, side: Side, own: Own | None) -> Marked:
    """A text without marks. In a row of copydesk's own, what looks like one may be text."""
    if own is None:
        return unmarked(cell, side)
    span = own.flag.span if own.flag is not None and own.flag.span.side is side else None
    text = cell if span is None else without(cell, span.start, span.end)
    if text is None:
        return unmarked(cell, side)
    full = own.target if side is Side.TRANSLATION else own.source
    if full is not None and len(full) == len(text.text):
        text = Passage(full, text.file, text.start, text.pieces)
    return Marked(text)
