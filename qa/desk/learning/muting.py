"""Mutes rules that editors do not want, unmutes them again, and says so.

The desk mutes a rule for a language when its precision is clearly below a set one: when the upper
end of the 95 % interval (Wilson 1927) is, after enough decisions. It unmutes it when that end has
risen again, as editors may still accept muted flags. An admin's word goes before the desk's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from qa.desk.errors import InvalidError, NotThereError
from qa.desk.learning.acceptance import Learned, learned
from qa.desk.learning.rulings import EVERYWHERE, Ruling, muted, rulings
from qa.desk.people.log import record
from qa.desk.people.person import Person
from qa.desk.store.articles import FlagRow
from qa.desk.store.columns import now
from qa.desk.store.people import Setting
from qa.desk.store.turns import one_by_one
from qa.desk.store.work import RuleMute
from qa.desk.words import Mute, Role

__all__ = [
    "Limit", "Rules", "due", "for_everywhere", "limit", "muted", "review", "set_limit", "set_mode",
]  # fmt: skip

Rules = Collection[str] | None
"""Some rules, or None for all."""
US = "copydesk"
"""Who mutes a rule where no person does."""
MUTED, UNMUTED, RULED, LIMITED = "rule muted", "rule unmuted", "rule set", "muting set"
"""What the log calls what is done here."""
PRECISION, DECISIONS = 0.25, 20
LONGEST_REASON, _LONGEST_LANGUAGE = 500, 40
_SETTING = "muting"
_LOCK = 0x6D757465
"""The number by which those who say what is muted in a PostgreSQL database wait for each other."""


@dataclass(frozen=True, slots=True)
class Limit:
    """When the desk mutes a rule: precision below this, after so many decisions."""

    precision: float = PRECISION
    decisions: int = DECISIONS

    def __post_init__(self) -> None:
        if not 0 <= self.precision <= 1 or self.decisions < 1:
            raise InvalidError("the precision lies between 0 and 1, and decisions are 1 or more")

    def mutes(self, found: Learned) -> bool:
        """Whether a rule is to be muted, or to stay so.

        One that is muted stays so while it is below the precision, however many decisions.
        """
        enough = found.muted or found.decided >= self.decisions
        return enough and found.high < self.precision


def limit(session: Session) -> Limit:
    """The limit that is set."""
    found = session.get(Setting, _SETTING)
    if found is None:
        return Limit()
    return Limit(
        float(found.value.get("precision", PRECISION)), int(found.value.get("decisions", DECISIONS))
    )


def set_limit(session: Session, person: Person, wanted: Limit) -> None:
    """Set the limit. Raises ForbiddenError unless an admin does."""
    person.need(Role.ADMIN)
    one_by_one(session, _LOCK)
    session.merge(Setting(name=_SETTING, value=asdict(wanted)))
    record(session, person, LIMITED, _SETTING, **asdict(wanted))


def set_mode(  # noqa: PLR0913, PLR0917 — what a ruling is
    session: Session, person: Person, rule: str, language: str, mode: Mute, reason: str
) -> None:
    """Mute a rule for a language (empty: all), never do so, or leave it to the desk.

    Raises ForbiddenError unless an admin does, NotThereError for a rule that nobody has seen here,
    InvalidError without a reason.
    """
    person.need(Role.ADMIN)
    said = " ".join(reason.split())
    if len(said) > LONGEST_REASON or len(language) > _LONGEST_LANGUAGE:
        raise InvalidError(f"a reason has at most {LONGEST_REASON} characters; make it shorter")
    if mode is not Mute.AUTO and not said:
        raise InvalidError("say why: the other editors will see it")
    if not _is_seen(session, rule):
        raise NotThereError("no rule of this name has flagged anything here")
    one_by_one(session, _LOCK)  # else a review that is under way would forget this again
    _forget(session, rule, language)
    if mode is not Mute.AUTO:
        values = {"mode": mode, "by": person.name, "at": now(), "reason": said}
        session.add(RuleMute(rule=rule, language=language, **values))
    record(session, person, RULED, rule, language=language, mode=mode, reason=said)
    session.flush()


def review(session: Session, language: str | None, moment: datetime, rules: Rules = None) -> None:
    """Mute and unmute as editors' decisions now say; None stands for all languages and rules."""
    if not due(session, language, rules):
        return
    one_by_one(session, _LOCK)
    for found in due(session, language, rules):
        _turn(session, found, moment)
    session.flush()


def due(session: Session, language: str | None, rules: Rules = None) -> list[Learned]:
    """The rules that are muted and should not be, or the other way round."""
    bounds = limit(session)
    return [
        found
        for found in learned(session, language, rules).values()
        if found.mode is Mute.AUTO and bounds.mutes(found) != found.muted
    ]


def _turn(session: Session, found: Learned, moment: datetime) -> None:
    rule, language = found.rule, found.language
    _forget(session, rule, language)
    if not found.muted:
        session.add(RuleMute(rule=rule, language=language, mode=Mute.AUTO, by=US, at=moment))
    what = UNMUTED if found.muted else MUTED
    counted = {"agreed": found.agreed, "decided": found.decided}
    record(session, US, what, rule, language=language, **counted)


def for_everywhere(session: Session) -> Iterator[Ruling]:
    """What admins said of rules for all languages."""
    yield from (one for one in rulings(session) if one.language == EVERYWHERE)


def _forget(session: Session, rule: str, language: str) -> None:
    session.execute(delete(RuleMute).where(RuleMute.rule == rule, RuleMute.language == language))


def _is_seen(session: Session, rule: str) -> bool:
    flagged = select(FlagRow.id).where(FlagRow.rule == rule).limit(1)
    ruled = select(RuleMute.id).where(RuleMute.rule == rule).limit(1)
    return session.scalar(select(or_(flagged.exists(), ruled.exists()))) is True
