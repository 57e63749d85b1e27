"""A flag can be silenced, with a reason; what silences nothing is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import ConfigError, InputError
from corpora.load import Inputs
from qa import suppressions
from qa.language_choice import Languages
from qa.run import Request, Run, run
from tests.conftest import WRITTEN_RULES

TEXT = "Ia pergi ke ke Jakarta.\nResiko itu besar.\n"


def _run(folder: Path, text: str, ignore: str | None = None) -> Run:
    article, listed = folder / "a.txt", folder / "ignore.toml"
    article.write_text(text, encoding="utf-8")
    if ignore is not None:
        listed.write_text(ignore, encoding="utf-8")
    path = None if ignore is None else str(listed)
    inputs = Inputs((str(article),), format="text")
    return run(Request(inputs, Languages("id"), suppressions=path, config=WRITTEN_RULES))


def _rules(done: Run) -> list[str]:
    return [flag.rule for flag in done.result.flags]


def test_a_list_silences_by_rule_words_file_and_fingerprint(tmp_path: Path) -> None:
    plain = _run(tmp_path, TEXT)
    assert _rules(plain) == ["doubled-word", "official-spelling"]
    print_ = plain.result.flags[0].fingerprint
    for entry in (
        'rule = "doubled-word"',
        'rule = "*"\nwords = "KE KE"',
        'rule = "doubled-word"\nfile = "**/a.txt"',
        f'rule = "doubled-word"\nfingerprint = "{print_}"',
        'rule = "doubled-word"\nexpires = 2999-01-01',
    ):
        done = _run(tmp_path, TEXT, f'[[ignore]]\n{entry}\nreason = "so it was said"\n')
        assert _rules(done) == ["official-spelling"], entry
        assert done.notes == ()


@pytest.mark.parametrize(
    "entry",
    [
        'rule = "calque"',
        'rule = "doubled-word"\nwords = "di di"',
        'rule = "doubled-word"\nfile = "b.txt"',
        'rule = "doubled-word"\nfingerprint = "0000000000000000"',
        'rule = "doubled-word"\nexpires = 2020-01-01',
    ],
)
def test_what_silences_nothing_is_reported_with_its_line(entry: str, tmp_path: Path) -> None:
    done = _run(tmp_path, TEXT, f'# house style\n\n[[ignore]]\n{entry}\nreason = "why not"\n')
    assert _rules(done) == ["doubled-word", "official-spelling"]
    (note,) = done.notes
    assert note == f"{tmp_path / 'ignore.toml'}:3: this suppression is unused; delete it"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[ignore]]\nrule = "calque"\n', "reason"),
        ('[[ignore]]\nrule = "calque"\nreason = " "\n', ":1: the reason is empty"),
        ('[[ignore]]\nrule = "calqe"\nreason = "a"\n', ":1: no rule is called 'calqe'"),
        ('[[ignore]]\nrule = "calque"\nreason = "a"\nfoo = 1\n', "foo"),
        ("[[ignore]\n", "cannot be read"),
    ],
)
def test_a_bad_list_is_an_error(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "ignore.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        suppressions.load(str(path), ["calque"])
    with pytest.raises(ConfigError, match="no such file"):
        suppressions.load(str(tmp_path / "none.toml"), ["calque"])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_comment_silences_the_paragraph_below_it_and_is_no_text(
    newline: str, tmp_path: Path
) -> None:
    comment = "<!-- copydesk: ignore doubled-word, calque: a quotation -->"
    text = newline.join([comment, "", "Ia pergi ke ke Jakarta.", "Ia pergi ke ke Bali.", ""])
    done = _run(tmp_path, text)
    assert [flag.text for flag in done.result.flags] == ["ke ke"]
    assert done.result.flags[0].place.line == 4
    assert done.result.words == 10
    assert done.notes == ()


def test_an_unused_comment_is_reported(tmp_path: Path) -> None:
    done = _run(tmp_path, "<!-- copydesk: ignore calque: why -->\nIa pergi ke ke Jakarta.\n")
    assert done.notes == (f"{tmp_path / 'a.txt'}:1: this suppression is unused; delete it",)


@pytest.mark.parametrize("order", ["ignore calque", "ignore: why", "ignore calque:", "skip it"])
def test_a_comment_without_rule_or_reason_is_an_error(order: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.txt:2: a suppression needs a rule and a reason"):
        _run(tmp_path, f"Ia pergi.\n<!-- copydesk: {order} -->\nIa pergi ke ke Jakarta.\n")
