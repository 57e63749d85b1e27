"""MLQE-PE's tables, and its parallel files as `evaluate` reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.annotated.judged_files import read_judged
from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import csv, jsonl, mlqe, mqm
from corpora.text import Document, Span, TextFile

SAMPLE = (Path(__file__).parent / "samples" / "mlqe.tsv").read_text(encoding="utf-8")


def read(text: str, path: str = "dir/train.ende.df.short.tsv") -> list[Document]:
    return list(mlqe.reader.read(TextFile(path, text), ReadOptions()))


def test_a_row_is_a_segment() -> None:
    (document,) = read(SAMPLE)
    assert document.id == "train.ende.df.short.tsv"
    assert (document.source_language, document.language) == ("en", "de")
    first, second = document.segments
    assert first.mt.text == 'Dermaga "tenggelam .'
    assert first.source is not None
    assert first.source.text == "The pier sank ."
    assert (first.name, first.notes) == ("0", ("da_mean 85", "da_z 0.4"))
    place = second.mt.to_file(Span(0, 5))
    assert SAMPLE[place.start : place.end] == "Hujan"


def test_another_name_says_nothing_of_languages() -> None:
    (document,) = read(SAMPLE, "judged.tsv")
    assert (document.source_language, document.language) == (None, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SAMPLE.splitlines()[0], "has a header but no rows"),
        ("a\tb", ":1: not the header of an MLQE table"),
        (SAMPLE + "2\tx\n", ":4: 2 fields where the header has 8"),
        (SAMPLE.replace("99.0", "high"), ":3: 'high' is no number"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        read(text)
    assert told in str(error.value)


def test_the_header_tells_the_format() -> None:
    def fit(text: str) -> Fit:
        return mlqe.reader.sniff(Head("a.tsv", text.encode(), text))

    assert fit(SAMPLE) is Fit.SURE
    for text in ("", "Satu.", '{"mt": "x"}', "original\ttranslation\na\tb", "mt\tsrc", "\0\t"):
        assert fit(text) is Fit.NO
    for reader in (csv, jsonl, mqm):
        assert reader.reader.sniff(Head("a", SAMPLE.encode(), SAMPLE)) is not Fit.SURE


def parallel(folder: Path, **columns: str) -> str:
    for end, text in columns.items():
        (folder / f"test.{end}").write_text(text, encoding="utf-8")
    return str(folder / "test.mt")


@pytest.mark.parametrize(
    "tags", ["OK OK OK BAD OK\nOK OK OK\n", "OK BAD\nOK\n", "OK BAD OK\nOK OK\n"]
)
def test_parallel_files_are_one_set(tmp_path: Path, tags: str) -> None:
    path = parallel(
        tmp_path, mt="satu dua\ntiga\n", src="one two\nthree\n", pe="satu duo\ntiga\n",
        hter="0.5\n0\n", tags=tags,
    )  # fmt: skip
    first, second = read_judged(path)
    assert (first.mt, first.source, first.others) == ("satu dua", "one two", ("satu duo",))
    assert (first.scores, second.scores) == ({"hter": -0.5}, {"hter": 0})
    assert [word.is_bad for word in first.words or ()] == [False, True]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"mt": "a\n"}, "test.mt: no file with scores goes with it"),
        ({"mt": "a\n", "hter": "0\n1\n"}, "test.hter: 2 lines where the translation has 1"),
        ({"mt": "a\n", "hter": "x\n"}, "test.hter:1: 'x' is no number"),
        ({"mt": "a\n", "hter": "0\n", "tags": "OK OK OK OK\n"}, "test.tags:1: 4 tags for 1 words"),
    ],
)
def test_parallel_files_that_do_not_fit_are_told(
    tmp_path: Path, columns: dict[str, str], told: str
) -> None:
    with pytest.raises(InputError) as error:
        list(read_judged(parallel(tmp_path, **columns)))
    assert told in str(error.value)


def test_a_table_is_judged(tmp_path: Path) -> None:
    path = tmp_path / "train.ende.df.short.tsv"
    path.write_text(SAMPLE, encoding="utf-8")
    first, _ = read_judged(str(path))
    assert first.scores == {"da_mean": 85.0, "da_z": 0.4}
    assert (first.pair, first.words) == ("en-de", None)
