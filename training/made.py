"""Spoiled translations beside the good ones they come from, in every language there is text for."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.data import CODES, folder, json_lines, table
from training import people
from training.examples import Example, Mark, is_held_out
from training.people import joined_up
from training.spoil import Spoiled, Spoiler

Sides = Sequence[tuple[str, str | None]]
_LONGEST = 400  # code points
_ERRORS = (1, 1, 2, 2, 3, 4)
_MAJOR = 3.0
_SHARE, _WEIGHT = 0.85, 0.5  # how sure it is that a rater would mark what was spoiled
_EDITED = 700
_EDITED_ROWS = 1500
_MANY, _BY_PAIR = 3, 1


@dataclass(frozen=True, slots=True)
class Good:
    """Good translations of one kind: target and source language.

    `spoiled` says how many spoiled ones stand beside each.
    """

    language: str
    source_language: str | None
    sides: Sides
    spoiled: int


def examples() -> Iterator[Example]:
    """Groups of a good translation and its spoiled ones, the same every time."""
    for number, good in enumerate(goods()):
        rng = random.Random(number)
        texts = [text for text, _ in good.sides]
        spoiler = Spoiler(good.language, texts, [source for _, source in good.sides if source])
        for row, (text, source) in enumerate(good.sides):
            if text and len(text) <= _LONGEST:
                made = [
                    spoiler.spoil(text, source, rng, rng.choice(_ERRORS))
                    for _ in range(good.spoiled)
                ]
                group = f"made {number} {row}"
                yield from _group(good, group, text, source, [one for one in made if one])


def _group(
    good: Good, group: str, text: str, source: str | None, made: Sequence[Spoiled]
) -> Iterator[Example]:
    name, pair = f"made.{good.language}", f"{good.source_language}-{good.language}"
    if made:
        yield Example(name, pair, group, text, source, score=0.0, words="mqm", weight=_WEIGHT)
    for one in made:
        major, fluency = one.share(least=_MAJOR), one.share(fluency=True)
        marks = tuple(Mark(start, end, _SHARE, major, fluency) for start, end in one.spans)
        yield Example(
            name, pair, group, one.text, source, score=-one.severity,
            words="mqm" if marks else None, marks=marks, weight=_WEIGHT,
        )  # fmt: skip


def goods() -> Iterator[Good]:
    """Professional translations, references and post-edited text; nothing that is held out."""
    yield Good("id", "en", _indonesian(), _MANY)
    yield Good("id", None, _indonesian_news(), _MANY)
    german, english = _references()
    yield Good("de", "en", list(german.items()), _BY_PAIR)
    yield Good("en", "zh", list(english.items()), _BY_PAIR)
    yield Good("zh", "en", _turned(english), _BY_PAIR)
    yield Good("en", "de", _turned(german), _BY_PAIR)
    yield from _sources_of_demetr()
    for pair in people.POST_EDITED:
        yield from _post_edited(pair)


def _turned(sides: dict[str, str]) -> Sides:
    return [(source, target) for target, source in sides.items()]


def news() -> list[dict[str, str]]:
    """NTREX in English, Indonesian and Malay, without the articles of the sample."""
    sample = table(folder() / "id_mt_sample" / "ntrex75.en-id.mt.tsv.gz")
    kept_out = {text for row in sample for text in row.values()}
    rows = table(folder() / "id_ntrex" / "ntrex.en-id.tsv.gz")
    articles = {row["doc"] for row in rows if row["en"] in kept_out}
    return [row for row in rows if row["doc"] not in articles]


def _indonesian() -> Sides:
    """News, Wikipedia and medical text, without the articles that the sample translates."""
    rows = news()
    rows += table(folder() / "id_pud" / "pud.en-id.tsv.gz")
    rows += table(folder() / "id_tico19" / "tico19.en-id.tsv.gz")
    return [(row["id"], row["en"]) for row in rows]


def _indonesian_news() -> Sides:
    """News without source; of the tokenised set what spacing can be put right in."""
    news = table(folder() / "id_mono_news" / "ud_csui.news.tsv.gz")
    texts = [row.get("text") or row["id"] for row in news]
    with gzip.open(folder() / "id_mono_news" / "idner_news_2k.tokenised.tsv.gz", "rt") as file:
        rows = [line.rstrip("\n").split("\t")[-1] for line in file]
    return [(text, None) for text in (*texts, *(joined_up(row.split())[0] for row in rows))]


def _references() -> tuple[dict[str, str], dict[str, str]]:
    """WMT's references into German and English, with their sources."""
    german: dict[str, str] = {}
    english: dict[str, str] = {}
    for example in people.mqm(people.NEWS, held_out=False):
        side = german if example.pair == "en-de" else english
        for reference in example.references[:1]:
            side[reference] = example.source or ""
    return german, english


def _sources_of_demetr() -> Iterator[Good]:
    by_language: dict[str, dict[str, str]] = {}
    for row in json_lines(folder() / "demetr" / "demetr.jsonl.gz"):
        if not is_held_out(row["src"]):
            by_language.setdefault(CODES[row["lang"]], {})[row["src"]] = row["ref"]
    for code, sides in by_language.items():
        yield Good(code, "en", list(sides.items()), _MANY)


def _post_edited(pair: str) -> Iterator[Good]:
    rows = json_lines(folder() / "mlqe_pe" / f"{pair}.jsonl.gz")
    chosen = [row for row in rows if row["split"] == "train"][:_EDITED_ROWS]
    source, target = pair.split("-")
    yield Good(target, source, [(r["pe"], r["src"]) for r in chosen[:_EDITED]], _BY_PAIR)
    if source != "en":
        yield Good(source, "en", [(r["src"], r["pe"]) for r in chosen[_EDITED:]], _BY_PAIR)
