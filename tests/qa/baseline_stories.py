"""Made-up stories with flags on their words, and what a new release does to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import compress, pairwise

from hypothesis import strategies as st

from corpora.text import Document, Flag, Passage, Segment, Severity, Span, TextFile
from qa.flags import fingerprinted

WORDS = ("ke", "a", "b", "Ke", "dia")
SIGNS = (",", "—", "”")
RULES = ("doubled-word", "spacing")
SPACES = (" ", "  ", "\u00a0", "\t")
MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A flag on tokens `start` to `end` of its paragraph; an empty one stands behind `start`."""

    start: int
    end: int
    rule: str

    @property
    def last(self) -> int:
        """The last token that has to stay in the flag's segment."""
        return max(self.start, self.end - 1)

    def within(self, start: int, end: int) -> bool:
        return start <= self.start and self.last < end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Tokens, the sentences that they were written as, the segments they are cut into, marks."""

    tokens: tuple[str, ...]
    sentences: tuple[int, ...]
    cuts: tuple[int, ...]
    marks: tuple[Mark, ...]

    @property
    def places_to_cut(self) -> list[int]:
        """Where a segment may end: between two tokens, but not within a flag."""
        inner = range(1, len(self.tokens))
        return [n for n in inner if not any(m.start < n <= m.last for m in self.marks)]

    def only(self, chosen: Iterable[bool]) -> Paragraph:
        """The paragraph with the chosen ones of its marks."""
        return replace(self, marks=tuple(compress(self.marks, chosen)))

    def words_beside(self, mark: Mark, edges: tuple[int, ...]) -> int:
        """How many words a flag's sentence or segment has beside it."""
        start, end = next(pair for pair in _pairs(edges, self) if mark.within(*pair))
        beside = (*self.tokens[start : mark.start], *self.tokens[mark.end : end])
        if mark.start == mark.end:
            beside = self.tokens[start:end]
        return sum(token.isalpha() for token in beside)

    def words_shared(self, mark: Mark, other: Paragraph, same: Mark) -> int:
        """How many words both have beside a flag, within this sentence and that segment."""
        start, end = next(pair for pair in _pairs(self.sentences, self) if mark.within(*pair))
        left, right = next(pair for pair in _pairs(other.cuts, other) if same.within(*pair))
        inner = mark.end - mark.start or 1
        before = min(mark.start - start, same.start - left)
        after = min(end - mark.start - inner, right - same.start - inner)
        first, last = mark.start - before, mark.start + inner + after
        beside = list(self.tokens[first:last])
        if mark.end > mark.start:
            del beside[before : before + inner]
        return sum(token.isalpha() for token in beside)


Story = tuple[Paragraph, ...]


def _pairs(edges: tuple[int, ...], paragraph: Paragraph) -> list[tuple[int, int]]:
    whole = (0, *edges, len(paragraph.tokens))
    return list(pairwise(whole))


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    token = st.sampled_from((*WORDS, *WORDS, *SIGNS))
    sentences = draw(st.lists(st.lists(token, min_size=1, max_size=6), min_size=1, max_size=4))
    tokens = tuple(one for sentence in sentences for one in sentence)
    ends, total = [], 0
    for sentence in sentences:
        total += len(sentence)
        ends.append(total)
    edges = tuple(ends[:-1])
    plain = Paragraph(tokens, edges, edges, ())
    marks: set[Mark] = set()
    for start, end in _pairs(edges, plain):
        for _ in range(draw(st.integers(0, 2))):
            first = draw(st.integers(start, end - 1))
            last = draw(st.integers(first, min(end, first + MOST_WORDS)))
            marks.add(Mark(first, last, draw(st.sampled_from(RULES))))
    return replace(plain, marks=tuple(sorted(marks, key=lambda m: (m.start, m.end, m.rule))))


stories = st.lists(paragraphs(), min_size=1, max_size=4).map(tuple)


