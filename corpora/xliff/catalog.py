"""A catalogue of gettext's (PO), entry by entry, with the places of its strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpora.errors import InputError
from corpora.opening import name_of
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, PassageBuilder, Segment, TextFile
from corpora.xliff.parts import Parts, Titles, tag_of

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r|\Z)")
_KEYWORD = re.compile(
    r"[ \t]*+(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,3}\])?|domain)[ \t]*+(?=\"|\Z)"
)
_STRING = re.compile(r'[ \t]*+"((?:[^"\\\r\n]++|\\[^\r\n])*+)"[ \t]*+')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))")
_STANDS_FOR = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"
}  # fmt: skip
_HEADER_LANGUAGE = re.compile(r"^language:[ \t]*([^\s;]+)", re.IGNORECASE | re.MULTILINE)
_ASCII = 128
_NOTES = ("#.", "# ")
_FIRST = frozenset({"msgctxt", "msgid", "domain"})
_ID, _PLURAL, _CONTEXT, _STR = "msgid", "msgid_plural", "msgctxt", "msgstr"


@dataclass(slots=True)
class Entry:
    """What stands between two blank lines: strings by their keywords, flags, comments."""

    line: int
    strings: dict[str, Passage] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is called: by its context, else by where it is used first."""
        context = self.strings.get(_CONTEXT)
        return context.text if context else next(iter(self.places), "")

    @property
    def key(self) -> tuple[str | None, str]:
        """What must be its own: the context and the text."""
        context = self.strings.get(_CONTEXT)
        return context.text if context else None, self.strings[_ID].text

    @property
    def translations(self) -> dict[str, Passage]:
        """The translations by their keyword: one, or one for each form of the plural."""
        return {name: text for name, text in self.strings.items() if name.startswith(_STR)}


def documents(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    """The documents of a catalogue. Raises InputError, with the line, for what is none."""
    language, known = options.language, set[tuple[str | None, str]]()
    parts: Parts | None = None
    translated = False
    for entry in entries(file):
        if entry.key == (None, ""):
            language = language or _language(entry)
            continue
        if entry.key in known:
            what = "a second entry for the same msgid"
            fix = "merge them with msguniq, or tell them apart with msgctxt"
            raise InputError(file.path, what, line=entry.line, fix=fix)
        known.add(entry.key)
        if parts is None:
            name = name_of(file.path)
            model = Document(name, (), language, options.source_language)
            parts = Parts(model, Titles())
        translated = translated or any(text.text for text in entry.translations.values())
        yield from parts.add([*_segments(entry)])
    if parts is None or not translated:
        what = "holds no translations" if parts else "holds no segments"
        fix = "give the .po file of a language" if parts else "give a file with entries"
        raise InputError(file.path, what, fix=fix)
    yield from parts.rest()


def _segments(entry: Entry) -> Iterator[Segment]:
    found = entry.translations
    plural = entry.strings.get(_PLURAL)
    for index, (keyword, text) in enumerate(found.items()):
        # Where there is one form only, as in Indonesian, it stands for the plural too.
        is_one = plural is None or (keyword.endswith("[0]") and len(found) > 1)
        yield Segment(
            index,
            text,
            entry.strings[_ID] if is_one else plural,
            name=f"{entry.name}{keyword.removeprefix(_STR)}" or None,
            state="fuzzy" if "fuzzy" in entry.flags else None,
            notes=tuple(entry.notes),
        )


def _language(header: Entry) -> str | None:
    texts = header.translations.values()
    found = _HEADER_LANGUAGE.search("".join(text.text for text in texts))
    return tag_of(found[1]) if found else None


def entries(file: TextFile) -> Iterator[Entry]:
    """The entries that are in use; those that are obsolete (`#~`) are left out."""
    reading = _Reading(file)
    for found in _LINE.finditer(file.text):
        if found.group():
            yield from reading.line(found.group().rstrip("\r\n"), found.start())
    yield from reading.finish()


@dataclass(slots=True)
class _Reading:
    file: TextFile
    entry: Entry | None = None
    keyword: str = ""
    builder: PassageBuilder | None = None
    place: int = 0

    def line(self, text: str, start: int) -> Iterator[Entry]:
        """One line; an entry may be complete before it."""
        found = _KEYWORD.match(text)
        begins = text.startswith("#") or (found is not None and found[1] in _FIRST)
        if begins and self.keyword.startswith(_STR):
            yield from self.finish()
        if text.startswith("#"):
            self._comment(text, start)
        elif found:
            self._keyword(found[1], start + found.start())
            if found.end() < len(text):
                self._string(text, start, found.end())
        elif text.strip():
            self._string(text, start, 0)

    def finish(self) -> Iterator[Entry]:
        """What was read is complete."""
        self._close()
        entry, self.entry = self.entry, None
        if entry is not None and entry.strings:
            self._check(entry)
            if _ID in entry.strings:
                yield entry

    def _open(self, start: int) -> Entry:
        if self.entry is None:
            self.entry = Entry(self.file.line_of(start))
        return self.entry

    def _comment(self, text: str, start: int) -> None:
        if text.startswith("#~"):
            # What was said so far was said of an entry that is no longer in use.
            self.entry = self.entry if self.entry and self.entry.strings else None
            return
        entry = self._open(start)
        if text.startswith("#,"):
            entry.flags += [flag.strip() for flag in text[2:].split(",")]
        elif text.startswith("#:"):
            entry.places += text[2:].split()[:1]
        elif text.startswith(_NOTES) and text[2:].strip():
            entry.notes.append(text[2:].strip())

    def _keyword(self, name: str, start: int) -> None:
        self._close()
        entry = self._open(start)
        if name in entry.strings:
            raise self._wrong(f"a second {name} in one entry", start)
        if name in _FIRST and not entry.strings:
            entry.line = self.file.line_of(start)
        self.keyword, self.builder, self.place = name, PassageBuilder(self.file), start

    def _string(self, text: str, start: int, at: int) -> None:
        found = _STRING.fullmatch(text, at)
        if found is None or self.builder is None:
            raise self._wrong("not PO (a string in quotation marks was to stand here)", start)
        self.place = start + found.start(1)
        end = found.start(1)
        for escape in _ESCAPE.finditer(text, found.start(1), found.end(1)):
            self.builder.add(text[end : escape.start()], start + end)
            self.builder.add(_character(escape), start + escape.start(), len(escape.group()))
            end = escape.end()
        self.builder.add(text[end : found.end(1)], start + end)

    def _close(self) -> None:
        """The string of a keyword is complete."""
        if self.builder is None or self.entry is None:
            return
        empty = not len(self.builder)
        passage = Passage("", self.file, self.place) if empty else self.builder.passage()
        self.entry.strings[self.keyword] = passage
        self.builder, self.keyword = None, ""

    def _check(self, entry: Entry) -> None:
        names: Sequence[str] = [*entry.strings]
        if names == ["domain"]:
            return
        if _ID not in entry.strings or not entry.translations:
            missing = "msgstr" if _ID in entry.strings else "msgid"
            raise InputError(self.file.path, f"an entry without {missing}", line=entry.line)

    def _wrong(self, what: str, start: int) -> InputError:
        return InputError(self.file.path, what, line=self.file.line_of(start))


def _character(escape: re.Match[str]) -> str:
    if escape[1] or escape[2]:
        code = int(escape[1], 8) if escape[1] else int(escape[2], 16)
        # Beyond ASCII it is a byte of whatever encoding, and no character.
        return chr(code) if 0 < code < _ASCII else escape.group()
    return _STANDS_FOR.get(escape[3], escape[3])
