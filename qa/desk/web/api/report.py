"""An article of the desk as a report, in any format that copydesk writes."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from qa.desk.editing.result import result_of
from qa.desk.store.articles import Article
from qa.plugins import CHECKS, WRITERS, discover, one
from qa.version import copydesk_version
from reports.result import Result, RuleResult, Verdict
from reports.writer import Style

_PLAIN = "text/plain; charset=utf-8"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "gitlab": "application/json",
    "jsonl": "application/jsonl",
    "junit": "application/xml",
    "markdown": "text/markdown; charset=utf-8",
    "mqm": "text/tab-separated-values; charset=utf-8",
    "sarif": "application/sarif+json",
    "tmx": "application/xml",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xliff": "application/xliff+xml",
    "": _PLAIN,
}
"""The media types of the formats; the others are plain text."""


_SUFFIXES = {
    "gitlab": ".json",
    "junit": ".xml",
    "latex": ".tex",
    "markdown": ".md",
    "mqm": ".mqm.tsv",
    "prometheus": ".prom",
    "sarif": ".sarif",
    "xliff": ".xlf",
}
_OWN = frozenset({"csv", "docx", "html", "json", "jsonl", "tmx", "tsv"})
"""The formats that files are named after."""


def suffix_of(name: str) -> str:
    """What the name of a file in a format ends in; of one that is plain text, in `.txt`."""
    return f".{name}" if name in _OWN else _SUFFIXES.get(name, ".txt")


def type_of(name: str) -> str:
    """The media type of a format."""
    return TYPES.get(name, _PLAIN)


def report_of(session: Session, article: Article) -> Callable[[str], str | bytes]:
    """What writes the article in a format, once the database is let go of."""
    document = result_of(session, article)
    known = discover(CHECKS)
    spoke = dict.fromkeys(rule for flag in document.flags for rule in flag.rules)
    rules = tuple(
        RuleResult(rule, known[rule].doc.splitlines()[0], known[rule].doc)
        for rule in spoke
        if rule in known
    )
    result = Result(copydesk_version(), (document,), document.scores, rules, Verdict(()))
    return lambda name: one(WRITERS, name).value.render(result, Style())
