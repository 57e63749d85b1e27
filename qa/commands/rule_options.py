"""The options of the commands that check texts or estimate their quality."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpora.errors import UsageError
from metrics.estimator import calibration
from qa import config
from qa.commands.options import F
from qa.config import Config
from qa.plugins import CHECKS, discover

_RULE_OPTIONS = (
    click.option("--rule", "rules", multiple=True, metavar="ID", help="Only these rules."),
    click.option(
        "--ignore", multiple=True, metavar="ID", help="Not these rules; ids or MQM kinds."
    ),
    click.option(
        "--config",
        metavar="FILE",
        help="[default: the nearest copydesk.toml, or pyproject.toml with [tool.copydesk]]",
    ),
    click.option("--no-config", is_flag=True, help="Look for no configuration."),
    click.option("--glossary", metavar="FILE", help="Terms to keep to: TSV or TBX."),
    click.option(
        "--suppressions",
        metavar="FILE",
        help="Flags to leave out. [default: copydesk-ignore.toml, if there is one]",
    ),
)


def rule_options(function: F) -> F:
    """`--rule --ignore --config --no-config --glossary --suppressions`."""
    for option in reversed(_RULE_OPTIONS):
        function = option(function)
    return function


def use_calibration(options: dict[str, Any], found: Config | None = None) -> None:
    """Take the calibration that the user named, or that the configuration names."""
    if found is None:
        found = config_in({"config": None, "no_config": False, "ignore": ()})
    calibration.use(options["calibration"] or found.file(found.rules.calibration))


def learned_rules() -> tuple[str, ...]:
    """The rules that ask the estimator."""
    return tuple(rule for rule, plugin in discover(CHECKS).items() if plugin.value.is_learned)


def rules_in(options: dict[str, Any]) -> tuple[str, ...] | None:
    """The only rules that the user wants; None for those that the configuration selects."""
    available = discover(CHECKS)
    for rule in options["rules"]:
        if rule not in available:
            raise UsageError(f"no rule is called '{rule}'; 'copydesk rules' lists them")
    return tuple(options["rules"]) or None


def config_in(options: dict[str, Any]) -> Config:
    """The configuration that the user named, or the nearest one, less what he ignores."""
    available = discover(CHECKS)
    named = options["config"]
    path = Path(named) if named else None if options["no_config"] else config.find(Path())
    found = config.load(path, available) if path else Config()
    return found.without(options["ignore"], available)
