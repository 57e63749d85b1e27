"""MQM tables: what raters marked, wherever they marked it, and the scores that follow."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.annotated.marks import unmarked
from corpora.annotated.mqm_documents import rated
from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import csv, jsonl, mqm, tsv
from corpora.text import Document, Flag, Passage, Severity, Side, Span, TextFile

HEADER = "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity"
MAJOR = "Accuracy/Mistranslation\tMajor"
NONE = "No-error\tNo-error"


def row(target: str, error: str = MAJOR, source: str = "A quince.", **where: str) -> str:
    place = {"system": "a", "doc": "d", "number": "1", "seg": "7", "rater": "r1"} | where
    return "\t".join([*place.values(), source, target, error])


def read(*rows: str, header: str = HEADER) -> list[Document]:
    file = TextFile("a.tsv", "\n".join([header, *rows]) + "\n")
    return list(mqm.reader.read(file, ReadOptions()))


def flags(*rows: str) -> tuple[Flag, ...]:
    (document,) = read(*rows)
    return document.flags


def test_a_marked_word_is_a_flag() -> None:
    (document,) = read(row("Sebuah <v>jeruk</v> tua."))
    (segment,) = document.segments
    assert (document.id, document.system, segment.name) == ("a/d", "a", "1")
    assert segment.mt.text == "Sebuah jeruk tua."
    assert segment.source is not None
    assert segment.source.text == "A quince."
    assert document.flags == (
        Flag(
            "mqm", 0, Span(7, 12), "accuracy: mistranslation", Severity.MAJOR,
            "accuracy/mistranslation", 1.0, author="r1",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "category", "severity"),
    [
        ("Fluency/Punctuation\tMinor", "fluency/punctuation", Severity.MINOR),
        ("Non-translation!\tMajor", "non-translation", Severity.CRITICAL),
        ("Non_translation\tMajor", "non-translation", Severity.CRITICAL),
        ("Other/-\tNeutral", "other", Severity.NEUTRAL),
        ("Locale convention/Name format\tmajor", "locale-convention/name", Severity.MAJOR),
        ("Locale_convention/Name\tmajor", "locale-convention/name", Severity.MAJOR),
        ("Accuracy/Untranslated text\tMinor", "accuracy/untranslated", Severity.MINOR),
        ("Terminology/Inappropriate for context\tMinor", "terminology/inappropriate",
         Severity.MINOR),
    ],
)  # fmt: skip
def test_categories_are_written_one_way(told: str, category: str, severity: Severity) -> None:
    (flag,) = flags(row("<v>x</v>", told))
    assert (flag.category, flag.severity) == (category, severity)


def test_all_raters_of_a_segment_are_one_segment_wherever_their_rows_stand() -> None:
    rows = [
        row("<v>Satu</v> dua.", number="2"),
        row("Lain.", NONE, system="b"),
        row("Awal.", NONE, number="1"),
        row("Satu <v>dua</v>.", number="2", rater="r2"),
        row("Sepuluh.", NONE, number="10"),
    ]
    first, second = read(*rows)
    assert [segment.mt.text for segment in first.segments] == ["Awal.", "Satu dua.", "Sepuluh."]
    assert [(f.segment, f.span.start, f.author) for f in first.flags] == [
        (1, 0, "r1"),
        (1, 5, "r2"),
    ]
    assert (second.system, second.flags) == ("b", ())


def test_an_error_without_marks_is_about_the_whole_segment() -> None:
    (flag,) = flags(row("Satu dua.", "Non-translation!\tMajor"))
    assert flag.span == Span(0, 9)


def test_words_of_the_source_can_be_marked() -> None:
    (flag,) = flags(row("Tua.", "Accuracy/Omission\tMinor", source="A <v>quince</v>."))
    assert flag.span == Span(2, 8, Side.SOURCE)


def test_several_marks_of_one_error_are_one_flag() -> None:
    (flag,) = flags(row("<v>Satu</v> dua <v>tiga</v>.", source="<v>One</v>."))
    assert flag.span == Span(0, 4)
    assert [one.span for one in flag.also] == [Span(9, 13), Span(0, 3, Side.SOURCE)]


@pytest.mark.parametrize(
    ("marked", "span"),
    [
        ("Satu dua <v>yang hilang</v> tiga.", Span(9, 9)),
        ("Satu dua <v>yang hilang </v>tiga.", Span(9, 9)),
        ("<v>Satu</v> duo tiga.", Span(0, 4)),
        ("Sato dua <v>tiga</v>.", Span(9, 13)),
        ("Sato <v>dua</v> tigo.", Span(5, 8)),
        ("Satu <v>duo</v> tiga.", Span(5, 8)),
    ],
)
def test_marks_in_a_text_that_the_rater_changed_are_placed_in_the_text(
    marked: str, span: Span
) -> None:
    text = "Satu dua tiga."
    rows = [row(text, NONE, rater="r2"), row(marked), row(text, NONE, rater="r3")]
    (document,) = read(*rows)
    assert document.segments[0].mt.text == text
    assert [flag.span for flag in document.flags] == [span]


def test_a_mark_without_a_place_is_told_in_a_note_and_counts() -> None:
    rows = [row("Satu.", NONE, rater="r2"), row("Lain <v>sama</v> sekali."), row("Satu.", NONE)]
    (one,) = rated(TextFile("a", "\n".join([HEADER, *rows])), ReadOptions())
    assert one.document.flags == ()
    (note,) = one.document.segments[0].notes
    assert note == "r1 marked ‘sama’, which is not here (major, accuracy: mistranslation)"
    assert one.scores == ({"mqm": -2.5},)


def test_scores_are_weights_averaged_over_raters() -> None:
    rows = [
        row("<v>a</v>b", MAJOR),
        row("a<v>b</v>", "Fluency/Punctuation\tMinor"),
        row("ab", NONE, rater="r2"),
        row("<v>a</v>b", "Non-translation!\tMajor", rater="r3"),
        row("ab", "Source error\tMajor", source="A <v>b</v>", rater="r4"),
        row("ab", "\t", rater=""),
        row("ab", MAJOR, rater="AutoMQM-x"),
        row("ab", "HOTW-test\tHOTW-test-result-seen", rater="r9"),
    ]
    (one,) = rated(TextFile("a", "\n".join([HEADER, *rows])), ReadOptions())
    assert one.scores[0]["mqm"] == pytest.approx(-(5.1 + 0 + 25 + 0) / 4)


def test_quotation_marks_are_quotation_marks() -> None:
    (document,) = read(row('"Satu <v>"dua"</v>'))
    assert document.segments[0].mt.text == '"Satu "dua"'


def test_the_viewers_columns_and_metadata() -> None:
    header = (
        "system\tdoc\tdocSegId\tglobalSegId\trater\tsource\ttarget\tcategory\tseverity\tmetadata"
    )
    told = {
        "note": "ugly",
        "segment": {"references": {"refA": 'Acuan "satu"', "refB": "Dua"}},
        "evaluation": {"source_language": "en", "target_language": "id_ID"},
    }
    (document,) = read(row("<v>x</v>") + "\t" + json.dumps(told), header=header)
    (segment,) = document.segments
    assert [one.text for one in segment.references] == ['Acuan "satu"', "Dua"]
    place = segment.references[0].to_file(Span(6, 12))
    assert segment.mt.file.text[place.start : place.end] == '\\"satu\\"'
    assert (document.source_language, document.language) == ("en", "id-ID")
    assert document.flags[0].message == "accuracy: mistranslation (ugly)"


@pytest.mark.parametrize(
    "note", ["a typed note", "{not JSON", "", "[1]", '{"note": 1}', "{" * 9999]
)
def test_old_notes_are_notes(note: str) -> None:
    (document,) = read(row("<v>x</v>") + f"\t{note}", header=f"{HEADER}\tcomment")
    assert len(document.flags) == 1


def test_other_names_of_the_columns() -> None:
    header = (
        "year\tdocument_id\tdoc_segment_id\tsystem_id\trater_id\tsource\treference\tcandidate\t"
        "category\tseverity"
    )
    (document,) = read(
        "2022\td\t3\ts\tr\tOne.\tSatu.\t<v>Dua</v>.\tAccuracy/Mistranslation\tMinor", header=header
    )
    assert (document.id, document.segments[0].references[0].text) == ("s/d", "Satu.")
    assert document.segments[0].name == "3"


def test_a_table_without_a_header_is_read_if_asked_for() -> None:
    file = TextFile("a.tsv", row("<v>x</v>") + "\n")
    (document,) = mqm.reader.read(file, ReadOptions())
    assert len(document.flags) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER, "has a header but no rows"),
        (f"{HEADER}\na\tb", "a:2: 2 fields where there should be 9"),
        (f"{HEADER}\n{row('x', 'Style/Awkward' + chr(9) + 'Huge')}", "a:2: 'Huge' is no severity"),
        (f"{HEADER}\n{row('x', number='')}", "a:2: no number of the segment"),
        ("mt\tsrc\nx\ty", "a:1: not the header of an MQM table"),
        (f"{HEADER}\n{row('x', system='', doc='a/b')}\n{row('x', system='a', doc='b')}",
         "two documents are called 'a/b'"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told.replace("(", r"\(")):
        list(mqm.reader.read(TextFile("a", text), ReadOptions()))


def test_the_header_tells_the_format() -> None:
    def fit(text: str) -> Fit:
        return mqm.reader.sniff(Head("a.tsv", text.encode(), text))

    assert fit(f"{HEADER}\n{row('x')}") is Fit.SURE
    assert fit(f"{HEADER}\tmetadata\r\n{row('x')}") is Fit.SURE
    for text in (
        "mt\tsrc\nx\ty",
        "",
        "severity",
        "Satu dua.",
        '{"mt": "x"}',
        "\0\x01\t\t",
        HEADER[:30],
    ):
        assert fit(text) is Fit.NO
    for other in (csv, jsonl, tsv):
        assert other.reader.sniff(Head("a.tsv", HEADER.encode(), HEADER)) is not Fit.SURE


@settings(max_examples=150)
@given(st.lists(st.sampled_from(["<v>", "</v>", "<v", ">", "猫", "é", " "]), max_size=12))
def test_every_span_of_an_unmarked_text_leads_back(parts: list[str]) -> None:
    raw = "".join(parts)
    found = unmarked(Passage(raw, TextFile("a", f"##{raw}"), 2), Side.TRANSLATION)
    text = found.passage.text
    assert text == raw.replace("<v>", "").replace("</v>", "")
    for at, sign in enumerate(text):
        place = found.passage.to_file(Span(at, at + 1))
        assert found.passage.file.text[place.start : place.end] == sign
    assert all(0 <= span.start <= span.end <= len(text) for span in found.spans)
