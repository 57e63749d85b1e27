"""Files of any format become articles; what is no good is refused in one line."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from tempfile import gettempdir

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from corpora.errors import CopydeskError
from qa.desk.people.person import Person
from qa.desk.queue.adding import add_intake
from qa.desk.store.articles import Article, SegmentRow
from qa.desk.store.database import Database
from qa.desk.store.work import Intake
from qa.desk.words import JobState, State
from qa.desk.work.files import MOST_ARTICLES, Sent, articles_of
from qa.desk.work.names import a_line, safe_suffix
from qa.desk.work.worker import Worker

pytestmark = pytest.mark.desk

TEXT = "Rumah itu itu besar.\nIa pergi ke pasar."
XLIFF = """<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="en" target-language="id" datatype="plaintext" original="berita"><body>
<trans-unit id="1"><source>The house is big. It is red.</source>
<target>Rumah itu besar.</target></trans-unit>
<trans-unit id="2"><source>He left.</source><target>Ia pergi.</target></trans-unit>
</body></file></xliff>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><rss><channel><item><title>&i;</title></item></channel></rss>"
)


def docx(member: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", member)
    return packed.getvalue()


def take_in(
    database: Database, person: Person, worker: Worker, name: str, data: bytes, **fields: str
) -> Intake:
    with database.writing() as session:
        number = add_intake(session, person, name, data, fields).id
    worker.work_off()
    with database.reading() as session:
        return session.get_one(Intake, number)


def test_a_file_becomes_an_article_with_what_its_sender_says(
    database: Database, editor: Person, worker: Worker
) -> None:
    said = {"desk": "World", "origin": "by hand", "system": "mt-2", "language": "id"}
    intake = take_in(database, editor, worker, "berita.txt", TEXT.encode(), **said)
    assert (intake.state, intake.note, intake.payload) == (JobState.DONE, "1 article added", None)
    with database.reading() as session:
        (article,) = session.scalars(select(Article)).all()
    assert (article.name, article.mt, article.state) == (
        "Rumah itu itu besar.",
        TEXT,
        State.WAITING,
    )
    assert {name: getattr(article, name) for name in said} == said


def test_pairs_stay_pairs(database: Database, editor: Person, worker: Worker) -> None:
    take_in(database, editor, worker, "berita.xlf", XLIFF.encode())
    with database.reading() as session:
        (article,) = session.scalars(select(Article)).all()
        rows = session.scalars(select(SegmentRow).order_by(SegmentRow.number)).all()
    assert (article.language, article.source_language) == ("id", "en")
    assert [(row.text, row.source) for row in rows] == [
        ("Rumah itu besar.", "The house is big. It is red."),
        ("Ia pergi.", "He left."),
    ]


def test_an_import_is_done_once(database: Database, editor: Person, worker: Worker) -> None:
    take_in(database, editor, worker, "berita.txt", TEXT.encode())
    again = take_in(database, editor, worker, "berita.txt", TEXT.encode())
    assert again.note == "0 articles added, 1 article here already"


def test_only_one_of_several_documents_is_called_as_the_file_says() -> None:
    second = '{"mt": "Ia pergi.", "doc_id": "b"}\n'
    both = articles_of(Sent("a.jsonl", f'{{"mt": "Rumah.", "doc_id": "a"}}\n{second}'.encode(), {}))
    assert [article.name for article in both] == ["a.jsonl/a", "a.jsonl/b"]
    (alone,) = articles_of(Sent("a.jsonl", second.encode(), {}))
    assert alone.name == ""


def test_todays_file_does_not_replace_yesterdays(
    database: Database, editor: Person, worker: Worker
) -> None:
    take_in(database, editor, worker, "story.txt", TEXT.encode())
    take_in(database, editor, worker, "story.txt", f"{TEXT} Hujan.".encode())
    with database.reading() as session:
        states = session.scalars(select(Article.state)).all()
    assert states == [State.WAITING, State.WAITING]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\n\n \n").encode(),
        gzip.compress(TEXT.encode(), mtime=0),
        bz2.compress(TEXT.encode()),
    ],
)
def test_however_it_is_written_the_text_is_the_same(data: bytes) -> None:
    (article,) = articles_of(Sent("berita.txt", data, {}))
    assert article.mt == TEXT


