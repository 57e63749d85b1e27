"""Parquet: tables as data sets come in; the columns are those of TSV, a reference list is `refs`.

Rows are taken out as JSON lines, batch by batch, and read as such: line 3 of the text is the
table's third row. Columns that nobody asks for are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

from corpora.arrow_kinds import kind_of, written
from corpora.errors import InputError
from corpora.opening import Opened
from corpora.reader import Fit, Head, Layout, Reader, whole
from corpora.readers import jsonl
from corpora.rows import (
    DOCUMENT_NAMES,
    MT_NAMES,
    PAIR_NAMES,
    SEGMENT_NAMES,
    SOURCE_NAMES,
    SYSTEM_NAMES,
    is_reference,
)
from corpora.text import TextFile

_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"
_MT = frozenset(MT_NAMES)
_TEXTS = frozenset([*MT_NAMES, *SOURCE_NAMES])
_LABELS = frozenset(
    [*DOCUMENT_NAMES, *SYSTEM_NAMES, *PAIR_NAMES, *SEGMENT_NAMES, "realigned", "confidence"]
)
_BATCH = 8192
_LARGE, _BUFFER = 1 << 26, 1 << 20
_WINDOW = 1 << 22
_MOST_TIMES, _LEAST_SUSPECT = 200, 1 << 26
json_of = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _extract(file: Opened) -> Iterator[TextFile]:
    """The rows as JSON lines, in windows of some megabytes. Raises InputError."""
    limit = max(_LEAST_SUSPECT, _MOST_TIMES * file.size)
    lines, size, origin, first = list[str](), 0, 0, 1
    for line in _lines(file, limit):
        lines.append(line)
        size += len(line)
        if origin + size > limit:
            raise _bomb(file.name)
        if size > _WINDOW:
            yield _window(file.name, lines, origin, first)
            origin, first = origin + size, first + len(lines)
            lines, size = [], 0
    if not origin and not lines:
        raise InputError(file.name, "holds no rows")
    if lines:
        yield _window(file.name, lines, origin, first)


def _window(name: str, lines: list[str], origin: int, first: int) -> TextFile:
    return TextFile(name, "".join(lines), "utf-8", origin, first, extracted=True)


def _bomb(name: str) -> InputError:
    what = f"unpacks to more than {_MOST_TIMES} times its size; refused"
    return InputError(name, what, fix="write its rows as JSON lines if you trust it")


def _lines(file: Opened, limit: int) -> Iterator[str]:
    """A line a row. What pyarrow raises, of whatever kind, is a damaged file."""
    raw = file.stream()
    source = raw if not file.packed and hasattr(raw, "seek") else BytesIO(file.read())
    with damage(file.name):
        held = columns_of(file, source)
        # As a dictionary, a long value that is repeated fills no memory.
        table = table_of(file, source, held.texts)
        names, number = held.names, 0
        for batch in table.iter_batches(_BATCH, columns=list(names), use_threads=False):
            columns = [_values(file.name, batch.column(name), limit) for name in names]
            for values in zip(*columns, strict=True):
                number += 1
                yield _line(file.name, number, dict(zip(names.values(), values, strict=True)))


@dataclass(frozen=True, slots=True)
class Columns:
    """What is read of a file: columns, each with the name that it is looked up by.

    `texts` are those that hold plain text, `groups` the rows in each of the file's row groups.
    """

    names: Mapping[str, str]
    texts: tuple[str, ...]
    groups: tuple[int, ...]


def columns_of(file: Opened, source: Any) -> Columns:  # noqa: ANN401 — what pyarrow reads from
    """What is to be read of a file. Raises InputError for one without texts, or a bomb."""
    if file.head.startswith(_ENCRYPTED):
        what = "an encrypted Parquet file, which cannot be read"
        raise InputError(file.name, what, fix="decrypt it first")
    metadata = _pyarrow(file.name).read_metadata(source)
    schema = metadata.schema.to_arrow_schema()
    names = _wanted(file.name, schema)
    if _unpacked(metadata) > max(_LEAST_SUSPECT, _MOST_TIMES * file.size):
        raise _bomb(file.name)
    texts = tuple(name for name in names if kind_of(schema.field(name).type) == "text")
    groups = (metadata.row_group(number).num_rows for number in range(metadata.num_row_groups))
    return Columns(names, texts, tuple(groups))


def table_of(file: Opened, source: Any, dictionaries: Iterable[str] = ()) -> Any:  # noqa: ANN401
    """A pyarrow.parquet.ParquetFile; columns among `dictionaries` come as such."""
    # A buffer saves reading whole columns, but grows to what a damaged page claims to hold.
    buffer = _BUFFER if file.size > _LARGE else 0
    parquet = _pyarrow(file.name)
    return parquet.ParquetFile(
        source, buffer_size=buffer, pre_buffer=False, read_dictionary=list(dictionaries)
    )


@contextmanager
def damage(name: str) -> Iterator[None]:
    """What pyarrow raises within, of whatever kind, is an InputError."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # pyarrow's errors are of many kinds
        raise InputError(name, damaged(error)) from error


