"""The catalogue of test sets, and what a set is written as."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from sacrebleu.dataset import DATASETS

from corpora.annotated.judged_files import read_judged
from corpora.errors import ConfigError, InputError, UsageError
from corpora.sets.catalogue import TestSet as Set
from corpora.sets.catalogue import catalogue, lookup
from corpora.sets.languages import short, tag
from corpora.sets.remote import RemoteFile

OWN = """
[[set]]
name = "mine/news"
what = "our own news"
licence = "CC0-1.0"
citation = "We: News. 2026"
homepage = "https://news.example"
format = "lines"
"""


@pytest.fixture(scope="module")
def sets() -> Mapping[str, Set]:
    return catalogue()


def own(tmp_path: Path, text: str) -> Set:
    (tmp_path / "own.toml").write_text(OWN + text, encoding="utf-8")
    return catalogue(tmp_path / "own.toml")["mine/news"]


def written(one: Set, pair: str, have: Mapping[str, bytes], tmp_path: Path) -> dict[str, str]:
    """What a set is written as, where its files hold what is given by their addresses."""
    found = one.find(pair)
    assert found is not None

    def fetch(file: RemoteFile) -> Path:
        path = tmp_path / file.name
        path.write_bytes(have[file.url])
        return path

    paths = one.recipe.write(one.name, found, fetch, tmp_path / "out")
    out = tmp_path / "out"
    return {str(path.relative_to(out)): path.read_text(encoding="utf-8") for path in paths}


def tgz(members: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


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


def test_a_file_for_each_language_becomes_a_file_for_each_side(
    sets: Mapping[str, Set], tmp_path: Path
) -> None:
    one = sets["ntrex-128"]
    (place,) = {file.url.rpartition("newstest2019-")[0] for file in one.recipe.files}
    have = {
        f"{place}newstest2019-src.eng.txt": b"\xef\xbb\xbfOne.\r\n\r\nThree.\r\n",
        f"{place}newstest2019-ref.ind.txt": "Satu.\n\nTi\u2028ga.\n\n".encode(),
    }
    assert written(one, "en-id", have, tmp_path) == {
        "ntrex-128.en-id.src.en.txt": "One.\n\nThree.\n",
        "ntrex-128.en-id.ref.id.txt": "Satu.\n\nTi\u2028ga.\n",
    }


def test_sides_of_different_length_are_refused(sets: Mapping[str, Set], tmp_path: Path) -> None:
    one = sets["ntrex-128"]
    have = {file.url: b"One.\nTwo.\n" for file in one.recipe.files}
    have[next(url for url in have if "ref.ind" in url)] = b"Satu.\n"
    with pytest.raises(InputError, match=r"not equally many lines: .* has 2 and .* has 1"):
        written(one, "en-id", have, tmp_path)
    assert not list((tmp_path / "out").iterdir())


def test_members_of_an_archive_become_sides(sets: Mapping[str, Set], tmp_path: Path) -> None:
    one = sets["flores-200/devtest"]
    (file,) = one.recipe.files
    folder = "flores200_dataset/devtest"
    archive = tgz({f"{folder}/eng_Latn.devtest": "One.\n", f"{folder}/ind_Latn.devtest": "Satu.\n"})
    assert written(one, "id-en", {file.url: archive}, tmp_path) == {
        "flores-200-devtest.id-en.src.id.txt": "Satu.\n",
        "flores-200-devtest.id-en.ref.en.txt": "One.\n",
    }
    with pytest.raises(InputError, match=r"holds no flores200_dataset/devtest/jav_Latn\.devtest"):
        written(one, "jv-en", {file.url: archive}, tmp_path)


@pytest.mark.parametrize("pair", ["en-id", "id-en"])
def test_columns_of_a_table_become_sides(
    pair: str, sets: Mapping[str, Set], tmp_path: Path
) -> None:
    one = sets["tico-19/test"]
    (file,) = one.recipe.files
    rows = 'sourceLang\ttargetLang\tsourceString\ttargetString\nen\tid\t"""A"" b"\tSatu  dua \n'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("tico19-testset/test/test.en-id.tsv", rows)
    found = written(one, pair, {file.url: buffer.getvalue()}, tmp_path)
    texts = {"en": '"A" b\n', "id": "Satu dua\n"}
    source, target = pair.split("-")
    assert found == {
        f"tico-19-test.{pair}.src.{source}.txt": texts[source],
        f"tico-19-test.{pair}.ref.{target}.txt": texts[target],
    }


