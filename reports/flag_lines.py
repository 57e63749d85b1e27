"""A run for the terminal: a flag a line as a good linter prints it, then scores and verdict."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from corpora.text import Severity
from reports.plain import table_text
from reports.result import DocumentResult, FlagResult, Outcome, Result
from reports.sheets import scores_table
from reports.writer import Style

_COLOURS = {
    Severity.NEUTRAL: "dim",
    Severity.MINOR: "cyan",
    Severity.MAJOR: "yellow",
    Severity.CRITICAL: "bold red",
}
_VERDICTS = {Outcome.PASS: "bold green", Outcome.FAIL: "bold red", Outcome.ERROR: "bold magenta"}
_LONGEST = 70
_PLACES = 5


def render(result: Result, style: Style) -> str:
    """A run as the terminal shows it."""
    out = io.StringIO()
    console = _console(out, style)
    for flag in result.flags:
        console.print(_flag(flag), soft_wrap=True)
    if result.flags:
        console.print()
    if result.scores:
        console.print(Text(table_text(scores_table(result.scores)).rstrip("\n")), soft_wrap=True)
        console.print()
    _summary(console, result, result.documents)
    return out.getvalue()


def summarise(result: Result, documents: Iterable[DocumentResult]) -> str:
    """The end of what `render` shows, for a run whose documents come one by one; no flags."""
    out = io.StringIO()
    console = _console(out, Style())
    if result.scores:
        console.print(Text(table_text(scores_table(result.scores)).rstrip("\n")), soft_wrap=True)
        console.print()
    _summary(console, result, documents)
    return out.getvalue()


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
        line.append(f"‘{_shown(flag.text)}’: ", "italic")
    line.append(_shown(flag.message, 3 * _LONGEST))
    if flag.suggestion is not None:
        line.append(" → ").append(_shown(flag.suggestion) or "(delete)", "green")
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


def _shown(text: str, longest: int = _LONGEST) -> str:
    """A text on one line, printable, and not too long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def _summary(console: Console, result: Result, documents: Iterable[DocumentResult]) -> None:
    severities, counts, edits = Counter[Severity](), Counter[str](), 0.0
    for document in documents:
        severities.update(flag.severity for flag in document.flags)
        counts.update(documents=1, words=document.words, hidden=document.hidden)
        if document.need:
            edits += document.need.edits
            counts["estimated"] += document.need.words
    parts = [f"{severities[s]} {s.word}" for s in sorted(Severity, reverse=True) if severities[s]]
    listed = f" ({', '.join(parts)})" if parts else ""
    flags = _count(severities.total(), "flag")
    where = _count(counts["documents"], "document")
    console.print(f"{flags}{listed} in {where}, {counts['words']:,} words")
    if hidden := counts["hidden"]:
        console.print(f"{_count(hidden, 'flag')} of less use not shown; --max-flags 0 shows all")
    if words := counts["estimated"]:
        console.print(f"estimated: an editor would change {round(edits):,} of {words:,} words")
    _verdict(console, result)


def _verdict(console: Console, result: Result) -> None:
    for condition in result.verdict.conditions:
        line = Text(f"{condition.outcome.value}: ", _VERDICTS[condition.outcome])
        console.print(line.append(f"{condition.name}: {condition.evidence}", ""), soft_wrap=True)
    outcome = result.verdict.outcome
    console.print(Text(f"verdict: {outcome.value}", _VERDICTS[outcome]))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
