"""What the process that test commands are forked from has imported, so that they need not.

Modules, and the data of our rules; which plug-ins there are is looked up in each command anew.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from corpora.detection import guess_language
from qa import checks
from qa.check import Check, Example
from qa.examples import build
from qa.language import Pair, load

PLUGINS = ("corpora.readers", "metrics.scorers", "qa.checks", "reports.writers")
for package in (*PLUGINS, "qa.commands"):
    for found in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        import_module(found.name)
LATER = (
    "babel.dates",
    "corpora.alignment",
    "corpora.docx.text",
    "corpora.markup.stories",
    "corpora.xliff.walk",
    "docx",
    "galechurch",
    "langcodes",
    "numpy.random",
    "qa.committed",
    "qa.desk.learning.counting",
    "qa.desk.learning.exports",
    "qa.desk.learning.sheet",
    "qa.desk.people.accounts",
    "qa.desk.people.tokens",
    "qa.desk.store.database",
    "reports.docx.commented",
    "reports.junit",
    "reports.sarif.log",
    "reports.xliff",
    "wordfreq",
)
for name in LATER:
    import_module(name)
for code in ("id", "en"):
    load(code)
TEXT = "Menteri Budi Santoso mengatakan pada 5 Mei bahwa perundingan akan dilanjutkan di Jakarta."
SOURCE = "Minister Budi Santoso said on 5 May that the talks would not be continued in Jakarta."
guess_language(TEXT)
example = Example(TEXT, SOURCE, TEXT, language="id", source_language="en")
document, _ = build(example)
for found in pkgutil.iter_modules(checks.__path__, f"{checks.__name__}."):
    # What rules look up in data: word lists, calendars, patterns.
    rule: Check = import_module(found.name).check
    if not rule.is_learned:
        list(rule.find(document, Pair(load("id"), load("en"))))
