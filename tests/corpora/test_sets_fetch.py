"""Fetching over HTTP: what arrives is checked, goes on where it stopped, and ends in one line."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.sets.remote import MD5, Digest, RemoteFile
from corpora.sets.store import Store
from tests.conftest import ROOT
from tests.corpora.sets_server import BODY, HURRIED, Served, Server, known

SILENCE = 60.0


def test_a_file_is_fetched_once_and_then_taken_from_the_cache(server: Server, store: Store) -> None:
    file = known(server.serve("set.tgz", BODY))
    assert store.fetch(file).read_bytes() == BODY
    assert store.fetch(file).read_bytes() == BODY
    assert server.asked == [("set.tgz", 200, 0)]
    assert store.path(file).name.endswith("-set.tgz")


def test_sacrebleus_md5_is_checked_as_well(server: Server, store: Store) -> None:
    md5 = hashlib.md5(BODY, usedforsecurity=False).hexdigest()
    right = RemoteFile(server.serve("a", BODY), Digest(MD5, md5))
    assert store.fetch(right).read_bytes() == BODY
    wrong = RemoteFile(server.serve("b", BODY), Digest(MD5, "0" * 32))
    with pytest.raises(InputError, match=rf"md5 {md5} instead of md5 0{{32}}"):
        store.fetch(wrong)


def test_what_is_not_what_it_should_be_is_named_and_removed(server: Server, store: Store) -> None:
    spoiled = bytearray(BODY)
    spoiled[100] ^= 1
    file = known(server.serve("set.tgz", bytes(spoiled)))
    with pytest.raises(InputError, match="not what the catalogue names") as caught:
        store.fetch(file)
    assert server.url("set.tgz") in str(caught.value)
    assert str(file.digest) in str(caught.value)
    assert not [path for path in store.folder.iterdir() if path.stat().st_size]


def test_another_size_is_seen_before_anything_is_fetched(server: Server, store: Store) -> None:
    file = known(server.serve("set.tgz", BODY))
    with pytest.raises(InputError, match=r"has 102,400 bytes and should have 5"):
        store.fetch(replace(file, size=5))


@pytest.mark.parametrize("has_ranges", [True, False])
def test_a_connection_that_breaks_off_is_taken_up(
    server: Server, store: Store, *, has_ranges: bool
) -> None:
    file = known(server.serve("set.tgz", Served(BODY, cuts=[40_000], has_ranges=has_ranges)))
    assert store.fetch(file).read_bytes() == BODY
    went_on = ("set.tgz", 206, 40_000) if has_ranges else ("set.tgz", 200, 0)
    assert server.asked == [("set.tgz", 200, 0), went_on]


def test_a_file_without_end_is_given_up_and_the_next_run_goes_on(
    server: Server, store: Store
) -> None:
    served = Served(BODY, cuts=[10_000, 10_000, 10_000])
    file = known(server.serve("set.tgz", served))
    with pytest.raises(InputError, match=r"3 times; 30,000 bytes are here; the same command"):
        store.fetch(file)
    assert store.fetch(file).read_bytes() == BODY
    assert server.asked[-1] == ("set.tgz", 206, 30_000)


def test_halves_of_two_versions_are_not_put_together(server: Server, store: Store) -> None:
    served = Served(BODY, cuts=[10_000, 0, 0], tag='"old"')
    file = RemoteFile(server.serve("set.tgz", served))
    with pytest.raises(InputError, match="10,000 bytes are here"):
        store.fetch(file)
    served.body, served.tag, served.cuts = BODY[::-1], '"new"', []
    assert store.fetch(file).read_bytes() == BODY[::-1]


def test_without_a_mark_of_the_version_and_a_hash_it_starts_anew(
    server: Server, store: Store
) -> None:
    file = RemoteFile(server.serve("set.tgz", Served(BODY, cuts=[10_000], tag="")))
    assert store.fetch(file).read_bytes() == BODY
    assert [start for _, _, start in server.asked] == [0, 0]


def test_a_part_longer_than_the_file_is_thrown_away(server: Server, store: Store) -> None:
    file = replace(known(server.serve("set.tgz", BODY)), size=None)
    store.folder.mkdir()
    store.path(file).with_name(f"{file.key}.part").write_bytes(BODY * 2)
    assert store.fetch(file).read_bytes() == BODY
    assert [status for _, status, _ in server.asked] == [416, 200]


def test_a_server_that_drips_is_left_after_a_while(server: Server, store: Store) -> None:
    hasty = replace(store, patience=replace(HURRIED, data=1.0))
    file = known(server.serve("set.tgz", Served(BODY, drip=0.02)))
    with pytest.raises(InputError, match=r"sends fewer than 200 bytes a second, 3 times"):
        hasty.fetch(file)
    starts = [start for _, _, start in server.asked]
    assert starts == sorted(starts)
    assert starts[-1] > 0, "what had dripped was asked for again"
    assert starts[-1] < len(BODY) / 20, "it was left long before the end"


def test_a_server_that_falls_silent_is_left(server: Server, store: Store) -> None:
    hasty = replace(store, patience=replace(HURRIED, data=0.3))
    file = known(server.serve("set.tgz", Served(BODY, drip=SILENCE)))
    with pytest.raises(InputError, match="nothing came any more, 3 times"):
        hasty.fetch(file)


def test_a_file_without_a_hash_is_trusted_once_and_checked_from_then_on(
    server: Server, store: Store, notes: list[str]
) -> None:
    served = Served(BODY)
    file = RemoteFile(server.serve("set.tgz", served))
    path = store.fetch(file)
    digits = hashlib.sha256(BODY).hexdigest()
    assert any("trusted" in note and digits in note for note in notes)
    record = json.loads(path.with_name(f"{file.key}.trusted").read_text())
    assert (record["url"], record["sha256"]) == (file.url, digits)
    path.unlink()
    served.body = BODY[::-1]
    with pytest.raises(InputError, match=r"changed since it was first fetched.*\.trusted"):
        store.fetch(file)
    served.body = BODY
    assert store.fetch(file).read_bytes() == BODY


def test_a_login_page_is_not_trusted(server: Server, store: Store) -> None:
    page = b"<!DOCTYPE html><html><body>Welcome to the hotel</body></html>"
    file = RemoteFile(server.serve("set.tgz", page))
    with pytest.raises(InputError, match="a web page came instead"):
        store.fetch(file)
    server.serve("set.tgz", BODY)
    assert store.fetch(file).read_bytes() == BODY


def test_a_damaged_file_in_the_cache_is_fetched_again(
    server: Server, store: Store, notes: list[str]
) -> None:
    for file in (known(server.serve("a", BODY)), RemoteFile(server.serve("b", BODY))):
        store.fetch(file).write_bytes(BODY[:-1])
        assert store.fetch(file).read_bytes() == BODY
    assert sum("damaged" in note for note in notes) == 2


def test_a_cache_that_cannot_be_written_is_one_line(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = Store(tmp_path / "file" / "cache", HURRIED)
    with pytest.raises(InputError, match="cannot be written to"):
        store.fetch(known(server.serve("a", BODY)))


_FETCH = """
import sys
from pathlib import Path
from corpora.sets.remote import RemoteFile
from corpora.sets.store import Store
print(len(Store(Path(sys.argv[1])).fetch(RemoteFile(sys.argv[2])).read_bytes()))
"""


def test_two_processes_fetch_one_file_once(server: Server, tmp_path: Path) -> None:
    url = server.serve("set.tgz", Served(BODY[:60], drip=0.02))
    command = [sys.executable, "-c", _FETCH, str(tmp_path / "cache"), url]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0] for process in processes] == ["60\n", "60\n"]
    assert server.asked == [("set.tgz", 200, 0)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 5_000), max_size=2), has_ranges=st.booleans())
def test_however_it_breaks_off_it_arrives_whole(
    cuts: list[int], server: Server, tmp_path: Path, *, has_ranges: bool
) -> None:
    name = f"{len(server.files)}"
    url = server.serve(name, Served(BODY[:6_000], cuts=list(cuts), has_ranges=has_ranges))
    assert Store(tmp_path, HURRIED).fetch(RemoteFile(url)).read_bytes() == BODY[:6_000]
