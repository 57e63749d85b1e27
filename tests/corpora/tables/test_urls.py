"""Tables that lie elsewhere: sniffed by how they begin, sent once, known again by what is told."""

from __future__ import annotations

import bz2
import gzip
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpora import opening
from corpora.errors import InputError
from corpora.tables.find import Found, found
from corpora.tables.placing import placed
from tests.corpora.tables.written import OPENED


def _find(path: str) -> Found:
    (one,) = found([path], None, OPENED)
    return one


def _names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def _touched(path: Path) -> None:
    """A file's time is another, as when it is written later."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))


@dataclass
class Site:
    """A server on this machine that gives a folder's files, and how many bytes of each it sent."""

    address: str = ""
    sent: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tells: bool = True


class _Counting(SimpleHTTPRequestHandler):
    def __init__(self, *values: object, site: Site, directory: str) -> None:
        self._site = site
        super().__init__(*values, directory=directory)  # type: ignore[arg-type]

    def log_message(self, *_values: object) -> None:
        """Say nothing."""

    def send_header(self, keyword: str, value: str) -> None:
        if self._site.tells or keyword != "Last-Modified":
            super().send_header(keyword, value)

    def copyfile(self, source: object, outputfile: object) -> None:
        self._site.asked.append(self.path)
        while piece := source.read(1 << 14):  # type: ignore[attr-defined]
            try:
                outputfile.write(piece)  # type: ignore[attr-defined]
            except OSError:
                return
            self._site.sent[self.path] = self._site.sent.get(self.path, 0) + len(piece)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site()
    (tmp_path / "site").mkdir()
    handler = partial(_Counting, site=found, directory=str(tmp_path / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress], ids=["plain", "gz", "bz2"])
def test_of_a_url_only_the_beginning_is_sent_to_sniff_it(
    site: Site, tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    noise = b"".join(b'{"mt": "%s"}\n' % os.urandom(6_000).hex().encode() for _ in range(300))
    with (tmp_path / "site" / "a").open("wb") as file:
        file.write(pack(noise))
        file.truncate(1 << 29)  # a hole: it needs no disk
    assert _find(f"{site.address}/a").format == "jsonl"
    assert site.sent["/a"] < 1 << 28


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_a_url_is_copied_once(site: Site, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    text = b'{"mt": "satu"}\n' * 9
    (tmp_path / "site" / "a").write_bytes(pack(text))
    one = _find(f"{site.address}/a")
    site.asked.clear()
    place = Path(placed(one, tmp_path / "copies").place)
    assert place.read_bytes() == text
    assert placed(one, tmp_path / "copies").place == str(place)
    assert site.asked == ["/a"]


def test_a_url_whose_file_was_mended_is_copied_anew(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "site" / "a.jsonl"
    url, copies = f"{site.address}/a.jsonl", tmp_path / "copies"
    path.write_text('{"text": "satu"}\n')
    with pytest.raises(InputError, match="no translation"):
        placed(_find(url), copies)
    path.write_text('{"mt": "dua.."}\n')
    _touched(path)
    assert Path(placed(_find(url), copies).place).read_text() == '{"mt": "dua.."}\n'


def test_what_a_store_tells_nothing_of_is_copied_anew(site: Site, tmp_path: Path) -> None:
    site.tells = False
    path = tmp_path / "site" / "a.jsonl"
    url, copies = f"{site.address}/a.jsonl", tmp_path / "copies"
    for text in ('{"mt": "satu"}\n', '{"mt": "dua."}\n'):
        path.write_text(text)
        assert Path(placed(_find(url), copies).place).read_text() == text
        assert [name.split(".")[1] for name in _names(copies)] == ["jsonl"]


def test_a_copy_may_be_of_any_size_but_no_bomb(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_MOST_FETCHED", 1_000)
    monkeypatch.setattr(opening, "_LEAST_SUSPECT", 1_000)
    path = tmp_path / "site" / "a.jsonl"
    text = b'{"mt": "satu"}\n' * 1_000
    path.write_bytes(text)
    url = f"{site.address}/a.jsonl"
    assert Path(placed(_find(url), tmp_path / "copies").place).read_bytes() == text
    path.write_bytes(gzip.compress(b'{"mt": "satu"}\n' * 20_000))
    one = Found(url, "jsonl", in_place=False)
    _touched(path)
    with pytest.raises(InputError, match="unpacks to more than 200 times its size; refused"):
        placed(one, tmp_path / "copies")
    assert all(not name.startswith(".") for name in _names(tmp_path / "copies"))
