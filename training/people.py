"""Translations that people judged: WMT's MQM, MLQE-PE, DEMETR."""

from __future__ import annotations

import difflib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

import regex

from benchmarks.data import CODES, folder, json_lines
from training.examples import Example, Mark, is_held_out

NEWS = (
    "newstest2020.en-de",
    "newstest2020.zh-en",
    "newstest2021.en-de",
    "newstest2021.zh-en",
)
TED = ("ted.en-de", "ted.zh-en")
POST_EDITED = ("en-de", "en-zh", "et-en", "ne-en", "ro-en", "ru-en", "si-en")
ALL = 10_000  # more than there are of any pair
HELD_OUT_KINDS = 5  # of the kinds of DEMETR, every so many is never trained on
REFERENCE_KIND = "id35"  # the "spoiled" one is the human reference: not worse
_POINTS = 12.0  # where all words were edited
_FLUENCY = ("Fluency", "Style", "Locale")
_CLOSING, _OPENING = regex.compile(r"^[,.;:!?)\]}%’”]+$"), regex.compile(r"^[(\[{“]$")


def mqm(names: tuple[str, ...], *, held_out: bool) -> Iterator[Example]:
    """Every translation that MQM raters judged, human ones too."""
    for name in names:
        kind = "ted" if name.startswith("ted") else "news"
        rows = json_lines(folder() / f"mqm_{kind}" / f"{name}.jsonl.gz")
        for row in rows:
            document = f"{row['lp']} {row['doc']}"
            if is_held_out(document) == held_out:
                yield _judged(name, row, document)


def _judged(name: str, row: dict[str, Any], document: str) -> Example:
    references = (row.get("refs") or {}).items()
    system = row["system"].replace(".", "")
    kept = [t for who, t in references if t and t != row["mt"] and who not in system]
    group = f"{name} {row['doc']} {row['seg_in_doc']}"
    marks = tuple(_marks(row["mt"], row["raters"]))
    return Example(
        name, row["lp"], group, row["mt"], row["src"], tuple(kept), float(row["mqm"]),
        words="mqm", marks=marks, system=row["system"], document=document,
    )  # fmt: skip


def _marks(mt: str, raters: list[dict[str, Any]]) -> Iterator[Mark]:
    """The raters' spans cut into stretches that the same raters marked.

    A rater of whose spans some could not be placed may have meant any word: no vote against one.
    """
    errors = [
        (s, number)
        for number, rater in enumerate(raters)
        for s in rater["spans"]
        if s["sev"].lower() in {"minor", "major", "critical"}
    ]
    spans = [(s["start"], s["end"], s, who) for s, who in errors if s.get("start") is not None]
    unsure = {who for s, who in errors if s.get("start") is None}
    cuts = sorted({edge for start, end, *_ in spans for edge in (start, end)})
    for start, end in pairwise(cuts):
        over = [(s, who) for a, b, s, who in spans if a <= start and end <= b]
        if over and end <= len(mt):
            markers = {who for _, who in over}
            share = len(markers) / (len(raters) - len(unsure - markers))
            major = sum(s["sev"].lower() != "minor" for s, _ in over) / len(over)
            fluency = sum(s["cat"].startswith(_FLUENCY) for s, _ in over) / len(over)
            yield Mark(start, end, share, major, fluency)


def post_edited(most: int, *, held_out: bool) -> Iterator[Example]:
    """MLQE-PE: direct assessment, HTER and which words the post-editor changed.

    To learn from, what the post-editor wrote stands beside it, as the better one of the two.
    """
    for pair in POST_EDITED:
        rows = json_lines(folder() / "mlqe_pe" / f"{pair}.jsonl.gz")
        chosen = [row for row in rows if (row["split"] == "test") == held_out]
        for number, row in enumerate(chosen[:most]):
            joined = not held_out and number % 2 == 0 and not pair.endswith("zh")
            example = _edited(pair, number, row, joined=joined)
            yield example
            if not held_out and example.mt != example.references[0]:
                yield replace(
                    example, mt=example.references[0], score=0.0, da=None, hter=0.0, marks=()
                )


