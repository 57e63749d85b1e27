"""From any span of a passage to the place in the file that says the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.reader import Reader, ReadOptions
from corpora.readers import csv as csv_reader
from corpora.readers import jsonl, lines, tsv
from corpora.text import Passage, Piece, Span, TextFile

HARD = '"\\/,\u2028\x85\u0301\u200f\u202eé猫\U0001f469\u200d\U0001f467\U00010000 '
SIGNS = st.sampled_from(HARD) | st.characters(exclude_categories=["Cs"])
BROKEN = st.text(SIGNS, max_size=12).map(lambda text: f"x{text}")
UNBROKEN = BROKEN.map(lambda text: text.translate(dict.fromkeys(map(ord, "\t\r\n"), "-")))


@dataclass(frozen=True, slots=True)
class Format:
    """How a format writes one text (a column `mt`) and what its raw form stands for."""

    reader: Reader
    write: Callable[[str], str]
    decode: Callable[[str], str]
    texts: st.SearchStrategy[str] = BROKEN


def _csv(text: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["doc", "mt"], ["a", text], ["a", "b"]])
    return out.getvalue()


def _json(text: str, *, ascii_only: bool) -> str:
    return json.dumps({"doc": "a", "mt": text}, ensure_ascii=ascii_only)


def _slashed(text: str) -> str:
    return _json(text, ascii_only=False).replace("/", "\\/")


def _unjson(raw: str) -> str:
    return str(json.loads(f'"{raw}"'))


def _capitals(text: str) -> str:
    r"""Every character as `\u00E9`, and beyond U+FFFF as two of these."""
    units = text.encode("utf-16-be")
    escaped = (f"\\u{high:02X}{low:02X}" for high, low in zip(units[::2], units[1::2], strict=True))
    return '{"mt": "' + "".join(escaped) + '"}'


FORMATS = {
    "lines": Format(lines.reader, str, str, UNBROKEN.map(str.rstrip)),
    "tsv": Format(tsv.reader, lambda text: f"doc\tmt\na\t{text}\n", str, UNBROKEN),
    "csv": Format(csv_reader.reader, _csv, lambda raw: raw.replace('""', '"')),
    "json": Format(jsonl.reader, lambda t: _json(t, ascii_only=False), _unjson),
    "json with slashes escaped": Format(jsonl.reader, _slashed, _unjson),
    "json in ascii": Format(jsonl.reader, lambda t: _json(t, ascii_only=True), _unjson),
    "json in capitals": Format(
        jsonl.reader,
        _capitals,
        _unjson,
    ),
}


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60)
@given(data=st.data())
def test_every_span_leads_to_its_raw_form(name: str, data: st.DataObject) -> None:
    form = FORMATS[name]
    text = data.draw(form.texts)
    document = next(form.reader.read(TextFile("a", form.write(text)), ReadOptions()))
    passage = document.segments[0].mt
    assert passage.text == text
    for start, end in combinations(range(len(text) + 1), 2):
        place = passage.to_file(Span(start, end))
        assert form.decode(passage.file.text[place.start : place.end]) == text[start:end]


def test_an_empty_span_stands_before_the_escape_that_follows() -> None:
    passage = Passage('a"b', TextFile("a", 'a""b'), 0, (Piece(1, 1, 2),))
    assert [passage.to_file(Span(at, at)).start for at in range(4)] == [0, 1, 3, 4]


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (1, 0), (-2, -1), (5, 4)])
def test_a_span_that_runs_backwards_or_before_the_text_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)
