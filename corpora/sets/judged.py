"""Human judgements as WMT publishes them (error span annotation), as `evaluate` reads them.

A row has the texts, the score of 0 to 100 (as `da_raw`) and the words that the rater marked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from corpora.errors import InputError
from corpora.sets.languages import Pair

_JOINT = "_#_"
_HUMAN_REFERENCE = "ref"


class _Mark(msgspec.Struct):
    """What a rater marked: code points, the last one included, or `missing`."""

    start_i: int | str
    end_i: int | str
    severity: str = ""


class _Row24(msgspec.Struct):
    langs: str
    src: str
    tgt: str
    doc_id: str
    line_id: int | str
    system: str
    esa_score: float | str
    esa_spans: list[_Mark]


class _Annotation25(msgspec.Struct):
    score: float | None = None
    errors: list[_Mark] | None = None


class _Row25(msgspec.Struct):
    doc_id: str
    src_text: str
    tgt_text: dict[str, str | None]
    scores: dict[str, list[_Annotation25]] = {}


def judgements(form: str, path: Path, pair: Pair) -> Iterator[str]:
    """The rows of a pair, each a line of JSON. Raises InputError with the line that is wrong."""
    decoder: msgspec.json.Decoder[Any]
    decoder = msgspec.json.Decoder(_Row24 if form == "wmt24" else _Row25)
    rows = _rows24 if form == "wmt24" else _rows25
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    for row in rows(decoder.decode(line), pair):
                        yield json.dumps(row, ensure_ascii=False)
                except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
                    what = f"not what is needed ({error})"
                    raise InputError(str(path), what, line=number) from None


def _rows24(row: _Row24, pair: Pair) -> Iterator[dict[str, Any]]:
    if row.langs == str(pair):
        yield {
            "lp": row.langs, "doc": row.doc_id, "seg": row.line_id, "system": row.system,
            "src": row.src, "mt": row.tgt, "da_raw": float(row.esa_score),
            "raters": [{"spans": _spans(row.esa_spans, row.tgt)}],
        }  # fmt: skip


def _rows25(row: _Row25, pair: Pair) -> Iterator[dict[str, Any]]:
    languages, _, rest = row.doc_id.partition(_JOINT)
    if languages != str(pair):
        return
    document, _, segment = rest.rpartition(_JOINT)
    for system, raters in row.scores.items():
        mt = row.tgt_text.get(system)
        scores = [one.score for one in raters if one.score is not None]
        if mt and scores:
            yield {
                "lp": languages, "doc": document or rest, "seg": segment, "system": system,
                "src": row.src_text, "mt": mt, "da_raw": sum(scores) / len(scores),
                "raters": [{"spans": _spans(one.errors or [], mt)} for one in raters],
                **_references(row.tgt_text),
            }  # fmt: skip


def _references(texts: Mapping[str, str | None]) -> dict[str, Any]:
    refs = {name: text for name, text in texts.items() if name.startswith(_HUMAN_REFERENCE)}
    return {"refs": refs} if refs else {}


def _spans(marks: list[_Mark], mt: str) -> list[dict[str, Any]]:
    """Half-open spans inside the translation; what is missing in it has no place there."""
    return [
        {"start": mark.start_i, "end": mark.end_i + 1, "sev": mark.severity}
        for mark in marks
        if isinstance(mark.start_i, int)
        and isinstance(mark.end_i, int)
        and 0 <= mark.start_i <= mark.end_i < len(mt)
    ]
