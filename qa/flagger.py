"""Which rules look at a document, with what beside them, and what is silenced afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from corpora.text import Decision, Document, Flag
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
    """The glossary and the suppressions that the user named; else the configuration's count."""

    glossary: str | None = None
    suppressions: str | None = None


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
            files.suppressions or config.file(config.rules.suppressions), config, self.available
        )

    def flags(
        self, document: Document, more: Mapping[str, Plugin[Check]] = MappingProxyType({})
    ) -> tuple[Flag, ...]:
        """All flags of a document that nothing silences, not yet merged.

        What the file itself says was dismissed stays silent.

        `more` are rules for this document only.
        """
        path = document.segments[0].mt.file.path if document.segments else document.id
        chosen = self._chosen(path, document.language)
        checks = {**chosen.checks, **more}
        found = flags_of(document, self.languages(document), checks, chosen.severities)
        dismissed = _dismissed(document)
        left = (flag for flag in found if flag.fingerprint not in dismissed)
        return self.suppressions.apply(document, left, checks)

    def languages(self, document: Document) -> Pair:
        """What is known beside a document: its languages and the glossary's terms."""
        found = languages_of(document)
        if self._glossary is None:
            return found
        terms = self._glossary.terms(document.source_language, document.language)
        return Pair(found.target, found.source, terms)

    def _chosen(self, path: str, language: str | None) -> Chosen:
        if self._rules is None:
            return self.config.chosen(self.available, path, language)
        return Chosen({rule: self.available[rule] for rule in self._rules}, {})


def languages_of(document: Document) -> Pair:
    """The language files of a document's two languages."""
    source = load(document.source_language) if document.source_language else None
    return Pair(load(document.language), source)


def _dismissed(document: Document) -> frozenset[str]:
    """The fingerprints of the flags that the file itself says were dismissed."""
    return frozenset(
        flag.fingerprint
        for flag in document.flags
        if flag.disposition and flag.disposition.decision is Decision.DISMISSED
    )


def _glossary(path: str | None) -> Glossary | None:
    return None if path is None else terms.load(path)


def _suppressions(
    path: str | None, config: Config, available: Mapping[str, Plugin[Check]]
) -> Suppressions:
    usual = config.folder / suppressions.FILE
    if path is None and Path(usual).is_file():
        path = str(usual)
    return Suppressions() if path is None else suppressions.load(path, available)
