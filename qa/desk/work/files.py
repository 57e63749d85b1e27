"""A file's documents as articles: whatever format copydesk reads.

Of several documents in a file each is a story by the file's name and its own. A file of one is not:
tomorrow's is often called the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpora.errors import CopydeskError, InputError
from corpora.load import Inputs
from corpora.text import Document, Passage, Segment
from qa.desk.queue.adding import NewArticle
from qa.desk.queue.texts import LONGEST_NAME
from qa.desk.work.names import a_line, safe_suffix
from qa.language_choice import Languages
from qa.measure import Measuring, loader_of

MOST_ARTICLES = 1_000
_STEM = "sent-file"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sent, and what they said of it (`qa.desk.queue.adding.FIELDS`)."""

    name: str
    data: bytes
    fields: Mapping[str, str]


def articles_of(sent: Sent) -> tuple[NewArticle, ...]:
    """The articles in a file. Raises CopydeskError for what cannot be read, naming the file."""
    with TemporaryDirectory(prefix="copydesk-") as folder:
        path = Path(folder, f"{_STEM}{safe_suffix(sent.name)}")
        path.write_bytes(sent.data)
        try:
            return _read(sent, path)
        except CopydeskError as error:
            raise CopydeskError(_told(str(error), path, sent.name)) from None


def _told(line: str, path: Path, name: str) -> str:
    """A message about a file as its sender calls it; other words that are alike are not it."""
    here = f"{path.name}:"
    if line.startswith(here):
        line = f"{name}:{line.removeprefix(here)}"
    return line.replace(str(path), name)


def _read(sent: Sent, path: Path) -> tuple[NewArticle, ...]:
    languages = Languages(sent.fields.get("language"), sent.fields.get("source_language"))
    request = Measuring(inputs=Inputs((str(path),), prose=True), languages=languages)
    found = list[NewArticle]()
    for document in loader_of(request, []).load(request.inputs):
        article = _article(sent, path, document)
        if article is None:
            continue
        found.append(article)
        if len(found) > MOST_ARTICLES:
            fix = "send it in parts"
            raise InputError(sent.name, f"holds more than {MOST_ARTICLES:,} articles", fix=fix)
    if not found:
        raise InputError(sent.name, "holds no text", fix="give a file with articles in it")
    return tuple(found) if len(found) > 1 else (replace(found[0], name=""),)


def _article(sent: Sent, path: Path, document: Document) -> NewArticle | None:
    """A document as an article; None where there is nothing to read in it."""
    if all(segment.mt.is_blank for segment in document.segments):
        return None
    is_prose = not (document.has_source or document.has_reference)
    write = prose if is_prose else rows
    name = "" if document.id == path.name else f"{sent.name}/{document.id}"
    return NewArticle(
        mt=write(document, lambda segment: segment.mt),
        source=write(document, lambda segment: segment.source) if document.has_source else None,
        reference=write(document, _reference) if document.has_reference else None,
        name=a_line(name, LONGEST_NAME),
        language=document.language,
        source_language=document.source_language,
        system=a_line(document.system or "", LONGEST_NAME),
    )


def text_of_file(path: str, language: str | None) -> str:
    """A file that is one text, as prose. Raises CopydeskError for what cannot be read."""
    languages = Languages(language, None)
    request = Measuring(inputs=Inputs((path,), prose=True), languages=languages)
    found = list(loader_of(request, []).load(request.inputs))
    if len(found) != 1:
        raise InputError(path, f"holds {len(found):,} articles, not one")
    return prose(found[0], lambda segment: segment.mt)


On = Callable[[Segment], Passage | None]


def _reference(segment: Segment) -> Passage | None:
    return next(iter(segment.references), None)


def rows(document: Document, on: On) -> str:
    """One side of segments that are paired already: a segment a line, so that they stay paired."""
    passages = (on(segment) for segment in document.segments)
    return "".join(f"{_flat(one)}\n" for one in passages)


def prose(document: Document, on: On) -> str:
    """One side as prose: a paragraph a line, its sentences as far apart as the file has them."""
    return "\n".join(_paragraphs(document, on))


def _paragraphs(document: Document, on: On) -> Iterator[str]:
    line, number, end = "", 0, 0
    for segment in document.segments:
        passage = on(segment)
        if passage is None or passage.is_blank:
            continue
        if line and segment.paragraph != number:
            yield line
            line = ""
        touches = bool(line) and passage.begin(0) == end
        line += ("" if touches or not line else " ") + _flat(passage)
        number, end = segment.paragraph, passage.end(len(passage.text))
    if line:
        yield line


def _flat(passage: Passage | None) -> str:
    return "" if passage is None else " ".join(passage.text.replace("\0", "").split())
