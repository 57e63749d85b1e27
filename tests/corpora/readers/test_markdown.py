"""Markdown: what a reader sees of it, and where in the file each word of that stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpora.errors import InputError
from corpora.reader import Fit, Head
from corpora.readers import html as html_reader
from corpora.readers.markdown import reader
from corpora.text import Span
from tests.conftest import Run
from tests.corpora.readers.marked import growth, paragraphs, raw, read, seconds, texts

SAMPLE = Path(__file__).parent / "samples" / "markdown.md"


def test_what_people_read_is_read() -> None:
    assert texts(reader, SAMPLE.read_text(encoding="utf-8")) == [
        "Banjir rendam ribuan rumah",
        (
            "Hujan lebat selama tiga hari merendam 4.000\xa0rumah, kata badan cuaca. "
            "Baris ini masih paragraf yang sama."
        ),
        "Warga mengungsi",
        "Air naik sangat cepat *sekali*.",
        "Tiga jembatan rusak.",
        "Kecamatan",
        "Rumah",
        "Genuk",
        "2.100",
        "Teks dalam HTML",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("# a #\n\nb\n===\n", ["a", "b"]),
        ("a\nb  \nc\\\nd", ["a b", "c", "d"]),
        ("a<br>b <i>c</i> <!-- d -->e", ["a", "b c e"]),
        ("1. 1\n2. - 2", ["1", "2"]),
        ("[a](b 'c') [d][e] [f] <https://g.h>\n\n[e]: x\n[f]: y", ["a d f https://g.h"]),
        ("![a *b* ![c](d)](e)", ["a b c"]),
        ("a ![b](c) d", ["a d"]),
        ("`a  b` ``c ` d``", ["a b c ` d"]),
        ("```\na\n```\n b\n", ["b"]),
        ("a\n\n    b\n", ["a"]),
        ("a[^1] b [^n]. [^o]\n\n[^1]: c\n  [^n]: d e\n\n    f", ["a b. [^o]", "c", "d e", "f"]),
        ("[a[^1]](b) c\n\n[^1]: e", ["a c", "e"]),
        ("- [ ] a\n- [x] *b* [x] c\n- [X]\n- [d](e)\n\n[x] f", ["a", "b [x] c", "d", "[x] f"]),
        ("![a](b)[^1]\n\n[^1]: c", ["a", "c"]),
        ("**a *b* c** ~~d~~ ***e** f*", ["a b c d e f"]),
        (r"\*a\* \q &amp; &nope; &#33;", [r"*a* \q & &nope; !"]),
        ("|a|b|\n|-|-|\n|1 \\| 2|`x \\| y`|\n", ["a", "b", "1 | 2", "x | y"]),
        ("> a\n> > b\nc", ["a", "b c"]),
        ("<div>\na <b>b</b>\n\nc\n</div>", ["a b", "c"]),
        ("* * *\n\na", ["a"]),
        ("- \ta\n\n  \tb", ["a", "b"]),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_marks_are_left_out(content: str, expected: list[str], line_end: str) -> None:
    assert texts(reader, content.replace("\n", line_end)) == expected


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("---\ntitle: Judul kita # x\nlang: id\n---\n", "Judul kita"),
        ('---\nlang: id\ntitle: "Judul \\"kita\\""\n---\n', 'Judul "kita"'),
        ("---\r\ntitle: 'Judul ''kita'''\r\nlanguage: id\r\n...\r\n", "Judul 'kita'"),
        ('+++\ntitle = "Judul"\nlang = "id"\n+++\n', "Judul"),
    ],
)
def test_the_title_of_the_front_matter_is_the_headline(front: str, expected: str) -> None:
    assert texts(reader, f"{front}Ia tiba.") == [expected, "Ia tiba."]
    assert texts(reader, f"{front}# {expected}\n\nIa tiba.") == [expected, "Ia tiba."]
    assert read(reader, f"{front}Ia tiba.")[0].language == "id"


def test_front_matter_without_a_plain_title_is_left_out() -> None:
    assert texts(reader, "---\ntitle: >\n  a\ntags: [b]\n---\nIa tiba.") == ["Ia tiba."]
    assert texts(reader, "---\n\nIa tiba.") == ["Ia tiba."]


WORD = st.text("ab猫é.,!?\xa0\xad\u200d", min_size=1, max_size=4)
INLINE = st.recursive(
    WORD | st.sampled_from(["&amp;", "\\*", "&#8212;", "<https://x.y/z>", "`c d`", "*", "_", "~~"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", "\n", "  ", ""]), inner).map("".join),
        st.tuples(st.sampled_from(["*{}*", "**{}**", "_{}_", "[{}](a 'b')", "![{}](c)", "<b>{}</b>",
                                   "~~{}~~", "<!-- a -->{}"]), inner)
        .map(lambda pair: pair[0].format(pair[1])),
    ),
    max_leaves=8,
)  # fmt: skip
BLOCK = st.sampled_from(
    [
        "{}",
        "# {}",
        "> {}",
        "- {}",
        "- [x] {}",
        "[^1]: {}",
        "1. {}",
        "> - {}",
        "|a|\n|-|\n|{}|",
        "{}\n===",
    ]
)
A_LIST = re.compile(r"\n *\*\s")
SAID = {"&amp;": "&", "\\*": "*", "&#8212;": "—"}


@settings(max_examples=40)
@example(blocks=[("{}", "\xa0\n?")], crlf=False)
@example(blocks=[("> - {}", "\xa0\n?"), ("{}\n===", "**\n?")], crlf=True)
@given(blocks=st.lists(st.tuples(BLOCK, INLINE), min_size=1, max_size=3), crlf=st.booleans())
def test_every_character_leads_to_its_raw_form(
    blocks: list[tuple[str, str]], *, crlf: bool
) -> None:
    content = "☞\n\n" + "\n\n".join(block.format(inline) for block, inline in blocks)
    end = 0
    for passage in paragraphs(reader, content.replace("\n", "\r\n") if crlf else content):
        for at, sign in enumerate(passage.text):
            place = passage.to_file(Span(at, at + 1))
            written = passage.file.text[place.start : place.end]
            assert place.start >= end
            assert sign == SAID.get(written, written) or (sign == " " and not written.strip())
            end = place.end


@settings(max_examples=40)
@given(inline=INLINE)
def test_the_text_is_what_markdown_it_renders(inline: str) -> None:
    assume(not A_LIST.search(inline))  # a picture alone in its item is described, as elsewhere
    rendered = MarkdownIt("commonmark").enable("strikethrough").render(f"☞ {inline}")
    without = re.sub(r"<img[^>]*>", "", rendered)
    ours = "".join(texts(reader, f"☞ {inline}"))
    theirs = "".join(texts(html_reader.reader, without))
    assert "".join(ours.split()) == "".join(theirs.split())


def test_a_span_over_marks_holds_them() -> None:
    (passage,) = paragraphs(reader, "Ia **tiba di** [kota](x) itu.")
    assert raw(passage, "tiba di kota") == "tiba di** [kota"


def test_markdown_is_known_by_its_suffix_alone() -> None:
    assert reader.sniff(Head("a.md", b"# a", "# a")) is Fit.NO
    assert reader.suffixes == (".md", ".markdown")


@pytest.mark.parametrize("content", ["---\ntags: []\n---\n", "```\na\n```", "[a]: b", "<!-- a -->"])
def test_a_file_without_text_is_refused(content: str) -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(reader, content)


HOSTILE = [
    "*a ", "**a", "[a", "![a", "![", "_a_ ", ">", "> a\n", "- ", "- a\n  ", "`a``", "<a ", "<!--",
    "[^", "[^a]", "[^a]: b\n", "- [ ] a\n",
    "&amp;", "|a|b|\n|-|-|\n", "[a]: b\n", "a\n---\n", "\\*", "<http://a>", "[![", "~~a", "a  \n",
]  # fmt: skip


@pytest.mark.parametrize("repeated", HOSTILE)
def test_a_hostile_file_is_read_or_refused(repeated: str) -> None:
    assert seconds(reader, repeated * (2_000 // len(repeated))) < 10


@pytest.mark.slow
@pytest.mark.parametrize("repeated", HOSTILE)
def test_four_times_the_hostile_file_costs_about_four_times_the_time(repeated: str) -> None:
    assert growth(reader, lambda size: repeated * (size // len(repeated))) <= 8


def test_flags_lead_between_the_marks(tmp_path: Path, copydesk: Run) -> None:
    content = "# Judul berita\n\nWali kota mengatakan *bahwa* bahwa rumah itu rusak.\n"
    source = "# A headline\n\nThe mayor said that the house was damaged.\n"
    (tmp_path / "mt.md").write_text(content, encoding="utf-8")
    (tmp_path / "src.md").write_text(source, encoding="utf-8")
    done = copydesk("check", "mt.md", "--source", "src.md", "--report", "json=-")
    assert done.code in {0, 1}, done.err
    (flag,) = [one for one in done.data["documents"][0]["flags"] if one["rule"] == "doubled-word"]
    assert content[flag["file"]["start"] : flag["file"]["end"]] == "bahwa* bahwa"
