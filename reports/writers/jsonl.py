"""JSON lines: a flag a line, as in the JSON report, with its document and the segment's texts.

The last line (`"kind": "result"`) has the verdict and the scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from reports.result import DocumentResult, Result
from reports.writer import Style, Writer
from reports.writers.json import flag_data, score_data, verdict_data


def _lines(document: DocumentResult) -> Iterator[str]:
    segments = {segment.index: segment for segment in document.segments}
    for flag in document.flags:
        segment = segments[flag.segment]
        texts = {"mt": segment.mt, "source": segment.source}
        link = {"realigned": segment.realigned, "alignment_confidence": segment.confidence}
        yield _line({"kind": "flag", "document": document.id, **flag_data(flag), **texts, **link})


def _line(data: dict[str, Any]) -> str:
    return msgspec.json.encode(data).decode() + "\n"


def _stream(result: Result, documents: Iterable[DocumentResult]) -> Iterator[str]:
    for document in documents:
        yield "".join(_lines(document))
    scores = [score_data(score) for score in result.scores]
    yield _line({"kind": "result", "verdict": verdict_data(result.verdict), "scores": scores})


def _render(result: Result, _style: Style) -> str:
    return "".join(_stream(result, result.documents))


writer = Writer(render=_render, stream=_stream)
