"""Files as they come: packed, piped, by URL, by pattern; and bombs."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest
import zstandard

from corpora.errors import InputError
from corpora.files import read_text, windows_of
from corpora.folders import folder, matching
from corpora.opening import in_memory, opened, shown, suffix_of

TEXT = "Halo, dunia.\nSelesai — é猫.\n"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("packer", PACKERS)
def test_packed_files_are_read_whatever_they_are_called(packer: str, tmp_path: Path) -> None:
    for name in (f"a.txt.{packer}", "a.txt"):
        path = tmp_path / name
        path.write_bytes(PACKERS[packer](TEXT.encode()))
        assert read_text(str(path)).text == TEXT
        assert suffix_of(str(path)) == ".txt"


def test_two_packed_parts_one_after_the_other_are_one_file(tmp_path: Path) -> None:
    for packer, pack in PACKERS.items():
        path = tmp_path / f"a.{packer}"
        path.write_bytes(pack(b"Satu.\n") + pack(b"Dua.\n"))
        assert read_text(str(path)).text == "Satu.\nDua.\n"


@pytest.mark.parametrize("packer", PACKERS)
def test_damaged_packed_files_are_refused(packer: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    whole = PACKERS[packer](os.urandom(2000))
    path.write_bytes(whole[:-10])
    with pytest.raises(InputError, match=r"damaged|not a text|byte 0x"):
        read_text(str(path))
    path.write_bytes(whole[:20] + os.urandom(200))
    with pytest.raises(InputError):
        read_text(str(path))


def test_what_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.xz"
    path.write_bytes(lzma.compress(b"a" * 80_000_000))
    with pytest.raises(InputError, match="200 times its size; refused"):
        read_text(str(path))


def test_a_pipe_is_read_once_and_looked_at_twice(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(TEXT, encoding="utf-8"))
    writer.start()
    with opened(str(pipe)) as file:
        assert (file.head.decode(), file.read().decode()) == (TEXT, TEXT)
    writer.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_values: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A server on this machine that gives the files of the test's folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_url_is_fetched(site: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert read_text(f"{site}/a.txt.gz").text == TEXT
    with pytest.raises(InputError, match="no such file"):
        read_text(f"{site}/b.txt")


def test_what_cannot_be_reached_is_one_line_without_the_password() -> None:
    with pytest.raises(InputError, match="cannot be fetched") as caught:
        read_text("http://me:secret@127.0.0.1:9/a.txt")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert shown("s3://key:secret@bucket/a.txt") == "s3://bucket/a.txt"


def test_every_store_of_fsspec_can_be_read_and_searched() -> None:
    store = fsspec.filesystem("memory")
    for name in ("a", "b"):
        with store.open(f"/news/{name}.txt", "wb") as file:
            file.write(TEXT.encode())
    assert read_text("memory://news/a.txt").text == TEXT
    found = matching("memory://news/*.txt")
    assert [Path(one).name for one in found] == ["a.txt", "b.txt"]
    assert read_text(found[1]).text == TEXT
    with pytest.raises(InputError, match="cannot be fetched"):
        read_text("nosuch://news/a.txt")


def test_a_pattern_gives_the_files_that_fit(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert matching(f"{tmp_path}/*.txt") == [f"{tmp_path}/a.txt", f"{tmp_path}/b.txt"]
    with pytest.raises(InputError, match="no file fits"):
        matching(f"{tmp_path}/*.pdf")
    odd = tmp_path / "a[1].txt"
    odd.write_text("x", encoding="utf-8")
    assert matching(str(odd)) == [str(odd)]


def test_a_link_out_of_a_folder_is_refused(tmp_path: Path) -> None:
    inner = tmp_path / "news"
    inner.mkdir()
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (inner / "a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(InputError, match="leads out of the folder"):
        folder(str(inner), {".txt"})


def test_a_large_file_comes_in_windows_that_are_its_text(tmp_path: Path) -> None:
    line = "猫 Größe é,\t" * 40 + "\r\n"
    path = tmp_path / "a.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + (line * 40_000).encode())
    for packed in (False, True):
        if packed:
            path.write_bytes(gzip.compress(path.read_bytes(), 1))
        with opened(str(path)) as file:
            at, number, count = 0, 1, 0
            for window in windows_of(file, None, []):
                assert (window.origin, window.first_line, window.encoding) == (at, number, "utf-8")
                assert set(window.text.splitlines(keepends=True)) == {line}
                at, count = at + len(window.text), count + 1
                number += window.text.count("\n")
        assert (at, number - 1) == (40_000 * len(line), 40_000)
        assert count > 2


def test_a_line_longer_than_a_window_stays_whole() -> None:
    data = ("é" * 10_000_000 + "\nx\n").encode()
    with_one = [w.text for w in windows_of(in_memory("a", data), None, [])]
    assert "".join(with_one) == data.decode()
    assert max(map(len, with_one)) > 10_000_000


def test_a_wrong_byte_far_into_a_large_file_has_its_line() -> None:
    data = b"Satu dua tiga.\n" * 2_000_000 + b"\xff\n"
    with pytest.raises(InputError, match=r"a:2000001: not UTF-8 \(byte 0xff\)"):
        list(windows_of(in_memory("a", data), None, []))


def test_a_name_that_no_report_could_hold_is_refused(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt")
    Path(path).write_text("text")
    with pytest.raises(InputError, match=r"a\?\.txt: the file's name is not UTF-8; rename it"):
        opened(path).__enter__()
