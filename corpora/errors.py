"""What can go wrong, as one tree: every error that a user can cause is a `CopydeskError`.

Each carries one clear line. The command line prints that line and ends with exit code 2; nothing
below it catches these errors.
"""

from __future__ import annotations


class CopydeskError(Exception):
    """The root: a mistake that the user can mend. Its text is one line."""


class UsageError(CopydeskError):
    """Options that do not go together."""


class InputError(CopydeskError):
    """A file that cannot be read as it should be.

    `path` is the file as the user named it, `line` counts from 1, `what` says what is wrong and
    `fix` what to do about it.
    """

    def __init__(self, path: str, what: str, *, line: int | None = None, fix: str = "") -> None:
        what = what.replace("\r", "\\r").replace("\n", "\\n")  # it may quote what was read
        self.path, self.what, self.line, self.fix = path, what, line, fix
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {what}" + (f"; {fix}" if fix else ""))


class AlignmentError(CopydeskError):
    """Two texts that cannot be laid side by side."""


class LanguageError(CopydeskError):
    """A language file that does not say what it should, or a language code nobody knows."""


class PluginError(CopydeskError):
    """A plug-in that cannot be loaded, or two of one name."""


class MetricError(CopydeskError):
    """A metric that cannot be computed here, and why."""


class ConfigError(CopydeskError):
    """A configuration, a glossary or a list of suppressions that does not say what it should."""
