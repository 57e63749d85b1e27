"""JSON lines: a flag a line, as in the JSON report, with its document and the segment's texts.

The last line (`"kind": "result"`) has the verdict, the scores and the portions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from reports.portion import Portion
from reports.portion_data import portion_data, score_data
from reports.result import DocumentResult, Result
from reports.since import portion_of
from reports.writer import Style, Writer
from reports.writers.json import flag_data, names_data, verdict_data


def _lines(document: DocumentResult, portion: Portion | None) -> Iterator[str]:
    segments = {segment.index: segment for segment in document.segments}
    head = {"kind": "flag", "document": document.id, **names_data(portion, document)}
    for flag in document.flags:
        segment = segments[flag.segment]
        texts = {"mt": segment.mt, "source": segment.source}
        link = {"realigned": segment.realigned, "alignment_confidence": segment.confidence}
        yield _line({**head, **flag_data(flag), **texts, **link})


def _line(data: dict[str, Any]) -> str:
    return msgspec.json.encode(data).decode() + "\n"


def _stream(result: Result, documents: Iterable[DocumentResult]) -> Iterator[str]:
    for document in documents:
        yield "".join(_lines(document, portion_of(result, document)))
    scores = [score_data(score) for score in result.scores]
    portions = [portion_data(portion) for portion in result.portions]
    end = {"verdict": verdict_data(result.verdict), "scores": scores, "portions": portions}
    yield _line({"kind": "result", **end})


def _render(result: Result, _style: Style) -> str:
    return "".join(_stream(result, result.documents))


writer = Writer(render=_render, stream=_stream)
