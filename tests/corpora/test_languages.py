"""What people call a language is one BCP 47 tag, or one line says what was perhaps meant."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from string import ascii_lowercase

import langcodes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import LanguageError
from corpora.language_pairs import LanguagePair, language_pair
from corpora.languages import covers, fallbacks, is_in_usual_script, is_language, parse

LETTERS = [f"{one}{other}" for one, other in product(ascii_lowercase, repeat=2)]


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("id", "id"),
        (" ID\n", "id"),
        ("id-ID", "id-ID"),
        ("id_ID", "id-ID"),
        ("PT-br", "pt-BR"),
        ("zh_TW", "zh-TW"),
        ("zh-hant", "zh-Hant"),
        ("zh_Hant_TW", "zh-Hant-TW"),
        ("zh-cmn-Hant", "zh-Hant"),
        ("es-419", "es-419"),
        ("sr-Latn", "sr-Latn"),
        ("srp-Latn", "sr-Latn"),
        ("id-Latn", "id"),
        ("ru-Cyrl", "ru"),
        ("ind", "id"),
        ("ind_Latn", "id"),
        ("zho_Hans", "zh-Hans"),
        ("arb_Arab", "ar"),
        ("zsm_Latn", "ms"),
        ("in", "id"),
        ("iw", "he"),
        ("Indonesian", "id"),
        ("indonesia", "id"),
        ("Bahasa Indonesia", "id"),
        ("Bahasa Melayu", "ms"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("中文", "zh"),
        ("Chinese (Traditional)", "zh-Hant"),
        ("Serbian (Latin)", "sr-Latn"),
        ("Serbian Latin", "sr-Latn"),
        ("Portuguese (Brazil)", "pt-BR"),
        ("Brazilian Portuguese", "pt-BR"),
    ],
)
def test_a_language_has_one_tag_however_it_is_written(written: str, tag: str) -> None:
    assert parse(written) == tag
    assert parse(tag) == tag


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Indonesan", "did you mean Indonesian (id)?"),
        ("Germn", "did you mean German (de)?"),
        ("jp", "did you mean Japanese (ja)?"),
        ("xx", "write its BCP 47 code or its name"),
        ("qq", "write its BCP 47 code or its name"),
        ("", "write its BCP 47 code or its name"),
        ("und", "write its BCP 47 code or its name"),
        ("mul", "write its BCP 47 code or its name"),
        ("en-QQQ", "write its BCP 47 code or its name"),
        ("Chinese (Foo)", "write its BCP 47 code or its name"),
        ("a\nb", "write its BCP 47 code or its name"),
        ("a" * 1_000_000, "write its BCP 47 code or its name"),
    ],
)
def test_what_is_no_language_is_refused_in_one_line(written: str, hint: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse(written)
    assert hint in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.slow
def test_the_quick_way_says_what_langcodes_says() -> None:
    for code in LETTERS:
        valid = langcodes.tag_is_valid(code)
        assert is_language(code) == valid, code
        assert not valid or parse(code) == langcodes.standardize_tag(code)
    for region in map(str.upper, LETTERS):
        valid = langcodes.tag_is_valid(f"en-{region}")
        assert is_language(f"en_{region}") == valid, region
        assert not valid or parse(f"en_{region}") == langcodes.standardize_tag(f"en-{region}")


def test_a_plain_code_does_not_wait_for_langcodes() -> None:
    code = (
        "import sys; from corpora.languages import covers, parse; parse('id'), parse('pt_BR')\n"
        "covers('id', 'id-ID'), covers('id', 'de')\n"
        "sys.exit(bool({'langcodes', 'language_data', 'babel'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=200)
@given(st.text(max_size=30) | st.from_regex(r"[A-Za-z]{1,4}([-_][A-Za-z0-9]{1,9}){0,4}"))
def test_anything_is_a_language_for_good_or_a_clear_error(written: str) -> None:
    try:
        tag = parse(written)
    except LanguageError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - either is right
    else:
        assert parse(tag) == tag
        assert langcodes.tag_is_valid(tag)


@pytest.mark.parametrize(
    ("wanted", "tag", "is_covered"),
    [
        ("zh", "zh-Hant", True),
        ("zh-Hant", "zh-TW", True),
        ("zh-Hant", "zh", False),
        ("zh-TW", "zh-Hant-TW", True),
        ("id-ID", "id", True),
        ("pt-BR", "pt", True),
        ("pt-PT", "pt", False),
        ("pt-PT", "pt-BR", False),
        ("sr-Latn", "sr", False),
        ("no", "nb", True),
        ("nb", "no", True),
        ("id", "ms", False),
    ],
)
def test_a_language_covers_its_scripts_and_countries(
    wanted: str, tag: str, *, is_covered: bool
) -> None:
    assert covers(wanted, tag) == is_covered


def test_a_tag_is_looked_up_from_its_whole_to_its_language() -> None:
    assert list(fallbacks("sr-Latn-RS")) == ["sr-Latn-RS", "sr-Latn", "sr"]


def test_another_script_than_the_usual_one_is_told() -> None:
    assert all(map(is_in_usual_script, ["id", "pt-BR", "zh-Hant", "zh-Hans", "sr-Cyrl"]))
    assert not any(map(is_in_usual_script, ["hi-Latn", "ru-Latn", "sr-Latn"]))


@pytest.mark.parametrize(
    ("label", "source", "target"),
    [
        ("en-id", "en", "id"),
        ("eng-ind", "en", "id"),
        ("english-german", "en", "de"),
        ("eng_Latn-ind_Latn", "en", "id"),
        ("en-pt_BR", "en", "pt-BR"),
        ("en-pt-BR", "en", "pt-BR"),
        ("en-pt-br", "en", "pt-BR"),
        ("pt-br-de", "pt-BR", "de"),
        ("zh-Hant-en", "zh-Hant", "en"),
        ("en-zh_CN", "en", "zh-CN"),
        ("en-sr_Cyrl_RS", "en", "sr-Cyrl-RS"),
        ("srp-Latn-eng", "sr-Latn", "en"),
        ("de_en", "de", "en"),
        ("English-Chinese (Simplified)", "en", "zh-Hans"),
        ("in-en", "id", "en"),
    ],
)
def test_a_label_gives_the_two_languages_that_it_names(
    label: str, source: str, target: str
) -> None:
    assert language_pair(label) == LanguagePair(source, target)


@pytest.mark.parametrize(
    "label", ["", "-", "en", "en-", "news-2020", "en-xx", "foo-bar", "eng_Latn", "en-" * 1_000_000]
)
def test_a_label_that_names_no_two_languages_says_nothing(label: str) -> None:
    assert language_pair(label) == LanguagePair()
