"""JSON lines: what counts is what the json module reads, and nothing else gets in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import CopydeskError, InputError
from corpora.reader import ReadOptions
from corpora.readers import jsonl
from corpora.text import Document, Segment, TextFile


def _read(content: str) -> list[Document]:
    return list(jsonl.reader.read(TextFile("a.jsonl", content), ReadOptions()))


def _segment(content: str) -> Segment:
    (document,) = _read(content)
    (segment,) = document.segments
    return segment


def _references(content: str) -> list[str]:
    return [reference.text for reference in _segment(content).references]


@pytest.mark.parametrize(
    ("content", "references"),
    [
        ('{"mt": "m", "ref": "r"}', ["r"]),
        ('{"mt": "m", "REF": "r"}', ["r"]),
        ('{"mt": "m", "refs": "r"}', ["r"]),
        ('{"mt": "m", "refs": []}', []),
        ('{"mt": "m", "refs": {}}', []),
        ('{"mt": "m", "refs": null}', []),
        ('{"mt": "m", "refs": ["r1", null, "r2"]}', ["r1", "r2"]),
        ('{"mt": "m", "refs": {"B": "r1", "A": "r2", "C": null}}', ["r1", "r2"]),
        ('{"mt": "m", "ref": "r1", "refs": ["r2"], "reference_2": "r3"}', ["r1", "r2", "r3"]),
        ('{"mt": "m", "refs": ["r1", "r2"], "refs": ["r3"]}', ["r3"]),
        ('{"mt": "m", "refs": {"A": "r1", "A": "r2"}}', ["r2"]),
        ('{"mt": "m", "ref": "r1", "ref": null}', []),
        ('{"mt": "m", "refs" : [ "r1" , "r2" ] , "x": 1}', ["r1", "r2"]),
    ],
)
def test_references_are_those_that_json_reads(content: str, references: list[str]) -> None:
    assert _references(content) == references


@pytest.mark.parametrize(
    "junk",
    [
        '"x": {"mt": "no", "refs": ["no"], "": {"mt": "no"}}',
        '"": {"mt": "no", "ref": "no"}',
        '"x": [{"mt": "no"}, ["refs", {"ref": "no"}]]',
        '"x": NaN, "y": Infinity, "z": -Infinity',
        '"x": 1e999, "y": -0.0, "z": true',
        f'"x": {"1" * 5000}, "y": -{"9" * 5000}',
        '"x": "}\\"]{[,:", "\\"mt\\"": "no", "ref\\u0020": "no"',
        '"meta.mt": "no", "reflection": "no", "referee": "no"',
    ],
)
@pytest.mark.parametrize("order", ['{{{junk}, "mt": "m"}}', '{{"mt": "m", {junk}}}'])
def test_what_copydesk_does_not_know_is_left_alone(junk: str, order: str) -> None:
    segment = _segment(order.format(junk=junk))
    assert (segment.mt.text, segment.source, segment.references) == ("m", None, ())


@pytest.mark.parametrize("content", ['{"mt": "a", "mt": "b"}', '{"MT": "a", "mt": "b"}'])
def test_of_two_equal_keys_the_last_counts(content: str) -> None:
    assert _segment(content).mt.text == "b"


def test_numbers_tell_documents_and_systems_apart() -> None:
    rows = [{"doc": doc, "system": 7, "mt": "m"} for doc in (1, 1, 2)]
    found = _read("\n".join(map(json.dumps, rows)))
    assert [(d.id, d.system, len(d.segments)) for d in found] == [("7/1", "7", 2), ("7/2", "7", 1)]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"mt": "a", "mt": null}', "no translation"),
        ('{"mt": NaN}', "'mt' is not a string"),
        ('{"mt": ["a"]}', "'mt' is not a string"),
        ('{"mt": "a", "src": {"mt": "b"}}', "'src' is not a string"),
        ('{"mt": "a", "ref": ["b"]}', "'ref' is not a string"),
        ('{"mt": "a", "refs": ["b", 5]}', "'refs'"),
        ('{"mt": "a", "refs": {"A": ["b"]}}', "'refs'"),
        ('{"mt": "a", "refs": 5}', "'refs'"),
        (r'{"mt": "a\ud800b"}', "half a character"),
        (r'{"mt": "a", "src": "\udc00\ud800"}', "half a character"),
        ('{"mt": "a\tb"}', "not JSON"),
        ("{'mt': 'a'}", "not JSON"),
        ('{"mt": "a"', "not JSON"),
        ('{"mt": "a"}}', "not JSON"),
        ('\ufeff{"mt": "a"}', "not JSON"),
        ('[{"mt": "a"}]', "not a JSON object"),
        ('"mt"', "not a JSON object"),
        ("null", "not a JSON object"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(content: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        _read(f'{{"mt": "fine"}}\n\n{content}\n')
    assert caught.value.line == 3
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("brackets", ["[]", '{"a":|}'])
@pytest.mark.parametrize("depth", [*range(950, 1000), 100_000])
def test_any_depth_is_read_or_refused(brackets: str, depth: int) -> None:
    opening, closing = brackets.split("|") if "|" in brackets else brackets
    content = f'{{"mt": "m", "x": {opening * depth}1{closing * depth}}}'
    try:
        assert _segment(content).mt.text == "m"
    except InputError as error:
        assert "nested too deep" in str(error)  # noqa: PT017 - either is right


KEYS = st.sampled_from(["mt", "src", "ref", "refs", "doc", "system", "lp", "", "x"]) | st.text(
    max_size=3
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6), st.booleans(), st.sampled_from([None, 0]))
def test_any_object_is_read_as_json_reads_it_or_refused(
    value: dict[str, object], ascii_only: bool, indent: int | None
) -> None:
    content = json.dumps(value, ensure_ascii=ascii_only, indent=indent).replace("\n", " ")
    try:
        segment = _segment(content)
    except CopydeskError:
        return
    assert segment.mt.text == value["mt"]
    assert (segment.source.text if segment.source else None) == value.get("src")


@given(st.text('{}[]":,\\ mtref0', max_size=25))
def test_anything_at_all_is_read_or_refused(content: str) -> None:
    try:
        assert _read(f'{{"mt": "a", {content}')
    except CopydeskError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either is right
