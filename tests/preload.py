"""What the process that test commands are forked from has imported, so that they need not.

Only modules: which plug-ins there are is looked up in each command anew.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from corpora.detection import guess_language
from qa.language import load

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
guess_language("Menteri itu mengatakan bahwa perundingan akan dilanjutkan.")
