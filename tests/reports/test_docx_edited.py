"""What editors and their programs do to a Word report, and what copydesk reads after that."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from corpora.text import (
    Decision,
    Disposition,
    Severity,
    Span,
)
from tests.corpora.readers.docx_files import archive, paragraph, parts, read, run
from tests.reports.docx_samples import (
    edited,
    flag,
    opened_documents,
    original_in,
    story,
    written,
)


def store(found: dict[str, bytes]) -> str:
    return next(name for name in found if b"urn:copydesk" in found[name])


def without_store(found: dict[str, bytes]) -> None:
    del found[store(found)]


def test_where_another_program_drops_what_is_stored_the_comments_themselves_are_read() -> None:
    flags = (
        flag(0, Span(0, 7), suggestion="Pak Menteri", disposition=Disposition(Decision.ACCEPTED)),
        flag(3, Span(0, 5), rule="x-y", message="a: b", severity=Severity.CRITICAL),
    )
    (document,) = read(edited(written(replace(story(), flags=flags)), without_store))
    kept = [
        (one.rule, one.severity, one.message, one.suggestion, one.disposition)
        for one in document.flags
    ]
    assert kept == [
        (one.rule, one.severity, one.message, one.suggestion, one.disposition) for one in flags
    ]
    words = [
        document.segments[f.segment].mt.text[f.span.start : f.span.end] for f in document.flags
    ]
    assert words == ["Menteri", "Tamat"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"start":0', b'"start":-1'),
        (b'"segment":0', b'"segment":99'),
        (b'"document":0', b'"document":-7'),
        (b'"severity":5', b'"severity":6'),
        (b'{"remarks"', b'{"remarks":' + b"[" * 100_000),
        (b'"also":[]', b'"also":[{"segment":99,"span":{"start":0,"end":9,"side":"source"}}]'),
        (b'"remarks"', b'"\xff"'),
    ],
)
def test_what_is_stored_is_believed_only_as_far_as_it_can_be(old: bytes, new: bytes) -> None:
    def spoil(found: dict[str, bytes]) -> None:
        name = store(found)
        assert old in found[name]
        found[name] = found[name].replace(old, new)

    found = read(edited(written(replace(story(), flags=(flag(0, Span(0, 7)),))), spoil))
    (kept,) = (one for document in found for one in document.flags)
    assert (kept.rule, kept.message, kept.also) == ("calque", "kata demi kata", ())


def test_comments_that_were_numbered_anew_are_known_by_their_text() -> None:
    flags = (flag(0, Span(0, 7), fingerprint="a"), flag(1, Span(0, 2), message="lain"))

    def renumber(found: dict[str, bytes]) -> None:
        for name in ("word/document.xml", "word/comments.xml"):
            pattern = rb'(<w:comment\w* w:id=")(\d+)'
            found[name] = re.sub(pattern, lambda m: m[1] + b"%d" % (7 - int(m[2])), found[name])

    (document,) = read(edited(written(replace(story(), flags=flags)), renumber))
    assert document.flags == flags


def test_a_comment_moves_with_its_words_when_the_text_is_edited() -> None:
    flags = (flag(0, Span(8, 11), fingerprint="a"), flag(1, Span(3, 8)))

    def edit(found: dict[str, bytes]) -> None:
        body = found["word/document.xml"]
        body = body.replace(b">Menteri <", b">Bapak Menteri <").replace(b">pergi<", b">berlari<")
        found["word/document.xml"] = body

    (document,) = read(edited(written(replace(story(), flags=flags)), edit))
    assert [one.mt.text for one in document.segments[:2]] == [
        "Bapak Menteri itu  tiba.",
        "Ia berlari.",
    ]
    assert [one.span for one in document.flags] == [Span(14, 17), Span(3, 10)]
    assert document.flags[0].fingerprint == "a"
    first = document.segments[0].source
    assert first is not None
    assert first.text == "The minister came."


def test_what_editors_write_between_segments_is_not_lost() -> None:
    def edit(found: dict[str, bytes]) -> None:
        body = found["word/document.xml"].decode()
        end = '<w:bookmarkEnd w:id="1"/>'
        assert end in body
        body = body.replace(end, end + run(" Sekali."))
        body = body.replace("<w:sectPr", paragraph(run("Paragraf baru.")) + "<w:sectPr", 1)
        found["word/document.xml"] = body.encode()

    (document,) = read(edited(written(story()), edit))
    assert [one.mt.text for one in document.segments] == [
        "Menteri itu  tiba. Sekali.", "Ia pergi.", "", "Tamat.", "Paragraf baru.",
    ]  # fmt: skip
    assert document.segments[4].source is None
    assert document.segments[0].source is not None


def resolve(found: dict[str, bytes]) -> None:
    """Resolve the first comment, as Word does."""
    key = re.search(rb'paraId="(\w+)"', found["word/comments.xml"])
    assert key is not None
    other = archive(
        parts("", commentsExtended=f'<w15:commentEx w15:paraId="{key[1].decode()}" w15:done="1"/>')
    )
    with zipfile.ZipFile(io.BytesIO(other)) as file:
        found["word/commentsExtended.xml"] = file.read("word/commentsExtended.xml")
    relations = found["word/_rels/document.xml.rels"]
    kind = b"http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    found["word/_rels/document.xml.rels"] = relations.replace(
        b"</Relationships>",
        b'<Relationship Id="rx" Type="%s" Target="commentsExtended.xml"/></Relationships>' % kind,
    )


def test_a_comment_that_was_resolved_is_an_accepted_flag() -> None:
    flags = (flag(0, Span(0, 7)), flag(1, Span(0, 2)))
    (document,) = read(edited(written(replace(story(), flags=flags)), resolve))
    assert [one.disposition for one in document.flags] == [Disposition(Decision.ACCEPTED), None]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return original_in(tmp_path_factory.mktemp("docx"))


def test_a_second_run_puts_its_comments_in_the_place_of_the_first_ones(
    original: Path, tmp_path: Path
) -> None:
    (document,) = opened_documents(original)
    first = (flag(0, Span(0, 7)), flag(1, Span(0, 2)), flag(2, Span(0, 4)))
    path = tmp_path / "dua.docx"
    path.write_bytes(edited(written(replace(document, flags=first)), resolve))
    (document,) = opened_documents(path)
    second = (flag(0, Span(0, 7)), flag(1, Span(0, 2)), flag(1, Span(3, 8)))
    (again,) = read(written(replace(document, flags=second)))
    accepted = replace(first[0], disposition=Disposition(Decision.ACCEPTED))
    assert again.flags == (accepted, second[1], second[2])


def test_the_comments_of_people_stay_and_are_not_written_twice(tmp_path: Path) -> None:
    file, path = docx.Document(), tmp_path / "a.docx"
    text = file.add_paragraph("Menteri ")
    file.add_comment(text.add_run("tiba"), text="Kapan?", author="Ani")
    file.save(str(path))
    (document,) = opened_documents(path)
    ours = flag(0, Span(0, 7))
    data = written(replace(document, flags=(*document.flags, ours)))
    said = [(one.author, one.text) for one in docx.Document(io.BytesIO(data)).comments]
    assert said == [("Ani", "Kapan?"), ("copydesk", "major · calque: kata demi kata")]
    assert read(data)[0].flags == (*document.flags, ours)
