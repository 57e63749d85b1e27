"""Word documents: what a reader of the page sees, and what people said about it in comments."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.text import Decision, Disposition, Severity, Span
from tests.corpora.readers.docx_files import (
    STRICT,
    archive,
    comment,
    extract,
    paragraph,
    parts,
    read,
    run,
    word,
)


def lines(body: str, **others: str) -> list[str]:
    return extract(archive(parts(body, **others))).text.splitlines()


def test_paragraphs_and_tables_are_read_in_their_order() -> None:
    file, out = docx.Document(), io.BytesIO()
    file.add_heading("Menteri tiba", 1)
    file.add_paragraph("Ia tiba kemarin. Ia pergi lagi.")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Kiri.", "Kanan."
    file.add_paragraph("Selesai.")
    file.sections[0].header.paragraphs[0].text = "Kepala halaman"
    file.save(out)
    (document,) = read(out.getvalue())
    assert document.id == "a.docx"
    assert [(s.paragraph, s.mt.text) for s in document.segments] == [
        (0, "Menteri tiba"),
        (1, "Ia tiba kemarin."),
        (1, "Ia pergi lagi."),
        (2, "Kiri."),
        (3, "Kanan."),
        (4, "Selesai."),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(run("a"), f"<w:ins>{run('b')}</w:ins>", run("c")), "abc"),
        (paragraph(run("a"), "<w:del><w:r><w:delText>b</w:delText></w:r></w:del>", run("c")), "ac"),
        (paragraph(f"<w:moveFrom>{run('a')}</w:moveFrom><w:moveTo>{run('b')}</w:moveTo>"), "b"),
        (paragraph(run("a"), "<w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>"), "a"),
        (paragraph('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>b</w:t></w:r>'), "b"),
        (paragraph(run("a"), "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a\tb\u2028c"),
        (paragraph("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"), "a\u2011b"),
        (paragraph("<w:r><w:t>a\n b</w:t></w:r>"), "a  b"),
        (paragraph(f"<w:hyperlink><w:smartTag>{run('a')}</w:smartTag></w:hyperlink>"), "a"),
        (paragraph(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('a')}</w:sdtContent></w:sdt>"), "a"),
        (paragraph(f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>'), "7"),
        (paragraph("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", run("a")), "a"),
        (paragraph(f"<w:ruby><w:rt>{run('a')}</w:rt>{run('b')}</w:ruby>"), "b"),
        (f"<w:ins><w:p>{run('a')}</w:p></w:ins>", "a"),
    ],
)  # fmt: skip
def test_what_a_reader_of_the_page_sees_is_the_text(body: str, text: str) -> None:
    file = extract(archive(parts(body)))
    assert file.text == f"{text}\n"


def field(code: str, result: str) -> str:
    marks = [
        f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")
    ]
    code = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return marks[0] + code + marks[1] + result + marks[2]


def test_of_a_field_the_result_is_read_also_where_fields_nest() -> None:
    inner = field("PAGE", run("9"))
    assert lines(paragraph(run("a"), field(f"IF {run('x')}", run("b")), run("c"))) == ["abc"]
    nested = field("X", run("ya")).replace("</w:instrText></w:r>", f"</w:instrText></w:r>{inner}")
    assert lines(paragraph(nested)) == ["ya"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert lines(paragraph(run("a"), begin, run("b")) + paragraph(run("c"))) == ["ab", "c"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert lines(paragraph(mark, run("a")) + paragraph(run("b")) + paragraph(run("c"))) == [
        "ab",
        "c",
    ]


def test_a_deleted_row_is_gone() -> None:
    cells = f"<w:tc>{paragraph(run('a'))}</w:tc>"
    body = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cells}</w:tr></w:tbl>{paragraph(run('b'))}"
    assert lines(body) == ["b"]


def test_a_text_box_comes_once_after_the_paragraph_that_holds_it() -> None:
    box = f"<w:txbxContent>{paragraph(run('kotak'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(run("a"), f"<w:r>{both}</w:r>", run("b")) + paragraph(run("c"))
    assert lines(body) == ["ab", "kotak", "c"]


def test_footnotes_come_last() -> None:
    notes = (
        f'<w:footnote w:id="-1" w:type="separator">{paragraph(run("-"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("Catatan."))}</w:footnote>'
    )
    body = paragraph(run("a"), '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph(run("b"))
    assert lines(body, footnotes=notes) == ["a", "b", "Catatan."]


def test_a_document_in_the_strict_variant_is_read() -> None:
    assert extract(archive(parts(paragraph(run("a")), STRICT))).text == "a\n"


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(word(" "))


# Comments


def ranged(number: int, *runs: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/>{"".join(runs)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def test_a_comment_is_a_flag_on_its_words() -> None:
    body = paragraph(run("Ia tiba. Ia "), ranged(0, run("pergi"), run(" lagi")), run(" nanti."))
    data = archive(parts(body, comments=comment(0, "Ke mana?")))
    (flag,) = read(data)[0].flags
    assert (flag.rule, flag.message, flag.author) == ("comment", "Ke mana?", "Budi")
    assert (flag.severity, flag.category) == (Severity.NEUTRAL, "other")
    assert (flag.segment, flag.span) == (1, Span(3, 13))
    assert flag.disposition is None


def test_a_comment_on_several_sentences_goes_to_the_first() -> None:
    body = paragraph(run("Ia "), ranged(0, run("tiba. Ia pergi. Ia kembali")), run("."))
    (flag,) = read(archive(parts(body, comments=comment(0, "?"))))[0].flags
    assert (flag.segment, flag.span) == (0, Span(3, 8))


def test_a_comment_at_a_place_has_an_empty_span() -> None:
    body = paragraph(run("Ia"), '<w:r><w:commentReference w:id="0"/></w:r>', run(" tiba."))
    (flag,) = read(archive(parts(body, comments=comment(0, "?"))))[0].flags
    assert (flag.segment, flag.span) == (0, Span(2, 2))


def test_a_resolved_comment_is_accepted_and_a_reply_says_why() -> None:
    said = comment(0, "Salah.", key="11111111") + comment(1, "Benar.", "Ani", key="22222222")
    states = (
        '<w15:commentEx w15:paraId="11111111" w15:done="1"/>'
        '<w15:commentEx w15:paraId="22222222" w15:paraIdParent="11111111" w15:done="1"/>'
    )
    body = paragraph(ranged(0, ranged(1, run("Ia tiba."))))
    data = archive(parts(body, comments=said, commentsExtended=states))
    (flag,) = read(data)[0].flags
    assert flag.message == "Salah."
    assert flag.disposition == Disposition(Decision.ACCEPTED, "Benar.", "Ani")
    dismissed = archive(
        parts(body, comments=said.replace("Benar.", "Dismissed: nama"), commentsExtended=states)
    )
    (flag,) = read(dismissed)[0].flags
    assert flag.disposition == Disposition(Decision.DISMISSED, "nama", "Ani")


def test_a_comment_that_reads_like_copydesks_is_a_flag_of_its_rule() -> None:
    line = "major · calque: kata demi kata → “menteri pertahanan” [dismissed by Ani: sudah biasa]"
    body = paragraph(ranged(0, run("kepala pertahanan")), run(" tiba."))
    (flag,) = read(archive(parts(body, comments=comment(0, line, "copydesk"))))[0].flags
    assert (flag.rule, flag.severity, flag.author) == ("calque", Severity.MAJOR, "")
    assert (flag.message, flag.suggestion) == ("kata demi kata", "menteri pertahanan")
    assert flag.disposition == Disposition(Decision.DISMISSED, "sudah biasa", "Ani")


def test_comments_of_python_docx_are_read() -> None:
    file, out = docx.Document(), io.BytesIO()
    text = file.add_paragraph("Menteri ")
    marked = text.add_run("tiba")
    text.add_run(" kemarin.")
    file.add_comment(marked, text="Kapan?", author="Ani")
    file.save(out)
    (flag,) = read(out.getvalue())[0].flags
    assert (flag.message, flag.author, flag.span) == ("Kapan?", "Ani", Span(8, 12))


# Positions


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(categories=["L", "P", "Zs"]), min_size=1), min_size=1))
def test_every_word_stands_where_it_says(texts: list[str]) -> None:
    (document,) = read(word("x.", *texts))
    for segment in document.segments:
        text = segment.mt.text
        file = segment.mt.file
        for start in range(len(text)):
            place = segment.mt.to_file(Span(start, len(text)))
            assert file.text[place.start : place.end] == text[start:]
