"""The tables say what their columns are, and hold them whatever the metrics are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qa.asked import Asked
from qa.batch import schema
from qa.batch.done import TABLES
from qa.batch.files import write_part

METRICS_ASKED = ("bleu", "chrf", "bleu:tok=intl", "estimate")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("texts", [True, False])
def test_a_part_says_what_its_columns_are(tmp_path: Path, table: str, texts: bool) -> None:
    columns = schema.columns(table, METRICS_ASKED, texts=texts)
    write_part(tmp_path, "part", schema.arrow_schema(table, METRICS_ASKED, texts=texts), [])
    read = pq.read_schema(tmp_path / "part")
    assert read.names == [one.name for one in columns]
    assert read.metadata[b"copydesk_schema"] == str(schema.VERSION).encode()
    for field, column in zip(read, columns, strict=True):
        said = field.metadata[b"description"].decode()
        assert said == column.what
        assert field.nullable == column.is_optional
        assert str(field.type).replace("element", "item").replace("item: ", "") == column.kind


def test_segments_have_no_bleu_and_documents_have_all() -> None:
    segments = schema.metric_columns("segments", METRICS_ASKED)
    assert list(segments) == ["chrf", "estimate"]
    assert list(schema.metric_columns("documents", METRICS_ASKED)) == list(METRICS_ASKED)
    assert schema.metric_columns("flags", METRICS_ASKED) == {}


def test_a_metric_that_is_called_as_a_column_gets_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: Any = Asked

    def of(name: str) -> Asked:
        return Asked(name)

    monkeypatch.setattr(asked, "of", of)
    for table in ("segments", "documents"):
        names = [one.name for one in schema.columns(table, ("words", "source"), texts=True)]
        assert len(set(names)) == len(names)
        assert names[-2:] == ["words score", "source score"]


def test_the_documentation_names_every_column() -> None:
    page = schema.as_markdown()
    sections = {part.split("`")[1]: part for part in page.split("## ")[1:]}
    assert tuple(sections) == TABLES
    for table, text in sections.items():
        for column in schema.columns(table, (), texts=True):
            assert f"| `{column.name}` |" in text
