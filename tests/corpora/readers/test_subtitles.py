"""Subtitles: cues become running text, and every word leads back into the file."""

from __future__ import annotations

from itertools import combinations

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers.subtitles import reader
from corpora.text import Document, Span, TextFile

SRT = """1
00:00:01,000 --> 00:00:02,500
{\\an8}<i>Presiden tiba</i> di
Jakarta pada hari

2
00:00:02,600 --> 00:00:04,000
Senin. - Benar?

3
00:00:09,000 --> 00:00:10,000
- Ya, <font color="#fff">2 < 3</font>.
"""
VTT = """WEBVTT - berita
Kind: captions

NOTE
Ini catatan.

STYLE
::cue { color: red }

REGION
id:a

pembuka
00:01.000 --> 00:02.000 align:start
<v Budi>Kami &amp; <c.x>mereka</c>
pergi.</v>

00:02.000 --> 00:03.000
Lalu <00:02.500>&lt;pulang&gt;.
"""
WORDS = st.lists(
    st.text("abc é猫,&;'", min_size=1, max_size=9).map(lambda word: f"x{word.strip()}"),
    min_size=1,
    max_size=5,
)


def read(text: str, name: str = "film.srt") -> Document:
    (document,) = reader.read(TextFile(name, text), ReadOptions())
    return document


def sentences(text: str) -> list[tuple[int, str]]:
    return [(segment.paragraph, segment.mt.text) for segment in read(text).segments]


def test_sentences_run_from_cue_to_cue_and_a_pause_ends_a_paragraph() -> None:
    assert sentences(SRT) == [
        (0, "Presiden tiba di Jakarta pada hari Senin."),
        (0, "- Benar?"),
        (1, "- Ya, 2 < 3."),
    ]


def test_webvtt_loses_its_notes_styles_tags_and_entities() -> None:
    assert sentences(VTT) == [(0, "Kami & mereka pergi."), (0, "Lalu <pulang>.")]


def test_a_span_across_cues_covers_what_stands_between_them() -> None:
    passage = read(SRT).segments[0].mt
    start = passage.text.index("hari Senin")
    place = passage.to_file(Span(start, start + len("hari Senin")))
    raw = passage.file.text[place.start : place.end]
    assert raw == "hari\n\n2\n00:00:02,600 --> 00:00:04,000\nSenin"


def test_a_document_is_called_as_its_file_and_has_the_language_that_is_asked_for() -> None:
    (document,) = reader.read(TextFile("a/film.srt", SRT), ReadOptions(language="id"))
    assert (document.id, document.language) == ("film.srt", "id")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_known(end: str) -> None:
    assert sentences(SRT.replace("\n", end)) == sentences(SRT)
    assert sentences(VTT.replace("\n", end)) == sentences(VTT)


def test_cues_without_a_blank_line_between_them_are_cues() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nSatu\n2\n00:00:02,000 --> 00:00:03,000\ndua.\n"
    assert sentences(text) == [(0, "Satu dua.")]


def test_a_blank_line_within_a_cue_of_subrip_does_not_end_it() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nSatu\n\ndua.\n\n2\n00:00:02,000 --> 00:00:03,000\n3\n"
    assert sentences(text) == [(0, "Satu dua."), (0, "3")]


def test_a_cue_right_below_the_header_of_webvtt_is_read() -> None:
    assert sentences("WEBVTT\n00:01.000 --> 00:02.000\nSatu.") == [(0, "Satu.")]


@settings(max_examples=60)
@given(cues=st.lists(WORDS, min_size=1, max_size=4), kind=st.sampled_from(["srt", "vtt"]))
def test_what_pysubs2_writes_is_read_and_every_character_leads_to_its_raw_form(
    cues: list[list[str]], kind: str
) -> None:
    file = pysubs2.SSAFile()
    for number, words in enumerate(cues):
        text = "{\\i1}" + "{\\i0}\\N".join(words)
        file.append(pysubs2.SSAEvent(number * 1000, number * 1000 + 900, text))
    raw = file.to_string(kind)
    if kind == "vtt":
        raw = raw.replace("&", "&amp;")
    segments = read(raw).segments
    said = " ".join(segment.mt.text for segment in segments)
    assert said.split() == " ".join(" ".join(words) for words in cues).split()
    for segment in segments:
        for at, sign in enumerate(segment.mt.text):
            place = segment.mt.to_file(Span(at, at + 1))
            written = segment.mt.file.text[place.start : place.end]
            assert written == sign or (sign, written) in {("&", "&amp;"), (" ", "")}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("1\n00:00:01 --> 00:00:02,000\nSatu.\n", 2, "not a line of times"),
        ("1\n00:00:01,000 --> 00:99:02,000\nSatu.\n", 2, "not a line of times"),
        ("1\n00:00:03,000 --> 00:00:02,000\nSatu.\n", 2, "ends before it begins"),
        ("Satu.\n\n1\n00:00:01,000 --> 00:00:02,000\n", 1, "without a line of times"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nSatu.\n\nDua.\n", 6, "without a line of times"),
        ("a\nb\n00:00:01,000 --> 00:00:02,000\nSatu.\n", 1, "several lines above"),
        ("1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", None, "holds no text"),
        ("WEBVTT\n", None, "holds no text"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int | None, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("data", "fit"),
    [
        (SRT.encode(), Fit.SURE),
        (VTT.encode(), Fit.SURE),
        (b"\n\n1\r\n00:00:01,000 --> 00:00:02,000\r\n", Fit.SURE),
        (b"WEBVTT", Fit.SURE),
        (b"WEBVTTX", Fit.NO),
        (b"1\nSatu.\n", Fit.NO),
        (b"mt\tsrc\na\tb\n", Fit.NO),
        (b'{"mt": "a"}\n', Fit.NO),
        (bytes(range(256)), Fit.NO),
    ],
)
def test_subtitles_are_known_by_their_first_bytes(data: bytes, fit: Fit) -> None:
    assert reader.sniff(Head("a", data, data.decode("utf-8", "replace"))) is fit


CUE = "00:00:01,000 --> 00:00:02,000\n"


@pytest.mark.parametrize(
    ("head", "repeated"),
    [
        ("", f"1\n{CUE}kata\n\n"),
        ("", CUE),
        (CUE, "<"),
        (CUE, "<a "),
        (CUE, "{\\"),
        (CUE, "1\n"),
        ("WEBVTT\n\n" + CUE, "&"),
        ("WEBVTT\n\n" + CUE, "&amp"),
        ("WEBVTT\n\n" + CUE, "<c.x>a</c>"),
        ("WEBVTT\n\n", "NOTE\n\n"),
    ],
)
def test_hostile_files_are_read_or_refused(head: str, repeated: str) -> None:
    try:
        assert read(head + repeated * (40_000 // len(repeated))).segments
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - refused is as good as read


@settings(max_examples=100)
@given(st.text("WEBVT\n-> 0:1,.<i>&;{\\}a", max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    for whole in (text, f"WEBVTT\n\n{text}", CUE + text):
        try:
            document = read(whole)
        except InputError:
            continue
        for segment in document.segments:
            for start, end in combinations(range(len(segment.mt.text) + 1), 2):
                place = segment.mt.to_file(Span(start, end))
                assert 0 <= place.start <= place.end <= len(whole)
