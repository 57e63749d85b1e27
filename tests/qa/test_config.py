"""Which rules run is up to the project: globally, for paths, for languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import ConfigError
from corpora.text import Severity
from qa.config import Config, find, load
from qa.plugins import CHECKS, discover
from tests.conftest import Run

RULES = discover(CHECKS)
BAD = "Ia pergi ke ke Jakarta. Resiko itu besar - sangat besar bagi mereka semua.\n"


def _load(folder: Path, text: str, name: str = "copydesk.toml") -> Config:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load(path, RULES)


def _rules(config: Config, path: str = "a.txt", language: str | None = "id") -> set[str]:
    return set(config.chosen(RULES, path, language).checks)


def test_by_default_all_but_the_optional_rules_run() -> None:
    off = {rule for rule, plugin in RULES.items() if plugin.value.optional}
    assert off
    assert _rules(Config()) == set(RULES) - off


def test_select_takes_ids_kinds_and_categories(tmp_path: Path) -> None:
    assert _rules(_load(tmp_path, '[rules]\nselect = ["calque"]')) == {"calque"}
    chosen = _rules(_load(tmp_path, '[rules]\nselect = ["terminology", "fluency/awkward"]'))
    assert {"glossary", "calque"} <= chosen
    assert "number-mismatch" not in chosen
    assert _rules(_load(tmp_path, '[rules]\nselect = ["ALL"]')) == set(RULES)
    both = _rules(_load(tmp_path, '[rules]\nselect = ["DEFAULT", "speaker-mismatch"]'))
    assert both == _rules(Config()) | {"speaker-mismatch"}


def test_ignore_and_severity(tmp_path: Path) -> None:
    config = _load(
        tmp_path,
        '[tool.copydesk.rules]\nignore = ["accuracy"]\nseverity = { calque = "critical" }\n',
        "pyproject.toml",
    )
    chosen = config.chosen(RULES, "a.txt", "id")
    assert chosen.severities == {"calque": Severity.CRITICAL}
    assert not any(
        plugin.value.category.startswith("accuracy") for plugin in chosen.checks.values()
    )


def test_a_scope_speaks_for_its_paths_and_languages_only(tmp_path: Path) -> None:
    config = _load(
        tmp_path,
        "[rules]\n"
        'ignore = ["doubled-word"]\n'
        "[[rules.for]]\n"
        'paths = ["sport/**"]\nlanguages = ["id"]\n'
        'select = ["doubled-word"]\nignore = ["calque"]\nseverity = { spacing = "neutral" }\n',
    )
    here, there = str(tmp_path / "sport" / "deep" / "a.txt"), str(tmp_path / "politics" / "a.txt")
    assert "doubled-word" in _rules(config, here)
    assert "calque" not in _rules(config, here)
    assert config.chosen(RULES, here, "id-ID").severities == {"spacing": Severity.NEUTRAL}
    for path, language in ((there, "id"), (here, "en"), (here, None)):
        assert "doubled-word" not in _rules(config, path, language)
        assert "calque" in _rules(config, path, language)


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.copydesk.rules]\n", encoding="utf-8")
    assert find(deep) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    assert find(deep) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "copydesk.toml").write_text("", encoding="utf-8")
    assert find(deep) == tmp_path / "a" / "copydesk.toml"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[rules]\nselct = ["calque"]', 2, "did you mean 'select'?"),
        ('[rules]\n\nselect = ["calqu"]', 3, "did you mean 'calque'?"),
        ('[rules]\nseverity = { calque = "awful" }', 2, "no severity is called 'awful'"),
        ('[rules]\nignore = "calque"', 2, "Expected `array`"),
        ("[rules]\nmax-flags = 'many'", 2, "Expected `int | null`"),
        ('[rules]\n[[rules.for]]\npath = ["a"]', 3, "did you mean 'paths'?"),
        ("[rule]\n", 1, "did you mean 'rules'?"),
        ("[rules\n", 0, "copydesk.toml"),
    ],
)
def test_what_is_wrong_is_shown_with_its_line(
    text: str, line: int, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as error:
        _load(tmp_path, text)
    message = str(error.value)
    assert words in message
    assert "\n" not in message
    if line:
        assert f"copydesk.toml:{line}:" in message


def test_the_command_line_obeys(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "a.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text(
        '[rules]\nselect = ["doubled-word", "official-spelling"]\n'
        'severity = { doubled-word = "critical" }\n',
        encoding="utf-8",
    )
    done = copydesk("check", "a.txt", "--lang", "id", "-q", "-v")
    assert done.code == 1
    assert "critical doubled-word" in done.out
    assert "2 flags (1 critical, 1 minor)" in done.out
    assert "configuration: " in done.err
    less = copydesk("check", "a.txt", "--lang", "id", "-q", "--ignore", "doubled-word")
    assert "1 flag (1 minor)" in less.out
    free = copydesk("check", "a.txt", "--lang", "id", "-q", "--no-config")
    assert "minor doubled-word" in free.out
    wrong = copydesk("check", "a.txt", "--lang", "id", "--ignore", "calqe")
    assert (wrong.code, wrong.out) == (2, "")
    assert "did you mean 'calque'?" in wrong.err
    gone = copydesk("check", "a.txt", "--lang", "id", "--config", "none.toml")
    assert (gone.code, gone.err) == (2, "copydesk: none.toml: no such file\n")
