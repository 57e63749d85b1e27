"""Lays a result out as the page that the HTML template draws."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from corpora.text import Severity, Side, Span
from reports.marks import Piece, cut
from reports.page import (
    Card,
    Cell,
    Mark,
    Page,
    Paragraph,
    Row,
    Rule,
    Section,
    blocks_of,
    tallies_of,
    tongue_of,
)
from reports.result import DocumentResult, FlagResult, Result, RuleResult, SegmentResult
from reports.scoreboard import metrics_of, scoreboard_of
from reports.since import history_of


def page_of(result: Result) -> Page:
    """The page that shows a result."""
    rules = _rules(result)
    labels = {score.metric: score.label for d in result.documents for score in d.scores}
    labels |= {score.metric: score.label for score in result.scores}
    numbers = {rule.result.id: rule.number for rule in rules}
    desk = _Desk(numbers, labels, count(1))
    metrics = [score.metric for score in metrics_of(result)]
    documents = enumerate(result.documents, start=1)
    sections = tuple(desk.section(number, document, metrics) for number, document in documents)
    return Page(
        result=result,
        scores=scoreboard_of(result),
        history=history_of(result),
        tallies=tallies_of(result.flags),
        segments=sum(len(document.segments) for document in result.documents),
        sections=sections,
        ranked=tuple(sorted(sections, key=lambda section: -section.weight)),
        rules=rules,
    )


def _rules(result: Result) -> tuple[Rule, ...]:
    """The rules, those with the most flags first; one that is not explained gets an empty page."""
    counts = Counter(flag.rule for flag in result.flags)
    known = {rule.id: rule for rule in result.rules}
    ids = sorted({*known, *counts}, key=lambda rule: (-counts[rule], rule))
    results = (known.get(rule, RuleResult(rule, "", "")) for rule in ids)
    return tuple(
        Rule(n, rule, counts[rule.id], tuple(blocks_of(rule.page)))
        for n, rule in enumerate(results, start=1)
    )


Spot = tuple[Span, Severity]
Echoes = defaultdict[int, dict[tuple[int, int], Spot]]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all documents share: the rules' numbers, the metrics' labels, the next flag's number."""

    rules: Mapping[str, int]
    labels: Mapping[str, str]
    numbers: Iterator[int]

    def section(self, number: int, document: DocumentResult, metrics: Sequence[str]) -> Section:
        """One document."""
        scores = {score.metric: score for score in document.scores}
        return Section(
            anchor=f"d{number}",
            document=document,
            tallies=tallies_of(document.flags),
            weight=sum(int(flag.severity) for flag in document.flags),
            paragraphs=tuple(self._paragraphs(f"d{number}", document)),
            scores=tuple(scores.get(metric) for metric in metrics),
        )

    def _paragraphs(self, section: str, document: DocumentResult) -> Iterator[Paragraph]:
        flags: defaultdict[int, list[FlagResult]] = defaultdict(list)
        for flag in document.flags:
            flags[flag.segment].append(flag)
        echoes: Echoes = defaultdict(dict)
        shown = (s for s in document.segments if s.index in flags or not _is_blank(s))
        for number, segments in groupby(shown, key=lambda segment: segment.paragraph):
            rows = (
                self._row(f"{section}s{s.index + 1}", document, s, flags.get(s.index, ()), echoes)
                for s in segments
            )
            yield Paragraph(number + 1, tuple(rows))

    def _row(
        self,
        anchor: str,
        document: DocumentResult,
        segment: SegmentResult,
        flags: Iterable[FlagResult],
        echoes: Echoes,
    ) -> Row:
        numbered = {next(self.numbers): flag for flag in flags}
        spots = _spots(numbered, segment.index, echoes)
        cells = tuple(_cells(document, segment, spots, frozenset(numbered)))
        targets = dict(_targets(cells))
        cards = (
            self._card(number, flag, document, anchor, targets.get(number, anchor))
            for number, flag in numbered.items()
        )
        return Row(
            anchor=anchor,
            number=segment.index + 1,
            translation=cells[0],
            others=cells[1:],
            realigned=segment.realigned,
            confidence=segment.confidence,
            scores=tuple((self.labels.get(s.metric, s.metric), s.value) for s in segment.scores),
            cards=tuple(cards),
        )

    def _card(
        self, number: int, flag: FlagResult, document: DocumentResult, anchor: str, target: str
    ) -> Card:
        on_source = flag.span.side is Side.SOURCE
        return Card(
            number=number,
            flag=flag,
            severity=flag.severity.word,
            side="" if flag.span.side is Side.TRANSLATION else flag.span.side.value,
            tongue=tongue_of(document.source_language if on_source else document.language),
            target=target,
            rule=self.rules[flag.rule],
            also=tuple(dict.fromkeys(_other_segments(anchor, flag))),
        )


def _spots(numbered: Mapping[int, FlagResult], segment: int, echoes: Echoes) -> Mapping[int, Spot]:
    """What to mark in a segment: its own flags, and earlier ones whose fault stands here, too."""
    for number, flag in numbered.items():
        for place in flag.also:
            echoes[place.segment][number, place.span.start] = (place.span, flag.severity)
    echoed = {number: spot for (number, _), spot in echoes[segment].items()}
    return echoed | {number: (flag.span, flag.severity) for number, flag in numbered.items()}


def _other_segments(anchor: str, flag: FlagResult) -> Iterator[tuple[str, int]]:
    """The segments of the same document in which the fault stands, too."""
    document = anchor.rpartition("s")[0]
    for place in flag.also:
        if place.segment != flag.segment:
            yield f"{document}s{place.segment + 1}", place.segment + 1


def _is_blank(segment: SegmentResult) -> bool:
    texts = (segment.mt, segment.source or "", *segment.references)
    return not any(text.strip() for text in texts)


def _targets(cells: Iterable[Cell]) -> Iterator[tuple[int, str]]:
    """Each flag's number and the anchor of the mark that it begins with."""
    for cell in cells:
        marks = (part for part in cell.parts if isinstance(part, Mark))
        yield from ((number, mark.anchor) for mark in marks for number in mark.piece.starts)


def _cells(
    document: DocumentResult, segment: SegmentResult, spots: Mapping[int, Spot], own: frozenset[int]
) -> Iterator[Cell]:
    """The translation, the source, the references; flags count within the first reference.

    `own` are the flags that begin in this segment; the other spots echo one before.
    """
    target, source = tongue_of(document.language), tongue_of(document.source_language)
    yield Cell("Translation", target, _parts(segment.mt, spots, own, Side.TRANSLATION))
    if segment.source is not None:
        yield Cell("Source", source, _parts(segment.source, spots, own, Side.SOURCE))
    for number, text in enumerate(segment.references, start=1):
        label = "Reference" if len(segment.references) == 1 else f"Reference {number}"
        marked = spots if number == 1 else {}
        yield Cell(label, target, _parts(text, marked, own, Side.REFERENCE))


def _parts(
    text: str, spots: Mapping[int, Spot], own: frozenset[int], side: Side
) -> tuple[str | Mark, ...]:
    here = {number: span for number, (span, _) in spots.items() if span.side is side}
    return tuple(_part(piece, spots, own) for piece in cut(text, here))


def _part(piece: Piece, spots: Mapping[int, Spot], own: frozenset[int]) -> str | Mark:
    if not piece.flags:
        return piece.text
    worst = max(spots[number][1] for number in piece.flags)
    first = next((number for number in piece.starts if number in own), None)
    return Mark(piece, worst.word, f"m{first}" if first is not None else "")
