"""What a test set is written as."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpora.annotated.judged_files import read_judged
from corpora.errors import InputError
from corpora.sets.catalogue import TestSet as Set
from corpora.sets.remote import RemoteFile


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
