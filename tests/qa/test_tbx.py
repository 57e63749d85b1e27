"""Glossaries in TBX: editions, dialects, styles; what may not be used; what is no TBX."""

from __future__ import annotations

import pytest

from corpora.errors import InputError
from corpora.text import TextFile
from qa import tbx
from qa.terms import Term
from tests.corpora.readers.written import growth

MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="a"><descrip type="subjectField">army</descrip>
 <langSet xml:lang="en"><tig><term>drone</term><termNote type="partOfSpeech">noun</termNote></tig>
 </langSet>
 <langSet xml:lang="id">
  <ntig><termGrp><term>pesawat <hi>nirawak</hi></term>
   <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
  <ntig><termGrp><term>drone</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
  <tig><term>pesawat robot</term>
   <termNote type="normativeAuthorization">supersededTerm</termNote></tig>
 </langSet>
</termEntry></body></text></martif>
"""
CORE = """<tbx type="TBX-Core" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>desk</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="a">
 <langSec xml:lang="en-GB"><termSec><term>drone</term></termSec></langSec>
 <langSec xml:lang="id-ID">
  <termSec><term>pesawat
     nirawak</term><termNote type="partOfSpeech">noun</termNote></termSec>
  <termSec><term>drone</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
  <termSec><term>pesawat robot</term>
   <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
 </langSec></conceptEntry></body></text></tbx>
"""
TAGGED = """<tbx type="TBX-Min" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><text><body><conceptEntry id="a">
 <langSec xml:lang="en"><termSec><term>drone</term></termSec></langSec>
 <langSec xml:lang="id"><termSec><term>pesawat nirawak</term>
   <min:partOfSpeech>noun</min:partOfSpeech>
   <min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
  <termSec><term>drone</term>
   <min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
  <termSec><term>pesawat robot</term>
   <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
 </langSec></conceptEntry></body></text></tbx>
"""
SMALL = """<TBX dialect="TBX-Min"><header><languages source="en" target="id"/></header><body>
<entry id="a"><langGroup xml:lang="en"><termGroup><term>drone</term></termGroup></langGroup>
<langGroup xml:lang="id">
 <termGroup><term>pesawat nirawak</term><termStatus>preferred</termStatus></termGroup>
 <termGroup><term>drone</term><termStatus>notRecommended</termStatus></termGroup>
 <termGroup><term>pesawat robot</term><termStatus>obsolete</termStatus></termGroup>
</langGroup></entry></body></TBX>
"""
DRONE = Term("drone", ("pesawat nirawak",), ("drone", "pesawat robot"))


def _terms(text: str, source: str = "en", target: str = "id") -> list[Term]:
    return [*tbx.terms(TextFile("a.tbx", text), source, target)]


@pytest.mark.parametrize("text", [MARTIF, CORE, TAGGED, SMALL])
def test_every_dialect_says_the_same(text: str) -> None:
    assert _terms(text) == [DRONE]


@pytest.mark.parametrize("text", [MARTIF, CORE, TAGGED, SMALL])
def test_a_source_that_is_deprecated_is_looked_for_all_the_same(text: str) -> None:
    found = {term.source: term for term in _terms(text, "id", "en")}
    assert set(found) == {"pesawat nirawak", "drone", "pesawat robot"}
    assert {term.targets for term in found.values()} == {("drone",)}
    assert {term.forbidden for term in found.values()} == {()}


@pytest.mark.parametrize(
    ("source", "target", "count"),
    [("en-US", "id", 1), ("en", "id-ID", 1), ("en-GB", "id", 1), ("en", "ms", 0), ("en", "de", 0)],
)
def test_languages_agree_as_their_tags_do(source: str, target: str, count: int) -> None:
    assert len(_terms(CORE, source, target)) == count


def test_where_everything_is_forbidden_nothing_is_wanted() -> None:
    text = CORE.replace("pesawat\n     nirawak", "drone").replace("noun", "x")
    only = text.replace('type="partOfSpeech">x', 'type="administrativeStatus">deprecatedTerm')
    assert only.count("deprecatedTerm") == 2
    assert _terms(only) == []


def test_an_unknown_language_is_left_out() -> None:
    assert _terms(CORE.replace('"id-ID"', '"klingon-ish"')) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<!DOCTYPE a [<!ENTITY b "x">]><tbx>&b;</tbx>', "a.tbx:1: declares entities"),
        ('<!DOCTYPE a [\n<!ENTITY c SYSTEM "file:///etc/passwd">]><tbx>&c;</tbx>', ":2: declares"),
        ("<xliff/>", "a.tbx:1: no TBX .it begins with <xliff>.; give TSV or TBX"),
        ("<tbx>\n<text>", "a.tbx:2: not well-formed TBX"),
        ("<a>" * 2_000 + "</a>" * 2_000, "no TBX"),
        (f"<tbx>{'<a>' * 2_000}{'</a>' * 2_000}</tbx>", "nested too deep"),
    ],
)
def test_what_is_no_tbx_is_refused_with_the_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        _terms(text)


def test_elements_nested_as_deep_as_may_be_are_read() -> None:
    deep = f"{'<hi>' * 900}drone{'</hi>' * 900}"
    assert _terms(
        CORE.replace(
            "<term>drone</term></termSec></langSec>", f"<term>{deep}</term></termSec></langSec>"
        )
    ) == [DRONE]


def test_ten_times_the_glossary_takes_about_ten_times_the_time() -> None:
    start, end = CORE.index("<conceptEntry"), CORE.index("</body>")

    def read(size: int) -> None:
        text = CORE[:start] + CORE[start:end] * (size // (end - start)) + CORE[end:]
        assert len(_terms(text)) == size // (end - start)

    assert growth(read) < 25
