"""What is wrong with test sets and systems: formats, encodings, languages, `{system}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.errors import LanguageError
from corpora.languages import parse
from qa.config.conversion import Fault
from qa.config.hints import nearest
from qa.config.lines import KeyPath
from qa.config.tables import SYSTEM, SetTable, Settings
from qa.plugins import READERS, names

_BRACED = re.compile(r"\{[^{}]*\}")


def set_faults(settings: Settings) -> Iterator[Fault]:
    """What is wrong with the test sets."""
    for name, one in settings.sets.items():
        at = ("sets", name)
        yield from _placeholder_faults(one, at)
        yield from _value_faults(one, at)
        if (said := _of_systems(name, one, settings)) and not any(system_faults(settings)):
            yield Fault((*at, "mt"), said)


def system_faults(settings: Settings) -> Iterator[Fault]:
    """What is wrong with the systems."""
    for name, one in settings.systems.items():
        for number, wanted in enumerate(one.sets):
            if wanted not in settings.sets:
                hint = nearest(wanted, settings.sets, "there is none: write a table [sets]")
                what = f"no set is called '{wanted}'; {hint}"
                yield Fault(("systems", name, "sets", number), what)
    if settings.systems and not any(one.judged for one in settings.systems.values()):
        yield Fault(("systems",), "no system is judged: leave out 'judged = false' of one")


def _placeholder_faults(one: SetTable, at: KeyPath) -> Iterator[Fault]:
    for found in _BRACED.findall(one.mt):
        if found != SYSTEM:
            hint = nearest(found, [SYSTEM], "")
            yield Fault((*at, "mt"), f"'{found}' stands for nothing; {hint}")
    only = f"{SYSTEM} stands in 'mt' only: source and references are the same for all systems"
    if one.source and SYSTEM in one.source:
        yield Fault((*at, "source"), only)
    for number, path in enumerate(one.references):
        if SYSTEM in path:
            yield Fault((*at, "references", number), only)


def _value_faults(one: SetTable, at: KeyPath) -> Iterator[Fault]:
    for key, language in (("lang", one.lang), ("source-lang", one.source_lang)):
        try:
            parse(language or "en")
        except LanguageError as error:
            yield Fault((*at, key), str(error))
    if one.format is not None and one.format not in (known := names(READERS)):
        hint = nearest(one.format, known, "")
        yield Fault((*at, "format"), f"no format is called '{one.format}'; {hint}")
    if one.encoding is not None and not _is_encoding(one.encoding):
        what = f"no encoding is called '{one.encoding}'; write utf-8, utf-16, windows-1252 …"
        yield Fault((*at, "encoding"), what)
    for key, text in (("mt", one.mt), ("source", one.source)):
        if text == "":
            yield Fault((*at, key), "write a file's or a folder's name")


def _is_encoding(name: str) -> bool:
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _of_systems(name: str, one: SetTable, settings: Settings) -> str:
    """Why the systems and the path do not go together; empty where they do."""
    systems = settings.systems_of(name)
    if one.has_systems and not systems:
        return f"{SYSTEM} stands for the systems, and none translates '{name}'; add [systems.NAME]"
    if len(systems) > 1 and not one.has_systems:
        both = " and ".join(systems[:2])
        return f"{both} would be the same file; write {SYSTEM} where their names belong"
    return ""
