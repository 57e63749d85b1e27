"""Does the aligner find which sentences answer which, where some are joined and some left out?

Run: python -m benchmarks.align [DATA] [--quick]

WMT 2020 and 2021 news (Freitag et al. 2021) and NTREX (Federmann et al. 2022), sources with human
translations, disturbed as benchmarks/align_data.py says. Half of the documents were tuned on; the
other half is measured. The headline is F1 of sentence links: pairs of one sentence of either side,
as they now stand, that hold the same original sentence. Beside it F1 of beads: the whole stretch on
both sides must be right; sentences without partner are no beads.

Others: galechurch (length alone) and sentalign (Vecalign's program and costs) with sentence vectors
from the same four layers and, unless --quick is given, from all twelve layers of the base, the mean
of word pieces less the side's mean (several sentences: the mean of all their pieces).
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import pairwise

import galechurch
import numpy as np
from sentalign.dp_utils import layer, preprocess_line
from sentalign.sentalign import sentalign

from benchmarks.align_data import PAIRS, Pair, Text, halves, joined
from benchmarks.align_encoders import Remembered, whole_base
from benchmarks.data import folder
from corpora.alignment import Bead, Likeness, align_documents
from corpora.errors import AlignmentError
from corpora.pairing import Partner, pair_prose
from corpora.text import Document, Segment, Side
from metrics.estimator.base import HIDDEN, Floats
from metrics.estimator.likeness import encoder

BINS = (0.0, 0.5, 0.8, 0.95, 0.99, 1.0)
_MOST, _DELETED = 4, 0.1
Aligner = Callable[[Pair], list[Bead]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What an aligner found in some documents: F1 of links and of beads, CPU time of each."""

    links: float
    beads: float
    seconds: float


def by_length(pair: Pair) -> list[Bead]:
    """Gale and Church's aligner."""
    found = galechurch.align(list(pair.left.sentences), list(pair.right.sentences)).beads
    return [Bead(b.source_start, b.source_end, b.target_start, b.target_end) for b in found]


def ours(likeness: Likeness | None, pair: Pair) -> list[Bead]:
    """Copydesk's."""
    return align_documents(pair.left.segments(), pair.right.segments(), likeness)


def theirs(likeness: Likeness, pair: Pair) -> list[Bead]:
    """Vecalign's, with our vectors."""
    vectors = _vectors(pair.left, likeness) | _vectors(pair.right, likeness)

    def encode(texts: Sequence[str]) -> Floats:
        nothing = np.ones(HIDDEN, dtype=np.float32)  # its padding
        return np.stack([vectors.get(text, nothing) for text in texts])

    sides = (list(pair.left.sentences), list(pair.right.sentences))
    found = sentalign(
        *sides, encode, alignment_max_size=_MOST, del_percentile_frac=_DELETED
    ).alignments
    return [Bead(*_range(one.src_indices), *_range(one.tgt_indices)) for one in found]


def _range(numbers: Sequence[int]) -> tuple[int, int]:
    return (numbers[0], numbers[-1] + 1) if numbers else (0, 0)


def _vectors(text: Text, likeness: Likeness) -> dict[str, Floats]:
    """The sum of the word pieces of up to four sentences, by their text as sentalign joins it."""
    states = likeness(text.sentences)
    mean = np.concatenate(states).mean(0)
    sums = np.stack([(one - mean).sum(0) for one in states])
    lines = [preprocess_line(sentence) for sentence in text.sentences]
    return {
        layer(lines[end - count : end], count)[-1]: sums[end - count : end].sum(0)
        for end in range(1, len(lines) + 1)
        for count in range(1, min(_MOST, end) + 1)
    }


