"""What a project asks of the rules.

It stands in copydesk.toml, or under `[tool.copydesk.rules]` in pyproject.toml:

    [rules]
    select = ["DEFAULT", "speaker-mismatch"]     # ids, MQM kinds (`fluency`), DEFAULT, ALL
    ignore = ["overlong-sentence"]
    severity = { calque = "neutral" }
    max-flags = 40
    glossary = "terms.tsv"
    suppressions = "copydesk-ignore.toml"
    calibration = "copydesk-estimate.json"       # what `copydesk calibrate` wrote

    [[rules.for]]                                # later ones win
    paths = ["sport/**"]
    languages = ["id"]
    ignore = ["official-spelling"]
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
from wcmatch import glob

from corpora.errors import ConfigError, LanguageError
from corpora.languages import covers, parse
from corpora.text import Severity
from qa.check import Check
from qa.plugins import Plugin

FILES = ("copydesk.toml", "pyproject.toml")
ALL, DEFAULT = "ALL", "DEFAULT"
_GLOB = glob.GLOBSTAR | glob.DOTGLOB
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """What is asked of the documents whose path and language fit; empty lists fit all."""

    paths: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = {}

    def fits(self, path: str, language: str | None) -> bool:
        """Whether this is about a document."""
        spoken = language and any(covers(parse(one), language) for one in self.languages)
        here = any(glob.globmatch(path, pattern, flags=_GLOB) for pattern in self.paths)
        return (here or not self.paths) and bool(spoken or not self.languages)


class Rules(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    rename={"for_": "for", "max_flags": "max-flags"},
):
    """The table `[rules]`. `max_flags` 0 shows all."""

    select: tuple[str, ...] = (DEFAULT,)
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = {}
    max_flags: int | None = None
    glossary: str | None = None
    suppressions: str | None = None
    calibration: str | None = None
    for_: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rules for a document, and the severities that replace their own."""

    checks: Mapping[str, Plugin[Check]]
    severities: Mapping[str, Severity]


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration and where it comes from; `folder` is what its paths are relative to."""

    rules: Rules = field(default_factory=Rules)
    path: str = ""
    folder: Path = field(default_factory=Path)

    def chosen(
        self, available: Mapping[str, Plugin[Check]], path: str, language: str | None
    ) -> Chosen:
        """The rules for a document of this path and language."""
        on = _those(self.rules.select, available) - _those(self.rules.ignore, available)
        severities = dict(self.rules.severity)
        for scope in self.rules.for_:
            if scope.fits(self.relative(path), language):
                on = (on | _those(scope.select, available)) - _those(scope.ignore, available)
                severities |= scope.severity
        named = {rule: Severity[word.upper()] for rule, word in severities.items()}
        return Chosen({rule: available[rule] for rule in available if rule in on}, named)

    def without(self, ignore: Sequence[str], available: Mapping[str, Plugin[Check]]) -> Config:
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
        """A file named in the configuration, as a path."""
        return None if name is None else str(self.folder / name)


def _those(names: Sequence[str], available: Mapping[str, Plugin[Check]]) -> frozenset[str]:
    """The rules that these names mean."""
    return frozenset(
        rule
        for rule, plugin in available.items()
        if any(_means(name, rule, plugin.value) for name in names)
    )


def _means(name: str, rule: str, check: Check) -> bool:
    if name in {ALL, rule, check.category}:
        return True
    kind = check.category.partition("/")[0]
    return not check.optional and name in {DEFAULT, kind}


def find(start: Path) -> Path | None:
    """The configuration nearest to a folder, looking upwards."""
    for folder in (start.resolve(), *start.resolve().parents):
        for name in FILES:
            path = folder / name
            if path.is_file() and (name == FILES[0] or "[tool.copydesk" in _read(path)):
                return path
    return None


def load(path: Path, available: Mapping[str, Plugin[Check]]) -> Config:
    """Read a configuration. Raises ConfigError with the line of what is wrong in it."""
    text = _read(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from None
    table = data.get("tool", {}).get("copydesk", {}) if path.name == FILES[1] else data
    _only(table, ("rules",), path, text)
    try:
        rules = msgspec.convert(table.get("rules", {}), Rules)
    except msgspec.ValidationError as error:
        raise _explained(path, text, error) from None
    for name in _names(rules):
        check_name(name, available, f"{path}{_line(text, name)}")
    _check_severities(rules, path, text)
    _check_languages(rules, path, text)
    return Config(rules, str(path), path.parent)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None


def _only(table: Mapping[str, Any], known: Sequence[str], path: Path, text: str) -> None:
    for key in table:
        if key not in known:
            raise _unknown(path, text, key, known)


def _explained(path: Path, text: str, error: msgspec.ValidationError) -> ConfigError:
    """The error with its line, and the nearest key where one is unknown."""
    if found := _UNKNOWN.search(str(error)):
        struct = Scope if "for[" in str(error) else Rules
        known = [one.encode_name for one in msgspec.structs.fields(struct)]
        return _unknown(path, text, found[1], known)
    message = str(error)
    key = message.rpartition("$.")[2].partition("`")[0].partition("[")[0]
    return ConfigError(f"{path}{_line(text, key)}: {message}")


def _unknown(path: Path, text: str, key: str, known: Sequence[str]) -> ConfigError:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known)}"
    return ConfigError(f"{path}{_line(text, key)}: nothing is called '{key}' here; {hint}")


def _line(text: str, key: str) -> str:
    """`:12` where a key or a name stands, as far as it can be found."""
    for number, line in enumerate(text.splitlines(), 1):
        if key and re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", line):
            return f":{number}"
    return ""


def _names(rules: Rules) -> Iterator[str]:
    scopes: tuple[Rules | Scope, ...] = (rules, *rules.for_)
    for scope in scopes:
        yield from (*scope.select, *scope.ignore, *scope.severity)


def check_name(name: str, available: Mapping[str, Plugin[Check]], where: str) -> None:
    """Raise ConfigError, with the nearest name, for one that is no rule and no kind."""
    kinds = {plugin.value.category for plugin in available.values()}
    known = {ALL, DEFAULT, *available, *kinds, *(kind.partition("/")[0] for kind in kinds)}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "'copydesk rules' lists them"
        raise ConfigError(f"{where}: no rule or kind is called '{name}'; {hint}")


def _check_severities(rules: Rules, path: Path, text: str) -> None:
    scopes: tuple[Rules | Scope, ...] = (rules, *rules.for_)
    for scope in scopes:
        for word in scope.severity.values():
            if word.upper() not in Severity.__members__:
                known = ", ".join(severity.word for severity in Severity)
                what = f"no severity is called '{word}'; there are: {known}"
                raise ConfigError(f"{path}{_line(text, word)}: {what}")


def _check_languages(rules: Rules, path: Path, text: str) -> None:
    for language in (one for scope in rules.for_ for one in scope.languages):
        try:
            parse(language)
        except LanguageError as error:
            raise ConfigError(f"{path}{_line(text, language)}: {error}") from None
