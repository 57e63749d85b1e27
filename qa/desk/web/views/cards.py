"""A flag as the article's page shows it: a card with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpora.text import Evidence, Severity, Side
from qa.desk.learning.acceptance import Known, Learned
from qa.desk.learning.rulings import UNKNOWN
from qa.desk.store.articles import Article, FlagRow
from reports.page import Tongue, tongue_of

_ORDER = {Side.TRANSLATION: 0, Side.SOURCE: 1, Side.REFERENCE: 2}


@dataclass(frozen=True, slots=True)
class Card:
    """A flag to show. `was` are its words, empty where something is missing; `by` dealt with it.

    `chance` is how likely an editor is to agree; `found` is what editors made of its rule in this
    language, None where none has decided yet.
    """

    id: int
    rule: str
    severity: str
    state: str
    message: str
    was: str
    suggestion: str | None
    side: str
    tongue: Tongue
    segment: int
    chance: float
    found: Learned | None
    reason: str
    by: str
    evidence: tuple[Evidence, ...]
    also: tuple[int, ...]

    @property
    def can_accept(self) -> bool:
        """Whether its suggestion can be written into the text."""
        return self.suggestion is not None and self.side == Side.TRANSLATION


@dataclass(frozen=True, slots=True)
class Cards:
    """Makes the cards of an article; `names` are people's, `known` is what was learned of rules."""

    article: Article
    names: Mapping[int, str]
    known: Known

    def all(self, flags: Iterable[FlagRow]) -> Sequence[Card]:
        """A card a flag, in reading order."""
        return [self._card(flag) for flag in sorted(flags, key=_place)]

    def _card(self, flag: FlagRow) -> Card:
        is_source = flag.side == Side.SOURCE
        article = self.article
        found = self.known.get((flag.rule, article.language or UNKNOWN))
        return Card(
            id=flag.id,
            rule=flag.rule,
            severity=Severity(flag.severity).word,
            state=flag.state,
            message=flag.message,
            was=flag.words,
            suggestion=flag.suggestion,
            side=flag.side,
            tongue=tongue_of(article.source_language if is_source else article.language),
            segment=flag.segment,
            chance=flag.chance,
            found=found if found is not None and found.decided else None,
            reason=flag.reason,
            by=self.names.get(flag.by or 0, ""),
            evidence=tuple(Evidence(one["rule"], one["message"]) for one in flag.evidence),
            also=tuple(sorted({one["segment"] for one in flag.also} - {flag.segment})),
        )


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a flag comes in reading order; of two in one place the worse first."""

    segment: int
    side: int
    start: int
    severity: int
    id: int


def _place(flag: FlagRow) -> _Place:
    return _Place(flag.segment, _ORDER[Side(flag.side)], flag.start, -flag.severity, flag.id)
