"""The catalogue of test sets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from sacrebleu.dataset import DATASETS

from corpora.errors import ConfigError, UsageError
from corpora.sets.catalogue import TestSet as Set
from corpora.sets.catalogue import catalogue, lookup
from corpora.sets.languages import short, tag

OWN = """
[[set]]
name = "mine/news"
what = "our own news"
licence = "CC0-1.0"
citation = "We: News. 2026"
homepage = "https://news.example"
format = "lines"
"""


def own(tmp_path: Path, text: str) -> Set:
    (tmp_path / "own.toml").write_text(OWN + text, encoding="utf-8")
    return catalogue(tmp_path / "own.toml")["mine/news"]


def test_every_set_of_sacrebleus_is_there_with_its_files_and_hashes(
    sets: Mapping[str, Set],
) -> None:
    assert len(DATASETS) > 60
    for name, dataset in DATASETS.items():
        files = sets[name].recipe.files
        assert [file.url for file in files] == dataset.data
        digits = [file.digest.digits for file in files if file.digest]
        assert digits == (dataset.md5 or [])
        assert {str(pair) for pair in sets[name].recipe.pairs} == set(dataset.langpairs)


def test_every_set_says_what_it_is_whose_and_from_where(sets: Mapping[str, Set]) -> None:
    for one in sets.values():
        assert all((one.what, one.licence, one.citation, one.homepage, one.format)), one.name
        assert one.gate or one.recipe.files, one.name
        assert all(file.url.startswith("https://") for file in one.recipe.files), one.name
        assert all("{" not in file.url for file in one.recipe.files), one.name


@pytest.mark.parametrize(
    ("name", "asked", "meant"),
    [
        ("ntrex-128", "en-id", "eng-ind"),
        ("ntrex-128", "eng-ind", "eng-ind"),
        ("ntrex-128", "en-pt-BR", "eng-por-BR"),
        ("ntrex-128", "pt-BR-en", "por-BR-eng"),
        ("ntrex-128", "en-zh-TW", "eng-zho-TW"),
        ("ntrex-128", "en-en", None),
        ("ntrex-128", "en-xx", None),
        ("flores-200/devtest", "en-id", "eng_Latn-ind_Latn"),
        ("flores-200/devtest", "en-zh_Hant", "eng_Latn-zho_Hant"),
        ("tico-19/test", "id-en", "id-en"),
        ("tico-19/test", "id-ms", None),
        ("wmt-esa/2025", "en-zh", "en-zh_CN"),
        ("wmt24", "en-cs", "en-cs"),
        ("wmt24", "cs-en", None),
        ("wmt24", "english", None),
    ],
)
def test_a_pair_is_found_under_the_names_that_people_use(
    name: str, asked: str, meant: str | None, sets: Mapping[str, Set]
) -> None:
    found = sets[name].find(asked)
    assert (str(found) if found else None) == meant


def test_sets_are_found_by_pair_and_by_language(sets: Mapping[str, Set]) -> None:
    names = {one.name for one in sets.values() if one.speaks("en-id")}
    assert {"ntrex-128", "flores-200/devtest", "tico-19/test"} <= names
    assert not {"wmt24", "wmt-mqm/2022"} & names
    assert sets["wmt24"].speaks("is")
    assert not sets["wmt24"].speaks("id")
    assert sets["ntrex-128"].speaks("pt-BR")


def test_a_language_has_one_tag() -> None:
    assert {tag(name) for name in ("ind", "id", "IND")} == {"id"}
    assert tag("zho_Hans") == tag("zh-Hans") == "zh-hans"


def test_a_files_name_has_the_script_only_where_there_are_two() -> None:
    known = ("eng_Latn", "zho_Hans", "zho_Hant")
    assert [short(name, known) for name in known] == ["en", "zh-hans", "zh-hant"]


def test_an_unknown_name_says_what_was_meant(sets: Mapping[str, Set]) -> None:
    with pytest.raises(UsageError, match=r"did you mean ntrex-128\?"):
        lookup(sets, "ntrex128")
    with pytest.raises(UsageError, match="wmt-mqm/2020 or"):
        lookup(sets, "wmt-mqm")
    with pytest.raises(UsageError, match="corpora list"):
        lookup(sets, "zzzzzzzz")


def test_a_users_own_sets_come_first(tmp_path: Path) -> None:
    one = own(
        tmp_path,
        '[[set.file]]\nurl = "http://a.example/x.tsv"\npair = "en-id"\n'
        f'sha256 = "{"0" * 64}"\nbytes = 5\n',
    )
    assert [str(pair) for pair in one.recipe.pairs] == ["en-id"]
    assert next(iter(catalogue(tmp_path / "own.toml"))) == "mine/news"
    assert one.recipe.files[0].size == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no files"),
        ("file = 3", "own.toml: "),
        ("colour = 'red'", "colour"),
        ("[[set.file]]\nurl = 'file:///etc/passwd'\npair = 'en-id'", "no address of a file"),
        ("[[set.file]]\nurl = 'http://a/b'\npair = 'english'", "no pair of languages"),
        ("[[set.file]]\nurl = 'http://a/b'\npair = 'en-id'\nsha256 = 'abc'", "no sha256"),
        ("[[set.file]]\nurl = 'http://a/b'\npair = 'en-id'\nside = 'up'", "a side is src or ref"),
        ("[[", "own.toml: "),
        (
            "languages = '../up ind'\n[[set.file]]\nurl = 'http://a/{src}'\nside = 'src'",
            "names are",
        ),
        (OWN.replace("mine/news", "wmt24") + "gate = 'ask'", "already"),
    ],
)
def test_a_catalogue_that_says_nonsense_is_one_line(text: str, said: str, tmp_path: Path) -> None:
    prefix = "gate = 'ask'\n" if "already" in said else ""
    with pytest.raises(ConfigError, match=said) as caught:
        own(tmp_path, prefix + text)
    assert "\n" not in str(caught.value)


def test_a_catalogue_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no\.toml: cannot be read"):
        catalogue(tmp_path / "no.toml")
