"""The JSON report holds to its schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import ROOT, Article, Run


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    path = ROOT / "reports" / "schemas" / "result-1.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _valid(validator: jsonschema.Draft202012Validator, data: Any) -> None:
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize("sides", ["neither", "source", "reference", "both"])
def test_the_articles_report_is_valid(
    sides: str, article: Article, copydesk: Run, validator: jsonschema.Draft202012Validator
) -> None:
    given: list[str | Path] = []
    if sides in ("source", "both"):
        given += ["--source", article.source]
    if sides in ("reference", "both"):
        given += ["--reference", article.reference]
    done = copydesk("check", article.mt, *given, "--lang", "id", "--report", "json=-")
    _valid(validator, done.data)
    assert bool(done.data["scores"]) == (sides in ("reference", "both"))


def test_a_report_with_every_oddity_is_valid(
    tmp_path: Path, copydesk: Run, validator: jsonschema.Draft202012Validator
) -> None:
    rows = [
        {"doc": "a", "src": "One 45 thing.", "mt": "", "ref": "Satu hal."},
        {
            "doc": "b",
            "system": "x",
            "src": "Nothing here.",
            "mt": "Tidak ada \u0000\u202e\ud83d\ude00 di di sini.",
        },
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "odd.jsonl").write_text(text, encoding="utf-8")
    done = copydesk(
        "check", "odd.jsonl", "--lang", "id", "--source-lang", "en", "--report", "json=-"
    )
    _valid(validator, done.data)
    assert done.data["verdict"]["outcome"] == "fail"
    flags = [flag for document in done.data["documents"] for flag in document["flags"]]
    assert {"empty-translation", "doubled-word"} <= {flag["rule"] for flag in flags}


def test_the_schema_refuses_what_it_should(
    article: Article, copydesk: Run, validator: jsonschema.Draft202012Validator
) -> None:
    data = copydesk("check", article.mt, "--lang", "id", "--report", "json=-").data
    data["documents"][0]["flags"][0]["severity"] = "terrible"
    assert list(validator.iter_errors(data))
