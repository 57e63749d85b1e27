"""A configuration that was read, and what it asks of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from wcmatch import glob

from corpora.opening import is_url
from qa.config.chosen import Available, Chosen, check_name, choose
from qa.config.lines import Lines
from qa.config.rule_tables import GLOB, Rules, Scope
from qa.config.tables import Settings


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration and where it comes from; `folder` is what its paths are relative to.

    `rules` are those of the file, less what somebody ignores; `settings` is the file as it is
    written, `lines` tells on which line a key stands.
    """

    rules: Rules = field(default_factory=Rules)
    path: str = ""
    folder: Path = field(default_factory=Path)
    settings: Settings = field(default_factory=Settings)
    lines: Lines = field(default_factory=Lines)

    def chosen(  # noqa: PLR0913 — all that tables can be about
        self,
        available: Available,
        path: str,
        language: str | None,
        *,
        domain: str | None = None,
        set_name: str = "",
        source_language: str | None = None,
    ) -> Chosen:
        """The rules for a document of this path and language.

        Its domain is that of its path, unless `domain` says another.
        """
        here = self.domain_of(path) if domain is None else domain
        relative = self.relative(path) if self.rules.for_ else path
        scopes = [
            scope
            for scope in self.rules.for_
            if scope.fits(
                relative, language, domain=here, set_name=set_name, source_language=source_language
            )
        ]
        return choose(self.rules, scopes, available)

    def domain_of(self, path: str) -> str:
        """The first domain whose patterns fit a document's path; empty if none does."""
        if not self.settings.domains:
            return ""
        relative = self.relative(path)
        return next(
            (
                name
                for name, patterns in self.settings.domains.items()
                if any(glob.globmatch(relative, pattern, flags=GLOB) for pattern in patterns)
            ),
            "",
        )

    def without(self, ignore: Sequence[str], available: Available) -> Config:
        """The same, with these rules or kinds ignored everywhere."""
        for name in ignore:
            check_name(name, available, "--ignore")
        scope = Scope(ignore=tuple(ignore))
        rules = msgspec.structs.replace(self.rules, for_=(*self.rules.for_, scope))
        return replace(self, rules=rules) if ignore else self

    def relative(self, path: str) -> str:
        """A document's path as the patterns see it."""
        try:
            return Path(path).resolve().relative_to(self.folder.resolve()).as_posix()
        except ValueError:
            return Path(path).as_posix()

    def file(self, name: str | None) -> str | None:
        """A file named in the configuration, as a path; a URL as it is."""
        return name if name is None or is_url(name) else str(self.folder / name)
