"""Segments as JSON lines, which `copydesk evaluate` and `copydesk calibrate` read, too.

An object a line: `doc`, `round`, `seg`, `lp`, `system`, `src`, `mt` (the machine's), `pe` (final),
`ref`, `edited`, `hter`, `mt_tags`, `editor`, `signed` (ISO 8601), `flags` with their `state`.
Flags' offsets count in `mt`; they are null where an editor's own words raised the flag.

`mt_tags` are as WMT's tasks in quality estimation have them (Specia et al. 2020,
aclanthology.org/2020.wmt-1.79): gap, word, gap and so on of the words between spaces; BAD is a word
that was replaced or removed, and a gap where words were put in. Moved words count as removed and
put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import regex
from rapidfuzz.distance import Levenshtein

from corpora.text import Severity, Side
from metrics.ter.edits import Pair, edits
from qa.desk.editing.changes import words_of
from qa.desk.learning.rulings import UNKNOWN
from qa.desk.learning.signed import People, Reading, Signed, Wanted, signed_articles
from qa.desk.store.articles import FlagRow, SegmentRow

_WORD = regex.compile(r"\S+")
_GOOD, _BAD = "OK", "BAD"
_DIGITS = 4


def parts(reading: Reading, wanted: Wanted, people: People) -> Iterator[str]:
    """The file, an article a part."""
    for signed in signed_articles(reading, wanted):
        head = _head(signed, people)
        changed = hters([(row.machine, row.text) for row in signed.segments])
        lines = (
            {**head, **_line(row, signed, people), "hter": round(hter, _DIGITS)}
            for row, hter in zip(signed.segments, changed, strict=True)
        )
        yield "".join(msgspec.json.encode(line).decode() + "\n" for line in lines)


def hters(texts: Sequence[tuple[str, str]]) -> list[float]:
    """HTER of each machine's text and final one, all at once: as `qa.desk.editing.signing.hter`."""
    pairs = [Pair(_words(machine), _words(final)) for machine, final in texts]
    different = [number for number, one in enumerate(pairs) if one.hypothesis != one.reference]
    found = [0.0] * len(pairs)
    for number, made in zip(different, edits([pairs[n] for n in different]), strict=True):
        found[number] = int(made) / max(len(pairs[number].reference), 1)
    return [min(hter, 1.0) if not pairs[n].reference else hter for n, hter in enumerate(found)]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(text) if not word.isspace())


def tags(machine: str, final: str) -> list[str]:
    """For each gap and word of the machine's text, whether an editor changed it."""
    old, new = _WORD.findall(machine), _WORD.findall(final)
    found = [_GOOD] * (2 * len(old) + 1)
    for step in Levenshtein.opcodes(old, new):
        if step.tag == "insert":
            found[2 * step.src_start] = _BAD
        elif step.tag != "equal":
            for word in range(step.src_start, step.src_end):
                found[2 * word + 1] = _BAD
    return found


def _head(signed: Signed, people: People) -> dict[str, Any]:
    article = signed.article
    pair = f"{article.source_language or UNKNOWN}-{article.language or UNKNOWN}"
    return {
        "doc": article.name,
        "round": article.round,
        "lp": pair,
        "system": article.system,
        "editor": people.of(article.signed_by),
        "signed": article.signed,
    }


def _line(row: SegmentRow, signed: Signed, people: People) -> dict[str, Any]:
    flags = [_flag(flag, people) for flag in signed.flags if flag.segment == row.number]
    return {
        "seg": row.number,
        "src": row.source,
        "mt": row.machine,
        "pe": row.text,
        "ref": row.reference,
        "edited": row.text != row.machine,
        "mt_tags": tags(row.machine, row.text),
        "flags": flags,
    }


def _flag(flag: FlagRow, people: People) -> dict[str, Any]:
    return {
        "rule": flag.rule,
        "severity": Severity(flag.severity).word,
        "category": flag.category,
        "confidence": flag.confidence,
        "side": Side(flag.side).value,
        "start": flag.first_start,
        "end": flag.first_end,
        "words": flag.words,
        "message": flag.message,
        "suggestion": flag.suggestion,
        "fingerprint": flag.fingerprint,
        "state": flag.state,
        "reason": flag.reason,
        "editor": people.of(flag.by),
    }
