"""Statistics as tables: for the terminal, CSV, JSON and whatever else writes sheets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from qa.desk.learning.stats import Stats
from reports.table import Cell, Column, Sheet, Table

_NAME_DIGITS = {"count": 0, "rate": 1, "share": 0, "minutes": 1, "need": 2, "hter": 3}
_DASH = "–"


def stats_sheet(stats: Stats) -> Sheet:
    """All of it; tables that would be empty are left out. `data` is JSON's, moments in ISO 8601."""
    faults, rules = _faults(stats), _rules(stats)
    shown = (_overview(stats), _days(stats), faults, rules, _people(stats))
    tables = tuple(table for table in shown if table.rows)
    return Sheet(tables, _records(stats), _data(stats))


def _overview(stats: Stats) -> Table:
    suggestions = stats.suggestions
    taken = suggestions.value
    rows: list[tuple[Cell, ...]] = [
        ("translations received", f"{stats.received:,}"),
        ("articles signed off", f"{stats.signed:,}"),
        ("minutes an article (median)", _shown(stats.minutes, "minutes")),
        ("HTER (median)", _shown(stats.hter, "hter")),
        ("need against minutes (rank correlation)", _shown(stats.agreement, "need")),
        ("suggestions accepted", _DASH if taken is None else f"{taken:.0%} of {suggestions.count}"),
    ]
    return Table(_title(stats), (Column(""), Column("")), tuple(rows))


def _title(stats: Stats) -> str:
    first, last = stats.days[0].day, stats.days[-1].day
    return f"{first} to {last}"


def _days(stats: Stats) -> Table:
    """The days on which there was something to do."""
    columns = (Column("day (UTC)"), Column("received", 0), Column("signed off", 0))
    rows = tuple(
        (one.day.isoformat(), one.received, one.signed)
        for one in stats.days
        if one.received or one.signed
    )
    return Table("Articles a day", columns, rows)


def _faults(stats: Stats) -> Table:
    columns = (
        Column("system"), Column("rule"), Column("flags", 0),
        Column("per 1,000 words", _NAME_DIGITS["rate"]),
    )  # fmt: skip
    rows = tuple((one.system or _DASH, one.rule, one.flags, one.rate) for one in stats.faults)
    return Table("Commonest faults", columns, rows)


def _rules(stats: Stats) -> Table:
    columns = (
        Column("rule"), Column("language"), Column("agreed", 0), Column("dismissed", 0),
        Column("share", 0, is_percent=True), Column("95 % interval"), Column(""),
    )  # fmt: skip
    rows = tuple(
        (
            *(one.rule, one.language, one.agreed, one.dismissed, one.share),
            f"{one.low:.0%} – {one.high:.0%}",
            "muted" if one.muted else "",
        )
        for one in stats.rules
    )
    return Table("What editors made of rules", columns, rows)


def _people(stats: Stats) -> Table:
    columns = (
        Column("editor"), Column("signed off", 0), Column("flags decided", 0),
        Column("minutes", 0),
    )  # fmt: skip
    rows = tuple((one.name, one.signed, one.decided, one.minutes) for one in stats.people)
    return Table("Editors", columns, rows)


def _records(stats: Stats) -> Table:
    """A value a row."""
    columns = (Column("what"), Column("name"), Column("of"), Column("value"))
    rows: list[tuple[Cell, ...]] = []
    for day in stats.days:
        rows += [("received", day.day.isoformat(), "", day.received)]
        rows += [("signed", day.day.isoformat(), "", day.signed)]
    for effort in stats.efforts:
        number = str(effort.article_id)
        values = {"need": effort.need, "minutes": effort.minutes, "hter": effort.hter}
        rows += [(name, number, "", value) for name, value in values.items()]
    rows += [("faults per 1,000 words", one.rule, one.system, one.rate) for one in stats.faults]
    rows += [("agreed", one.rule, one.language, one.agreed) for one in stats.rules]
    rows += [("dismissed", one.rule, one.language, one.dismissed) for one in stats.rules]
    return Table("Statistics", columns, tuple(rows))


def _data(stats: Stats) -> dict[str, Any]:
    """Plain lists and mappings, with what is derived."""
    whole = asdict(stats)
    suggestions = stats.suggestions
    ends = {"share": suggestions.value, "low": suggestions.low, "high": suggestions.high}
    derived = {
        "moment": stats.moment.isoformat(),
        "received": stats.received,
        "signed": stats.signed,
        "median_minutes": stats.minutes,
        "median_hter": stats.hter,
        "need_against_minutes": stats.agreement,
        "suggestions": {**whole["suggestions"], **ends},
        "hter": [asdict(one) for one in stats.bins],
    }
    days = [{**day, "day": day["day"].isoformat()} for day in whole["days"]]
    return {**whole, **derived, "days": days}


def _shown(value: float | None, name: str) -> str:
    return _DASH if value is None else f"{value:.{_NAME_DIGITS[name]}f}"