def _edited(pair: str, number: int, row: dict[str, Any], *, joined: bool) -> Example:
    tokens = row["mt"].split()
    mt, places = joined_up(tokens) if joined else _spaced(tokens)
    tags = row["mt_tags"].split() if isinstance(row["mt_tags"], str) else row["mt_tags"]
    bad = [tag == "BAD" for tag in tags[1::2]]
    marks = tuple(
        Mark(*place, 1.0, 0.5, 0.5) for place, is_bad in zip(places, bad, strict=False) if is_bad
    )
    tidy = (lambda text: joined_up(text.split())[0]) if joined else str
    da, hter = row.get("da_z"), float(row["hter"])
    return Example(
        f"mlqe.{pair}", pair, f"mlqe.{pair} {number}", mt, tidy(row["src"]), (tidy(row["pe"]),),
        score=-_POINTS * hter, da=None if da is None else float(da), hter=hter, words="pe",
        marks=marks,
    )  # fmt: skip


def _spaced(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    places, at = [], 0
    for token in tokens:
        places.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(tokens), places


def joined_up(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as people write them: no space before a comma or after a bracket."""
    text, places = "", []
    for token in tokens:
        near = not text or _CLOSING.match(token) or _OPENING.match(text[-1]) or token[0] in "'’"
        text += "" if near else " "
        places.append((len(text), len(text) + len(token)))
        text += token
    return text, places


def demetr() -> Iterator[Example]:
    """DEMETR: a translation and spoiled ones, as groups of one and three; what is not held out."""
    by_source = defaultdict(list)
    for row in json_lines(folder() / "demetr" / "demetr.jsonl.gz"):
        kind = int(row["pert"].split("_id")[1].split("_")[0])
        is_kept = kind % HELD_OUT_KINDS and not is_held_out(row["src"])
        if is_kept and row["mt_bad"].strip():
            by_source[row["src"], row["mt"]].append(row)
    for number, rows in enumerate(by_source.values()):
        random.Random(number).shuffle(rows)
        for part, some in groupby(enumerate(rows), key=lambda item: item[0] // 3):
            yield from _spoiled(f"demetr {number} {part}", [row for _, row in some])


def demetr_pairs() -> Iterator[Example]:
    """DEMETR: pairs of a good translation and a spoiled one, from sources that were held out."""
    for number, row in enumerate(json_lines(folder() / "demetr" / "demetr.jsonl.gz")):
        is_worse = REFERENCE_KIND not in row["pert"] and row["mt_bad"].strip()
        if is_held_out(row["src"]) and is_worse:
            for mt, score in ((row["mt"], 0.0), (row["mt_bad"], -1.0)):
                yield Example(
                    "demetr", f"{CODES[row['lang']]}-en", f"pair {number}", mt, row["src"],
                    (row["ref"],), score, document=row["src"],
                )  # fmt: skip


_SEVERITIES = {"minor": -1.0, "major": -4.0, "critical": -6.0, "base": -25.0}


def _spoiled(group: str, rows: list[dict[str, Any]]) -> Iterator[Example]:
    first = rows[0]
    pair = f"{CODES[first['lang']]}-en"
    good = Example(
        "demetr", pair, group, first["mt"], first["src"], (first["ref"],), 0.0, weight=0.5
    )
    yield good
    for row in rows:
        marks = tuple(_changed(row["mt"], row["mt_bad"]))
        score = _SEVERITIES.get(row["sev"], -3.0)
        words = "mqm" if marks else None
        yield Example(
            "demetr", pair, group, row["mt_bad"], row["src"], (row["ref"],), score,
            words=words, marks=marks, weight=0.5,
        )  # fmt: skip


def _changed(good: str, bad: str) -> Iterator[Mark]:
    """The words of the spoiled text that the good one lacks."""
    spans = [word.span() for word in regex.finditer(r"\S+", bad)]
    words = [bad[a:b] for a, b in spans]
    matcher = difflib.SequenceMatcher(None, good.split(), words, autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag in {"replace", "insert"}:
            for a, b in spans[start:end]:
                yield Mark(a, b, 1.0, 0.7, 0.5)
