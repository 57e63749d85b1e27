"""Archives: members come out by name, and what means harm is refused before it does any."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.sets.archives import extract, gunzip

Members = dict[str, bytes]


def tar(path: Path, members: Members, *more: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return path


def zipped(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def into(folder: Path) -> Callable[[str], Path]:
    return lambda name: folder / name


@pytest.mark.parametrize("make", [tar, zipped])
def test_a_member_comes_out_by_its_name_and_no_other(
    make: Callable[[Path, Members], Path], tmp_path: Path
) -> None:
    archive = make(tmp_path / "a", {"./set/en.txt": b"one\n", "set/id.txt": b"satu\n"})
    out = tmp_path / "out"
    found = extract(archive, lambda name: out / "x" if name == "set/en.txt" else None)
    assert found == {"set/en.txt": out / "x"}
    assert [(path.name, path.read_bytes()) for path in out.iterdir()] == [("x", b"one\n")]


@pytest.mark.parametrize("make", [tar, zipped])
@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.txt", "set/../../up.txt", "C:/x.txt", "set\\..\\x.txt"]
)
def test_a_path_that_leaves_the_folder_is_refused(
    name: str, make: Callable[[Path, Members], Path], tmp_path: Path
) -> None:
    archive = make(tmp_path / "a", {name: b"harm"})
    with pytest.raises(InputError, match="leaves the folder"):
        extract(archive, into(tmp_path / "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    "member",
    [
        link("set", "/etc"),
        link("set/x", "../../up"),
        link("hard", "../up", tarfile.LNKTYPE),
    ],
)
def test_a_link_out_of_the_folder_is_refused(member: tarfile.TarInfo, tmp_path: Path) -> None:
    archive = tar(tmp_path / "a", {}, member)
    with pytest.raises(InputError, match="leaves the folder"):
        extract(archive, lambda _name: None)


@pytest.mark.parametrize("member", [link("x", "y"), link("x", "", tarfile.FIFOTYPE)])
def test_what_is_no_plain_file_is_not_taken_out(member: tarfile.TarInfo, tmp_path: Path) -> None:
    archive = tar(tmp_path / "a", {"y": b"1"}, member)
    assert extract(archive, lambda name: tmp_path / "out" if name == "y" else None)
    with pytest.raises(InputError, match="not a plain file"):
        extract(archive, into(tmp_path / "out2"))


@pytest.mark.parametrize("make", [tar, zipped])
def test_a_bomb_is_refused(make: Callable[[Path, Members], Path], tmp_path: Path) -> None:
    archive = make(tmp_path / "a", {"set.txt": b"0" * 60_000_000})
    with pytest.raises(InputError, match="holds more than 32 MB"):
        extract(archive, into(tmp_path / "out"))
    assert not any(path.stat().st_size for path in (tmp_path / "out").rglob("*"))


def test_a_bomb_beside_what_is_wanted_is_refused(tmp_path: Path) -> None:
    archive = tar(tmp_path / "a", {"bomb": b"0" * 60_000_000, "set.txt": b"1"})
    with pytest.raises(InputError, match="holds more than"):
        extract(archive, lambda name: tmp_path / "out" if name == "set.txt" else None)


def test_a_header_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    long_name = tarfile.TarInfo("x" * 20_000_000)
    archive = tmp_path / "a"
    with tarfile.open(archive, "w:gz", format=tarfile.GNU_FORMAT) as opened:
        opened.addfile(long_name)
    with pytest.raises(InputError, match="a header in it is too long"):
        extract(archive, lambda _name: None)


def test_a_packed_file_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"0" * 60_000_000))
    with pytest.raises(InputError, match="holds more than"):
        gunzip(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\x1f\x8b\x08 broken", b"text" * 400])
def test_what_is_no_archive_is_one_line(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(InputError, match=r"is no archive, or broken") as caught:
        extract(tmp_path / "a", into(tmp_path / "out"))
    assert "\n" not in str(caught.value)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), is_tar=st.booleans())
def test_a_damaged_archive_is_an_input_error_and_nothing_else(
    data: st.DataObject, tmp_path: Path, *, is_tar: bool
) -> None:
    make: Callable[[Path, Members], Path] = tar if is_tar else zipped
    archive = make(tmp_path / "a", {"set/en.txt": b"one\n" * 200, "set/id.txt": b"satu\n" * 300})
    damaged = bytearray(archive.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    archive.write_bytes(damaged[: data.draw(st.integers(0, len(damaged)))])
    with suppress(InputError):
        extract(archive, into(tmp_path / "out"))
    outside = {path.name for path in tmp_path.iterdir()}
    assert outside <= {"a", "out"}
