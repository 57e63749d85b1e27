"""`copydesk config` says what is in force and where it comes from; editors have a schema."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import msgspec
import pytest

from qa.config import Config, Settings, load
from qa.config.environment import VARIABLES
from qa.config.in_force import in_force
from qa.config.schema import schema_text, stored
from qa.plugins import CHECKS, discover
from tests.conftest import ROOT, Run
from tests.qa.config_example import EXAMPLE, GATE_TABLES

RULES = discover(CHECKS)


@pytest.fixture
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(stored())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _load(folder: Path, text: str) -> Config:
    path = folder / "copydesk.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, RULES)


def test_each_value_has_its_origin(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "copydesk.toml").write_text(EXAMPLE, encoding="utf-8")
    done = copydesk("config", env={"COPYDESK_CACHE": "off"})
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    for line in (
        "# in force: copydesk.toml",
        '# environment: COPYDESK_CACHE="off" (where counts and models are kept; off: nowhere)',
        'metrics = ["chrf", "bleu", "estimate"]  # copydesk.toml:1',
        'baseline = "git:origin/main"  # copydesk.toml:2',
        '    "no new major",  # copydesk.toml:5',
        "]",
        'select = ["DEFAULT"]  # default',
        'severity = { calque = "neutral" }  # copydesk.toml:12',
        "# glossary: none  # default",
        "# calque is neutral, instead of minor",
        'lengths = "1-5"  # copydesk.toml:20',
        "judged = false  # copydesk.toml:41",
        "judged = true  # default",
    ):
        assert line in lines
    gate = '{ require = "chrf no worse than main, p < 0.05", pairs = ["en-id"], lengths = "20-" }'
    assert f"    {gate},  # copydesk.toml:7" in lines
    optional = sum(plugin.value.optional for plugin in RULES.values())
    assert f"# {len(RULES) - optional - 1} of {len(RULES)} rules are on" in lines
    assert any(line.startswith("# off: ") and "overlong-sentence" in line for line in lines)


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "copydesk-ignore.toml").touch()
    done = copydesk("config", env={"COPYDESK_NO_ESTIMATE": "1"})
    assert done.out.startswith("# in force: the defaults; no file is here\n")
    assert 'metrics = ["bleu", "chrf"]  # default; COPYDESK_NO_ESTIMATE\n' in done.out
    assert 'suppressions = "copydesk-ignore.toml"  # default\n' in done.out
    text = in_force(Config(), RULES, {"COPYDESK_NO_ESTIMATE": "0"})
    assert 'metrics = ["bleu", "chrf", "estimate"]  # default\n' in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        EXAMPLE,
        GATE_TABLES,
        '[sets."a b.c\\n\\u007f"]\nmt = "\\"\\\\\\u0001ü"\nmetrics = []\n[domains]\n"" = ["\\t"]\n',
    ],
)
def test_what_is_printed_is_a_configuration_that_asks_the_same(text: str, tmp_path: Path) -> None:
    config = _load(tmp_path, text)
    printed = _load(tmp_path, in_force(config, RULES, {})).settings
    if config.settings.metrics is None:
        printed = msgspec.structs.replace(printed, metrics=None)
    assert printed == config.settings


def test_programs_get_json(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "copydesk.toml").write_text(EXAMPLE, encoding="utf-8")
    data = copydesk("config", "--json").data
    assert msgspec.convert(data["settings"], Settings) == _load(tmp_path, EXAMPLE).settings
    assert data["lines"]["rules.for[0].pairs[1]"] == 17
    assert data["lines"]["sets.news.source-lang"] == 31
    assert "overlong-sentence" in data["rules"]["off"]
    assert data["rules"]["severity"] == {"calque": "neutral"}
    assert data["environment"]["COPYDESK_NO_ESTIMATE"] == "1"
    assert Path(data["file"]).name == "copydesk.toml"


def test_the_schema_is_that_of_the_tables(copydesk: Run) -> None:
    assert stored() == schema_text(), "write qa/schemas anew: see qa/config/schema.py"
    assert copydesk("config", "--schema").out == stored()


def test_the_schema_accepts_what_is_read(validator: jsonschema.Draft202012Validator) -> None:
    for text in ("", EXAMPLE, GATE_TABLES):
        validator.validate(tomllib.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        "[tool.copydesk.rules]\nignore = []\n",
        "[rules]\nselct = []\n",
        "[[rules.for]]\npath = []\n",
        "[[rules.for]]\nlengths = 'short'\n",
        "[sets.a]\nsource = 'b'\n",
        "[systems.a]\njudged = 'no'\n",
        "gates = [{ reqire = 'no major' }]\n",
        "[rules]\nmax-flags = -1\n",
    ],
)
def test_the_schema_refuses_what_is_wrong(
    text: str, validator: jsonschema.Draft202012Validator
) -> None:
    assert list(validator.iter_errors(tomllib.loads(text)))


def test_editors_get_words_for_every_key() -> None:
    tables = json.loads(stored())["$defs"]
    for name, table in tables.items():
        assert table["description"]
        for key, one in table["properties"].items():
            assert one.get("description"), f"{name}: {key}"


def test_every_variable_that_counts_is_known() -> None:
    named = set()
    for package in ("qa", "metrics", "corpora", "reports"):
        for path in (ROOT / package).rglob("*.py"):
            named |= set(re.findall(r"\bCOPYDESK_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named - {"COPYDESK_COMPLETE"} <= set(VARIABLES)


def test_a_databases_password_is_not_shown(copydesk: Run) -> None:
    done = copydesk("config", env={"COPYDESK_DESK_DATABASE": "postgresql://desk:SECRET@db/desk"})
    assert "COPYDESK_DESK_DATABASE" in done.out
    assert "SECRET" not in done.out + done.err
