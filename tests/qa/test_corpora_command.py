"""`copydesk corpora` as a user meets it; the files are on a server on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import socket
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import Done, Run
from tests.corpora.sets_server import Served, Server, running

SOURCE = "The minister arrived on Monday.\nHe left on Friday.\n"
REFERENCE = "Menteri itu tiba pada hari Senin.\nIa pergi pada hari Jumat.\n"
OWN = """
[[set]]
name = "mine/news"
what = "our own news"
licence = "CC-BY-4.0"
citation = "We: News. 2026"
homepage = "https://news.example"
format = "lines"
languages = "eng ind"

  [[set.file]]
  url = "{url}"
  {hash}
  member = "news/{{src}}.txt"
  side = "src"

  [[set.file]]
  url = "{url}"
  {hash}
  member = "news/{{tgt}}.txt"
  side = "ref"
"""
Corpora = Callable[..., Done]


def archive() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in (("news/eng.txt", SOURCE), ("news/ind.txt", REFERENCE)):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        server.serve("news.tgz", archive())
        yield server


@pytest.fixture
def own(server: Server, tmp_path: Path) -> Path:
    """A catalogue whose only file is on the server."""
    return catalogue(tmp_path, server.url("news.tgz"))


def catalogue(folder: Path, url: str, digits: str = "") -> Path:
    path = folder / "own.toml"
    hash_ = f'sha256 = "{digits}"' if digits else ""
    path.write_text(OWN.format(url=url, hash=hash_), encoding="utf-8")
    return path


@pytest.fixture
def corpora(copydesk: Run, tmp_path: Path) -> Corpora:
    """`copydesk corpora …` with a cache of its own, and no proxy between."""

    def run(*arguments: str | Path, **env: str) -> Done:
        settings = {"COPYDESK_CACHE": str(tmp_path / "cache"), "NO_PROXY": "127.0.0.1", **env}
        return copydesk("corpora", *arguments, env=settings)

    return run


def is_one_line(done: Done) -> bool:
    said = done.err.strip().splitlines()
    return (done.code, done.out, len(said)) == (2, "", 1) and said[0].startswith("copydesk: ")


def test_the_list_is_a_table_or_json(corpora: Corpora) -> None:
    table = corpora("list")
    assert table.code == 0, table.err
    assert table.out.splitlines()[0].split() == [
        "name", "pairs", "segments", "format", "here", "what",
    ]  # fmt: skip
    assert {"ntrex-128", "flores-plus", "wmt24"} <= {
        line.split()[0] for line in table.out.splitlines() if not line.startswith(" ")
    }
    sets = {one["name"]: one for one in corpora("list", "--json").data}
    assert sets["wmt24"]["files"][0]["hash"].startswith("md5 ")
    assert "en-cs" in sets["wmt24"]["pairs"]
    assert all(one["licence"] and one["citation"] for one in sets.values())


def test_the_list_knows_pairs_and_languages(corpora: Corpora) -> None:
    names = {one["name"] for one in corpora("list", "--lang", "en-id", "--json").data}
    assert {"ntrex-128", "tico-19/test"} <= names
    assert "wmt24" not in names
    assert is_one_line(corpora("list", "--lang", "xx"))


def test_info_says_licence_citation_and_what_is_here(corpora: Corpora, own: Path) -> None:
    before = corpora("info", "mine/news", COPYDESK_CATALOGUE=str(own))
    assert before.code == 0, before.err
    for word in ("CC-BY-4.0", "We: News. 2026", "news.tgz", "trusted on first use", "eng ind"):
        assert word in before.out
    assert ", here" not in before.out
    corpora("get", "mine/news", "--pair", "en-id", "--catalogue", own)
    assert ", here" in corpora("info", "mine/news", "--catalogue", own).out
    data = corpora("info", "mine/news", "--json", "--catalogue", own).data
    assert data["files"][0]["here"] is True
    listed = corpora("list", "--catalogue", own).out
    assert next(line for line in listed.splitlines() if "mine/news" in line).split()[-4] == "yes"


def test_get_writes_what_copydesk_reads(
    corpora: Corpora, copydesk: Run, own: Path, server: Server, tmp_path: Path
) -> None:
    done = corpora("get", "mine/news", "--pair", "en-id", "--catalogue", own)
    assert done.code == 0, done.err
    paths = done.out.splitlines()
    assert paths == [
        str(Path("mine-news", "mine-news.en-id.src.en.txt")),
        str(Path("mine-news", "mine-news.en-id.ref.id.txt")),
    ]
    assert [(tmp_path / path).read_text() for path in paths] == [SOURCE, REFERENCE]
    assert "CC-BY-4.0" in done.err
    assert "We: News. 2026" in done.err
    assert "trusted" in done.err
    (tmp_path / "mt.txt").write_text(REFERENCE)
    scored = copydesk(
        "score", "--mt", "mt.txt", "--source", paths[0], "--reference", paths[1], "--lang", "id",
        "--allow", "identical-reference", "--report", "json=-",
    )  # fmt: skip
    assert scored.code == 0, scored.err

    again = corpora(
        "get", "mine/news", "--pair", "id-en", "--out", tmp_path / "there", "-q", "--offline",
        "--catalogue", own,
    )  # fmt: skip
    assert (again.code, again.err) == (0, "")
    assert again.out.splitlines()[0] == str(tmp_path / "there" / "mine-news.id-en.src.id.txt")
    assert [path for path, _, _ in server.asked] == ["news.tgz"]


def test_a_cache_that_is_off_keeps_nothing(corpora: Corpora, own: Path, server: Server) -> None:
    for _ in range(2):
        arguments = ("get", "mine/news", "--pair", "en-id", "--catalogue", own)
        assert corpora(*arguments, COPYDESK_CACHE="off").code == 0
    assert len(server.asked) == 2


def test_two_at_once_fetch_once(corpora: Corpora, own: Path, server: Server) -> None:
    server.files["news.tgz"].drip = 0.001
    with ThreadPoolExecutor() as pool:
        jobs = [
            pool.submit(corpora, "get", "mine/news", "--pair", pair, "--catalogue", own)
            for pair in ("en-id", "id-en")
        ]
        assert [job.result().code for job in jobs] == [0, 0]
    assert len(server.asked) == 1


def test_what_is_wrong_or_broken_is_one_line(
    corpora: Corpora, server: Server, tmp_path: Path
) -> None:
    get = ("get", "mine/news", "--pair", "en-id", "--tries", "1", "--timeout", "2", "--catalogue")
    body = archive()
    right = hashlib.sha256(body).hexdigest()
    spoiled = server.serve("spoiled.tgz", body[:-1] + b"x")
    done = corpora(*get, catalogue(tmp_path, spoiled, right))
    assert is_one_line(done), done.err
    assert "not what the catalogue names" in done.err
    slow = server.serve("slow.tgz", Served(body, drip=0.05))
    done = corpora(*get, catalogue(tmp_path, slow, right))
    assert is_one_line(done), done.err
    assert "bytes a second" in done.err
    done = corpora(*get, catalogue(tmp_path, server.url("missing.tgz")))
    assert is_one_line(done), done.err
    assert "404" in done.err
    text = server.serve("text.tgz", b"no archive")
    done = corpora(*get, catalogue(tmp_path, text), "-q")
    assert is_one_line(done), done.err
    assert "is no archive" in done.err
    assert not (tmp_path / "mine-news").exists()


def test_without_a_network_the_host_is_named_and_what_is_here(
    corpora: Corpora, own: Path, tmp_path: Path
) -> None:
    get = ("get", "mine/news", "--pair", "en-id", "--catalogue")
    assert corpora(*get, own).code == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host = f"127.0.0.1:{taken.getsockname()[1]}"
    done = corpora(*get, catalogue(tmp_path, f"http://{host}/other.tgz"))
    assert is_one_line(done), done.err
    assert f"{host} cannot be reached" in done.err
    assert "news.tgz" in done.err


@pytest.mark.parametrize("setting", ["--offline", "COPYDESK_OFFLINE"])
def test_offline_fetches_nothing(setting: str, corpora: Corpora, own: Path, server: Server) -> None:
    arguments = ["get", "mine/news", "--pair", "en-id", "--catalogue", own]
    if setting.startswith("-"):
        done = corpora(*arguments, setting)
    else:
        done = corpora(*arguments, **{setting: "1"})
    assert is_one_line(done), done.err
    assert "not in the cache" in done.err
    assert server.asked == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["get", "ntrex129", "--pair", "en-id"], "did you mean ntrex-128 or"),
        (["info", "wmt-mqm"], "wmt-mqm/2022"),
        (["get", "ntrex-128"], "--pair"),
        (["get", "ntrex-128", "--pair", "en-xx"], "no pair 'en-xx'"),
        (["get", "wmt24", "--pair", "en-id"], "it has cs-uk"),
        (["get", "flores-plus", "--pair", "en-id"], "accept the terms"),
        (["list", "--catalogue", "missing.toml"], "missing.toml"),
        (["get", "wmt24", "--timeout", "0"], "timeout"),
        (["nonsense"], "nonsense"),
    ],
    ids=str,
)
def test_a_users_mistake_is_one_line(arguments: list[str], said: str, corpora: Corpora) -> None:
    done = corpora(*arguments)
    assert is_one_line(done), done.err
    assert said in done.err


def test_a_machine_readable_list_needs_no_network(corpora: Corpora) -> None:
    assert json.loads(corpora("list", "--json", COPYDESK_OFFLINE="1").out)
