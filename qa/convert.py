"""Files as they are, with the flags that they hold: nothing is checked, scored or judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpora.text import Document
from qa.measure import Measuring, read
from qa.plugins import CHECKS, discover
from qa.present import document_result
from qa.progress import Progress, silent
from qa.version import copydesk_version
from reports.result import Result, RuleResult, Verdict


def converted(request: Measuring, notes: list[str], progress: Progress = silent) -> Result:
    """What the files of a request hold, as a result that every writer can write."""
    return result_of(read(request, notes, progress))


def result_of(documents: Sequence[Document]) -> Result:
    """Documents with their own flags as a result without scores and conditions."""
    results = tuple(document_result(one, one.flags, (), 0, ()) for one in documents)
    flags = (flag for result in results for flag in result.flags)
    spoke = dict.fromkeys(rule for flag in flags for rule in flag.rules)
    return Result(copydesk_version(), results, (), tuple(_rules(spoke)), Verdict(()))


def _rules(names: Iterable[str]) -> Iterator[RuleResult]:
    known = discover(CHECKS)
    for name in names:
        if name in known:
            plugin = known[name]
            yield RuleResult(plugin.id, plugin.doc.splitlines()[0], plugin.doc)
        else:
            summary = "Marked in the file that was read."
            yield RuleResult(name, summary, summary)
