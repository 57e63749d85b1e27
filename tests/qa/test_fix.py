"""`copydesk fix` writes what is safe, and nothing else."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from corpora.errors import UsageError
from corpora.text import FileRange, TextFile
from qa.fix import Edit, Fixed, write
from tests.conftest import Article, Run

BAD = "Resiko itu besar , kata menteri.\nIa pergi ke ke Jakarta.\n"
GOOD = "Risiko itu besar, kata menteri.\nIa pergi ke ke Jakarta.\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("latin-1", b""),
    ],
)
def test_safe_suggestions_are_written_in_the_files_own_encoding(
    encoding: str, mark: bytes, newline: str, tmp_path: Path, copydesk: Run
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + BAD.replace("\n", newline).encode(encoding))
    path.chmod(0o640)
    arguments = [] if mark or encoding == "utf-8" else ["--encoding", encoding]
    done = copydesk("fix", "a.txt", "--lang", "id", *arguments)
    assert (done.code, done.out) == (0, "")
    assert "a.txt: 2 places changed (official-spelling 1, spacing 1)" in done.err
    assert path.read_bytes() == mark + GOOD.replace("\n", newline).encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o640
    again = copydesk("fix", "a.txt", "--lang", "id", *arguments)
    assert "nothing to change" in again.err


def test_diff_shows_and_changes_nothing(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "a.txt").write_text(BAD, encoding="utf-8")
    done = copydesk("fix", "a.txt", "--lang", "id", "--diff", "-q")
    lines = done.out.splitlines()
    assert lines[:2] == ["--- a/a.txt", "+++ b/a.txt"]
    assert "-Resiko itu besar , kata menteri." in lines
    assert "+Risiko itu besar, kata menteri." in lines
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == BAD


def test_rows_are_fixed_too_but_not_within_escapes(tmp_path: Path, copydesk: Run) -> None:
    rows = 'mt,src\nResiko itu besar.,It is risky.\n"Ia bilang ""Resiko itu"" besar.",He said so.\n'
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    done = copydesk("fix", "a.csv", "--lang", "id", "--rule", "official-spelling")
    assert done.code == 0
    changed = rows.replace("Resiko", "Risiko")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == changed


def test_what_is_suppressed_is_not_fixed(tmp_path: Path, copydesk: Run) -> None:
    text = "<!-- copydesk: ignore official-spelling: as spoken -->\nResiko itu besar.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    copydesk("fix", "a.txt", "--lang", "id")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("changed", [b"Risiko tinggi.\n", b"Risiko \xff.\n", b""])
def test_what_somebody_has_changed_meanwhile_is_left_as_it_is(
    changed: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(changed)
    place = FileRange(0, 6)
    fixed = Fixed(
        TextFile(str(path), "Resiko.\n"), (Edit(place, "Risiko", "spelling"),), "Risiko.\n"
    )
    with pytest.raises(UsageError, match=r"a\.txt: has been changed meanwhile"):
        write(fixed)
    assert path.read_bytes() == changed
    assert list(tmp_path.iterdir()) == [path]


def test_standard_input_cannot_be_fixed(copydesk: Run) -> None:
    done = copydesk("fix", "-", stdin=BAD.encode())
    assert (done.code, done.out) == (2, "")
    assert "give files" in done.err


def test_the_article_keeps_what_asks_for_judgement(
    article: Article, tmp_path: Path, copydesk: Run
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(article.mt.read_bytes())
    copydesk("fix", path, "--lang", "id", "--source", article.source)
    assert path.read_bytes() == article.mt.read_bytes()
