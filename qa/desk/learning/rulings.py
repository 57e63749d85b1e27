"""Which rules are muted for which language, and who said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.store.work import RuleMute
from qa.desk.words import Mute

EVERYWHERE = ""
"""Stands for all languages."""
UNKNOWN = "und"
"""The language of an article whose language is not known (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds for a rule in a language.

    Of the mode `auto` it says that the desk itself has muted the rule; there is none otherwise.
    """

    rule: str
    language: str
    mode: Mute
    by: str
    at: datetime
    reason: str

    @property
    def mutes(self) -> bool:
        """Whether the rule is muted by it."""
        return self.mode is not Mute.OFF


@dataclass(frozen=True, slots=True)
class Rulings:
    """All rulings, by rule and language."""

    found: Mapping[tuple[str, str], Ruling]

    def on(self, rule: str, language: str) -> Ruling | None:
        """The ruling that counts.

        An admin's for the language goes before one for all languages, and that before the desk's.
        """
        own = self.found.get((rule, language))
        everywhere = self.found.get((rule, EVERYWHERE))
        if own is not None and own.mode is not Mute.AUTO:
            return own
        return everywhere or own

    def muted(self, language: str) -> frozenset[str]:
        """The rules that are muted for a language."""
        rules = {rule for rule, _ in self.found}
        return frozenset(rule for rule in rules if self._mutes(rule, language))

    def _mutes(self, rule: str, language: str) -> bool:
        ruling = self.on(rule, language)
        return ruling is not None and ruling.mutes

    def __iter__(self) -> Iterator[Ruling]:
        return iter(self.found.values())


def rulings(session: Session) -> Rulings:
    """What holds now."""
    rows = session.scalars(select(RuleMute).order_by(RuleMute.rule, RuleMute.language))
    found = (
        Ruling(row.rule, row.language, Mute(row.mode), row.by, row.at, row.reason) for row in rows
    )
    return Rulings({(one.rule, one.language): one for one in found})


def muted(session: Session, language: str | None) -> frozenset[str]:
    """The rules that are muted for a language (None: unknown)."""
    return rulings(session).muted(language or UNKNOWN)
