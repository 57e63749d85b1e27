"""How many of the bundled article's marked phrases a flag overlaps, and how many flags hit none.

Run: python -m benchmarks.article [--list] [--no-estimate]
A reader marked 36 phrases (examples/article.spans.jsonl); `segment` there counts the lines that
hold text.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from corpora.load import Inputs
from corpora.text import FileRange, Side
from qa.commands.rule_options import learned_rules
from qa.config import Config
from qa.language_choice import Languages
from qa.plugins import CHECKS, discover
from qa.run import Request, run
from reports.result import FlagResult

SHOWN = 20
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
MT, SOURCE, REFERENCE = (
    str(EXAMPLES / name)
    for name in ("article.mt.id.txt", "article.src.en.txt", "article.ref.id.txt")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run found; `idle` are the flags that overlap no marked phrase."""

    marked: int
    overlapped: int
    flags: int
    idle: tuple[FlagResult, ...]
    missed: tuple[str, ...]


def marked_ranges() -> list[FileRange]:
    """The marked phrases as ranges of the file."""
    text = Path(MT).read_text(encoding="utf-8")
    starts, offset = [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(offset)
        offset += len(line) + 1
    lines = (EXAMPLES / "article.spans.jsonl").read_text(encoding="utf-8").splitlines()
    spans = [json.loads(line) for line in lines]
    ranges = [
        FileRange(starts[s["segment"]] + s["start"], starts[s["segment"]] + s["end"]) for s in spans
    ]
    for span, place in zip(spans, ranges, strict=True):
        if text[place.start : place.end] != span["text"]:
            raise ValueError(f"a mark does not fit the article: {span['text']}")
    return ranges


def outcome(source: str | None, references: tuple[str, ...], most: int | None = None) -> Outcome:
    """Check the article with these sides and compare with the marks, so many flags at most."""
    inputs = Inputs((MT,), source, references)
    languages = Languages("id", "en" if source else None)
    left_out = learned_rules() if "--no-estimate" in sys.argv else ()
    config = Config().without(left_out, discover(CHECKS))
    request = Request(inputs, languages, resamples=0, config=config, max_flags=most)
    flags = run(request).result.flags
    marks = marked_ranges()
    hit = [any(_overlap(mark, flag) for flag in flags) for mark in marks]
    idle = tuple(flag for flag in flags if not any(_overlap(mark, flag) for mark in marks))
    text = Path(MT).read_text(encoding="utf-8")
    missed = [text[m.start : m.end] for m, found in zip(marks, hit, strict=True) if not found]
    return Outcome(len(marks), sum(hit), len(flags), idle, tuple(missed))


def _overlap(mark: FileRange, flag: FlagResult) -> bool:
    """Whether the flag, here or where else it says that the fault stands, touches the mark."""
    places = (flag.place, *(other.place for other in flag.also))
    on_translation = flag.span.side is Side.TRANSLATION
    return on_translation and any(
        mark.start < place.range.end and place.range.start < mark.end for place in places
    )


def main() -> None:
    """Print a line for each set of sides; with --list, the misses and the idle flags too."""
    settings = (
        ("with reference", None, (REFERENCE,)),
        ("with source and reference", SOURCE, (REFERENCE,)),
        ("with source", SOURCE, ()),
        ("with neither", None, ()),
        (f"with source, the {SHOWN} most useful flags", SOURCE, (), SHOWN),
    )
    for name, source, references, *most in settings:
        found = outcome(source, references, *most)
        numbers = f"{found.overlapped} of {found.marked} marked phrases overlapped"
        print(f"{name}: {numbers}; {len(found.idle)} of {found.flags} flags overlap none")
        if "--list" in sys.argv:
            for flag in found.idle:
                print(f"    idle   {flag.rule}: {flag.text!r} -> {flag.suggestion!r}")
            for text in found.missed:
                print(f"    missed {text!r}")


if __name__ == "__main__":
    main()
