"""What people hand in that is no article, or is one in disguise."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.conftest import Run

ARTICLE = "Ia pergi pergi ke pasar.\n\nIa  pulang. Ia tidur.\n\nSelesai.\n"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.pdf", b"%PDF-1.4\nplain ascii\n", "a PDF, which copydesk does not read"),
        ("a.txt", b"{\\rtf1\\ansi Pemerintah membuka.}", "an RTF document"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        ("a.zip", b"PK\x03\x04\x14\0\0\0\0\0", "a.zip"),
        ("a.json", b'[{"mt": "Halo."}]', "JSON in no format that copydesk knows"),
        ("a.xml", b'<?xml version="1.0"?><a/>', "XML in no format that copydesk knows"),
        ("blank.txt", b"<!-- copydesk: ignore spacing: x -->\n", "holds no text"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(
    name: str, content: bytes, what: str, tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "src.txt").write_text("He went.\nHome.\n", encoding="utf-8")
    done = copydesk("check", name, "--source", "src.txt", "--lang", "id")
    assert done.code == 2
    assert what in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("http://[foo/a.txt",), "no URL"),
        (("-", "--source", "-"), "standard input can be one side only"),
        (("a.txt", "--lang", "Indonesan"), "did you mean Indonesian (id)?"),
        (("news/*.txt",), "no file fits this pattern"),
    ],
)
def test_what_cannot_be_meant_is_one_line(
    arguments: tuple[str, ...], what: str, tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = copydesk("check", *arguments)
    assert done.code == 2
    assert what in done.err
    assert len(done.err.splitlines()) == 1


def test_paragraphs_with_blank_lines_between_are_aligned_by_sentence(
    tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "mt.txt").write_text(ARTICLE, encoding="utf-8")
    source = "He went to the market.\n\nHe came home. He ate. He slept.\n\nThe end.\n"
    (tmp_path / "src.txt").write_text(source, encoding="utf-8")
    done = copydesk("check", "mt.txt", "--source", "src.txt", "--report", "json=-", "--exit-zero")
    found = [s["source"] for s in done.data["documents"][0]["segments"]]
    assert found[0] == "He went to the market."
    assert len(found) >= 4
    lines = copydesk(
        "check", "mt.txt", "--source", "src.txt", "--format", "lines", "--report", "json=-"
    )
    assert len(lines.data["documents"][0]["segments"]) == 5


def test_a_packed_file_is_not_mended_in_place(tmp_path: Path, copydesk: Run) -> None:
    packed = gzip.compress(ARTICLE.encode())
    (tmp_path / "a.txt").write_bytes(packed)
    done = copydesk("fix", "a.txt", "--lang", "id")
    assert done.code == 2
    assert "it is packed" in done.err
    assert (tmp_path / "a.txt").read_bytes() == packed


def test_a_link_to_an_article_stays_a_link_when_it_is_mended(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "real.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert copydesk("fix", "link.txt", "--lang", "id").code == 0
    assert (tmp_path / "link.txt").readlink() == Path("real.txt")
    assert "Ia pulang. Ia tidur" in (tmp_path / "real.txt").read_text(encoding="utf-8")


def test_the_flags_of_json_lines_are_those_of_json(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = copydesk(
        "check", "a.txt", "--lang", "id", "--report", "json=-", "--report", "jsonl=a.jsonl"
    )
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    flags = done.data["documents"][0]["flags"]
    assert flags
    for line, flag in zip(lines, flags, strict=False):
        assert {key: line[key] for key in flag} == flag


def test_deletions_of_sdl_and_placeholders_for_line_breaks(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "a.xlf").write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
        'source-language="en" target-language="id"><body><trans-unit id="1"><source>x</source>'
        '<target>Jembatan <mrk mtype="x-sdl-deleted">lama </mrk>baru<ph id="2">&lt;br/&gt;</ph>'
        "sekarang</target></trans-unit></body></file></xliff>",
        encoding="utf-8",
    )
    done = copydesk("convert", "a.xlf", "--report", "json=-")
    assert done.data["documents"][0]["segments"][0]["mt"] == "Jembatan baru sekarang"
