"""What is in force, as TOML: behind each value stands where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from qa import suppressions
from qa.config.chosen import Available, choose
from qa.config.configuration import Config
from qa.config.environment import is_without_estimate, those_set
from qa.config.lines import KeyPath
from qa.config.toml_text import key_text, value_text

DEFAULT_METRICS = ("bleu", "chrf", "estimate")
_ESTIMATE = "estimate"
_DEFAULT = "default"
_UNSET = {
    "metrics": "",
    "baseline": "none",
    "history": "none",
    "max-flags": "50, or one for 20 words",
    "glossary": "none",
    "suppressions": f"none; there is no {suppressions.FILE}",
    "calibration": "none",
}
"""What holds where a key is left out that has no value of its own."""


@dataclass(frozen=True, slots=True)
class _Printer:
    config: Config
    available: Available
    environment: Mapping[str, str]
    values: Mapping[str, Any]
    """The settings, by the names of their keys."""

    def origin(self, keys: KeyPath) -> str:
        """Where a value comes from, as a comment."""
        line = self.config.lines.of(keys)
        return f"  # {_DEFAULT if line is None else f'{Path(self.config.path).name}:{line}'}"

    def head(self) -> Iterator[str]:
        path = self.config.path
        yield f"# in force: {_shown(path)}" if path else "# in force: the defaults; no file is here"
        for one in those_set(self.environment):
            yield f"# environment: {one.name}={value_text(one.value)} ({one.meaning})"
        yield ""

    def general(self) -> Iterator[str]:
        """The keys that stand in no table."""
        if self.values["metrics"] is None:
            yield self._default_metrics()
        for key in ("metrics", "baseline", "history"):
            yield from self._key((), key, self.values[key])
        yield from self._gates()

    def _default_metrics(self) -> str:
        if is_without_estimate(self.environment):
            named = [name for name in DEFAULT_METRICS if name != _ESTIMATE]
            return f"metrics = {value_text(named)}  # {_DEFAULT}; COPYDESK_NO_ESTIMATE"
        return f"metrics = {value_text(DEFAULT_METRICS)}  # {_DEFAULT}"

    def _gates(self) -> Iterator[str]:
        gates = self.values["gates"]
        if not gates:
            yield f"gates = []{self.origin(('gates',))}"
            return
        yield f"gates = [{self.origin(('gates',))}"
        for number, gate in enumerate(gates):
            shown = gate if isinstance(gate, str) else self._written(("gates", number), gate)
            yield f"    {value_text(shown)},{self.origin(('gates', number))}"
        yield "]"

    def rules(self) -> Iterator[str]:
        yield f"[rules]{self.origin(('rules',))}"
        own = dict(self.values["rules"])
        scopes = own.pop("for")
        usual = self.config.folder / suppressions.FILE
        if own["suppressions"] is None and usual.is_file():
            own["suppressions"] = suppressions.FILE
        for key, value in own.items():
            yield from self._key(("rules",), key, value)
        yield from (f"# {line}" for line in self._chosen())
        for number, scope in enumerate(scopes):
            yield from ("", f"[[rules.for]]{self.origin(('rules', 'for', number))}")
            yield from self._keys(("rules", "for", number), scope)

    def _chosen(self) -> Iterator[str]:
        """Which rules run where no table is about less than all texts."""
        chosen = choose(self.config.rules, (), self.available)
        off = [rule for rule in self.available if rule not in chosen.checks]
        yield f"{len(chosen.checks)} of {len(self.available)} rules are on"
        if off:
            yield f"off: {', '.join(off)}"
        for rule, severity in chosen.severities.items():
            if rule in self.available and severity is not self.available[rule].value.severity:
                usual = self.available[rule].value.severity.word
                yield f"{rule} is {severity.word}, instead of {usual}"

    def tables(self) -> Iterator[str]:
        """The domains, test sets and systems."""
        if domains := self.values["domains"]:
            yield from ("", f"[domains]{self.origin(('domains',))}")
            yield from self._keys(("domains",), domains)
        for kind in ("sets", "systems"):
            for name, table in self.values[kind].items():
                yield from ("", f"[{kind}.{key_text(name)}]{self.origin((kind, name))}")
                yield from self._keys((kind, name), table)

    def _keys(self, at: KeyPath, table: Mapping[str, Any]) -> Iterator[str]:
        for key, value in self._written(at, table).items():
            yield from self._key(at, key, value)

    def _written(self, at: KeyPath, table: Mapping[str, Any]) -> dict[str, Any]:
        """A table without what was left out and is empty so."""
        lines = self.config.lines
        return {
            key: value
            for key, value in table.items()
            if value not in (None, [], {}, ()) or lines.of((*at, key)) is not None
        }

    def _key(self, table: KeyPath, key: str, value: Any) -> Iterator[str]:  # noqa: ANN401
        if value is not None:
            yield f"{key_text(key)} = {value_text(value)}{self.origin((*table, key))}"
        elif _UNSET[key]:
            yield f"# {key}: {_UNSET[key]}  # {_DEFAULT}"


def in_force(config: Config, available: Available, environment: Mapping[str, str]) -> str:
    """What is in force, as a TOML file whose comments say where each value comes from."""
    values = msgspec.to_builtins(config.settings)
    printer = _Printer(config, available, environment, values)
    parts = [*printer.head(), *printer.general(), "", *printer.rules(), *printer.tables()]
    return "\n".join(parts) + "\n"


def _shown(path: str) -> str:
    here = Path.cwd()
    found = Path(path).resolve()
    return found.relative_to(here).as_posix() if found.is_relative_to(here) else str(found)


def as_data(config: Config, available: Available, environment: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs: the settings, the lines of their keys, rules, environment."""
    chosen = choose(config.rules, (), available)
    return {
        "file": config.path or None,
        "settings": msgspec.to_builtins(config.settings),
        "lines": {_spelt(keys): line for keys, line in config.lines.own.items()},
        "rules": {
            "on": list(chosen.checks),
            "off": [rule for rule in available if rule not in chosen.checks],
            "severity": {rule: severity.word for rule, severity in chosen.severities.items()},
        },
        "environment": {one.name: one.value for one in those_set(environment)},
    }


def _spelt(keys: Sequence[str | int]) -> str:
    """`rules.for[0].paths`."""
    parts = (f"[{key}]" if isinstance(key, int) else f".{key_text(key)}" for key in keys)
    return "".join(parts).removeprefix(".")
