"""Small tables, and the tables that a batch wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

GOOD = {"mt": "Harga beras naik naik di pasar .", "src": "The price of rice rose.", "doc": "a"}
OTHER = {"mt": "Pasar tetap tenang.", "src": "The market stayed calm.", "doc": "b"}


def table(path: Path, *rows: Any) -> Path:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def rows_of(out: Path, name: str) -> list[dict[str, Any]]:
    return [
        row for part in sorted((out / name).iterdir()) for row in pq.read_table(part).to_pylist()
    ]
