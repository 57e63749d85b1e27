"""What COMET's veto on wrong languages costs, and whether its quick look ever says otherwise.

Before langdetect is asked, all its n-grams are added up at once: a text that is surely in the
language it should be is not guessed. Here texts in ten languages, whole and mixed with another
one in three ways, are asked about as a translation into either of both:

    python -m benchmarks.veto ../shared/data
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tabulate import tabulate

from corpora.detection import alike, guess_language
from corpora.surely import is_surely

TEXTS = {
    "de": "da_news2021/de-en", "ru": "da_news2021/ru-en", "cs": "da_news2021/cs-en",
    "ja": "da_news2021/ja-en", "zh": "mqm_news/newstest2020.zh-en", "et": "mlqe_pe/et-en",
    "ro": "mlqe_pe/ro-en", "ne": "mlqe_pe/ne-en",
}  # fmt: skip
"""Where a language is the source of; the translations are English."""
EACH, MIXED = 500, 20_000
SURE = 0.99
Mix = Callable[[random.Random, list[str], list[str]], list[str]]


def _whole(_chance: random.Random, one: list[str], _other: list[str]) -> list[str]:
    return one


def _after(_chance: random.Random, one: list[str], other: list[str]) -> list[str]:
    return one + other


def _cut(chance: random.Random, one: list[str], other: list[str]) -> list[str]:
    share = chance.random()
    return one[: int(len(one) * share)] + other[int(len(other) * share) :]


def _shuffled(chance: random.Random, one: list[str], other: list[str]) -> list[str]:
    return chance.sample(one + other, len(one) + len(other))


MIXES: dict[str, Mix] = {
    "one language": _whole, "one after the other": _after,
    "from one to the other": _cut, "words shuffled": _shuffled,
}  # fmt: skip


def _read(data: Path, chance: random.Random) -> dict[str, list[str]]:
    """Texts by language."""
    found: dict[str, list[str]] = {"en": []}
    for language, name in TEXTS.items():
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = chance.sample([json.loads(line) for line in file], EACH)
        found[language] = [row["src"] for row in rows if row["src"]]
        found["en"] += [row["mt"] for row in rows if row["mt"]]
    with gzip.open(data / "id_ntrex/ntrex.en-id.tsv.gz", "rt", encoding="utf-8") as file:
        found["id"] = [line.rstrip("\n").split("\t")[-1] for line in file][1:]
    return found


def _asked(
    texts: dict[str, list[str]], mix: Mix, chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Texts, and the language that each should be in."""
    languages = sorted(texts)
    for _ in range(MIXED // len(MIXES)):
        one, other = chance.sample(languages, 2)
        words = (chance.choice(texts[each]).split(" ") for each in (one, other))
        expected = one if mix is _whole else chance.choice((one, other))
        yield " ".join(mix(chance, *words)), expected


def _seconds(work: Callable[[str, str], object], asked: Sequence[tuple[str, str]]) -> float:
    began = time.process_time()
    for text, expected in asked:
        work(text, expected)
    return time.process_time() - began


def _is_foreign(text: str, expected: str) -> bool:
    guess = guess_language(text)
    sure = guess is not None and guess.probability >= SURE
    return guess is not None and sure and not alike(guess.code, expected)


def _row(name: str, asked: Sequence[tuple[str, str]]) -> list[object]:
    foreign = [_is_foreign(*one) for one in asked]
    surely = [is_surely(*one) for one in asked]
    quick = _seconds(is_surely, asked)
    slow = _seconds(_is_foreign, asked)
    asked_yet = [one for one, known in zip(asked, surely, strict=True) if not known]
    both = quick + _seconds(_is_foreign, asked_yet)
    wrong = sum(a and b for a, b in zip(foreign, surely, strict=True))
    each = 1e3 / len(asked)
    return [name, len(asked), sum(foreign), sum(surely), wrong, slow * each, both * each]


def main() -> None:
    """Print a row for each way of mixing."""
    chance = random.Random(7)  # noqa: S311 — no secret
    texts = _read(Path(sys.argv[1]), chance)
    is_surely("warm", "en"), guess_language("warm")
    rows = [_row(name, list(_asked(texts, mix, chance))) for name, mix in MIXES.items()]
    heads = ("texts", "asked", "foreign", "surely", "of these foreign", "ms before", "ms now")
    print(tabulate(rows, heads, floatfmt=".2f"))


if __name__ == "__main__":
    main()
