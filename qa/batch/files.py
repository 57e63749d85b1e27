"""The files of a shard: each whole or not at all, and the last one says that it is done.

A file is written under a temporary name in its own folder, forced to the disk, and renamed.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import uuid4

import msgspec

from corpora.errors import UsageError
from qa.batch.done import Done, Part
from qa.batch.rows import Row
from qa.batch.schema import Schema, pyarrow

KEPT = ".copydesk"
"""The folder, in that of the tables, of what is needed to go on with a run."""
TEMPORARY = ".unfinished"
"""How a file's name ends while it is written; nobody needs such a file afterwards."""
_LEVEL, _ROW_GROUP = 3, 20_000


def done_file(out: Path, number: int) -> Path:
    """The file that says that a shard is done."""
    return out / KEPT / "shards" / f"{number:05d}.json"


def part_path(table: str, number: int) -> str:
    """The path of a shard's part of a table, below the output folder."""
    return f"{table}/part-{number:05d}.parquet"


def write_part(out: Path, path: str, schema: Schema, rows: Iterable[Row]) -> Part:
    """Write a part. Raises UsageError where it cannot be written."""
    content, count = _parquet(schema, rows)
    write_whole(out / path, content)
    return Part(path, count, len(content), hashlib.sha256(content).hexdigest())


def write_done(out: Path, done: Done) -> None:
    """Say that a shard is done: its parts are there. Raises UsageError."""
    write_whole(done_file(out, done.shard), msgspec.json.encode(done))


def read_done(out: Path, number: int, run: str = "") -> Done | None:
    """What a run said of a shard; None where it did not, or its parts are not what they were."""
    try:
        done = msgspec.json.decode(done_file(out, number).read_bytes(), type=Done)
        whole = all((out / p.path).stat().st_size == p.size for p in done.parts.values())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return done if whole and (done.shard, done.run) == (number, run) else None


def write_whole(place: Path, content: bytes) -> None:
    """Write a file whole or not at all, its folder too if need be. Raises UsageError."""
    temporary = place.with_name(f".{place.name}.{uuid4().hex}{TEMPORARY}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place)
        _keep_name(place.parent)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise UsageError(f"{place}: cannot be written ({error.strerror})") from None
        raise


def _keep_name(folder: Path) -> None:
    """Force a folder's names to the disk, where the system can: else a rename may be lost."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _parquet(schema: Schema, rows: Iterable[Row]) -> tuple[bytes, int]:
    """Rows as a Parquet file, and how many: the same bytes for the same rows, by the same pyarrow.

    No more than a row group of them are held at once, as they come.
    """
    writer, table = pyarrow("pyarrow.parquet").ParquetWriter, pyarrow().Table
    content, count, left = io.BytesIO(), 0, iter(rows)
    with writer(content, schema, compression="zstd", compression_level=_LEVEL) as file:
        while group := list(islice(left, _ROW_GROUP)):
            file.write_table(table.from_pylist(group, schema), row_group_size=_ROW_GROUP)
            count += len(group)
    return content.getvalue(), count
