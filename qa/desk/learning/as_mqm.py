"""The machine's text, its flags and what editors did with them, as an MQM table.

It is the table of `reports/writers/mqm.py`. Flags of muted rules are left out, and so are those
that an editor's own words raised: they stand nowhere in the machine's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qa.desk.editing.result import result_of
from qa.desk.learning.signed import People, Reading, Signed, Wanted, signed_articles
from qa.version import copydesk_version
from reports.result import DocumentResult, FlagResult, Result, Verdict
from reports.writer import Style
from reports.writers.mqm import writer

_BEFORE_NUMBER = 3
"""Columns before `globalSegId`, which counts through the whole file."""


def parts(reading: Reading, wanted: Wanted, people: People) -> Iterator[str]:
    """The file, an article a part."""
    yield _table(()).pop(0)
    counted = 0
    for signed in signed_articles(reading, wanted):
        lines = _table((_document(reading, signed, people),))[1:]
        yield "".join(_renumbered(line, counted) for line in lines)
        counted += len(signed.segments)


def _table(documents: tuple[DocumentResult, ...]) -> list[str]:
    result = Result(copydesk_version(), documents, (), (), Verdict(()))
    written = str(writer.render(result, Style())).removesuffix("\n")
    return [f"{line}\n" for line in written.split("\n")]


def _renumbered(line: str, before: int) -> str:
    *head, number, rest = line.split("\t", _BEFORE_NUMBER + 1)
    return "\t".join((*head, str(int(number) + before), rest))


def _document(reading: Reading, signed: Signed, people: People) -> DocumentResult:
    with reading() as session:
        found = result_of(session, signed.article, machine=True)
    kept = {row.number for row in signed.segments}
    return replace(
        found,
        segments=tuple(segment for segment in found.segments if segment.index in kept),
        flags=tuple(_known_as(flag, people) for flag in found.flags if flag.segment in kept),
    )


def _known_as(flag: FlagResult, people: People) -> FlagResult:
    """A flag with its editor's name as it is to be known outside."""
    fate = flag.disposition
    if fate is None:
        return flag
    author = people.by_name.get(fate.author, "")
    return replace(flag, disposition=replace(fate, author=author))
