"""What the rules would say of a segment as it is being written."""

from __future__ import annotations

from dataclasses import dataclass

from corpora.text import Side
from qa.desk.web.views.pieces import Part, Spot, parts_of
from qa.desk.work.sides import Again
from reports.page import Tongue, tongue_of
from reports.result import FlagResult


@dataclass(frozen=True, slots=True)
class Preview:
    """The text with its flags marked, and the flags in reading order."""

    parts: tuple[Part, ...]
    flags: tuple[FlagResult, ...]
    tongue: Tongue


def preview_of(text: str, language: str | None, again: Again, muted: frozenset[str]) -> Preview:
    """A segment's text with what the rules found in it, without the rules that are muted."""
    flags = [flag for flag in again.flags if flag.rule not in muted]
    flags.sort(key=lambda flag: flag.span.start)
    spots = [Spot(number, flag.span, flag.severity) for number, flag in enumerate(flags, start=1)]
    parts = parts_of(text, spots, Side.TRANSLATION)
    return Preview(parts, tuple(flags), tongue_of(language))
