"""How well the estimator foresees what post-editors do, on sentences it has not learned from.

Run: python -m benchmarks.estimator_edited [DATA]

MLQE-PE's test part (Fomicheva et al. 2022, aclanthology.org/2022.lrec-1.530): Wikipedia, the
translation with its source only. The head for direct assessments against these, the head for effort
against HTER, and which words were changed; the threshold for words is chosen on every other
sentence and tried on the rest. Beside it: minus the translation's length.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from benchmarks.data import folder, json_lines
from metrics.agreement import Numbers, average_precision, matthews, pearson
from metrics.estimator.estimate import EDITED, estimator
from metrics.estimator.texts import Raw, Texts

PAIRS = ("en-de", "en-zh", "et-en", "ne-en", "ro-en", "ru-en", "si-en")
STEPS = 60
Flags = NDArray[np.bool_]


def words(raw: Raw, mt: str) -> Numbers:
    """How likely each word (between spaces) is to be changed: a logit a word."""
    found = []
    for word in regex.finditer(r"\S+", mt):
        over = (raw.places[:, 0] < word.end()) & (raw.places[:, 1] > word.start())
        found.append(raw.logits[over, EDITED].max(initial=-20.0))
    return np.asarray(found, dtype=np.float64)


def changed(row: dict[str, Any]) -> Flags:
    """Which words were changed."""
    tags = row["mt_tags"].split() if isinstance(row["mt_tags"], str) else row["mt_tags"]
    return np.asarray([tag == "BAD" for tag in tags[1::2]])


def best_threshold(logits: Numbers, bad: Flags) -> float:
    """The one with the highest correlation."""
    tried = np.quantile(logits, np.linspace(0.02, 0.98, STEPS))
    return float(max(tried, key=lambda limit: matthews(logits >= limit, bad) or -1.0))


def part(pair: str, split: str) -> list[dict[str, Any]]:
    """The rows of one part."""
    rows = json_lines(folder() / "mlqe_pe" / f"{pair}.jsonl.gz")
    return [row for row in rows if row["split"] == split]


@cache
def sources_learned() -> frozenset[str]:
    """The sources of the training parts of all pairs: some English ones stand in two pairs."""
    return frozenset(row["src"] for pair in PAIRS for row in part(pair, "train"))


def measured(pair: str) -> list[float]:
    """Everything that is printed of a pair."""
    learned = sources_learned()
    rows = [row for row in part(pair, "test") if row["src"] not in learned]
    told = estimator().raw([Texts(row["mt"], row["src"]) for row in rows])
    length = np.asarray([-len(row["mt"].split()) for row in rows], dtype=np.float64)
    assessed, edited = (np.asarray([row[name] for row in rows]) for name in ("da_z", "hter"))
    logits = [words(raw, row["mt"]) for raw, row in zip(told, rows, strict=True)]
    bad = [changed(row) for row in rows]
    fitted, others = (
        (np.concatenate(logits[half::2]), np.concatenate(bad[half::2])) for half in (0, 1)
    )
    flagged = others[0] >= best_threshold(*fitted)
    found = (
        pearson(np.asarray([raw.da for raw in told]), assessed),
        pearson(length, assessed),
        pearson(np.asarray([raw.hter for raw in told]), edited),
        pearson(-length, edited),
        float(others[1].mean()),
        average_precision(*others),
        matthews(flagged, others[1]),
    )
    return [float("nan") if value is None else value for value in found]


def main() -> None:
    """Print a row a pair, and the mean."""
    titles = "DA, minus length, HTER, length, base rate, average precision, MCC".split(", ")  # noqa: SIM905
    print("| pair | " + " | ".join(titles) + " |")
    print("|---|" + "---|" * len(titles))
    table = {pair: measured(pair) for pair in PAIRS}
    table["mean"] = list(np.mean(list(table.values()), axis=0))
    for name, values in table.items():
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |")


if __name__ == "__main__":
    main()
