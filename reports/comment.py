"""A run as a comment on a pull request: the verdict, the scores, what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from corpora.text import Severity
from reports.legible import LONGEST, LONGEST_MESSAGE, counted, place_of
from reports.markdown_text import code, link, plain, table
from reports.result import Condition, Outcome, Result
from reports.scoreboard import Scoreboard, Standing, scoreboard_of
from reports.since import Found, History, history_of, is_old, worst

MARKER = "<!-- copydesk -->"
"""The first line, by which a bot finds the comment that it wrote before."""
_SIGNS = {Outcome.PASS: "✅", Outcome.FAIL: "❌", Outcome.ERROR: "⚠️"}
_MOST = 10
_ROOM = 12_000
_LONGEST_EVIDENCE = 300
_LONGEST_LINK = 2000


def written(result: Result, address: str) -> str:
    """The comment as Markdown; `address` is where the page for people lies, empty for nowhere."""
    history, outcome = history_of(result), result.verdict.outcome
    parts = [
        MARKER,
        f"## {_SIGNS[outcome]} copydesk: {outcome.value}",
        *_conditions(result),
        *_scores(scoreboard_of(result)),
        *_counts(result, history),
        *_worst(worst(result), history),
    ]
    if address:
        parts.append(link("The full report", address[:_LONGEST_LINK]))
    return "\n\n".join(parts) + "\n"


def _conditions(result: Result) -> Iterator[str]:
    """Those that were not met in sight, the others folded."""
    conditions = result.verdict.conditions
    missed = [one for one in conditions if one.outcome is not Outcome.PASS]
    passed = [one for one in conditions if one.outcome is Outcome.PASS]
    if missed:
        yield _judged(missed)
    if passed:
        met = counted(len(passed), "condition")
        yield f"<details><summary>{met} met</summary>\n\n{_judged(passed)}\n\n</details>"


def _judged(conditions: Sequence[Condition]) -> str:
    has_portion = any(condition.portion for condition in conditions)
    titles = ["", *(["of"] if has_portion else []), "condition", "evidence"]
    rows = (
        [
            f"{_SIGNS[one.outcome]} {one.outcome.value}",
            *([plain(one.portion, LONGEST)] if has_portion else []),
            plain(one.name, _LONGEST_EVIDENCE),
            plain(one.evidence, _LONGEST_EVIDENCE),
        ]
        for one in conditions
    )
    return table(titles, rows, _ROOM)


def _scores(board: Scoreboard) -> Iterator[str]:
    if not board.standings:
        return
    change = [plain(board.change_title, LONGEST), "95 % interval of it", "p"]
    titles = [
        *(["set"] if board.has_set else []),
        *(["system"] if board.has_system else []),
        "metric",
        "score",
        "95 % interval",
        *(change if board.against else []),
    ]
    rows = (_score(one, board) for one in board.standings)
    yield f"### Scores\n\n{table(titles, rows, _ROOM)}"


def _score(one: Standing, board: Scoreboard) -> list[str]:
    portion, bounds, digits = one.portion, one.score.interval, one.digits
    interval = f"{bounds.low:.{digits}f} – {bounds.high:.{digits}f}" if bounds else ""
    since = f" since {one.change.against}" if one.change and len(board.against) > 1 else ""
    up = "" if one.score.higher_is_better else " (lower is better)"
    return [
        *([plain(portion.set, LONGEST)] if portion and board.has_set else []),
        *([plain(portion.system, LONGEST)] if portion and board.has_system else []),
        f"{plain(one.score.label, LONGEST)}{up}",
        f"{one.score.value:.{digits}f}",
        interval,
        *([plain(one.trend + since, LONGEST), one.range, one.chance] if board.against else []),
    ]


def _counts(result: Result, history: History | None) -> Iterator[str]:
    """How many flags there are of each severity: new, old and fixed where there is a baseline."""
    now = Counter((flag.severity, is_old(flag)) for flag in result.flags)
    fixed = Counter(gone.severity for gone in history.fixed) if history else Counter[Severity]()
    titles = ["severity", *(["new", "old", "fixed"] if history else ["flags"])]
    rows = [
        [one.word, *map(str, (now[one, False], *((now[one, True], fixed[one]) if history else ())))]
        for one in sorted(Severity, reverse=True)
        if now[one, False] or now[one, True] or fixed[one]
    ]
    since = f" since {plain(history.name, LONGEST)}" if history else ""
    words, where = counted(result.words, "word"), counted(len(result.documents), "document")
    yield f"### Flags{since}\n\n{counted(len(result.flags), 'flag')} in {where}, {words}."
    if rows:
        yield table(titles, rows, _ROOM)
    if hidden := sum(document.hidden for document in result.documents):
        yield f"{counted(hidden, 'flag')} of less use not listed; the gate has counted them."
    if history and history.dismissed:
        yield f"{counted(history.dismissed, 'flag')} dismissed earlier and silent."


def _worst(flags: Sequence[Found], history: History | None) -> Iterator[str]:
    if not flags:
        return
    shown, new = flags[:_MOST], "new " if history else ""
    which = f"The {len(shown)} worst {new}flags of {len(flags):,}"
    title = which if len(flags) > _MOST else f"The {new}flags"
    titles = ["severity", "where", "words", "why", "write instead"]
    yield f"### {title}\n\n{table(titles, map(_flag, shown), _ROOM)}"


def _flag(found: Found) -> list[str]:
    flag = found.flag
    wanted = "" if flag.suggestion is None else plain(flag.suggestion, LONGEST) or "*delete it*"
    return [
        flag.severity.word,
        code(place_of(flag), LONGEST_MESSAGE),
        plain(flag.text, LONGEST) or "*something is missing*",
        f"{plain(flag.message, LONGEST_MESSAGE)} ({plain(flag.rule, LONGEST)})",
        wanted,
    ]
