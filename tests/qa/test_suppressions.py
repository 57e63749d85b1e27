"""A flag can be silenced, with a reason; what silences nothing is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpora.errors import ConfigError, InputError
from corpora.load import Inputs
from corpora.text import Document, Flag, Passage, Segment, TextFile
from qa import suppressions
from qa.baseline.entries import entries_of
from qa.baseline.pruning import prune
from qa.flags import flags_of
from qa.language import Pair, load
from qa.language_choice import Languages
from qa.plugins import CHECKS, discover
from qa.run import Request, Run, run
from tests.conftest import WRITTEN_RULES

CHECK_PLUGINS = discover(CHECKS)
RULE = "doubled-word"

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
        'rule = "doubled-word"\nfile = "**/a.txt"\nwords = "di di"',
        'rule = "doubled-word"\nfingerprint = "0000000000000000"',
        'rule = "doubled-word"\nexpires = 2020-01-01',
    ],
)
def test_what_silences_nothing_is_reported_with_its_line(entry: str, tmp_path: Path) -> None:
    done = _run(tmp_path, TEXT, f'# house style\n\n[[ignore]]\n{entry}\nreason = "why not"\n')
    assert _rules(done) == ["doubled-word", "official-spelling"]
    (note,) = done.notes
    assert note == f"{tmp_path / 'ignore.toml'}:3: this suppression is unused; delete it"


def test_what_is_about_a_file_that_was_not_read_is_not_called_unused(tmp_path: Path) -> None:
    entry = 'rule = "doubled-word"\nfile = "b.txt"\nreason = "quoted there"'
    done = _run(tmp_path, TEXT, f"[[ignore]]\n{entry}\n")
    assert _rules(done) == ["doubled-word", "official-spelling"]
    assert done.notes == ()


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


def _document(*texts: str) -> Document:
    passages = [Passage(text, TextFile("a.txt", text)) for text in texts]
    return Document("a.txt", tuple(Segment(n, passage) for n, passage in enumerate(passages)))


def _flags(document: Document) -> tuple[Flag, ...]:
    return flags_of(document, Pair(load("id")), {RULE: CHECK_PLUGINS[RULE]})


def _kept(
    listed: suppressions.Suppressions, document: Document, flags: Sequence[Flag]
) -> tuple[Flag, ...]:
    """The flags that are not silenced."""
    silent = listed.silences(document, flags, [RULE])
    return tuple(flag for flag in flags if flag.fingerprint not in silent)


def _listed(**entry: str) -> suppressions.Suppressions:
    return suppressions.Suppressions([suppressions.Ignore(rule=RULE, reason="a name", **entry)])


def test_either_of_its_fingerprints_names_a_flag() -> None:
    whole = _document("Kemarin ia pergi ke ke Jakarta dengan kapal besar.")
    cut = _document("Kemarin ia pergi ke ke", "Jakarta dengan kapal besar.")
    (before,), (after,) = _flags(whole), _flags(cut)
    assert before.fingerprint != after.fingerprint
    for name in (before.fingerprint, after.fingerprint, before.alias):
        assert _kept(_listed(fingerprint=name), cut, [after]) == ()
    assert _kept(_listed(fingerprint="0" * 16), cut, [after]) == (after,)


def test_a_fingerprint_that_another_flag_has_is_not_its_alias() -> None:
    document = _document(
        "satu dua tiga ke ke", "enam lima dua", "satu dua tiga ke ke enam lima dua."
    )
    flags = _flags(document)
    assert flags[0].alias == flags[1].fingerprint
    assert _kept(_listed(fingerprint=flags[1].fingerprint), document, flags) == flags[:1]


def test_a_fingerprint_of_the_baseline_names_the_flag_that_answers_to_it() -> None:
    before = _document("Kemarin ia pergi ke ke Jakarta dengan kapal.")
    now = _document("Lalu ia pergi ke ke Jakarta lagi.")
    (entry,) = entries_of(before, _flags(before))
    (flag,) = _flags(now)
    listed = _listed(fingerprint=entry.fingerprint)
    assert listed.silences(now, [flag], [RULE]) == {}
    assert listed.unused_entries() == (0,)
    silent = listed.silences(now, [flag], [RULE], {flag.fingerprint: entry})
    assert silent == {flag.fingerprint: suppressions.Silence("a name", names_it=True)}
    assert listed.unused_entries() == ()


def test_what_names_no_single_flag_or_expires_is_not_for_a_baseline_to_remember() -> None:
    document = _document("Ia pergi ke ke Jakarta.")
    (flag,) = _flags(document)
    later = dt.date(2999, 1, 1)
    for entry in (
        suppressions.Ignore(rule="*", reason="why"),
        suppressions.Ignore(rule=RULE, reason="why", words="ke ke"),
        suppressions.Ignore(rule=RULE, reason="why", fingerprint=flag.fingerprint, expires=later),
    ):
        silent = suppressions.Suppressions([entry]).silences(document, [flag], [RULE])
        assert silent == {flag.fingerprint: suppressions.Silence("why")}


def test_entries_whose_rule_has_not_run_are_not_unused(tmp_path: Path) -> None:
    path = tmp_path / "ignore.toml"
    entries = ['rule = "doubled-word"', 'rule = "calque"', 'rule = "*"\nexpires = 2020-01-01']
    text = "\n".join(f'[[ignore]]\n{entry}\nreason = "why"\n' for entry in entries)
    path.write_text(text, encoding="utf-8")
    listed = suppressions.load(str(path), [RULE, "calque"])
    document = _document("Ia pergi ke Jakarta.")
    assert _kept(listed, document, _flags(document)) == ()
    assert listed.unused_entries() == (0, 2)
    prune(str(path), listed.unused_entries())
    assert path.read_text(encoding="utf-8") == '[[ignore]]\nrule = "calque"\nreason = "why"\n'