def test_a_folder_of_an_archive_is_written_as_it_is(
    sets: Mapping[str, Set], tmp_path: Path
) -> None:
    one = sets["mt-metrics-eval/wmt22"]
    (file,) = one.recipe.files
    below = "mt-metrics-eval-v2/wmt22"
    texts = {
        "sources/en-de.txt": "One.\n",
        "references/en-de.refA.txt": "Eins.\n",
        "system-outputs/en-de/A.txt": "Ein.\n",
        "human-scores/en-de.mqm.seg.score": "A\t-1.0\n",
    }
    others = {"sources/en-ru.txt": "", "metric-scores/en-de/x.seg.score": "", "README": ""}
    archive = tgz({f"{below}/{name}": text for name, text in {**texts, **others}.items()})
    assert written(one, "en-de", {file.url: archive}, tmp_path) == texts


def test_a_table_of_one_pair_is_written_as_it_is(sets: Mapping[str, Set], tmp_path: Path) -> None:
    one = sets["wmt-mqm/2022"]
    have = {file.url: b"system\tdoc\n" for file in one.recipe.files}
    assert written(one, "en-ru", have, tmp_path) == {"mqm_generalMT2022_enru.tsv": "system\tdoc\n"}


ESA = {
    "wmt-esa/2024": {
        "langs": "en-cs", "src": "One two.", "tgt": "Jedna dvě.", "doc_id": "d", "line_id": 7,
        "system": "A", "esa_score": 80, "annotator": "x", "domain": "news",
        "esa_spans": [
            {"start_i": 6, "end_i": 8, "severity": "major"},
            {"start_i": "missing", "end_i": "missing", "severity": "minor"},
            {"start_i": 6, "end_i": 99, "severity": "minor"},
        ],
    },
    "wmt-esa/2025": {
        "doc_id": "en-cs_CZ_#_news_#_d_#_7", "src_text": "One two.",
        "tgt_text": {"A": "Jedna dvě.", "refA": "Jedna, dvě."},
        "scores": {"A": [
            {"score": 70, "annotator": "x", "errors": [
                {"start_i": 6, "end_i": 8, "severity": "major"}]},
            {"score": 90, "annotator": "y", "errors": []},
        ]},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ESA)
def test_error_span_annotations_of_a_pair_are_written_as_they_are(
    name: str, sets: Mapping[str, Set], tmp_path: Path
) -> None:
    row = ESA[name]
    elsewhere = {**row, "langs": "en-de", "doc_id": "en-de_DE_#_news_#_d_#_1"}
    if "langs" not in row:
        del elsewhere["langs"]
    body = "\n".join(map(json.dumps, [row, elsewhere])) + "\n"
    (file,) = sets[name].recipe.files
    (path,) = written(sets[name], "en-cs", {file.url: body.encode()}, tmp_path)
    (judged,) = read_judged(str(tmp_path / "out" / path))
    assert (judged.mt, judged.source, judged.system) == ("Jedna dvě.", "One two.", "A")
    assert list(judged.scores.values()) == [80.0]
    assert [word.is_bad for word in judged.words or ()][:2] == [False, True]


def test_a_row_that_is_not_as_it_was_is_named(sets: Mapping[str, Set], tmp_path: Path) -> None:
    (file,) = sets["wmt-esa/2024"].recipe.files
    with pytest.raises(InputError, match=r"wmt24_esa.jsonl:1: not what is needed"):
        written(sets["wmt-esa/2024"], "en-cs", {file.url: b'{"langs": 1}\n'}, tmp_path)


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
