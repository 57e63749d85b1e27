"""sacreBLEU's sets are unpacked by us and read by it: the texts are those that it scores."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import sacrebleu.dataset.base
from sacrebleu.dataset import DATASETS

from corpora.errors import InputError
from corpora.sets.catalogue import sacrebleu_sets
from corpora.sets.languages import Pair
from corpora.sets.remote import RemoteFile

SETS = {one.name: one for one in sacrebleu_sets()}
XML = """<dataset id="x"><collection id="general"><doc id="d1" origlang="en" domain="news">
<src lang="en"><p><seg id="1">One &amp; two.</seg><seg id="2"> Three. </seg></p></src>
<ref lang="de" translator="refA"><p><seg id="1">Eins.</seg><seg id="2">Drei.</seg></p></ref>
<hyp system="S" language="de"><p><seg id="1">Ein.</seg><seg id="2">Dri.</seg></p></hyp>
</doc></collection></dataset>"""
SGM = """<doc docid="d1" genre="news" origlang="en">
<seg id="1">{0} 1</seg>
<seg id="2">{0} 2</seg>
"""


def packed(name: str, members: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    if name.endswith(".zip"):
        with zipfile.ZipFile(buffer, "w") as archive:
            for member, text in members.items():
                archive.writestr(member, text)
        return buffer.getvalue()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for member, text in members.items():
            info = tarfile.TarInfo(member)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def no_download(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("sacreBLEU must not download")

    monkeypatch.setattr(sacrebleu.dataset.base, "download_file", refuse)


def write(name: str, pair: Pair, have: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    def fetch(file: RemoteFile) -> Path:
        path = folder / f"fetched-{file.name}"
        path.write_bytes(have[file.name])
        return path

    paths = SETS[name].recipe.write(name, pair, fetch, folder / "out")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def test_xml_of_recent_years(tmp_path: Path) -> None:
    pair = Pair("en", "de")
    (file,) = SETS["wmt24"].recipe.files
    (member,) = DATASETS["wmt24"].langpairs["en-de"]
    have = {file.name: packed(file.name, {member: XML, "other": ""})}
    assert write("wmt24", pair, have, tmp_path) == {
        "wmt24.en-de.src.en.txt": "One & two.\nThree.\n",
        "wmt24.en-de.ref.de.txt": "Eins.\nDrei.\n",
        "wmt24.en-de.docid.txt": "d1\nd1\n",
    }


def test_sgml_with_two_references(tmp_path: Path) -> None:
    pair = Pair("en", "de")
    (file,) = SETS["wmt20/tworefs"].recipe.files
    members = DATASETS["wmt20/tworefs"].langpairs["en-de"]
    texts = {member: SGM.format(text) for member, text in zip(members, "abc", strict=True)}
    found = write("wmt20/tworefs", pair, {file.name: packed(file.name, texts)}, tmp_path)
    assert found == {
        "wmt20-tworefs.en-de.src.en.txt": "a 1\na 2\n",
        "wmt20-tworefs.en-de.ref1.de.txt": "b 1\nb 2\n",
        "wmt20-tworefs.en-de.ref2.de.txt": "c 1\nc 2\n",
        "wmt20-tworefs.en-de.docid.txt": "d1\nd1\n",
    }


def test_a_table_in_a_tarball(tmp_path: Path) -> None:
    (file,) = SETS["mtnt2019"].recipe.files
    member = DATASETS["mtnt2019"].langpairs["en-fr"][0].partition(":")[2]
    have = {file.name: packed(file.name, {member: "1\t2\tone\tun\n1\t2\ttwo\tdeux\n"})}
    assert write("mtnt2019", Pair("en", "fr"), have, tmp_path) == {
        "mtnt2019.en-fr.src.en.txt": "one\ntwo\n",
        "mtnt2019.en-fr.ref.fr.txt": "un\ndeux\n",
    }


def test_an_archive_and_a_file_beside_it(tmp_path: Path) -> None:
    first, *_ = SETS["multi30k/2018"].recipe.files
    have = {
        first.name: packed(first.name, {"test_2018_flickr.en": "one\n"}),
        "test_2018_flickr.de.gz": gzip.compress(b"eins\n"),
    }
    assert write("multi30k/2018", Pair("en", "de"), have, tmp_path) == {
        "multi30k-2018.en-de.src.en.txt": "one\n",
        "multi30k-2018.en-de.ref.de.txt": "eins\n",
    }


def test_of_many_archives_only_those_are_fetched_that_are_needed(tmp_path: Path) -> None:
    members = DATASETS["iwslt17"].langpairs["en-fr"]
    have = {
        f"{pair}.tgz": packed(".tgz", {member: SGM.format(pair)})
        for pair, member in zip(("en-fr", "fr-en"), members, strict=True)
    }
    found = write("iwslt17", Pair("en", "fr"), have, tmp_path)
    assert found["iwslt17.en-fr.src.en.txt"] == "en-fr 1\nen-fr 2\n"
    assert found["iwslt17.en-fr.ref.fr.txt"] == "fr-en 1\nfr-en 2\n"


def test_an_archive_without_what_is_needed_is_named(tmp_path: Path) -> None:
    (file,) = SETS["wmt24"].recipe.files
    with pytest.raises(InputError, match=r"hold no xml/wmttest2024.en-de.all.xml"):
        write("wmt24", Pair("en", "de"), {file.name: packed(file.name, {"x": ""})}, tmp_path)


def test_what_sacrebleu_cannot_read_is_one_line(tmp_path: Path) -> None:
    (file,) = SETS["wmt24"].recipe.files
    (member,) = DATASETS["wmt24"].langpairs["en-de"]
    have = {file.name: packed(file.name, {member: "<dataset>"})}
    with pytest.raises(InputError, match="wmt24 en-de: sacreBLEU cannot read it") as caught:
        write("wmt24", Pair("en", "de"), have, tmp_path)
    assert "\n" not in str(caught.value)
