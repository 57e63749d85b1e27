"""Texts whose characters are written in several ways, with what stands between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from hypothesis import strategies as st

from corpora.text import Passage, Span
from tests.timing import cpu_seconds

_ENOUGH = 0.002  # seconds: what takes less is too short to be compared
SIGNS = st.sampled_from("&<>\"'\\ é猫\U0001f469\u200d\U0010ffff") | st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A character, how the file writes it, and what stands around that."""

    text: str
    raw: str
    before: str = ""
    after: str = ""


def in_xml(text: str, around: Sequence[tuple[str, str]]) -> st.SearchStrategy[Sign]:
    """A character as XML may have it, inside or beside some of what stands around it."""
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
    plain = [text] if text not in named or text in "\"'" else []
    numbers = [f"&#{ord(text)};", f"&#x{ord(text):x};"]
    raws = [*plain, *numbers, *([named[text]] if text in named else [])]
    beside = [("", ""), ("<!--&-->", ""), ("", "<?p x?>"), *around]
    written = [Sign(text, raw, *one) for raw in raws for one in beside]
    sections = [] if text == "]" else [Sign(text, text, "<![CDATA[", "]]>")]
    return st.sampled_from([*written, *sections])


def signs(form: Callable[[str], st.SearchStrategy[Sign]]) -> st.SearchStrategy[list[Sign]]:
    """Several characters, each in a form of its own; the first one tells where they begin."""
    first = Sign("☞", "☞")
    return st.lists(SIGNS.flatmap(form), max_size=7).map(lambda others: [first, *others])


def raw_of(written: Sequence[Sign]) -> str:
    """What stands in the file."""
    return "".join(f"{one.before}{one.raw}{one.after}" for one in written)


def check(passage: Passage, written: Sequence[Sign]) -> None:
    """Every span leads from just before its first character to just after its last one."""
    assert passage.text == "".join(one.text for one in written)
    start = passage.file.text.index(raw_of(written))
    places = []
    for one in written:
        first = start + len(one.before)
        places.append((first, first + len(one.raw)))
        start = first + len(one.raw) + len(one.after)
    for first, end in combinations(range(len(written) + 1), 2):
        place = passage.to_file(Span(first, end))
        assert (place.start, place.end) == (places[first][0], places[end - 1][1])


def growth(work: Callable[[int], object]) -> float:
    """How many times as long ten times the size takes: the quietest of a few tries."""
    return min(_seconds(work, 40_000) / max(_seconds(work, 4_000), _ENOUGH) for _ in range(3))


def _seconds(work: Callable[[int], object], size: int) -> float:
    return cpu_seconds(lambda: work(size))