def f1(found: int, claimed: int, true: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * found / (claimed + true)


def links_of(beads: Sequence[Bead]) -> set[tuple[int, int]]:
    """The pairs of sentences in all beads."""
    return {
        (left, right)
        for bead in beads
        for left in range(bead.left, bead.left_end)
        for right in range(bead.right, bead.right_end)
    }


def measure(aligner: Aligner, pairs: Sequence[Pair]) -> Measured:
    """What an aligner finds in documents."""
    links, beads = np.zeros(3, dtype=int), np.zeros(3, dtype=int)
    began = time.process_time()
    answers = [aligner(pair) for pair in pairs]
    seconds = (time.process_time() - began) / len(pairs)
    for pair, found in zip(pairs, answers, strict=True):
        claimed, true = links_of(found), pair.links()
        links += (len(claimed & true), len(claimed), len(true))
        whole = {
            (tuple(range(b.left, b.left_end)), tuple(range(b.right, b.right_end)))
            for b in found
            if not b.one_sided
        }
        beads += (len(whole & pair.beads()), len(whole), len(pair.beads()))
    return Measured(f1(*links.tolist()), f1(*beads.tolist()), seconds)


def print_table(title: str, aligners: dict[str, Aligner], sets: dict[str, list[Pair]]) -> None:
    """F1 of links / of beads for each aligner and pair, and seconds a document."""
    print(f"\n## {title}\n\n| aligner | {' | '.join(sets)} | CPU seconds a document |")
    print(f"|---|{'---|' * (len(sets) + 1)}")
    for name, aligner in aligners.items():
        found = [measure(aligner, pairs) for pairs in sets.values()]
        cells = [f"{one.links:.3f} / {one.beads:.3f}" for one in found]
        seconds = np.mean([one.seconds for one in found])
        print(f"| {name} | {' | '.join(cells)} | {seconds:.3f} |", flush=True)


def print_confidence(aligners: dict[str, Aligner], sets: dict[str, list[Pair]]) -> None:
    """How many beads are right whose confidence lies in a range."""
    print("\n## Confidence\n\n| aligner | confidence | beads | right |\n|---|---|---|---|")
    for name, aligner in aligners.items():
        rows = [
            (bead.confidence, links_of([bead]) <= pair.links())
            for pairs in sets.values()
            for pair in pairs
            for bead in aligner(pair)
            if not bead.one_sided
        ]
        for low, high in zip(BINS, (*BINS[1:-1], 2.0), strict=False):
            right = [is_right for sure, is_right in rows if low <= sure < high]
            share = f"{np.mean(right):.1%}" if right else "–"
            print(f"| {name} | {low} to {min(high, 1.0)} | {len(right):,} | {share} |")


def print_strangers(encoders: dict[str, Likeness | None], sets: dict[str, list[Pair]]) -> None:
    """How often texts are refused: a source with another document's translation, and its own."""
    print("\n## Texts that are no translations\n\n| aligner | strangers | refused | own refused |")
    print("|---|---|---|---|")
    for name, likeness in encoders.items():
        refused, own = list[bool](), list[bool]()
        for pairs in sets.values():
            for pair, other in pairwise(pairs):
                most = min(len(pair.left.sentences), len(other.right.sentences))
                left, right = pair.left.segments(), other.right.segments()
                refused.append(_is_refused(left[:most], right[:most], likeness))
                own.append(_is_refused(left, pair.right.segments(), likeness))
        print(f"| {name} | {len(refused)} | {np.mean(refused):.1%} | {np.mean(own):.1%} |")


def _is_refused(left: list[Segment], right: list[Segment], likeness: Likeness | None) -> bool:
    partner = Partner(Side.REFERENCE, Document("right", tuple(right)))
    try:
        pair_prose(Document("left", tuple(left)), [partner], lambda: likeness)
    except AlignmentError:
        return True
    return False


def main() -> None:
    """Print all tables."""
    layers = encoder()
    if layers is None:
        raise SystemExit("the estimator's weights are not installed")
    layers(["warm"])
    read = Remembered(layers)
    versions = ", ".join(f"{name} {version(name)}" for name in ("galechurch", "sentalign", "numpy"))
    print(f"Python {platform.python_version()}, {platform.machine()}, {versions}")
    sets = {pair: halves(folder(), pair)[1] for pair in PAIRS}
    for name, pairs in sets.items():
        sentences = sum(len(pair.left.sentences) for pair in pairs)
        print(f"{name}: {len(pairs)} documents, {sentences:,} sentences on the left")
    everything = [pair for pairs in sets.values() for pair in pairs]
    for pair in everything:
        read((*pair.left.sentences, *pair.right.sentences))
    each = read.seconds / len(everything)
    print(f"reading with the encoder: {each:.3f} CPU seconds a document, which no row counts")
    own: dict[str, Aligner] = {
        "copydesk without encoder": partial(ours, None),
        "copydesk": partial(ours, read),
    }
    others: dict[str, Aligner] = {
        "galechurch": by_length,
        "sentalign, four layers": partial(theirs, read),
    }
    print_table("Links / beads, F1", others | own, sets)
    long = {name: [joined(pairs)] for name, pairs in sets.items()}
    print_table("All documents of a pair as one", {"galechurch": by_length} | own, long)
    print_confidence(own, sets)
    print_strangers({"copydesk without encoder": None, "copydesk": read}, sets)
    if "--quick" not in sys.argv:
        twelve: dict[str, Aligner] = {"sentalign, twelve layers": partial(theirs, whole_base)}
        print_table("Links / beads, F1; the time is mostly the encoder's", twelve, sets)


if __name__ == "__main__":
    main()
