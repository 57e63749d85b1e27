"""From what a file of markup says to documents: headline, summary, text, each said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpora.errors import InputError
from corpora.markup.languages import language_of
from corpora.opening import name_of
from corpora.prose import document
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, TextFile

_FEW = 20


@dataclass(frozen=True, slots=True)
class Story:
    """One article: its paragraphs, and its id and its language as the file writes them."""

    id: str
    paragraphs: tuple[Passage, ...]
    language: str = ""


def documents(file: TextFile, stories: Iterable[Story], options: ReadOptions) -> Iterator[Document]:
    """A document for every story with text in it; ids that come again are numbered.

    Raises InputError where there is no such story.
    """
    seen = Counter[str]()
    for story in stories:
        if all(one.is_blank for one in story.paragraphs):
            continue
        name = story.id or name_of(file.path)
        seen[name] += 1
        number = seen[name]
        chosen = replace(options, language=options.language or language_of(story.language))
        identity = name if number == 1 else f"{name} ({number})"
        yield document(identity, story.paragraphs, chosen)
    if not seen:
        raise InputError(file.path, "holds no text", fix="give a file with articles in it")


def said_once(
    headlines: Sequence[Passage], summaries: Sequence[Passage], body: Sequence[Passage]
) -> tuple[Passage, ...]:
    """The paragraphs of a story; a summary that is the beginning of its text is left out.

    So are a second headline that says the same, and one that the text repeats at its head.
    """
    heads = dict[str, Passage]()
    for one in headlines:
        heads.setdefault(_gist(one), one)
    again = {number for number, one in enumerate(body[:_FEW]) if _gist(one) in heads}
    rest = [one for number, one in enumerate(body) if number not in again]
    text = "".join(_gist(one) for one in rest)
    if len(summaries) > _FEW:  # to be looked for one by one they are too many
        told = [] if "".join(_gist(one) for one in summaries) in text else summaries
    else:
        told = [one for one in summaries if _gist(one) not in text]
    return (*heads.values(), *(one for one in told if _gist(one) not in heads), *rest)


def _gist(passage: Passage) -> str:
    """Its letters and digits, or where there are none, all of it."""
    letters = "".join(sign for sign in passage.text.casefold() if sign.isalnum())
    return letters or passage.text
