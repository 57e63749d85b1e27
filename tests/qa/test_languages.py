"""Languages however they are written: on the command line, in the configuration, in TBX."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.detection import detectable
from corpora.errors import LanguageError
from metrics.api import score
from qa import cldr, frequency
from qa.language import load
from qa.language_choice import Languages
from qa.terms import Term
from qa.terms import load as load_glossary
from tests.conftest import Run

TEXT = "Menteri itu mengatakan agar supaya perundingan dilanjutkan.\n"
CONFIG = '[[rules.for]]\nlanguages = ["{}"]\nignore = ["redundant-wording"]\n'
TBX = """<tbx><text><body><conceptEntry>
<langSec xml:lang="EN"><termSec><term>truck</term></termSec></langSec>
<langSec xml:lang="pt-PT"><termSec><term>camião</term></termSec></langSec>
<langSec xml:lang="pt_BR"><termSec><term>caminhão</term></termSec></langSec>
<langSec xml:lang="ms"><termSec><term>lori</term></termSec></langSec>
<langSec xml:lang="in"><termSec><term>truk</term></termSec></langSec>
<langSec xml:lang="zh-TW"><termSec><term>卡車</term></termSec></langSec>
<langSec xml:lang="zh-CN"><termSec><term>卡车</term></termSec></langSec>
<langSec><termSec><term>nobody's</term></termSec></langSec>
<langSec xml:lang="no such language"><termSec><term>nobody's</term></termSec></langSec>
</conceptEntry></body></text></tbx>
"""


@pytest.mark.parametrize("written", ["Indonesian", "ind", "ind_Latn", "id_ID", "in", "ID"])
def test_the_command_line_takes_a_language_as_it_is_written(
    written: str, tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = copydesk("check", "a.txt", "--lang", written, "--format", "text", "--report", "json=-")
    (document,) = done.data["documents"]
    assert document["language"] in {"id", "id-ID"}
    assert "redundant-wording" in {flag["rule"] for flag in document["flags"]}


def test_no_language_is_one_line_with_what_was_perhaps_meant(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = copydesk("check", "a.txt", "--lang", "Indonesan")
    assert (done.code, done.out) == (2, "")
    assert "'Indonesan' is no language; did you mean Indonesian (id)?" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("written", "is_silent"), [("Indonesian", True), ("id-ID", True), ("ms", False)]
)
def test_the_configuration_takes_a_language_as_it_is_written(
    written: str, tmp_path: Path, copydesk: Run, *, is_silent: bool
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text(CONFIG.format(written), encoding="utf-8")
    done = copydesk("check", "a.txt", "--lang", "id", "--format", "text", "--report", "json=-")
    rules = {flag["rule"] for flag in done.data["documents"][0]["flags"]}
    assert ("redundant-wording" not in rules) == is_silent


def test_the_configuration_names_the_line_of_what_is_no_language(
    tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text(CONFIG.format("Indonesan"), encoding="utf-8")
    done = copydesk("check", "a.txt", "--lang", "id")
    assert done.code == 2
    assert "copydesk.toml:2: 'Indonesan' is no language; did you mean Indonesian" in done.err


def test_languages_are_tags_once_they_are_known() -> None:
    assert Languages("Bahasa Indonesia", "zho_Hant") == Languages("id", "zh-Hant")
    with pytest.raises(LanguageError, match="no language"):
        Languages(source="xx")


def test_a_language_file_is_found_for_every_script_and_country() -> None:
    assert load("id-ID").calques == load("id").calques != ()
    assert load("zh-Hant-TW").name == load("zh").name != ""
    assert load("sr-Latn").name == ""


def test_calendars_are_found_for_every_script_and_country() -> None:
    assert "ponedeljak" in cldr.weekdays("sr-latn-rs")
    assert "понедељак" in cldr.weekdays("sr-cyrl")
    assert cldr.weekdays("id-us") == cldr.weekdays("id")


def test_word_lists_are_of_one_script() -> None:
    assert frequency.known("pt-BR")
    assert frequency.known("zh-Hant")
    assert frequency.known("no") == frequency.known("nb")
    assert frequency.known("hi")
    assert not frequency.known("hi-Latn")


def test_a_language_in_another_script_cannot_be_detected() -> None:
    assert all(map(detectable, ["id-ID", "pt-BR", "zh-Hant", "hi"]))
    assert not detectable("hi-Latn")


@pytest.mark.parametrize(
    ("target", "terms"),
    [
        ("pt-BR", ["caminhão"]),
        ("pt-PT", ["camião"]),
        ("pt-AO", ["camião", "caminhão"]),
        ("pt", ["camião", "caminhão"]),
        ("id", ["truk"]),
        ("zh-Hant", ["卡車"]),
        ("fr", []),
        (None, []),
    ],
)
def test_the_nearest_language_of_a_glossary_counts(
    target: str | None, terms: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(TBX, encoding="utf-8")
    found = load_glossary(str(path)).terms("en-GB", target)
    assert found == ((Term("truck", tuple(terms)),) if terms else ())


def test_the_interface_takes_a_language_as_it_is_written() -> None:
    written = score("你好吗", "你好", metric="bleu", language="Chinese (Traditional)")
    assert written.signature == score("你好吗", "你好", metric="bleu", language="zh").signature
    with pytest.raises(LanguageError, match="no language"):
        score("a", "b", language="xx")
