"""Earlier files that are not as they should be, and that none of them is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.errors import InputError, UsageError
from corpora.load import Inputs
from qa.git.earlier import earlier
from tests.conftest import ROOT
from tests.qa.git_articles import (
    articles,
    desk_of,
    entered,
    read_earlier,
    texts,
)
from tests.qa.git_made import Made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return articles(tmp_path_factory.mktemp("template"))


@pytest.fixture
def desk(template: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    return desk_of(template, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", ["two words", "ü–新", 'new\nline "q"', "-x", "[1]", "~", "mt*"])
def test_names_of_all_kinds(desk: Made, name: str) -> None:
    desk.commit({f"{name}/{name}.txt": "Satu.\n", f"{name}/other.txt": "Dua.\n"})
    desk.write(f"{name}/{name}.txt", "Baru.\n")
    assert texts(read_earlier(Inputs((f"{name}/{name}.txt",)))) == {f"{name}.txt": "Satu."}
    assert texts(read_earlier(Inputs((name,))))[f"{name}.txt"] == "Satu."
    os.chdir(name)
    assert texts(read_earlier(Inputs(("*.txt",))))[f"{name}.txt"] == "Satu."


def test_what_git_would_do_to_files_on_their_way_out_does_not_happen(desk: Made) -> None:
    attributes = "*.txt export-subst\nb* export-ignore\n*.txt filter=evil\n*.txt text eol=crlf\n"
    text = "Satu $Format:%H$.\n"
    desk.commit({"mt/a.id.txt": text, "mt/b.id.txt": text, ".gitattributes": attributes})
    desk.git("config", "filter.evil.smudge", "false")
    desk.git("config", "filter.evil.required", "true")
    desk.git("config", "filter.evil.clean", "cat")
    assert set(texts(read_earlier(Inputs(("mt",)))).values()) == {text.strip()}


def test_links_are_followed_but_not_out(desk: Made, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret.\n")
    for name, target in (
        ("mt/l.txt", "a.id.txt"),
        ("mt/twice.txt", "l.txt"),
        ("mt/out.txt", "../../secret.txt"),
        ("mt/abs.txt", str(tmp_path / "secret.txt")),
        ("mt/up.txt", "../src/a.en.txt"),
        ("mt/loop.txt", "loop.txt"),
        ("link.txt", "src/a.en.txt"),
    ):
        (desk.root / name).symlink_to(target)
    desk.commit({"a.txt": "A.\n"})
    for name in ("out", "abs", "up", "loop"):
        (desk.root / "mt" / f"{name}.txt").unlink()
    desk.write("mt/a.id.txt", "Baru.\n")
    found = texts(read_earlier(Inputs(("mt",))))
    assert list(found) == ["a.id.txt", "b.id.txt", "l.txt", "twice.txt"]
    assert found["twice.txt"] == "Kabar a datang."
    assert texts(read_earlier(Inputs(("link.txt",)))) == {"link.txt": "News a came."}
    assert entered(Inputs(("link.txt", "mt/out.txt"))).missing == ("mt/out.txt",)


def test_a_pointer_of_git_lfs_is_refused(desk: Made) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"
    desk.commit({"mt/a.id.txt": pointer, "mt/picture.png": pointer})
    with pytest.raises(UsageError, match=r"^mt/a\.id\.txt: at HEAD git holds a Git LFS pointer"):
        entered(Inputs(("mt",)))
    desk.commit({"mt/a.id.txt": "Satu.\n"})
    assert len(read_earlier(Inputs(("mt",)))) == 2


def test_an_error_within_speaks_of_todays_names(desk: Made) -> None:
    desk.commit({"t.tsv": "doc\tmt\tmt\n", "sub/t.tsv": "doc\tmt\tmt\n"})
    for path in ("t.tsv", "./t.tsv", "*.tsv", "sub", "sub/*.tsv"):
        with pytest.raises(UsageError) as raised:
            read_earlier(Inputs((path,)))
        name = {"*.tsv": "t.tsv", "sub": "sub/t.tsv", "sub/*.tsv": "sub/t.tsv"}.get(path, path)
        assert str(raised.value).startswith(f"at HEAD: {name}:1: two columns")
    with pytest.raises(InputError, match=r"^x: unrelated"), earlier(Inputs(("mt",)), "HEAD"):
        raise InputError("x", "unrelated")


def _within(how: Callable[[], None], tmp_path: Path) -> None:
    with earlier(Inputs(("mt",)), "HEAD"):
        assert any((tmp_path / "temporary [x]").iterdir())
        how()


@pytest.mark.usefixtures("desk")
def test_nothing_is_left_behind(tmp_path: Path) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    def terminated() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()

    _within(lambda: None, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        _within(interrupted, tmp_path)
    with pytest.raises(SystemExit) as left:
        _within(terminated, tmp_path)
    assert left.value.code == 128 + signal.SIGTERM
    assert not any((tmp_path / "temporary [x]").iterdir())
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.slow
def test_nothing_is_left_behind_by_a_program_that_is_told_to_end(desk: Made) -> None:
    temporary = desk.root.parent / "temporary [x]"
    program = (
        "import time; from corpora.load import Inputs; from qa.git.earlier import earlier\n"
        "with earlier(Inputs(('mt',)), 'HEAD'):\n"
        "    print('there', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=desk.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        assert any(temporary.iterdir())
        process.terminate()
        assert process.wait(30) == 128 + signal.SIGTERM
    assert not any(temporary.iterdir())
