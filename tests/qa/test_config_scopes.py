"""Rules may be asked for by language pair, domain, test set and the length of segments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import ConfigError
from corpora.text import Document, Passage, Segment, Severity, TextFile
from qa.config import Config, Lengths, fits_pair, load
from qa.flags import flags_of
from qa.language import Pair
from qa.language import load as language
from qa.plugins import CHECKS, discover

RULES = discover(CHECKS)
NUMBERS = st.integers(0, 60)


def _load(folder: Path, text: str) -> Config:
    path = folder / "copydesk.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, RULES)


@pytest.mark.parametrize(
    ("text", "held", "others"),
    [
        ("1-5", (1, 5), (0, 6)),
        ("40-", (40, 9_999), (39, 0)),
        ("-10", (0, 10), (11,)),
        (" 7 ", (7,), (6, 8)),
        ("0", (0,), (1,)),
        ("5 - 5", (5,), (4, 6)),
    ],
)
def test_lengths(text: str, held: tuple[int, ...], others: tuple[int, ...]) -> None:
    lengths = Lengths.of(text)
    assert all(lengths.holds(words) for words in held)
    assert not any(lengths.holds(words) for words in others)


@pytest.mark.parametrize(
    "text", ["", "-", "5-1", "a", "1-5-9", "1,5", "-1-", "1.5", "٣", "9" * 5000]
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="is no length"):
        Lengths.of(text)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_lengths_hold_what_lies_between(low: int, high: int, words: int) -> None:
    low, high = sorted((low, high))
    assert Lengths.of(f"{low}-{high}").holds(words) is (low <= words <= high)
    assert Lengths.of(f"{low}-").holds(words) is (low <= words)
    assert Lengths.of(f"-{high}").holds(words) is (words <= high)


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("en-id", ("en id", "en-GB id", "en id-ID"), ("id en", "en ms", "? id", "en ?")),
        ("*-id", ("en id", "ja id", "? id"), ("id en", "en ?")),
        ("en-*", ("en id", "en-US pt-BR", "en ?"), ("ms id", "? id")),
        ("*-*", ("en id", "? ?"), ()),
        ("en-pt-BR", ("en pt-BR", "en pt"), ("en pt-PT",)),
        ("en-pt", ("en pt-BR", "en pt-PT"), ("en es",)),
        ("pt-BR-en", ("pt-BR en",), ("pt-PT en",)),
        ("*-zh-Hant", ("en zh-TW",), ("en zh-CN",)),
        ("zh-Hant-*", ("zh-TW en",), ("zh-CN en",)),
        ("eng_Latn-ind_Latn", ("en id",), ("en ms",)),
        ("*_id", ("en id",), ("en ms",)),
    ],
)
def test_language_pairs(pattern: str, fitting: tuple[str, ...], others: tuple[str, ...]) -> None:
    def fits(pair: str) -> bool:
        source, target = (None if one == "?" else one for one in pair.split())
        return fits_pair([pattern], source, target)

    assert [pair for pair in fitting if not fits(pair)] == []
    assert [pair for pair in others if fits(pair)] == []
    assert fits_pair([], None, None)
    assert fits_pair(["ja-ko", pattern], *(None if p == "?" else p for p in fitting[0].split()))


@pytest.mark.parametrize("pattern", ["id", "*", "en-", "-id", "*-", "en-xx", "*-xx", "a*-id", ""])
def test_what_is_no_pair_is_refused(pattern: str) -> None:
    with pytest.raises(ConfigError, match="is no language pair; write en-id"):
        fits_pair([pattern], "en", "id")


def test_a_scope_speaks_for_pairs_domains_and_sets(tmp_path: Path) -> None:
    config = _load(
        tmp_path,
        "[domains]\nsport = ['sport/**', 'ball/*']\nnews = ['**']\n"
        "[sets.wires]\nmt = 'a'\ndomain = 'wire'\n"
        "[[rules.for]]\npairs = ['en-id']\nignore = ['calque']\n"
        "[[rules.for]]\ndomains = ['sport', 'wire']\nignore = ['spacing']\n"
        "[[rules.for]]\nsets = ['wires']\nignore = ['doubled-word']\n",
    )
    here = str(tmp_path / "sport" / "deep" / "a.txt")
    assert config.domain_of(here) == "sport"
    assert config.domain_of(str(tmp_path / "a.txt")) == "news"
    assert Config().domain_of("a.txt") == ""

    def off(path: str = "b.txt", **about: str) -> set[str]:
        return {"calque", "spacing", "doubled-word"} - set(
            config.chosen(RULES, path, "id", **about).checks
        )

    assert off() == set()
    assert off(source_language="en-GB") == {"calque"}
    assert off(source_language="ms") == set()
    assert off(here) == {"spacing"}
    assert off(here, domain="other") == set()
    assert off(domain="wire") == {"spacing"}
    assert off(set_name="wires") == {"doubled-word"}
    assert off(here, source_language="en", set_name="wires") == {
        "calque", "spacing", "doubled-word",
    }  # fmt: skip


SHORT, LONG = "Ia pergi ke ke Jakarta .", "Ia pergi ke ke Jakarta pada hari Senin lalu ."


def _flags(config: Config, *texts: str) -> list[str]:
    """Each flag of a document with a line for each text: its segment, rule and severity."""
    file = TextFile("a.txt", "\n".join(texts), "utf-8")
    starts = [sum(len(one) + 1 for one in texts[:n]) for n in range(len(texts))]
    segments = tuple(
        Segment(n, Passage(text, file, start), paragraph=n)
        for n, (text, start) in enumerate(zip(texts, starts, strict=True))
    )
    document = Document("a.txt", segments, "id")
    chosen = config.chosen(RULES, "a.txt", "id")
    fit, pair = chosen.fit_in(document), Pair(language("id"), None)
    flags = flags_of(document, pair, chosen.checks, chosen.severities, fit)
    return [f"{f.segment} {f.rule} {f.severity.word}" for f in flags]


def test_a_scope_speaks_for_segments_of_its_lengths(tmp_path: Path) -> None:
    only = "[rules]\nselect = ['doubled-word', 'spacing']\n"
    both = ["doubled-word minor", "spacing minor"]
    everywhere = [f"{n} {one}" for n in (0, 1) for one in both]
    assert _flags(_load(tmp_path, only), SHORT, LONG) == everywhere
    short = "[[rules.for]]\nlengths = '-6'\n"
    found = _flags(_load(tmp_path, f"{only}{short}ignore = ['spacing']\n"), SHORT, LONG)
    assert found == [everywhere[0], *everywhere[2:]]
    found = _flags(
        _load(tmp_path, f"{only}{short}severity = {{ spacing = 'major' }}\n"), SHORT, LONG
    )
    assert found == [everywhere[0], "0 spacing major", *everywhere[2:]]
    added = f"[rules]\nselect = ['spacing']\n{short}select = ['doubled-word']\n"
    assert _flags(_load(tmp_path, added), SHORT, LONG) == [*everywhere[:2], everywhere[3]]


def test_later_scopes_win_over_those_of_lengths(tmp_path: Path) -> None:
    text = (
        "[rules]\nselect = ['doubled-word', 'spacing']\n"
        "[[rules.for]]\nlengths = '-6'\nignore = ['spacing', 'doubled-word']\n"
        "severity = { spacing = 'major' }\n"
        "[[rules.for]]\nselect = ['spacing']\nseverity = { spacing = 'neutral' }\n"
    )
    config = _load(tmp_path, text)
    assert _flags(config, SHORT) == ["0 spacing neutral"]
    assert _flags(config.without(["spacing"], RULES), SHORT, LONG) == ["1 doubled-word minor"]


def test_without_lengths_nothing_is_asked_of_the_flags(tmp_path: Path) -> None:
    chosen = _load(tmp_path, "[rules]\nseverity = { spacing = 'major' }\n").chosen(
        RULES, "a.txt", "id"
    )
    assert chosen.by_length == ()
    assert chosen.severities == {"spacing": Severity.MAJOR}
    assert Config(folder=tmp_path).file("https://example.org/a.tsv") == "https://example.org/a.tsv"
    assert Config(folder=tmp_path).file("a.tsv") == str(tmp_path / "a.tsv")
