"""Files of lines that are too long to be one document: in parts, side beside side."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora import files, line_pairing, rows
from corpora.errors import AlignmentError
from corpora.lines import are_line_aligned, shape_of
from corpora.load import Inputs, Loader
from corpora.reader import ReadOptions
from corpora.readers import lines, text
from corpora.text import Document, Flag, Severity, Span, TextFile
from qa.suppressions import Suppressions

READERS = {"lines": lines.reader, "text": text.reader}
LINE = st.text("aé猫 \u2028\x0b", max_size=6)
SHORT = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _long_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than 7 lines are many, more than 32 bytes large, windows of 16 bytes."""
    for module, name, value in (
        (rows, "MOST_SEGMENTS", 7),
        (rows, "PART", 3),
        (line_pairing, "_QUICK", 6),
        (files, "_LARGE", 32),
        (files, "_WINDOW", 16),
    ):
        monkeypatch.setattr(module, name, value)


def _load(mt: Path, *references: Path, source: Path | None = None) -> list[Document]:
    loader = Loader(READERS, lambda _side: ReadOptions())
    named = tuple(map(str, references))
    return list(loader.load(Inputs((str(mt),), str(source) if source else None, named, "lines")))


@SHORT
@given(pairs=st.lists(st.tuples(LINE, LINE, LINE), min_size=1, max_size=30), crlf=st.booleans())
def test_every_line_has_its_partners_and_its_place(
    pairs: list[tuple[str, str, str]], *, crlf: bool, tmp_path: Path
) -> None:
    end = "\r\n" if crlf else "\n"
    paths = [tmp_path / name for name in ("mt.txt", "src.txt", "ref.txt")]
    for path, side in zip(paths, zip(*pairs, strict=True), strict=True):
        content = "☞" + f"{end}☞".join(side) + end
        path.write_text(content, encoding="utf-8", newline="")
    found = _load(paths[0], paths[2], source=paths[1])
    assert [one.id for one in found][:2] == ["mt.txt", "mt.txt (2)"][: len(found)]
    assert len(found) == (1 if len(pairs) <= rows.MOST_SEGMENTS else -(-len(pairs) // rows.PART))
    segments = [segment for document in found for segment in document.segments]
    for number, (segment, sides) in enumerate(zip(segments, pairs, strict=True), 1):
        passages = (segment.mt, segment.source, *segment.references)
        for passage, side in zip(passages, sides, strict=True):
            assert passage is not None
            assert passage.text == f"☞{side}".rstrip()
            assert passage.file.line_of(passage.start) == number


@pytest.mark.parametrize(("ours", "theirs"), [(20, 21), (20, 5), (5, 20), (20, 19), (8, 7), (7, 8)])
def test_files_of_different_lengths_are_told_with_all_their_lines(
    ours: int, theirs: int, tmp_path: Path
) -> None:
    for name, count in (("mt.txt", ours), ("src.txt", theirs), ("ref.txt", ours)):
        (tmp_path / name).write_text("Ia tiba kemarin.\n" * count, encoding="utf-8")
    message = rf"mt\.txt has {ours} lines and \S*src\.txt has {theirs}; .*give files with a line"
    with pytest.raises(AlignmentError, match=message) as caught:
        _load(tmp_path / "mt.txt", tmp_path / "ref.txt", source=tmp_path / "src.txt")
    assert ("seem to part" in str(caught.value)) is (min(ours, theirs) <= line_pairing._QUICK)


def test_comments_in_any_window_silence_the_line_below(tmp_path: Path) -> None:
    comment = "<!-- copydesk: ignore x: a -->"
    for before in range(24):
        content = "\n".join([*"a" * before, comment, "b", "c"])
        (tmp_path / "mt.txt").write_text(content, encoding="utf-8")
        documents = _load(tmp_path / "mt.txt")
        suppressions, left = Suppressions(), list[str]()
        for document in documents:
            flags = [
                Flag(
                    "x", s.index, Span(0, 1), "", Severity.MINOR, "", 1.0, fingerprint=f"{s.index}"
                )
                for s in document.segments
            ]
            silent = suppressions.silences(document, flags, {"x"})
            left += [
                document.segments[flag.segment].mt.text
                for flag in flags
                if flag.fingerprint not in silent
            ]
        assert left == [*"a" * before, comment, "c"]
        assert not list(suppressions.unused())


@SHORT
@given(texts=st.lists(LINE, min_size=1, max_size=20))
def test_a_shape_is_the_same_however_the_windows_fall(texts: list[str]) -> None:
    whole = TextFile("a", "\n".join(texts))
    apart = [TextFile("a", f"{one}\n") for one in texts[:-1]] + [TextFile("a", texts[-1])]
    assert shape_of([whole]) == shape_of(apart)
    assert shape_of([whole]).blank == len([one for one in texts if not one.strip()]) - (
        not texts[-1]
    )


def test_lines_with_every_other_one_blank_on_all_sides_are_an_article() -> None:
    article, lined = "Satu.\n\nDua.\n\nTiga.\n", "Satu.\n\nDua.\nTiga.\n\n"
    shapes = [shape_of([TextFile("a", one)]) for one in (article, lined)]
    assert not are_line_aligned([shapes[0], shapes[0]])
    assert are_line_aligned(shapes)
