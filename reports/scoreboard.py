"""The scores of a run, those of all its portions, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.score import Score
from reports.portion import Change, Portion
from reports.result import Result

BETTER, WORSE, SAME = "▲", "▼", "="
_HUNDREDTHS, _TEN_THOUSANDTHS = 2, 4
_ONE = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A score, the portion that it is of, and its change; None where there is no such thing."""

    score: Score
    portion: Portion | None = None
    change: Change | None = None

    @property
    def digits(self) -> int:
        """How many digits its scale asks for: four for scores between -1 and 1."""
        return _TEN_THOUSANDTHS if abs(self.score.value) <= _ONE else _HUNDREDTHS

    @property
    def trend(self) -> str:
        """Its change: `▲ +1.20 better`; the arrow tells what is better, whichever way is up."""
        if self.change is None:
            return ""
        shown = f"{self.change.delta:+.{self.digits}f}"
        if not float(shown):
            return f"{SAME} 0 unchanged"
        is_better = (self.change.delta > 0) == self.score.higher_is_better
        return f"{BETTER} {shown} better" if is_better else f"{WORSE} {shown} worse"

    @property
    def range(self) -> str:
        """The confidence interval of its change; empty where there is none."""
        bounds = self.change and self.change.interval
        digits = self.digits
        return f"{bounds.low:+.{digits}f} to {bounds.high:+.{digits}f}" if bounds else ""

    @property
    def chance(self) -> str:
        """How often chance alone makes such a change; empty where there are too few segments."""
        return "" if self.change is None or self.change.p is None else f"{self.change.p:.3f}"


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """The scores of a run in order, and which columns tell them apart."""

    standings: tuple[Standing, ...]
    has_set: bool = False
    has_system: bool = False

    @property
    def against(self) -> tuple[str, ...]:
        """The names of what scores are compared with."""
        names = (one.change.against for one in self.standings if one.change)
        return tuple(dict.fromkeys(names))

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to tell but the scores."""
        return not (self.against or self.has_set or self.has_system)

    @property
    def change_title(self) -> str:
        """What the column of changes is called."""
        return f"change since {self.against[0]}" if len(self.against) == 1 else "change"


def scoreboard_of(result: Result) -> Scoreboard:
    """The scores of all portions; of a result that names none, those of the run."""
    portions = result.portions
    standings = tuple(Standing(o.score, p, o.change) for p in portions for o in p.scores)
    if not standings:
        return Scoreboard(tuple(Standing(score) for score in result.scores))
    several = len(portions) > 1
    return Scoreboard(
        standings,
        has_set=several and any(portion.set for portion in portions),
        has_system=several and any(portion.system for portion in portions),
    )


def metrics_of(result: Result) -> tuple[Score, ...]:
    """A score of each metric, in order: the first portion's that has it."""
    first: dict[str, Score] = {}
    for score in result.scores:
        first.setdefault(score.metric, score)
    return tuple(first.values())
