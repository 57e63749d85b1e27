"""Terms from TBX (ISO 30042), of either edition and of any dialect and style.

What a term is called in the file (`termEntry`, `conceptEntry`, TBX-Min's `entry` …) differs, what
it means does not. A term that is deprecated or superseded is one that may not be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpora.errors import InputError
from corpora.languages import covers, primary_of
from corpora.text import TextFile
from corpora.xliff.elements import Element, grown
from corpora.xliff.parts import tag_of
from corpora.xml_tokens import XML, Kind, Token, tokens
from qa.terms import Term

_ROOTS = frozenset({"martif", "tbx"})
_CONCEPTS = frozenset({"termEntry", "conceptEntry", "entry"})
_LANGUAGES = frozenset({"langSet", "langSec", "langGroup"})
_STATUS = frozenset({"administrativestatus", "normativeauthorization", "termstatus"})
_NOT_TO_BE_USED = ("deprecated", "superseded", "obsolete", "notrecommended", "forbidden")


@dataclass(frozen=True, slots=True)
class _Written:
    """A term in a language (BCP 47), and whether it may be used."""

    language: str
    text: str
    forbidden: bool


def terms(file: TextFile, source: str | None, target: str | None) -> Iterator[Term]:
    """The terms for a pair of languages (BCP 47). Raises InputError for no TBX."""
    for concept in _concepts(file):
        targets = _in(target, concept)
        allowed = tuple(dict.fromkeys(one.text for one in targets if not one.forbidden))
        forbidden = tuple(dict.fromkeys(one.text for one in targets if one.forbidden))
        sources = _in(source, concept) if allowed else ()
        for term in dict.fromkeys(one.text for one in sources):
            yield Term(term, allowed, forbidden)


@lru_cache(maxsize=4)
def _concepts(file: TextFile) -> tuple[tuple[_Written, ...], ...]:
    """The concepts of a file, each with its terms in all languages."""
    try:
        return tuple(_read(file))
    except InputError as error:
        what = error.what.replace("well-formed XML", "well-formed TBX")
        raise InputError(file.path, what, line=error.line, fix="give TSV or TBX") from None


def _read(file: TextFile) -> Iterator[tuple[_Written, ...]]:
    following, root = tokens([file]), ""
    for token in following:
        if token.kind is not Kind.START:
            continue
        if not root:
            root = token.name
            if root.lower() not in _ROOTS:
                raise InputError(file.path, f"no TBX (it begins with <{root}>)", line=token.line)
        elif token.name in _CONCEPTS:
            yield tuple(_terms(grown(token, following)))


def _terms(concept: Element) -> Iterator[_Written]:
    for part in concept.elements():
        if part.name not in _LANGUAGES:
            continue
        written = part.attributes.get(f"{{{XML}}}lang") or part.attributes.get("lang")
        language = tag_of(written)
        for holder in part.elements() if language else ():
            inside = [holder, *_inside(holder)]
            forbidden = any(map(_forbids, inside))
            for text in (_text(one) for one in inside if one.name == "term"):
                if text and language:
                    yield _Written(language, text, forbidden)


def _inside(element: Element) -> Iterator[Element]:
    """All the elements in an element."""
    line = [element.elements()]
    while line:
        child = next(line[-1], None)
        if child is None:
            line.pop()
        else:
            yield child
            line.append(child.elements())


def _forbids(element: Element) -> bool:
    """Whether this says that a term may not be used: `<termNote type=…>`, or an element's name."""
    kind = element.attributes.get("type", "") if element.name == "termNote" else element.name
    if kind.lower() not in _STATUS:
        return False
    status = element.text.lower().replace(" ", "").replace("-", "")
    return status.startswith(_NOT_TO_BE_USED)


def _text(term: Element) -> str:
    """A term as it reads, whatever is highlighted in it."""
    parts: list[str] = []
    line = [iter(term.children)]
    while line:
        child = next(line[-1], None)
        if child is None:
            line.pop()
        elif isinstance(child, Token):
            parts.append(child.text)
        else:
            line.append(iter(child.children))
    return " ".join("".join(parts).split())


def _in(language: str | None, concept: tuple[_Written, ...]) -> list[_Written]:
    """The terms in one language; those of another country where it has no others."""
    if not language:
        return []
    near = [one for one in concept if _agree(one.language, language)]
    kin = [one for one in concept if primary_of(one.language) == primary_of(language)]
    return near or kin


@lru_cache(maxsize=1024)
def _agree(one: str, other: str) -> bool:
    return covers(one, other) or covers(other, one)
