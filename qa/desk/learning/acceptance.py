"""How often editors agree with a rule, by the language of the translation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from qa.desk.learning.interval import Share
from qa.desk.learning.rulings import EVERYWHERE, UNKNOWN, Rulings, rulings
from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.words import FlagState, Mute

STRENGTH = 10
"""How many decisions a rule's own confidence is worth."""
LATELY = 60.0
"""Seconds after which `learned_lately` reads anew."""
DECIDED = (FlagState.ACCEPTED, FlagState.FIXED, FlagState.DISMISSED)
_ACCEPTED, _FIXED, _DISMISSED = 2, 1, 0
_LATELY = "learned"


@dataclass(frozen=True, slots=True)
class Learned:
    """What editors made of a rule's flags in a language (`und` where that is unknown).

    `share` of the decisions agreed with the rule, None where there are none; `low` and `high` are
    the 95 % interval. `muted` is what holds now, `mode` who decides that.
    """

    rule: str
    language: str
    accepted: int
    dismissed: int
    fixed: int
    share: float | None
    low: float
    high: float
    muted: bool
    mode: Mute

    @property
    def agreed(self) -> int:
        """The flags that editors agreed with: they took the suggestion, or wrote another."""
        return self.accepted + self.fixed

    @property
    def decided(self) -> int:
        """The flags that editors decided on."""
        return self.agreed + self.dismissed


Known = Mapping[tuple[str, str], Learned]
"""What was learned, by rule and language."""


def learned(
    session: Session, language: str | None = None, rules: Collection[str] | None = None
) -> Known:
    """All rules that editors decided on or somebody ruled on, by rule and language.

    None stands for all languages, and for all rules.

    A vote is a decision of an editor (`by`) on a fault of an article, however many places it stands
    in; of several decisions on one fault the one in favour counts. Silent flags are no votes: they
    repeat a decision that was counted. Nor are flags still open when an article is signed: whether
    the editor saw nothing wrong, or never looked, nobody knows.
    """
    counts = session.execute(_counted(language, rules)).all()
    known = rulings(session)
    found = (
        _learned(rule, spoken or UNKNOWN, (int(taken), int(other), int(wrong)), known)
        for rule, spoken, taken, other, wrong in counts
    )
    mapping = {(one.rule, one.language): one for one in found}
    for one in known:
        key = (one.rule, one.language)
        is_wanted = language in (None, one.language) and (rules is None or one.rule in rules)
        if one.language != EVERYWHERE and is_wanted:
            mapping.setdefault(key, _learned(*key, (0, 0, 0), known))
    return dict(sorted(mapping.items()))


def learned_lately(database: Database, language: str | None) -> Known:
    """The same for a language (None: unknown) as it was at most `LATELY` seconds ago, for chances.

    It reads in a reading of its own, and rarely: call it before a writing begins. What is muted now
    `rulings.muted` tells.
    """

    def read() -> Known:
        with database.reading() as session:
            return learned(session)

    known = database.lately.of(_LATELY, LATELY, read)
    spoken = language or UNKNOWN
    return {key: one for key, one in known.items() if one.language == spoken}


def chance(flag_confidence: float, found: Learned | None) -> float:
    """How likely an editor is to agree with a flag, 0 to 1.

    The mean of the posterior, where the prior is a Beta distribution with the flag's own confidence
    as its mean, worth as much as `STRENGTH` decisions.
    """
    if found is None:
        return flag_confidence
    return (STRENGTH * flag_confidence + found.agreed) / (STRENGTH + found.decided)


def spoken_in(language: str | None) -> ColumnElement[bool]:
    """The condition that an article is in a language; None stands for any."""
    if language is None:
        return and_(True)  # noqa: FBT003 — SQLAlchemy's
    if language == UNKNOWN:
        return Article.language.is_(None)
    return Article.language == language


def votes(*conditions: ColumnElement[bool]) -> Select[str, str | None, int]:
    """Rule, language and vote (2 accepted, 1 fixed, 0 dismissed), a row a fault of an article."""
    worth = case(
        (FlagRow.state == FlagState.ACCEPTED, _ACCEPTED),
        (FlagRow.state == FlagState.FIXED, _FIXED),
        else_=_DISMISSED,
    )
    return (
        select(FlagRow.rule, Article.language, func.max(worth).label("vote"))
        .join(Article, Article.id == FlagRow.article_id)
        .where(FlagRow.by.is_not(None), FlagRow.state.in_(DECIDED), *conditions)
        .group_by(FlagRow.rule, Article.language, FlagRow.article_id, FlagRow.fingerprint)
    )


def counts_of(vote: ColumnElement[int]) -> Iterator[ColumnElement[int]]:
    """How many of the votes are accepted, fixed, dismissed."""
    for value in (_ACCEPTED, _FIXED, _DISMISSED):
        yield func.coalesce(func.sum(case((vote == value, 1), else_=0)), 0)


def _counted(
    language: str | None, rules: Collection[str] | None
) -> Select[str, str | None, int, int, int]:
    named = [] if rules is None else [FlagRow.rule.in_(rules)]
    cast = votes(spoken_in(language), *named).subquery()
    taken, other, wrong = counts_of(cast.c.vote)
    grouped = (cast.c.rule, cast.c.language)
    return select(*grouped, taken, other, wrong).group_by(*grouped)


def _learned(rule: str, language: str, counts: tuple[int, int, int], known: Rulings) -> Learned:
    accepted, fixed, dismissed = counts
    share = Share(accepted + fixed, accepted + fixed + dismissed)
    ruling = known.on(rule, language)
    return Learned(
        rule=rule,
        language=language,
        accepted=accepted,
        dismissed=dismissed,
        fixed=fixed,
        share=share.value,
        low=share.low,
        high=share.high,
        muted=ruling is not None and ruling.mutes,
        mode=ruling.mode if ruling else Mute.AUTO,
    )
