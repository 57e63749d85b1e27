"""Tables as spreadsheets write them: semicolons, `sep=`, marks round a cell, Windows' encoding."""

from __future__ import annotations

import pytest

from corpora.errors import InputError
from corpora.files import windows_of
from corpora.formats import Formats
from corpora.opening import in_memory
from corpora.reader import ReadOptions
from corpora.readers import csv, tsv
from corpora.text import Document, Span, TextFile
from qa.plugins import READERS, discover

FORMATS = Formats({name: plugin.value for name, plugin in discover(READERS).items()})


def _texts(documents: list[Document]) -> list[str]:
    return [segment.mt.text for document in documents for segment in document.segments]


@pytest.mark.parametrize(
    "content",
    [
        'id;src;mt\r\n1;One, two.;Satu, dua.\r\n2;"Three;";"Tiga; ""empat"""\r\n',
        'sep=;\r\nid;src;mt\r\n1;One, two.;Satu, dua.\r\n2;"Three;";"Tiga; ""empat"""\r\n',
        'id\tsrc\tmt\r\n1\tOne, two.\tSatu, dua.\r\n2\tThree;\t"Tiga; ""empat"""\r\n',
    ],
)
def test_whatever_parts_the_columns(content: str) -> None:
    assert FORMATS.of(in_memory("a.csv", content.encode())) in ("csv", "tsv")
    reader = FORMATS.readers[FORMATS.of(in_memory("a.csv", content.encode()))]
    found = list(reader.read(TextFile("a.csv", content), ReadOptions()))
    assert _texts(found) == ["Satu, dua.", 'Tiga; "empat"']
    last = found[0].segments[1].mt
    place = last.to_file(Span(6, 13))
    assert content[place.start : place.end] == '""empat""'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"Ia ""pergi"" lagi."', 'Ia "pergi" lagi.'),
        ('"Kami pergi," katanya, "sekarang."', '"Kami pergi," katanya, "sekarang."'),
        ('"Seluruhnya kutipan."', '"Seluruhnya kutipan."'),
        ('""', '""'),
        ('Ia ""pergi"".', 'Ia ""pergi"".'),
    ],
)
def test_only_marks_that_a_spreadsheet_put_round_a_cell_are_taken_off(cell: str, text: str) -> None:
    (document,) = tsv.reader.read(TextFile("a", f"src\tmt\nx\t{cell}\n"), ReadOptions())
    assert document.segments[0].mt.text == text


def test_a_large_table_may_have_quotation_marks_and_newlines_anywhere() -> None:
    rows = ["size,mt,doc", 'x,a 5" screen,d0']
    rows += [f'x,"Baris {n}\nlagi, ""ya"".",d{n // 50}' for n in range(30_000)]
    text = "\n".join(rows) + "\n"
    size, windows, origin, line = 100_000, list[TextFile](), 0, 1
    for start in range(0, len(text), size):
        end = text.rfind("\n", 0, start + size) + 1 if start + size < len(text) else len(text)
        windows.append(TextFile("a", text[origin:end], "utf-8", origin, line, window=True))
        line, origin = line + text[origin:end].count("\n"), end
    assert csv.reader.stream is not None
    found = list(csv.reader.stream(iter(windows), ReadOptions()))
    texts = _texts(found)
    assert len(texts) == 30_001
    assert texts[-1] == 'Baris 29999\nlagi, "ya".'
    last = found[-1].segments[-1].mt
    assert last.file.line_of(last.begin(0)) == 2 * 30_000 + 1


def test_curly_quotes_alone_are_enough_to_tell_windows() -> None:
    data = "mt,src\n“Ia pergi” – katanya.,x\n".encode("windows-1252")
    notes: list[str] = []
    (window,) = windows_of(in_memory("a.csv", data), None, notes)
    assert "“Ia pergi” – katanya." in window.text
    assert "windows-1252" in notes[0]


def test_the_first_letter_beyond_ascii_tells_the_encoding_however_late_it_comes() -> None:
    late = "Über die Brücke fährt früh ein schöner Zug nach Köln zurück.\n" * 30
    data = b"Satu dua tiga.\n" * 1_300_000 + late.encode("windows-1252")
    notes: list[str] = []
    last = list(windows_of(in_memory("a.tsv", data), None, notes))[-1]
    assert last.text.endswith("nach Köln zurück.\n")
    assert "windows-1252" in notes[0]


def test_a_table_without_a_translation_says_what_its_columns_are() -> None:
    with pytest.raises(InputError, match=r"no translation in the columns english, indonesian"):
        list(csv.reader.read(TextFile("a", "English,Indonesian\nOne.,Satu.\n"), ReadOptions()))