def reordered(draw: st.DrawFn, story: Story) -> Story:
    return tuple(draw(st.permutations(story)))


def recut(draw: st.DrawFn, story: Story) -> Story:
    """The same text in other segments."""
    done = []
    for one in story:
        places = one.places_to_cut
        chosen = draw(st.sets(st.sampled_from(places))) if places else set()
        done.append(replace(one, cuts=tuple(sorted(chosen))))
    return tuple(done)


def retranslated(draw: st.DrawFn, story: Story) -> Story:
    """Other words in sentences without a flag."""
    return tuple(_other_words(draw, one, one.sentences) for one in story)


def recast(draw: st.DrawFn, story: Story) -> Story:
    """Other words in segments without a flag, wherever they end."""
    return tuple(_other_words(draw, one, one.cuts) for one in story)


def _other_words(draw: st.DrawFn, paragraph: Paragraph, edges: tuple[int, ...]) -> Paragraph:
    word = st.sampled_from((*WORDS, "baru", "lain"))
    tokens: list[str] = []
    moved: dict[int, int] = {}
    marks: list[Mark] = []
    for start, end in _pairs(edges, paragraph):
        shift = len(tokens) - start
        found = [m for m in paragraph.marks if m.within(start, end)]
        marks += [replace(m, start=m.start + shift, end=m.end + shift) for m in found]
        moved[start] = len(tokens)
        if found or draw(st.booleans()):
            moved |= {n: n + shift for n in range(start, end)}
            tokens += paragraph.tokens[start:end]
        else:
            tokens += draw(st.lists(word, min_size=1, max_size=6))
    kept = [
        tuple(moved[n] for n in one if n in moved) for one in (paragraph.sentences, paragraph.cuts)
    ]
    return Paragraph(tuple(tokens), *kept, tuple(marks))


def document_of(story: Story, name: str = "a", spaces: Iterator[str] | None = None) -> Document:
    """The story as a document; `spaces` stand between its tokens in turn."""
    segments: list[Segment] = []
    for number, paragraph in enumerate(story):
        for start, end in _pairs(paragraph.cuts, paragraph):
            text = _text(paragraph.tokens[start:end], spaces)
            passage = Passage(text, TextFile("a.txt", text))
            segments.append(Segment(len(segments), passage, paragraph=number))
    return Document(name, tuple(segments))


def _text(tokens: tuple[str, ...], spaces: Iterator[str] | None) -> str:
    gaps = (" " if spaces is None else next(spaces) for _ in tokens)
    return "".join(part for pair in zip(gaps, tokens, strict=True) for part in pair)


def flags_in(story: Story, document: Document) -> tuple[Flag, ...]:
    """The marks as flags, in reading order."""
    flags: list[Flag] = []
    index = 0
    for paragraph in story:
        for start, end in _pairs(paragraph.cuts, paragraph):
            text = document.segments[index].mt.text
            found = [mark for mark in paragraph.marks if mark.within(start, end)]
            tokens = _token_spans(text, paragraph.tokens[start:end])
            flags += (
                _flag(mark, index, tokens[mark.start - start : mark.last + 1 - start])
                for mark in found
            )
            index += 1
    return fingerprinted(document, sorted(flags, key=_place))


def _place(flag: Flag) -> tuple[int, int, int, str]:
    return flag.segment, flag.span.start, flag.span.end, flag.rule


def _token_spans(text: str, tokens: tuple[str, ...]) -> list[Span]:
    spans, at = [], 0
    for token in tokens:
        start = text.index(token, at)
        at = start + len(token)
        spans.append(Span(start, at))
    return spans


def _flag(mark: Mark, index: int, tokens: list[Span]) -> Flag:
    end = tokens[-1].end
    span = Span(end, end) if mark.start == mark.end else Span(tokens[0].start, end)
    return Flag(mark.rule, index, span, "wrong", Severity.MINOR, "fluency/other", 0.5)
