"""A run for the terminal: a flag a line as a good linter prints it, then scores and verdict."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from corpora.text import Severity
from reports.legible import LONGEST_MESSAGE, by_severity, counted, one_line
from reports.plain import table_text
from reports.result import DocumentResult, FlagResult, Outcome, Result
from reports.scoreboard import scoreboard_of
from reports.sheets import board_table
from reports.since import History, history_of, is_old
from reports.writer import Style

_COLOURS = {
    Severity.NEUTRAL: "dim",
    Severity.MINOR: "cyan",
    Severity.MAJOR: "yellow",
    Severity.CRITICAL: "bold red",
}
_VERDICTS = {Outcome.PASS: "bold green", Outcome.FAIL: "bold red", Outcome.ERROR: "bold magenta"}
_PLACES = 5


def render(result: Result, style: Style) -> str:
    """A run as the terminal shows it."""
    out = io.StringIO()
    console = _console(out, style)
    flags = [flag for flag in result.flags if not is_old(flag)]
    for flag in flags:
        console.print(_flag(flag), soft_wrap=True)
    if flags:
        console.print()
    _scores(console, result)
    _summary(console, result, result.documents)
    return out.getvalue()


def summarise(result: Result, documents: Iterable[DocumentResult]) -> str:
    """The end of what `render` shows, for a run whose documents come one by one; no flags."""
    out = io.StringIO()
    console = _console(out, Style())
    _scores(console, result)
    _summary(console, result, documents)
    return out.getvalue()


def _scores(console: Console, result: Result) -> None:
    board = scoreboard_of(result)
    if board.standings:
        console.print(Text(table_text(board_table(board)).rstrip("\n")), soft_wrap=True)
        console.print()


def _console(out: io.StringIO, style: Style) -> Console:
    return Console(
        file=out,
        width=style.width,
        force_terminal=style.colour,
        color_system="standard" if style.colour else None,
        highlight=False,
        emoji=False,
        markup=False,
    )


def _flag(flag: FlagResult) -> Text:
    place = flag.place
    line = Text(f"{place.path}:{place.line}:{place.column}: ")
    line.append(flag.severity.word, _COLOURS[flag.severity]).append(f" {flag.rule}: ", "bold")
    if flag.text:
        line.append(f"‘{one_line(flag.text)}’: ", "italic")
    line.append(one_line(flag.message, LONGEST_MESSAGE))
    if flag.suggestion is not None:
        line.append(" → ").append(one_line(flag.suggestion) or "(delete)", "green")
    if flag.also:
        places = ", ".join(f"{one.place.line}:{one.place.column}" for one in flag.also[:_PLACES])
        more = f" and {len(flag.also) - _PLACES} more" if len(flag.also) > _PLACES else ""
        line.append(f" (also at {places}{more})", "dim")
    if flag.realigned:
        line.append(" (realigned)", "dim")
    if flag.evidence:
        rules = ", ".join(dict.fromkeys(one.rule for one in flag.evidence))
        line.append(f" (so says {rules}, too)", "dim")
    return line


@dataclass
class _Counts:
    """What is counted of documents that come one by one."""

    new: Counter[Severity] = field(default_factory=Counter)
    old: int = 0
    documents: int = 0
    words: int = 0
    hidden: int = 0
    edits: float = 0.0
    estimated: int = 0

    def add(self, document: DocumentResult) -> None:
        self.new.update(flag.severity for flag in document.flags if not is_old(flag))
        self.old += sum(map(is_old, document.flags))
        self.documents += 1
        self.words += document.words
        self.hidden += document.hidden
        if document.need:
            self.edits += document.need.edits
            self.estimated += document.need.words


def _summary(console: Console, result: Result, documents: Iterable[DocumentResult]) -> None:
    counts = _Counts()
    for document in documents:
        counts.add(document)
    where = f"{counted(counts.documents, 'document')}, {counts.words:,} words"
    listed = f" ({by_severity(counts.new)})" if counts.new else ""
    history = history_of(result)
    if history is None:
        console.print(f"{counted(counts.new.total(), 'flag')}{listed} in {where}")
    else:
        new = f"{counted(counts.new.total(), 'new flag')}{listed}"
        line = Text(f"{new}; {_before(history, counts.old)}; {where}")
        console.print(line, soft_wrap=True)
    if counts.hidden:
        hidden = counted(counts.hidden, "flag")
        console.print(f"{hidden} of less use not shown; --max-flags 0 shows all")
    if words := counts.estimated:
        edits = round(counts.edits)
        console.print(f"estimated: an editor would change {edits:,} of {words:,} words")
    _verdict(console, result)


def _before(history: History, old: int) -> str:
    """What the baseline has of them: `24 old ones not shown, 2 fixed since main`."""
    silent = f", {history.dismissed:,} dismissed earlier" if history.dismissed else ""
    ones = "one" if old == 1 else "ones"
    fixed = f"{len(history.fixed):,} fixed since {one_line(history.name)}"
    return f"{old:,} old {ones} not shown, {fixed}{silent}"


def _verdict(console: Console, result: Result) -> None:
    for condition in result.verdict.conditions:
        line = Text(f"{condition.outcome.value}: ", _VERDICTS[condition.outcome])
        whose = f"{condition.portion}: " if condition.portion else ""
        line.append(f"{whose}{condition.name}: {condition.evidence}", "")
        console.print(line, soft_wrap=True)
    outcome = result.verdict.outcome
    console.print(Text(f"verdict: {outcome.value}", _VERDICTS[outcome]))