def test_sentences_without_spaces_get_none() -> None:
    text = "他昨天去了市场。房子很大。\n今天下雨。"
    (article,) = articles_of(Sent("a.txt", text.encode(), {"language": "zh"}))
    assert article.mt == text


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"docx bomb", ""),
        ("a.docx", b"PK\x03\x04broken", ""),
        ("a.txt", b"\x7fELF\2\1" + bytes(range(256)) * 4, ""),
        ("a.txt", b" \n\n ", "empty"),
        ("a.rss", BOMB.encode(), ""),
        ("a.xml", b'<?xml version="1.0"?><unknown/>', "no format that copydesk knows"),
        ("a.pdf", b"%PDF-1.7\n", "a PDF"),
        ("a.txt.gz", b"gzip bomb", "200 times"),
        ("a.xlf", b"<xliff><file>", ""),
        ("a.zip", b"PK\x03\x04\x14" + bytes(55), "damaged"),
        ("a.mxliff\n/../../x.txt", b" ", ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(name: str, data: bytes, told: str) -> None:
    with pytest.raises(CopydeskError) as error:
        articles_of(Sent(name, _bomb(data), {}))
    line = str(error.value)
    assert told in line
    assert name.partition("\n")[0] in line
    assert gettempdir() not in line


@pytest.mark.parametrize("name", ["README", "file", "sent", "sent-file.txt", "the", "a"])
def test_a_refusal_names_the_file_as_it_was_sent_and_nothing_else(name: str) -> None:
    with pytest.raises(CopydeskError) as error:
        articles_of(Sent(name, b" \n\n ", {}))
    with pytest.raises(CopydeskError) as other:
        articles_of(Sent("0123456789", b" \n\n ", {}))
    assert str(error.value) == str(other.value).replace("0123456789", name)
    assert str(other.value) == "0123456789: the file is empty; give a file with text in it"


def _bomb(data: bytes) -> bytes:
    """What stands for a bomb, as one: it is made only when it is needed."""
    blank = b" " * 80_000_000
    made = {b"docx bomb": lambda: docx(blank), b"gzip bomb": lambda: gzip.compress(blank, 1)}
    return made.get(data, lambda: data)()


def test_a_refusal_is_the_notes(database: Database, editor: Person, worker: Worker) -> None:
    intake = take_in(database, editor, worker, "a.pdf", b"%PDF-1.7\n")
    assert (intake.state, intake.payload) == (JobState.FAILED, None)
    assert intake.note.startswith("a.pdf: a PDF")
    with database.reading() as session:
        assert session.scalars(select(Article)).all() == []


def test_too_many_articles_are_refused() -> None:
    lines = "".join(f'{{"mt": "Rumah {n}.", "doc_id": "{n}"}}\n' for n in range(MOST_ARTICLES + 1))
    with pytest.raises(CopydeskError, match="more than 1,000 articles; send it in parts"):
        articles_of(Sent("a.jsonl", lines.encode(), {}))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from([".txt", ".csv", ".xlf", ".docx", ".jsonl", ""]))
def test_any_bytes_are_articles_or_one_line(data: bytes, suffix: str) -> None:
    try:
        found = articles_of(Sent(f"a{suffix}", data, {}))
    except CopydeskError as error:
        assert "\n" not in str(error)  # noqa: PT017 — either is right
    else:
        assert all(article.mt.strip() and "\0" not in article.mt for article in found)


@given(st.text(max_size=80), st.integers(min_value=20, max_value=60))
def test_a_name_is_a_short_line(text: str, most: int) -> None:
    line = a_line(text, most)
    assert len(line) <= most
    assert line.isprintable() or not any(ord(sign) < 32 for sign in line)
    line.encode()
    assert a_line(line, most) == line


def test_names_that_are_cut_are_told_apart() -> None:
    assert a_line("a" * 100 + "1", 40) != a_line("a" * 100 + "2", 40)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"), ("a.TSV.GZ", ".tsv.gz"), ("../../etc/passwd", ""), ("a", ""),
        ("a./../b", ""), ("a.t\0xt", ""), ("a.b/c", ""), (".." , ""),
    ],
)  # fmt: skip
def test_only_the_suffix_of_a_name_is_used(name: str, suffix: str) -> None:
    assert safe_suffix(name) == suffix
