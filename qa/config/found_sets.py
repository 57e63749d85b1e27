"""The test sets that a folder seems to hold: translations, and what lies beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path, PurePath

from corpora.errors import CopydeskError
from corpora.folders import folder as folder_of
from corpora.text import Side
from qa.config.found_files import Sided
from qa.config.tables import SYSTEM

_UNNAMED = "test"
_FEWEST_OF_FOLDER = 4
"""So many articles in the same folders are one test set, not one each."""


@dataclass(frozen=True, slots=True)
class FoundSet:
    """A test set as it would stand in the configuration; `systems` stand for `{system}` in `mt`."""

    name: str
    mt: str
    source: str | None = None
    references: tuple[str, ...] = ()
    lang: str | None = None
    source_lang: str | None = None
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Joined:
    """A translation with its source and references."""

    mt: Sided
    system: str
    source: Sided | None
    references: tuple[Sided, ...]

    @property
    def template(self) -> str:
        """The path of the translation, with `{system}`."""
        if not self.system:
            return self.mt.path
        rest = self.mt.path.removeprefix(f"{self.mt.root}/{self.system}/")
        return f"{self.mt.root}/{SYSTEM}/{rest}"

    @property
    def key(self) -> str:
        return "/".join((*self.mt.below[1 if self.system else 0 :], self.mt.name))

    @property
    def roots(self) -> tuple[str, ...]:
        """The folders of its sides, the translation's first; empty where a file's name tells."""
        mt = f"{self.mt.root}/{SYSTEM}" if self.system else self.mt.root
        others = [one.root for one in (self.source, *self.references) if one is not None]
        return (mt, *others) if all((mt, *others)) else ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A set, the folders of its sides, and what it is called there."""

    found: FoundSet
    roots: tuple[str, ...]
    key: str
    above: str

    @property
    def where(self) -> tuple[object, ...]:
        """What texts of one folder have in common."""
        found = self.found
        return (self.roots, found.lang, found.source_lang, found.systems)


def found_sets(
    files: Sequence[Sided], folder: Path, suffixes: Collection[str]
) -> tuple[FoundSet, ...]:
    """The test sets: a translation with a source or a reference, in the order of their paths."""
    others: dict[str, list[Sided]] = {}
    for one in files:
        if one.side is not Side.TRANSLATION:
            others.setdefault(one.key, []).append(one)
    systems: dict[str, list[_Joined]] = {}
    for mt in files:
        joined = _join(mt, others) if mt.side is Side.TRANSLATION else None
        if joined:
            systems.setdefault(joined.template, []).append(joined)
    texts: dict[tuple[object, ...], list[_Text]] = {}
    for group in systems.values():
        text = _text(group)
        texts.setdefault(text.where, []).append(text)
    return tuple(_distinct(one for of in texts.values() for one in _of(of, folder, suffixes)))


def _join(mt: Sided, others: Mapping[str, Sequence[Sided]]) -> _Joined | None:
    """A translation with what lies beside it; the folder above it may be a system's."""
    for system in ("", *mt.below[:1]):
        bare = _Joined(mt, system, None, ())
        beside = others.get(bare.key, ())
        near = [one for one in beside if one.above == mt.above] or list(beside)
        sources = [one for one in near if _is_source(one, mt)]
        references = [one for one in near if _is_reference(one, mt)]
        if len(sources) == 1 or references:
            source = sources[0] if len(sources) == 1 else None
            return _Joined(mt, system, source, tuple(references))
    return None


def _is_source(one: Sided, mt: Sided) -> bool:
    other = one.language and mt.language and one.language != mt.language
    return one.side is Side.SOURCE or (one.side is None and bool(other))


def _is_reference(one: Sided, mt: Sided) -> bool:
    if one.side is Side.REFERENCE:
        return None in (one.language, mt.language) or one.language == mt.language
    return one.side is None and mt.language is not None and one.language == mt.language


def _text(group: Sequence[_Joined]) -> _Text:
    """One text, translated by several systems or none that has a name."""
    first = group[0]
    source = first.source
    languages = (first.mt.language, source.language if source else None)
    if languages[0] == languages[1]:  # a word of the name was taken for a language
        languages = (None, None)
    found = FoundSet(
        first.key,
        first.template,
        source.path if source else None,
        tuple(one.path for one in first.references),
        *languages,
        tuple(one.system for one in group if one.system),
    )
    return _Text(found, first.roots, first.key, first.mt.above)


def _of(texts: Sequence[_Text], folder: Path, suffixes: Collection[str]) -> Iterator[FoundSet]:
    """The test sets of texts in the same folders: one for the folder, or one for each text."""
    first = texts[0]
    if len(texts) >= _FEWEST_OF_FOLDER and _are_all(texts, folder, suffixes):
        mt, *others = first.roots
        source = others.pop(0) if first.found.source else None
        name = PurePath(first.above).name or _UNNAMED
        yield replace(first.found, name=name, mt=mt, source=source, references=tuple(others))
        return
    for one in texts:
        name = one.key.replace("/", "-") or PurePath(one.above).name or _UNNAMED
        yield replace(one.found, name=name)


def _are_all(texts: Sequence[_Text], folder: Path, suffixes: Collection[str]) -> bool:
    """Whether the folders hold these texts and no others, so that each finds its partners."""
    first = texts[0]
    if not first.roots:
        return False
    mt, *others = first.roots
    try:
        for system in first.found.systems or ("",):
            root = mt.replace(SYSTEM, system)
            names = folder_of(str(folder / root), suffixes).names
            wanted = {one.found.mt.replace(SYSTEM, system) for one in texts}
            if {f"{root}/{name.as_posix()}" for name in names} != wanted:
                return False
            for other in others:
                beside = folder_of(str(folder / other), suffixes)
                for name in names:
                    beside.of(name)
    except CopydeskError:
        return False
    return True


def _distinct(sets: Iterable[FoundSet]) -> Iterator[FoundSet]:
    """The sets under names of their own: with their language, or else with a number."""
    taken: set[str] = set()
    for one in sets:
        names = chain(
            (one.name, f"{one.name}-{one.lang or 2}"), (f"{one.name}-{n}" for n in count(3))
        )
        name = next(name for name in names if name not in taken)
        taken.add(name)
        yield replace(one, name=name)