def damaged(error: Exception) -> str:
    """What an error of pyarrow's says of a file, in a line."""
    why = " ".join(str(error).split())[:200] or type(error).__name__
    return f"damaged Parquet file ({why})"


def _pyarrow(name: str) -> Any:  # noqa: ANN401 — a module, imported only where it is needed
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        what = "a Parquet file, which only pyarrow can read"
        raise InputError(name, what, fix="pip install 'copydesk[parquet]'") from None


def _wanted(path: str, schema: Any) -> dict[str, str]:  # noqa: ANN401 — pyarrow has no types
    """The columns to be read, and the name that each is looked up by."""
    found: dict[str, str] = {}
    for field in schema:
        key = field.name.strip().lower()
        if key not in _TEXTS and key not in _LABELS and not is_reference(key):
            continue
        if key in found.values():
            raise InputError(path, f"two columns are called '{key}'", fix="rename one of them")
        kind = kind_of(field.type)
        if kind == "other" and key in _LABELS:
            continue
        is_text = kind == "text" or (kind in {"number", "written"} and key in _LABELS)
        if not is_text and (kind != "list" or key != "refs"):
            what = f"the column '{field.name}' holds {field.type}, not text"
            raise InputError(path, what, fix="store it as strings")
        found[field.name] = key
    if not any(key in MT_NAMES for key in found.values()):
        names = ", ".join(field.name for field in schema)[:200] or "none"
        what = f"no column for the translation ({', '.join(MT_NAMES[:3])} …) among: {names}"
        raise InputError(path, what, fix="rename the column that holds it")
    return found


def _unpacked(metadata: Any) -> int:  # noqa: ANN401
    """How many bytes the file itself says that it holds; asking column by column can crash it."""
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    return sum(group.total_byte_size for group in groups)


def _values(path: str, column: Any, limit: int) -> list[Any]:  # noqa: ANN401 — pyarrow's
    """A batch's values; long ones that are repeated too often are refused, unseen."""
    column = written(column)
    if not import_module("pyarrow").types.is_dictionary(column.type):
        return list(column.to_pylist())
    compute = import_module("pyarrow.compute")
    lengths = compute.binary_length(column.dictionary).take(column.indices)
    if (compute.sum(lengths).as_py() or 0) > limit:
        raise _bomb(path)
    return list(column.dictionary_decode().to_pylist())


def _line(path: str, number: int, cells: Mapping[str, Any]) -> str:
    kept = {key: cell_of(value) for key, value in cells.items() if value is not None}
    if _MT.isdisjoint(kept):
        missing = next(key for key in cells if key in MT_NAMES)
        what = f"the translation ('{missing}') is null"
        raise InputError(path, what, line=number, fix="give every row one, if only an empty one")
    return json_of(kept) + "\n"


def cell_of(value: Any) -> Any:  # noqa: ANN401 — a value of any column
    """A value as JSON can have it: texts. Raises UnicodeDecodeError for bytes that are none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, list):
        return [cell_of(one) for one in value if one is not None]
    if isinstance(value, dict):
        return {name: cell_of(one) for name, one in value.items() if one is not None}
    return str(value)


def _sniff(head: Head) -> Fit:
    return Fit.SURE if head.data.startswith((_MAGIC, _ENCRYPTED)) else Fit.NO


reader = Reader(
    layout=Layout.ROWS,
    suffixes=(".parquet", ".pq"),
    read=whole(jsonl.stream),
    sniff=_sniff,
    stream=jsonl.stream,
    extract=_extract,
)
