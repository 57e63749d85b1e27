"""The environment variables that count beside the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click

NO_ESTIMATE = "COPYDESK_NO_ESTIMATE"
DESK = "COPYDESK_DESK_DATABASE"
VARIABLES: Mapping[str, str] = {
    NO_ESTIMATE: "no estimated quality, and none of its rules",
    "COPYDESK_CACHE": "where counts and models are kept; off: nowhere",
    "COPYDESK_CATALOGUE": "test sets of one's own",
    "COPYDESK_OFFLINE": "test sets: nothing is fetched",
    "COPYDESK_TIMEOUT": "test sets: how long to wait for a server, in seconds",
    DESK: "the desk's database",
    "COPYDESK_REPORT_URL": "where the page for people will be found: reports link there",
    "HF_HUB_CACHE": "where COMET's models lie",
    "HUGGINGFACE_HUB_CACHE": "where COMET's models lie",
    "HF_HOME": "where COMET's models lie",
    "HF_HUB_OFFLINE": "COMET's models: nothing is fetched",
    "TRANSFORMERS_OFFLINE": "COMET's models: nothing is fetched",
}
"""What each of them means."""
_HIDDEN = "(set; it may hold a password)"


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that is set, and what it means."""

    name: str
    value: str
    meaning: str


def those_set(environment: Mapping[str, str]) -> Iterator[Variable]:
    """Those that are set in an environment, in a fixed order."""
    for name, meaning in VARIABLES.items():
        if value := environment.get(name):
            yield Variable(name, _HIDDEN if name == DESK else value, meaning)


def is_without_estimate(environment: Mapping[str, str]) -> bool:
    """Whether the estimate is switched off; the value is read as the commands read it."""
    value = environment.get(NO_ESTIMATE, "").strip()
    return bool(value) and bool(click.BOOL.convert(value, None, None))
