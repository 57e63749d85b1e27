"""How well the estimator agrees with people.

Run: python -m benchmarks.estimator [DATA] [--only news,unseen]

A tenth of the documents: nothing was learned from them, and nothing fitted to them. `news`: WMT
2020 and 2021, MQM. `unseen`: WMT 2021 into English from other languages, crowd judgements. Beside
every figure stands what shortness, chance, chrF, BLEU, TER and untrained matching of token states
(as BERTScore's) reach.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.data import folder, json_lines
from benchmarks.matching import metric as matching
from metrics.meta import Figure
from metrics.scorers.estimate import EstimateScorer
from metrics.scorers.estimate import metric as estimate
from qa.evaluate import Answer, Question, evaluate_file
from training.examples import is_held_out, tenth

NEWS = ("newstest2020.en-de", "newstest2020.zh-en", "newstest2021.en-de", "newstest2021.zh-en")
UNSEEN = ("cs-en", "de-en", "ha-en", "is-en", "ja-en", "ru-en")
MEASURED = 1  # the tenth of all documents that nothing was learned from or fitted to
SEGMENTS = ("within", "acc_eq", "system_accuracy", "partial", "per_word", "pearson", "kendall")
WORDS = ("base_rate", "r_precision", "flagged", "precision", "recall", "mcc")
BASELINES = ("chrf", "bleu", "ter")
SITUATIONS = {
    "src+ref": (True, True),
    "ref": (False, True),
    "src": (True, False),
    "alone": (False, False),
}
RESAMPLES = 200
ANYWHERE = replace(
    estimate, open=lambda options: EstimateScorer(options.language), judges=lambda *_: True
)
"""The estimate, of language pairs that it does not speak of, too."""
Row = dict[str, Any]


def written(rows: Iterable[Row], path: Path) -> str:
    """Rows as a file that `copydesk evaluate` reads."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return str(path)


def unlearned(path: Path) -> list[Row]:
    """The rows of a file but for sources that stand in DEMETR, too: some of it was trained on."""
    known = {row["src"] for row in json_lines(folder() / "demetr" / "demetr.jsonl.gz")}
    return [row for row in json_lines(path) if row["src"] not in known]


def news(target: Path) -> None:
    """WMT's MQM news."""
    for name in NEWS:
        told(name, measured(folder() / "mqm_news" / f"{name}.jsonl.gz", target))


def unseen(target: Path) -> None:
    """News into English from languages that nobody marked errors in, crowd judgements."""
    for pair in UNSEEN:
        path = measured(folder() / "da_news2021" / f"{pair}.jsonl.gz", target)
        told(pair, path, seen=("src+ref", "src"))


def measured(path: Path, target: Path) -> str:
    """A file of the documents that nothing was learned from or fitted to.

    Where these have no machine translation, of those that were held out.
    """
    rows = [row for row in unlearned(path) if is_held_out(f"{row['lp']} {row['doc']}")]
    new = [row for row in rows if tenth(f"{row['lp']} {row['doc']}") == MEASURED]
    has_machine = any(not row["system"].startswith(("Human", "ref")) for row in new)
    return written(new if has_machine else rows, target / path.name)


def told(title: str, path: str, seen: Sequence[str] = tuple(SITUATIONS)) -> None:
    """Every metric, the estimator in each of these situations."""
    answers: list[tuple[str, Answer]] = []
    for situation in seen:
        source, reference = SITUATIONS[situation]
        is_first = situation == "src+ref"
        question = Question(
            BASELINES if is_first else (),
            source=source, reference=reference, resamples=RESAMPLES,
            own={"matching": matching, "estimate": ANYWHERE} if is_first
            else {"estimate": ANYWHERE},
        )  # fmt: skip
        found = evaluate_file(path, question).answers
        answers += [(situation, one) for one in found if is_first or one.name == "estimate"]
    print(f"\n## {title}\n")
    table(SEGMENTS, answers, lambda answer: answer.segments)
    print()
    table(WORDS, answers, lambda answer: answer.words)


def table(
    names: Sequence[str],
    answers: Sequence[tuple[str, Answer]],
    part: Callable[[Answer], dict[str, Figure]],
) -> None:
    """Figures as Markdown, with their 95 % intervals."""
    rows = [(s, a) for s, a in answers if part(a)]
    if not rows:
        return
    print("| metric | seen | " + " | ".join(names) + " |")
    print("|---|---|" + "---|" * len(names))
    for situation, answer in rows:
        seen = situation if answer.name == "estimate" else ""
        figures = (figure(part(answer).get(name)) for name in names)
        print(f"| {answer.name} | {seen} | " + " | ".join(figures) + " |", flush=True)


def figure(found: Figure | None) -> str:
    """A value with its interval."""
    if found is None or found.value is None:
        return "–"
    if found.low is None or found.high is None:
        return f"{found.value:.3f}"
    return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})"


PARTS = {"news": news, "unseen": unseen}


def main() -> None:
    """Print what was asked for."""
    asked = sys.argv[sys.argv.index("--only") + 1].split(",") if "--only" in sys.argv else PARTS
    with TemporaryDirectory() as target:
        for name in asked:
            PARTS[name](Path(target))


if __name__ == "__main__":
    main()
