"""A glossary, as TSV or TBX, good or bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import InputError
from qa.terms import Term, load
from tests.conftest import Run

TBX = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1">
 <langSec xml:lang="en-GB"><termSec><term>Ministry of Defence</term></termSec></langSec>
 <langSec xml:lang="id"><termSec><term>Kementerian Pertahanan</term></termSec></langSec>
 <langSec xml:lang="de"><termSec><term>Verteidigungsministerium</term></termSec></langSec>
</conceptEntry></body></text></tbx>
"""
MARTIF = """<martif type="TBX"><text><body><termEntry>
<langSet xml:lang="en"><tig><term>drone</term></tig></langSet>
<langSet xml:lang="id"><tig><term>pesawat nirawak</term></tig></langSet>
</termEntry></body></text></martif>
"""
BOMB = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c SYSTEM "file:///etc/passwd">]><tbx>&b;&c;</tbx>'


def _write(folder: Path, text: str) -> str:
    path = folder / "terms"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_tsv(tmp_path: Path) -> None:
    text = "Source\tTarget\tforbidden\tnote\r\nUN\tPBB|Perserikatan\tUN\tUN desk\r\n\r\n"
    (term,) = load(_write(tmp_path, f"\ufeff{text}")).terms("en", "id")
    assert term == Term("UN", ("PBB", "Perserikatan"), ("UN",), "UN desk")


def test_tbx_of_either_edition(tmp_path: Path) -> None:
    glossary = load(_write(tmp_path, TBX))
    assert glossary.terms("en", "id") == (Term("Ministry of Defence", ("Kementerian Pertahanan",)),)
    assert glossary.terms("id", "de-AT") == (
        Term("Kementerian Pertahanan", ("Verteidigungsministerium",)),
    )
    assert glossary.terms("en", "fr") == ()
    assert load(_write(tmp_path, MARTIF)).terms("en", "id") == (
        Term("drone", ("pesawat nirawak",)),
    )


def test_an_entity_is_not_followed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=":1: declares entities, which is refused"):
        load(_write(tmp_path, BOMB))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UN\tPBB\n", ":1: not a glossary"),
        ("source\ttarget\nUN\t\n", ":2: no source or no target"),
        ("source\ttarget\nUN\n", ":2: no source or no target"),
        ("<tbx><text>", "not well-formed TBX"),
        ("", "the file is empty"),
    ],
)
def test_bad_ones_are_errors_with_a_line(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        load(_write(tmp_path, text))


def test_from_the_command_line(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "mt.txt").write_text("Kementerian Perang menolaknya.\n", encoding="utf-8")
    (tmp_path / "src.txt").write_text("The Ministry of Defence refused.\n", encoding="utf-8")
    _write(tmp_path, TBX)
    arguments = ("mt.txt", "--source", "src.txt", "--lang", "id", "--source-lang", "en", "-q")
    done = copydesk("check", *arguments, "--glossary", "terms")
    assert done.code == 1
    assert "src.txt:1:5: major glossary: ‘Ministry of Defence’" in done.out
    assert copydesk("check", *arguments).code == 0
