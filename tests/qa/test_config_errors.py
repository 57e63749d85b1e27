"""What is wrong with a configuration is one line: where, what, and the nearest name."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import ConfigError, UsageError
from qa.config import Config, find, load
from qa.plugins import CHECKS, discover
from tests.conftest import Run
from tests.qa.config_example import EXAMPLE, GATE_TABLES

RULES = discover(CHECKS)
SET = '[sets.news]\nmt = "out/{system}.txt"\n[systems.new]\n'


def _load(folder: Path, text: str | bytes, name: str = "copydesk.toml") -> Config:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, RULES)


def _said(folder: Path, text: str | bytes, name: str = "copydesk.toml") -> str:
    with pytest.raises(ConfigError) as error:
        _load(folder, text, name)
    said = str(error.value).removeprefix(f"{folder}/")
    assert "\n" not in said
    assert "\r" not in said
    return said


def test_the_example_is_read(tmp_path: Path) -> None:
    settings = _load(tmp_path, EXAMPLE).settings
    assert settings.metrics == ("chrf", "bleu", "estimate")
    assert [one.requirements for one in settings.gate_tables][:2] == [
        ("no new major",),
        ("chrf >= 55",),
    ]
    assert settings.gate_tables[2].lengths == "20-"
    news = settings.sets["news"]
    assert (news.source_lang, news.mt_of("new")) == ("en", "out/new/news.id.txt")
    assert settings.systems_of("news") == ("new", "main")
    assert [name for name, one in settings.systems.items() if one.judged] == ["new"]
    assert settings.domain_names == ("sport", "news")
    gates = _load(tmp_path, GATE_TABLES).settings.gate_tables
    assert gates[0].requirements == ("no critical", "every article has a reference")


def test_pyproject_says_the_same(tmp_path: Path) -> None:
    lines = [
        f"[tool.copydesk.{line[1:]}" if line[:1] == "[" and line[1:2] != "[" else line
        for line in EXAMPLE.replace("[[rules.", "[[tool.copydesk.rules.").splitlines()
    ]
    text = "\n".join(["[tool.copydesk]", *lines])
    assert _load(tmp_path, text, "pyproject.toml").settings == _load(tmp_path, EXAMPLE).settings
    wrong = _said(tmp_path, text.replace("judged", "jugded"), "pyproject.toml")
    assert wrong.startswith("pyproject.toml:42: nothing is called 'jugded' here; did you mean")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # The word stands earlier in a comment, a string, another table.
        ('# metrcs\nhistory = "metrcs"\nmetrcs = []', "3: nothing is called 'metrcs' here; did"),
        ('[rules]\nignore = []\n[[rules.for]]\nignroe = ["calque"]', "4: nothing is called"),
        ('[[rules.for]]\npaths = ["a"]\n[[rules.for]]\npath = ["a"]', "4: nothing is"),
        ('[rules]\nselect = [\n  "calque",\n  "calqu",\n]', "4: no rule or kind is called 'calqu'"),
        ('[rules]\nseverity = { calque = "minor", spacing = "mild" }', "2: no severity is called"),
        ('[rules.severity]\ncalque = "minor"\nspacing = 3', "3: rules.severity.spacing: Expected"),
        ("[sets.a]\nmt = '1'\n[sets.b]\nmt = 2", "4: sets.b.mt: Expected `str`, got `int`"),
        ("[sets.a]\nmt = '1'\n[sets.b]\nsource = '2'", "3: sets.b: missing required field `mt`"),
        ("[sets.a]\nmt = '1'\n[sets.b]\nmt = '1'\nsuorce = '2'", "5: nothing is called 'suorce'"),
        ("[sets]\nnews = 3", "2: sets.news: Expected `table`, got `int`"),
        ("[systems.new]\njugded = true", "2: nothing is called 'jugded' here; did you"),
        ("gates = [\n  'no major',\n  { reqire = 'a' },\n]", "3: nothing is called 'reqire'"),
        ("gates = [\n  'no major',\n  3,\n]", "3: gates[1]: Expected `str | table`, got `int`"),
        ("gates = [\n 'no major',\n 'no mayor',\n]", "3: the gate 'no mayor' is not understood"),
        ("gates = 'no major'", "1: gates: Expected `array`, got `str`"),
        ("[[gates]]\nrequire = []", "2: write what is required"),
        ("[[gates]]\nrequire = [\n 'no major',\n 'x']", "4: the gate 'x' is not understood"),
        (f"{SET}[[gates]]\nrequire = 'no major'\nsets = ['nwes']", "6: no set is called 'nwes'"),
        (f"{SET}[[gates]]\nrequire = 'no major'\nsystems = ['nwe']", "6: no system is called"),
        ("[[gates]]\nrequire = 'no major'\nsets = ['a']", "3: no set is called 'a'; there is none"),
        ("[[gates]]\nrequire = 'no major'\nlengths = '5-1'", "3: '5-1' is no length: 5 is more"),
        ("[[gates]]\nrequire = 'no major'\npairs = ['id']", "3: 'id' is no language pair; write"),
        ("[[rules.for]]\nlengths = 'short'", "2: 'short' is no length; write 1-5, 40-, -10 or 7"),
        ("[[rules.for]]\ndomains = ['sprt']\n[domains]\nsport = ['a']", "2: no domain is called"),
        ("[[rules.for]]\nlanguages = ['en',\n 'jp']", "3: 'jp' is no language; did you mean"),
        ("metrics = [\n 'chrf',\n 'blue']", "3: no metric is called 'blue'; did you mean bleu"),
        ("baseline = 'git:'", "1: write a file's name, or git:REF"),
        ("max-flags = 3", "1: nothing is called 'max-flags' here; it belongs in [rules]"),
        ("[rules]\nhistory = 'a'", "2: nothing is called 'history' here; it belongs above"),
        ("[rules]\nmax-flags = -1", "2: rules.max-flags: Expected `int` >= 0"),
        ("[sets.a]\nmt = '1'\nlang = 'jp'", "3: 'jp' is no language"),
        ("[sets.a]\nmt = '1'\nformat = 'lnes'", "3: no format is called 'lnes'; did"),
        ("[sets.a]\nmt = '1'\nencoding = 'utf-9'", "3: no encoding is called 'utf-9'"),
        ("[sets.a]\nmt = ''", "2: write a file's or a folder's name"),
        ("[sets.a]\nmt = '{systm}'", "2: '{systm}' stands for nothing; did you mean '{system}'?"),
        ("[sets.a]\nmt = '{system}'", "2: {system} stands for the systems, and none translates"),
        ("[sets.a]\nmt = '1'\n[systems.b]\n[systems.c]", "2: b and c would be the same file"),
        ("[sets.a]\nmt = '1'\nsource = '{system}'", "3: {system} stands in 'mt' only"),
        (f"{SET}sets = ['nwes']", "4: no set is called 'nwes'; did you mean 'news'?"),
        (f"{SET}judged = false", "3: no system is judged"),
        (f"{SET}[systems.b]\njudged = false\n[[gates]]\nrequire = 'no major'\nsystems = ['b']",
         "8: 'b' is there to be compared with only"),
        ("a = 1\nb = [\n", "2: this is no TOML: Invalid value (at the end)"),
        ("a = 1\n= 2\n", "2: this is no TOML: "),
        ("[rules]\nselect = ['a\x00']\n", "2: this is no TOML: "),
        ("[rules]\r\n\r\nselct = ['a']\r\n", "3: nothing is called 'selct'"),
        ("\ufeff[rules]\nselct = ['a']\n", "2: nothing is called 'selct'"),
        ('[rules]\n"sel\\nct" = []\n', "2: nothing is called 'sel\\nct' here"),
        ("b = " + "[" * 5_000 + "]" * 5_000, " the brackets lie too deep in each other"),
    ],
)  # fmt: skip
def test_one_line_says_where_and_what(text: str, said: str, tmp_path: Path) -> None:
    assert _said(tmp_path, text).startswith(f"copydesk.toml:{said}")


def test_the_first_fault_in_the_file_is_the_one_that_is_said(tmp_path: Path) -> None:
    text = "[systems.new]\nsets = ['nwes']\n[sets.news]\nmt = '{systm}'\n[rules]\nignore = ['x']\n"
    assert _said(tmp_path, text).startswith("copydesk.toml:2: no set")


def test_what_is_no_utf_8_is_said_with_its_line(tmp_path: Path) -> None:
    what = "not UTF-8 (byte 0xe9), as TOML must be; save it as UTF-8"
    assert _said(tmp_path, "a = 1\nb = 'é'".encode("latin-1")) == f"copydesk.toml:2: {what}"
    assert "not UTF-8 (byte 0xff)" in _said(tmp_path, "a = 1".encode("utf-16"))
    assert "copydesk.toml:2: " in _said(tmp_path, bytes(range(256)))


def test_an_empty_file_asks_nothing(tmp_path: Path) -> None:
    for text in ("", "\ufeff", "\n\n# nothing\n"):
        assert _load(tmp_path, text).settings == Config().settings
    assert _load(tmp_path, "tool = 3\n", "pyproject.toml").settings == Config().settings
    assert _load(tmp_path, "[tool]\na = 1\n", "pyproject.toml").settings == Config().settings
    assert "Expected `table`" in _said(tmp_path, "tool.copydesk = 3\n", "pyproject.toml")


def test_gates_are_read_by_whom_the_caller_names(tmp_path: Path) -> None:
    def refuse(text: str) -> object:
        raise UsageError(f"{text}? no")

    path = tmp_path / "copydesk.toml"
    path.write_text("gates = ['anything']\n", encoding="utf-8")
    assert load(path, RULES, check_gate=str).settings.gates == ("anything",)
    with pytest.raises(ConfigError, match=r":1: anything\? no$"):
        load(path, RULES, refuse)


def test_a_pyproject_speaks_of_copydesk_however_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    for text in ("[tool]\ncopydesk = { rules = {} }\n", "tool.copydesk.rules.ignore = []\n"):
        path.write_text(text, encoding="utf-8")
        assert find(tmp_path) == path
    path.write_text("# see [tool.copydesk]\n[project]\ndependencies = ['copydesk']\n")
    assert find(tmp_path) != path
    path.write_bytes("# \xe9t\xe9\n[tool.ruff]\n".encode("latin-1"))
    assert find(tmp_path) != path
    path.write_text("[tool.copydesk\n", encoding="utf-8")
    assert find(tmp_path) == path


@given(st.data())
def test_a_key_that_is_spelt_wrong_anywhere_is_found(data: st.DataObject) -> None:
    """Each key of the example, with a letter too many: its line, and what was meant."""
    lines = EXAMPLE.splitlines()
    keys = [n for n, line in enumerate(lines) if line[:1].isalpha() and "sport =" not in line]
    number = data.draw(st.sampled_from(keys))
    key = lines[number].partition(" ")[0]
    lines[number] = lines[number].replace(key, f"{key}z", 1)
    with TemporaryDirectory() as place, pytest.raises(ConfigError) as error:
        _load(Path(place), "\n".join(lines))
    said = str(error.value)
    if "missing required" not in said:
        assert f":{number + 1}: nothing is called '{key}z' here; did you mean '{key}'?" in said


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_stands_there_is_read_or_refused(data: bytes) -> None:
    with suppress(ConfigError), TemporaryDirectory() as place:
        _load(Path(place), data)


def test_the_command_line_says_it(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "copydesk.toml").write_text("[ruls]\n", encoding="utf-8")
    done = copydesk("config", "--config", "copydesk.toml")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "copydesk: copydesk.toml:1: nothing is called 'ruls' here; did you mean 'rules'?\n"
    )
