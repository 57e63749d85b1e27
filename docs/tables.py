"""Writes docs/tables.md: the columns of the tables that `copydesk batch` writes.

Run: python docs/tables.py    (a test fails when the page is stale)
"""

from __future__ import annotations

from pathlib import Path

from qa.batch.schema import VERSION, as_markdown

PAGE = Path(__file__).resolve().parent / "tables.md"
_HEAD = f"""# The tables that `copydesk batch` writes

Schema version {VERSION}, in each file's metadata (`copydesk_schema`) with what each column says. A
column that changes its meaning or goes away is a new version; a further column is not. A table is a
folder of Parquet files, `part-00000.parquet` and so on in the order of the input, one for each
shard, zstd inside; `path` and `row` join them. A type with a question mark may be null.

"""


def page() -> str:
    """The whole page."""
    return _HEAD + as_markdown().rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
