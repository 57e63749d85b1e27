"""The words that the desk's tables, pages and API share."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How far an article is.

    `checking`: the rules have not looked yet. `waiting`: for an editor. `signed`: an editor signed
    it off. `failed`: it could not be checked. `replaced`: a newer translation of it came.
    """

    CHECKING = "checking"
    WAITING = "waiting"
    SIGNED = "signed"
    FAILED = "failed"
    REPLACED = "replaced"


class FlagState(StrEnum):
    """What became of a flag.

    `fixed`: an editor changed the words otherwise than suggested. `silent`: the same flag was
    dismissed in an earlier translation of the article. `muted`: editors do not want its rule.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    FIXED = "fixed"
    SILENT = "silent"
    MUTED = "muted"


LIVE = (FlagState.OPEN, FlagState.MUTED, FlagState.SILENT)
"""The states of flags that nobody has dealt with in this article."""


class JobState(StrEnum):
    """How far a job is. One whose worker died is `running` until its lease ends, then queued."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobKind(StrEnum):
    """What a worker is asked to do: check an article, or make articles of a file or a feed."""

    CHECK = "check"
    IMPORT = "import"


class ActionKind(StrEnum):
    """What an editor did."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    EDIT = "edit"
    UNDO = "undo"
    SIGN_OFF = "sign-off"
    TAKE_BACK = "take-back"


class Role(StrEnum):
    """What a person may do: look; edit articles, too; manage people and rules, too."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Whether this role may do all that another may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Mute(StrEnum):
    """Who decides whether a rule is muted for a language: what editors did, or an admin."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"
