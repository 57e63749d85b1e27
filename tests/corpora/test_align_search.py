"""The second look: the cheapest way through the band, how sure it is, and what tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp, fsum, isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.aligning.band import Band
from corpora.aligning.likeness import States
from corpora.aligning.search import Floats, Shape, Steps
from corpora.alignment import Bead, Likeness, align_documents
from corpora.pairing import Partner, pair_prose
from corpora.text import Document, Passage, Segment, Side, TextFile

SHAPES: tuple[Shape, ...] = (1, 1), (1, 2), (2, 1), (3, 1), (0, 1), (1, 0)
Way = tuple[tuple[int, int, Shape], ...]


def _ways(row: int, column: int, band: Band) -> Iterator[Way]:
    """All ways to a cell that keep to the band, written down one by one."""
    if row == column == 0:
        yield ()
    for shape in SHAPES:
        up, back = row - shape[0], column - shape[1]
        if up >= 0 and band.low[up] <= back <= band.high[up]:
            for way in _ways(up, back, band):
                yield (*way, (row, column, shape))


@settings(max_examples=40)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_the_way_is_the_cheapest_of_all_and_its_shares_are_those_of_all(
    rows: int, columns: int, reach: int, seed: int
) -> None:
    # The corner of a path need not lie on the straight line between its ends.
    path = [(0, 0), (rows, columns)] if seed % 2 else [(0, 0), (0, columns), (rows, columns)]
    band = Band.along(path, reach)
    chance = np.random.default_rng(seed)
    costs: dict[Shape, Floats] = {shape: chance.normal(2, 2, band.size) for shape in SHAPES}

    def weight(way: Way) -> float:
        return sum(costs[s][band.starts[row] + column - band.low[row]] for row, column, s in way)

    ways = list(_ways(rows, columns, band))
    found = Steps(band, costs).cheapest()
    cheapest = min(ways, key=weight)
    assert tuple((step.row, step.column, step.shape) for step in found) == cheapest
    total = fsum(exp(-weight(way)) for way in ways)
    for step in found:
        through = [w for w in ways if (step.row, step.column, step.shape) in w]
        assert isclose(step.share, fsum(exp(-weight(w)) for w in through) / total, rel_tol=1e-6)


@pytest.mark.parametrize("longer", [1, 10])
def test_a_band_holds_its_path_and_grows_with_it_not_with_its_square(longer: int) -> None:
    path = [(at * 3, at * 3 + (at > 50) * 40) for at in range(100 * longer)]
    band = Band.along(path, 5)
    for row, column in path:
        assert band.low[row] <= column <= band.high[row]
    rows, columns = band.cells()
    assert len(rows) == len(columns) == band.size < 27 * len(path) * 3
    assert set(zip(rows[:3].tolist(), columns[:3].tolist(), strict=True)) == {
        (0, 0),
        (0, 1),
        (0, 2),
    }


def _segments(texts: Sequence[str], name: str = "a") -> list[Segment]:
    return [Segment(at, Passage(text, TextFile(name, text))) for at, text in enumerate(texts)]


def _number(text: str) -> States:
    """What an encoder would know: `kata-3` and `word 3` are near to each other."""
    return np.random.default_rng(int(text[-1])).normal(size=(9, 16)).astype(np.float32)


LEFT = [f"kata-{'abcdefgh'[at]}" for at in range(8)]
RIGHT = [f"other {'rstuvwxy'[at]}" for at in range(8)]


def _telling(texts: Sequence[str]) -> list[States]:
    both = {text: at for side in (LEFT, RIGHT) for at, text in enumerate(side)}
    return [_number(str(both[text])) for text in texts]


def _links(beads: Sequence[Bead]) -> list[tuple[range, range]]:
    return [(range(b.left, b.left_end), range(b.right, b.right_end)) for b in beads]


@pytest.mark.parametrize("gone", range(8))
@pytest.mark.parametrize("side", ["left", "right"])
def test_where_neither_lengths_nor_words_tell_the_encoder_does(gone: int, side: str) -> None:
    left, right = list(LEFT), list(RIGHT)
    del (left if side == "left" else right)[gone]
    beads = align_documents(_segments(left), _segments(right), _telling)
    pairs = [(b.left, b.right) for b in beads if not b.one_sided]
    wanted = [
        (left.index(a), right.index(b))
        for a, b in zip(LEFT, RIGHT, strict=True)
        if a in left and b in right
    ]
    assert pairs == wanted
    assert all(bead.confidence > 0.7 for bead in beads)
    blind = align_documents(_segments(left), _segments(right))
    assert min(bead.confidence for bead in blind) < 0.5


@pytest.mark.parametrize("rows", [0, 1, 5])
def test_an_encoder_that_says_nothing_changes_nothing_much(rows: int) -> None:
    def nothing(texts: Sequence[str]) -> list[States]:
        return [np.zeros((rows, 16), dtype=np.float32) for _ in texts]

    beads = align_documents(_segments(LEFT), _segments(RIGHT), nothing)
    assert _links(beads) == [(range(at, at + 1), range(at, at + 1)) for at in range(8)]


def test_long_texts_are_read_in_parts_and_each_sentence_about_once() -> None:
    asked = list[str]()

    def counting(texts: Sequence[str]) -> list[States]:
        asked.extend(texts)
        return [_number(text) for text in texts]

    texts = [f"nomor {at // 10} {at % 10}" for at in range(400)]
    beads = align_documents(_segments(texts), _segments(texts[:200] + texts[203:]), counting)
    assert [b.left for b in beads if b.one_sided] == [200, 201, 202]
    assert len(asked) < 1.4 * (400 + 397)
    assert min(bead.confidence for bead in beads) > 0


@settings(max_examples=25)
@given(st.lists(st.integers(1, 3), min_size=6, max_size=12), st.integers(0, 9))
def test_paragraphs_help_or_do_nothing(sizes: list[int], gone: int) -> None:
    numbers = [number for number, size in enumerate(sizes) for _ in range(size)]
    texts = [
        f"Kalimat ke-{at} tentang hal {'abcdefghij'[at % 10] * 5}." for at in range(len(numbers))
    ]
    marked = [replace(s, paragraph=p) for s, p in zip(_segments(texts), numbers, strict=True)]
    kept = [at for at in range(len(texts)) if at != gone]
    for left in (marked, _segments(texts)):
        beads = align_documents(left, [marked[at] for at in kept])
        pairs = [(b.left, kept[b.right]) for b in beads if not b.one_sided]
        assert pairs == [(at, at) for at in kept]


def _document(texts: Sequence[str], name: str) -> Document:
    file = TextFile(name, " ".join(texts))
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)]).tolist()
    passages = [Passage(text, file, at) for text, at in zip(texts, starts, strict=False)]
    return Document(name, tuple(Segment(at, one) for at, one in enumerate(passages)))


def test_a_segment_is_as_sure_as_its_least_sure_link() -> None:
    sure = _document(LEFT, "src"), _document(RIGHT[:3] + RIGHT[4:], "ref")
    first, second = (
        Partner(s, d) for s, d in zip((Side.SOURCE, Side.REFERENCE), sure, strict=True)
    )
    alone = pair_prose(_document(LEFT, "mt"), [second])
    both = pair_prose(_document(LEFT, "mt"), [first, second])
    assert min(segment.confidence for segment in alone.segments) < 0.6
    for one, two in zip(alone.segments, both.segments, strict=True):
        assert two.confidence <= one.confidence + 1e-9


def test_an_encoder_is_loaded_only_where_there_is_something_to_align() -> None:
    asked = list[Likeness]()

    def encoder() -> Likeness:
        asked.append(_telling)
        return _telling

    mt = _document(LEFT, "mt")
    assert pair_prose(mt, [], encoder) is mt
    assert not asked
    paired = pair_prose(mt, [Partner(Side.SOURCE, _document(RIGHT[:3] + RIGHT[4:], "s"))], encoder)
    assert len(asked) == 1
    assert [s.mt.text for s in paired.segments if not (s.source and s.source.text)] == [LEFT[3]]


def test_one_sentence_and_one_sentence_are_a_pair_however_unlike() -> None:
    like, unlike = (
        align_documents(_segments(["Ia pergi ke Jakarta."]), _segments([text]))
        for text in ("He went to Jakarta.", "He. " * 200)
    )
    assert _links(like) == _links(unlike) == [(range(1), range(1))]
    assert 0.9 < like[0].confidence <= 1
