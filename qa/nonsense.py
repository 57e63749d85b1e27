"""Input that makes no sense: refused, or a note, with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from corpora.detection import Guess, alike, detectable, guess_language, primary
from corpora.errors import InputError, UsageError
from corpora.text import Document, Segment, Side
from corpora.words import words_of
from metrics.evaluate import as_read
from metrics.metric import Sample
from metrics.nonsense import IDS, Suspicion, suspicions
from qa.language import is_plainly, load

_SURE = 0.95
_SAMPLE, _ENOUGH_WORDS, _SIGNS_A_WORD = 5_000, 40, 5
_LANGUAGE, _SWAPPED, _SAME_FILE = "same-language", "swapped", "same-file"
ALLOWABLE = (*IDS, _LANGUAGE, _SWAPPED, _SAME_FILE)
_COPIES = ("copied-source", "copied-reference")
BY_RULES = ("blank-translation", "copied-source", "subwords", "repeated-translation", _LANGUAGE)
"""What rules flag in the text itself, so that `check` need not refuse it."""
_REFERENCE_NAME = re.compile(r"(?i)(^|[^a-z])(refs?|references?|human|gold)([^a-z]|\d|$)")
_SYSTEM_NAME = re.compile(
    r"(?i)(^|[^a-z])(mt|hyps?|hypothes[ie]s|system|output|pred\w*)([^a-z]|\d|$)"
)


def check_allowed(names: Sequence[str]) -> None:
    """Raise UsageError for what cannot be allowed, since nothing is called so."""
    for name in names:
        if name not in ALLOWABLE:
            raise UsageError(f"--allow {name}: there are only {', '.join(ALLOWABLE)}")


def look(
    documents: Sequence[Document], allowed: Sequence[str], but: Sequence[str] = ()
) -> Iterator[str]:
    """A note for each thing that looks wrong; nothing of those that others tell of.

    Raises InputError for what no score could mean anything with, unless it is allowed.
    """
    but = (*but, *(_COPIES if _are_alike(documents) else ()))
    segments = [(d, s) for d in documents for s in d.segments if not s.realigned]
    samples = [_sample(segment) for _, segment in segments]
    found = [(one, [segments[number][1] for number in one.segments]) for one in suspicions(samples)]
    found += [*_names(documents), *_languages(documents)]
    for one, where in ((one, where) for one, where in found if one.id not in but):
        passage = where[0].on(one.side) or where[0].mt
        line = passage.file.line_of(passage.start)
        what = f"{one.what}{_share(one, len(samples))}"
        if one.is_refused and one.id not in allowed:
            fix = f"mend it, or score it all the same with --allow {one.id}"
            raise InputError(passage.file.path, what, line=line, fix=fix)
        yield f"{passage.file.path}:{line}: {what}"


def _are_alike(documents: Sequence[Document]) -> bool:
    """Whether both languages are one, or so near that whole sentences may be the same."""
    pairs = {(d.source_language, d.language) for d in documents}
    return any(one and other and alike(one, other) for one, other in pairs)


def _sample(segment: Segment) -> Sample:
    source = None if segment.source is None else as_read(segment.source.text)
    return Sample(
        as_read(segment.mt.text), tuple(as_read(r.text) for r in segment.references), source
    )


def _share(one: Suspicion, among: int) -> str:
    return f" ({len(one.segments):,} of {among:,} segments)" if len(one.segments) > 1 else ""


def _names(documents: Sequence[Document]) -> Iterator[tuple[Suspicion, list[Segment]]]:
    """One file for both sides; or names that say that the sides were given the wrong way round."""
    first = next((s for d in documents for s in d.segments if s.references), None)
    if first is None:
        return
    mt, reference = first.mt, first.references[0]
    if (mt.file.path, mt.start) == (reference.file.path, reference.start):
        what = "the translation and the reference are one and the same file"
        yield Suspicion(_SAME_FILE, what, is_refused=True), [first]
    one, other = _apart(mt.file.path, reference.file.path)
    is_swapped = _REFERENCE_NAME.search(one) and not _REFERENCE_NAME.search(other)
    if is_swapped or (_SYSTEM_NAME.search(other) and not _SYSTEM_NAME.search(one)):
        what = f"by their names {one} is the reference and {other} the translation: swapped?"
        yield Suspicion(_SWAPPED, what), [first]


def _apart(mt: str, reference: str) -> tuple[str, str]:
    """The parts of two paths that differ; nothing where none does."""
    pairs = zip(PurePath(mt).parts[::-1], PurePath(reference).parts[::-1], strict=False)
    found = [pair for pair in pairs if pair[0] != pair[1]]
    one, other = zip(*found[::-1], strict=True) if found else ((), ())
    return "/".join(one), "/".join(other)


def _languages(documents: Sequence[Document]) -> Iterator[tuple[Suspicion, list[Segment]]]:
    """Sides that are not in the translation's language; refused if they are in the source's."""
    first = next((s for d in documents for s in d.segments), None)
    named = next((d.language for d in documents if d.language), None)
    if first is None or named is None or not detectable(named):
        return
    for side in (Side.TRANSLATION, Side.REFERENCE):
        guess = _stranger(documents, side, named)
        if guess is None:
            continue
        source = _guess(_text(documents, Side.SOURCE))
        if source and guess.code == source.code != primary(named):
            what = f"the {side} is in the source's language, '{guess.code}': sides swapped?"
            yield Suspicion(_LANGUAGE, what, is_refused=True, side=side), [first]
        else:
            what = f"the {side} looks like '{guess.code}', not '{named}'"
            yield Suspicion(_LANGUAGE, what, side=side), [first]


def _stranger(documents: Sequence[Document], side: Side, named: str) -> Guess | None:
    """The language of a side, if it is clearly another one than is expected."""
    text = _text(documents, side)
    if is_plainly(load(named), [word.key for word in words_of(text)]):
        return None
    guess = _guess(text)
    return guess if guess and guess.code != primary(named) else None


def _text(documents: Sequence[Document], side: Side) -> str:
    """As much of a side as shows its language."""
    text = ""
    for document in documents:
        for segment in document.segments:
            passage = segment.on(side)
            text += f"{passage.text} " if passage else ""
            if len(text) > _SAMPLE:
                return text
    return text


def _guess(text: str) -> Guess | None:
    """The language of a text, where there is enough of it to be sure."""
    if len(text.split()) < _ENOUGH_WORDS and len(text) < _ENOUGH_WORDS * _SIGNS_A_WORD:
        return None
    guess = guess_language(text)
    return guess if guess and guess.probability >= _SURE else None
