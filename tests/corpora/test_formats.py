"""A file's format is what its first bytes show, then what its suffix says."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.formats import Formats
from corpora.opening import in_memory
from qa.plugins import READERS, discover
from tests.conftest import ROOT

FORMATS = Formats({name: plugin.value for name, plugin in discover(READERS).items()})
SAMPLES = sorted((ROOT / "tests" / "corpora" / "readers" / "samples").iterdir())
BY_SUFFIX = {"markdown", "po"}
"""Formats whose first bytes look like those of plain text, more or less."""


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_known_whatever_it_is_called(sample: Path) -> None:
    identity = sample.stem.replace("_", "-")
    data = sample.read_bytes()
    assert FORMATS.of(in_memory(sample.name, data)) == identity
    if identity not in BY_SUFFIX:
        for name in ("a", "a.txt", "a.csv", "a.gz"):
            assert FORMATS.of(in_memory(name, data)) == identity, name


@pytest.mark.parametrize(
    ("name", "content", "identity"),
    [
        ("a.txt", "src\tmt\nOne.\tSatu.\n", "tsv"),
        ("a.tsv", "src,mt\nOne.,Satu.\n", "csv"),
        ("a.csv", '{"mt": "Satu."}\n', "jsonl"),
        ("a.tsv", "mt\nSatu.\n", "tsv"),
        ("a.csv", "Satu, dua.\n", "csv"),
        ("a.txt", "Satu, dua.\nTiga.\n", "text"),
        ("a.md", "# Satu\n", "markdown"),
        ("a", "Kalimat dengan\ttab.\n", "text"),
        ("a", "src, mt\n", "csv"),
        ("a.txt", "<b>Satu</b> dua.\n", "text"),
        ("a.xyz", "1 < 2 dan 3 > 2\n", "text"),
        ("a.TSV.GZ", "mt\nSatu.\n", "tsv"),
    ],
)
def test_what_the_bytes_do_not_tell_the_suffix_does(name: str, content: str, identity: str) -> None:
    assert FORMATS.of(in_memory(name, content.encode())) == identity


def test_xml_that_nobody_knows_is_not_read_as_text() -> None:
    with pytest.raises(InputError, match=r"a\.xml: XML in no format that copydesk knows"):
        FORMATS.of(in_memory("a.xml", b'<?xml version="1.0"?>\n<menu><item/></menu>'))


@given(st.binary(max_size=300), st.sampled_from(["", "<?xml ", "<html", "{", "PK", "PAR1", "1\n"]))
def test_looking_at_any_bytes_never_fails(data: bytes, start: str) -> None:
    with suppress(InputError):  # unknown XML, a damaged packed file
        assert FORMATS.of(in_memory("a", start.encode() + data)) in FORMATS.readers
