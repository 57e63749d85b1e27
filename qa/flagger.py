"""Which rules look at a document, with what beside them, and what is silenced afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from corpora.text import Decision, Document, Flag, Segment, Side
from qa import suppressions, terms
from qa.check import Check
from qa.config import Chosen, Config
from qa.flags import flags_of
from qa.language import Pair, load
from qa.plugins import CHECKS, Plugin, discover
from qa.suppressions import Suppressions
from qa.terms import Glossary


@dataclass(frozen=True, slots=True)
class Files:
    """The glossary and the suppressions that the user named; else the configuration's count.

    `today` decides which suppressions have expired; None: the day that it is.
    """

    glossary: str | None = None
    suppressions: str | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """All flags of a document, not yet merged; nothing is silenced.

    `dismissed` gives, by fingerprint, why the file itself says that a flag was dismissed; `checks`
    are the rules that were asked, `off` those of them that are off for segments of some lengths.
    """

    document: Document
    flags: tuple[Flag, ...]
    dismissed: Mapping[str, str]
    checks: Mapping[str, Plugin[Check]]
    off: frozenset[str]

    @property
    def looked(self) -> frozenset[str]:
        """The rules that looked: those that are not blind in this document."""
        return frozenset(
            rule for rule, one in self.checks.items() if one.value.applies_to(self.document)
        )

    @property
    def saw_all(self) -> frozenset[str]:
        """The rules that looked at every segment: none lacks what they need, for none it is off.

        Segments whose sides did not match are told of elsewhere.
        """
        plain = [s for s in self.document.segments if not (s.realigned or s.mt.is_blank)]
        needs = {self.checks[rule].value.needs for rule in self.checks}
        met = {one for one in needs if all(_has_any(segment, one) for segment in plain)}
        return frozenset(
            rule for rule in self.looked - self.off if self.checks[rule].value.needs in met
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """The test set that documents are part of, and what it is about; empty where there is none."""

    set: str = ""
    domain: str = ""


class Flagger:
    """Flags documents as the configuration asks. Raises CopydeskError for what cannot be read."""

    def __init__(
        self, config: Config, rules: tuple[str, ...] | None, files: Files, max_flags: int | None
    ) -> None:
        self.config, self._rules = config, rules
        self.available: Mapping[str, Plugin[Check]] = discover(CHECKS)
        self.max_flags = config.rules.max_flags if max_flags is None else max_flags
        self._glossary = _glossary(files.glossary or config.file(config.rules.glossary))
        self.suppressions = _suppressions(
            files.suppressions or config.file(config.rules.suppressions),
            config,
            self.available,
            files.today,
        )

    def flags(
        self, document: Document, more: Mapping[str, Plugin[Check]] = MappingProxyType({})
    ) -> tuple[Flag, ...]:
        """All flags of a document that nothing silences, not yet merged.

        `more` are rules for this document only.
        """
        return self.audible(self.hear(document, more))

    def hear(
        self,
        document: Document,
        more: Mapping[str, Plugin[Check]] = MappingProxyType({}),
        origin: Origin = Origin(),
    ) -> Heard:
        """All that the rules chosen for a document find in it."""
        chosen = self._chosen(document, origin)
        checks = {**chosen.checks, **more}
        fit = chosen.fit_in(document)
        found = flags_of(document, self.languages(document), checks, chosen.severities, fit)
        off = {rule for step in chosen.by_length if step.lengths for rule in step.ignored}
        return Heard(document, found, _dismissed(document, found), checks, frozenset(off))

    def audible(self, heard: Heard) -> tuple[Flag, ...]:
        """The flags that neither the file itself nor a suppression silences."""
        left = tuple(flag for flag in heard.flags if flag.fingerprint not in heard.dismissed)
        silent = self.suppressions.silences(heard.document, left, heard.checks)
        return tuple(flag for flag in left if flag.fingerprint not in silent)

    def languages(self, document: Document) -> Pair:
        """What is known beside a document: its languages and the glossary's terms."""
        found = languages_of(document)
        if self._glossary is None:
            return found
        terms = self._glossary.terms(document.source_language, document.language)
        return Pair(found.target, found.source, terms)

    def domain(self, document: Document, origin: Origin) -> str:
        """What a document is about: by its path, or else what its test set is about."""
        return self.config.domain_of(_path(document)) or origin.domain

    def _chosen(self, document: Document, origin: Origin) -> Chosen:
        if self._rules is None:
            return self.config.chosen(
                self.available,
                _path(document),
                document.language,
                domain=self.domain(document, origin),
                set_name=origin.set,
                source_language=document.source_language,
            )
        return Chosen({rule: self.available[rule] for rule in self._rules}, {})


def _has_any(segment: Segment, sides: frozenset[Side]) -> bool:
    """Whether a segment has any of these sides; no sides are had by all."""
    found = (segment.on(side) for side in sides)
    return not sides or any(passage is not None and not passage.is_blank for passage in found)


def _path(document: Document) -> str:
    return document.segments[0].mt.file.path if document.segments else document.id


def languages_of(document: Document) -> Pair:
    """The language files of a document's two languages."""
    source = load(document.source_language) if document.source_language else None
    return Pair(load(document.language), source)


def _dismissed(document: Document, found: Sequence[Flag]) -> dict[str, str]:
    """The fingerprints of the flags that the file itself says were dismissed, and the reasons.

    It may know them by either of their fingerprints.
    """
    known = {
        name: flag.disposition.reason
        for flag in document.flags
        if flag.disposition and flag.disposition.decision is Decision.DISMISSED
        for name in (flag.alias, flag.fingerprint)
        if name
    }
    return {
        flag.fingerprint: known[name]
        for flag in found
        for name in (flag.alias, flag.fingerprint)
        if name in known
    }


def _glossary(path: str | None) -> Glossary | None:
    return None if path is None else terms.load(path)


def _suppressions(
    path: str | None, config: Config, available: Mapping[str, Plugin[Check]], today: date | None
) -> Suppressions:
    usual = config.folder / suppressions.FILE
    if path is None and Path(usual).is_file():
        path = str(usual)
    return Suppressions() if path is None else suppressions.load(path, available, today)
