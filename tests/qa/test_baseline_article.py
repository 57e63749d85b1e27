"""The bundled article with all rules: its flags keep their history, release after release."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpora.load import Inputs
from corpora.text import Document, Flag
from qa.baseline.compare import Compared, Flagged, Standing, compare
from qa.baseline.entries import entries_of
from qa.language_choice import Languages
from qa.run import Request, flags_by_document
from tests.conftest import WRITTEN_RULES, Article


@dataclass(frozen=True, slots=True)
class Sides:
    """Paragraphs of the translation and of its source."""

    mt: tuple[str, ...]
    source: tuple[str, ...]


@pytest.fixture
def sides(article: Article) -> Sides:
    return Sides(_paragraphs(article.mt), _paragraphs(article.source))


def _paragraphs(path: Path) -> tuple[str, ...]:
    return tuple(line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _look(folder: Path, sides: Sides, layout: str = "text", gap: str = "\n") -> Flagged:
    mt, source = folder / "a.txt", folder / "a.en.txt"
    mt.write_text(gap.join(sides.mt), encoding="utf-8", newline="")
    source.write_text(gap.join(sides.source), encoding="utf-8", newline="")
    inputs = Inputs((str(mt),), str(source), format=layout)
    request = Request(inputs, Languages("id", "en"), config=WRITTEN_RULES)
    ((document, flags),) = flags_by_document(request, [])
    return Flagged(document, flags)


def _compare(before: Flagged, after: Flagged) -> Compared:
    return compare(entries_of(before.document, before.flags), [after])


def _place(document: Document, flag: Flag) -> tuple[str, str, int]:
    """Where a flag stands, however the text is cut and moved: its line, and how far into it."""
    passage = document.segments[flag.segment].on(flag.span.side)
    assert passage is not None
    start = passage.to_file(flag.span).start
    first = passage.file.text.rfind("\n", 0, start) + 1
    line = passage.file.text[first:].partition("\n")[0].strip()
    return flag.rule, line, start - first


def _places(flagged: Flagged) -> Counter[tuple[str, str, int]]:
    return Counter(_place(flagged.document, flag) for flag in flagged.flags)


def _agrees(before: Flagged, after: Flagged) -> int:
    """How many flags stand where they stood; the baseline must say the same."""
    found = _compare(before, after)
    there, here = _places(before), _places(after)
    new = [known for known in found.documents[0] if known.standing is Standing.NEW]
    assert (len(new), len(found.gone)) == ((here - there).total(), (there - here).total())
    return (there & here).total()


@pytest.mark.parametrize("gap", ["\r\n", "\n\n\n", " \n \n"])
def test_other_space_between_paragraphs_changes_nothing(
    gap: str, sides: Sides, tmp_path: Path
) -> None:
    before, after = _look(tmp_path, sides), _look(tmp_path, sides, gap=gap)
    assert len(before.flags) > 10
    assert {flag.fingerprint for flag in before.flags} == {f.fingerprint for f in after.flags}
    assert {known.standing for known in _compare(before, after).documents[0]} == {Standing.OLD}
    assert _compare(before, after).gone == ()


@pytest.mark.parametrize("seed", range(3))
def test_paragraphs_may_be_moved(seed: int, sides: Sides, tmp_path: Path) -> None:
    before = _look(tmp_path, sides, "lines")
    order = random.Random(seed).sample(range(len(sides.mt)), len(sides.mt))
    moved = Sides(tuple(sides.mt[n] for n in order), tuple(sides.source[n] for n in order))
    assert _agrees(before, _look(tmp_path, moved, "lines")) > 10


def test_sentences_may_become_paragraphs_and_back(sides: Sides, tmp_path: Path) -> None:
    sentences, paragraphs = _look(tmp_path, sides), _look(tmp_path, sides, "lines")
    assert len(sentences.document.segments) > len(paragraphs.document.segments)
    assert _agrees(sentences, paragraphs) > 10
    assert _agrees(paragraphs, sentences) > 10


@pytest.mark.parametrize("number", range(11))
def test_one_paragraph_may_be_translated_anew(number: int, sides: Sides, tmp_path: Path) -> None:
    before = _look(tmp_path, sides)
    changed = [*sides.mt]
    changed[number] = "Ini adalah kalimat lain yang sama sekali berbeda isinya."
    _agrees(before, _look(tmp_path, Sides(tuple(changed), sides.source)))
