"""What a project asks: of its rules, its test sets and systems, and of the gate.

It stands in copydesk.toml, or under `[tool.copydesk]` in pyproject.toml:

    metrics = ["chrf", "bleu", "estimate"]       # names as -m takes them
    baseline = "copydesk-baseline.json"          # or "git:origin/main"
    history = "copydesk-history.db"
    gates = [
        "no new major",
        "chrf >= 55",
        { require = "chrf no worse than main", pairs = ["en-id"], lengths = "20-" },
    ]

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
    pairs = ["en-id"]                            # *-id, en-*
    domains = ["sport"]
    sets = ["news"]
    lengths = "1-5"                              # words of the segment's reference, or source
    ignore = ["official-spelling"]

    [domains]                                    # by path
    sport = ["sport/**"]

    [sets.news]
    mt = "out/{system}/news.id.txt"
    source = "sets/news.en.txt"
    references = ["sets/news.id.txt"]

    [systems.new]

    [systems.main]
    judged = false                               # there to be compared with

The tables are in `tables.py` and `rule_tables.py`, with what each key means.
"""

from __future__ import annotations

from qa.config.chosen import ALL, Chosen, Step, check_name
from qa.config.configuration import Config
from qa.config.lines import Lines
from qa.config.reading import FILES, find, load
from qa.config.rule_tables import DEFAULT, Rules, Scope
from qa.config.scopes import Lengths, fits_pair
from qa.config.tables import GateTable, SetTable, Settings, SystemTable

__all__ = [
    "ALL",
    "DEFAULT",
    "FILES",
    "Chosen",
    "Config",
    "GateTable",
    "Lengths",
    "Lines",
    "Rules",
    "Scope",
    "SetTable",
    "Settings",
    "Step",
    "SystemTable",
    "check_name",
    "find",
    "fits_pair",
    "load",
]
