"""XML as tokens: they say what expat says, and stand where they say they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.text import PassageBuilder, TextFile
from corpora.xml_tokens import XML, Kind, Token, tokens

Said = tuple[Any, ...]
TEXTS = st.sampled_from(
    [
        "a",
        "é\n",
        "\r\n",
        "\r",
        "猫\U0001f469",
        "&amp;",
        "&#233;",
        "&#xA;",
        "<![CDATA[<b>\r\n&]]]>",
        ">",
    ]
)
BESIDE = st.sampled_from(["<!--<a>&-->", "<?p <b> ?>", "<![CDATA[]]>", "<e/>", "<p:f\n />"])
VALUES = st.sampled_from(["", "v", "&lt;'\t\n", "/>", "é&#10;", "a\r\nb"])
NAMES = ["a", "b.c", "p:d", "xml:lang"]
ATTRIBUTES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3).map(
    lambda found: "".join(
        f" {name} =\n'{value}'" if "'" not in value else f'\t{name}="{value}"'
        for name, value in found.items()
    )
)
SCOPES = st.sampled_from(["", "", ' xmlns="urn:x"', " xmlns:p='urn:y'", ' xmlns=""'])
CONTENT = st.recursive(
    TEXTS | BESIDE,
    lambda inner: st.builds(
        lambda name, scope, values, parts: f"<{name}{scope}{values}>{''.join(parts)}</{name} >",
        st.sampled_from(["x", "p:y", "z-1"]),
        SCOPES,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
DOCTYPE = (
    '<!DOCTYPE r SYSTEM "x>" [<!-- ]> --><?q ]>?>\n<!ELEMENT r ANY><!ATTLIST r q CDATA "]>">]>\n'
)
DOCUMENTS = st.builds(
    lambda head, content: f"{head}<r xmlns:p='urn:p'>{''.join(content)}</r>\n<!-- end -->\n",
    st.sampled_from(
        ["", '<?xml version="1.0"?>\n', "<!--x-->", DOCTYPE.replace(' q CDATA "]>"', "")]
    ),
    st.lists(CONTENT, max_size=4),
)


def _expected(text: str) -> list[Said]:
    """What expat says: elements, attributes, text without its cuts."""
    said: list[Said] = []
    parser = expat.ParserCreate(namespace_separator="|")

    def spoken(text: str) -> None:
        last = said[-1] if said and said[-1][0] == "text" else ("text", "")
        del said[len(said) - (said[-1:] == [last]) :]
        said.append(("text", last[1] + text))

    def named(name: str) -> str:
        space, found, local = name.rpartition("|")
        return f"{{{space}}}{local}" if found else name

    parser.StartElementHandler = lambda name, values: said.append(
        ("start", named(name), {named(key): value for key, value in values.items()})
    )
    parser.EndElementHandler = lambda name: said.append(("end", named(name)))
    parser.CharacterDataHandler = spoken
    parser.Parse(text.encode(), True)  # noqa: FBT003
    return said


def _said(found: Sequence[Token]) -> list[Said]:
    said: list[Said] = []
    depth = 0
    for token in found:
        depth += (token.kind is Kind.START) - (token.kind is Kind.END)
        name = f"{{{token.space}}}{token.name}" if token.space else token.name
        if token.kind is Kind.START:
            said.append(("start", name, dict(token.attributes)))
        elif token.kind is Kind.END:
            said.append(("end", name))
        elif token.kind is Kind.TEXT and depth:
            before = said.pop()[1] if said[-1][0] == "text" else ""
            said.append(("text", before + token.text))
    return said


def _windows(text: str, size: int) -> Iterator[TextFile]:
    lines = text.split("\n")
    origin = 0
    for at in range(0, len(lines), size):
        end = at + size >= len(lines)
        part = "\n".join(lines[at : at + size]) + ("" if end else "\n")
        yield TextFile("a.xml", part, "utf-8", origin, TextFile("", text).line_of(origin))
        origin += len(part)


@settings(max_examples=150)
@given(text=DOCUMENTS, size=st.integers(1, 4))
def test_tokens_say_what_expat_says_and_cover_the_file(text: str, size: int) -> None:
    found = [*tokens([TextFile("a.xml", text)])]
    assert _said(found) == _expected(text)
    assert (found[0].start, found[-1].end) == (0, len(text))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert _said([*tokens(_windows(text, size))]) == _said(found)


@settings(max_examples=50)
@given(text=DOCUMENTS, size=st.integers(1, 4))
def test_a_token_is_in_the_window_that_it_begins_in(text: str, size: int) -> None:
    whole = [*tokens([TextFile("a.xml", text)])]
    for token in tokens(_windows(text, size)):
        assert token.file.origin <= token.start
        if token.start < len(text) and token.start != token.end:
            assert token.start < token.file.origin + len(token.file.text)
    places = {one.start: one.line for one in whole}
    for token in tokens(_windows(text, size)):
        if token.kind is Kind.START:
            assert token.line == places[token.start]


def test_text_leads_back_into_the_file() -> None:
    text = "<a>x&amp;<![CDATA[<\r\n]]>y</a>"
    file = TextFile("a.xml", text)
    builder = PassageBuilder(file)
    for token in tokens([file]):
        if token.kind is Kind.TEXT:
            token.add_to(builder)
    passage = builder.passage()
    assert passage.text == "x&<\ny"
    raws = [text[passage.begin(n) : passage.end(n + 1)] for n in range(5)]
    assert raws == ["x", "&amp;", "<", "\r\n", "y"]


def test_names_of_html_are_known_where_there_is_a_dtd() -> None:
    text = '<!DOCTYPE a SYSTEM "a.dtd"><a>&nbsp;&foo;</a>'
    found = [one for one in tokens([TextFile("a.xml", text)]) if one.start >= text.index("&")]
    assert [(one.kind, one.text) for one in found[:2]] == [(Kind.TEXT, "\xa0"), (Kind.OTHER, "")]


def test_the_prefix_xml_is_always_known() -> None:
    first = next(tokens([TextFile("a.xml", "<a xml:lang='id'/>")]))
    assert first.attributes == {f"{{{XML}}}lang": "id"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<a>\n<b></a>", "a.xml:2: not well-formed XML .mismatched tag."),
        ("<a>\n\n", "a.xml:3: not well-formed XML .no element found."),
        ("<a", "unclosed token"),
        ("<a b=c/>", "a.xml:1: not well-formed"),
        ("<a>&nbsp;</a>", "undefined entity"),
        ("<p:a/>", "unbound prefix"),
        ("text", "a.xml:1: not well-formed"),
        ("<a>\x01</a>", "not well-formed"),
        ("<a>\ud800</a>", "not well-formed"),
        ('\n<!DOCTYPE a [\n<!ENTITY b "c">]><a/>', "not well-formed|a.xml:3: declares entities"),
        ('<!DOCTYPE a [\n<!ENTITY b "c">]><a/>', "a.xml:2: declares entities, which is refused"),
        ('<!DOCTYPE a [<!ENTITY % b SYSTEM "c">%b;]><a/>', "declares entities"),
        ("<a>" * 1_001 + "</a>" * 1_001, "a.xml:1: elements nested too deep"),
    ],
)
def test_what_is_no_plain_xml_is_refused_with_the_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        list(tokens([TextFile("a.xml", text)]))


def test_a_line_of_a_later_window_is_counted_from_the_first() -> None:
    with pytest.raises(InputError, match=r"a\.xml:4: "):
        list(tokens(_windows("<a>\n<b/>\n<b/>\n</c>\n", 1)))


@pytest.mark.parametrize("text", ["</a>", "</a><b>", "<a></a></a>", "x</", "<a>&#3\x1d;</a>"])
def test_what_only_looks_like_xml_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        list(tokens([TextFile("a", text)]))
