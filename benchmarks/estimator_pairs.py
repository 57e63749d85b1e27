"""Does the estimator put the good translation above the bad one?

Run: python -m benchmarks.estimator_pairs [DATA]

DEMETR (Karpinska et al. 2022), half of the sources that were held out: each kind of error, with the
source, the reference, or both; kinds marked * were never trained on. The kind whose "spoiled" text
is the human reference is left out, as it is not worse. Then Indonesian, none of it trained on: a
sample of two systems and a professional translation, and the bundled article's marked phrases among
the twenty that the estimator doubts most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from sacrebleu.metrics.chrf import CHRF

from benchmarks.article import MT, REFERENCE, SOURCE, marked_ranges
from benchmarks.data import folder, json_lines, table
from corpora.load import Inputs
from corpora.text import Document
from metrics.estimator.estimate import estimator
from metrics.estimator.texts import Texts
from qa.doubts import Doubt, doubts_of, estimated
from qa.flagger import languages_of
from qa.language_choice import Languages
from qa.measure import Measuring, read
from training.examples import tenth
from training.people import HELD_OUT_KINDS, REFERENCE_KIND

SITUATIONS = ("src", "ref", "src+ref")
CLEAR, SHOWN, MEASURED = 10.0, 20, 1


def texts(mt: str, source: str, reference: str, situation: str) -> Texts:
    """What the estimator sees."""
    beside = (source if "src" in situation else None, reference if "ref" in situation else None)
    return Texts(mt, *beside)


def points(wanted: Sequence[Texts], language: str) -> np.ndarray:
    """Estimated points, the higher the better."""
    return np.asarray([e.points for e in estimator().estimate(wanted, language)])


def demetr() -> None:
    """Share of pairs in the right order, by kind."""
    rows = [row for row in json_lines(folder() / "demetr" / "demetr.jsonl.gz") if is_tried(row)]
    orders = []
    for situation in SITUATIONS:
        good, bad = (
            points([texts(row[mt], row["src"], row["ref"], situation) for row in rows], "en")
            for mt in ("mt", "mt_bad")
        )
        orders.append(good > bad)
    order = np.stack(orders, axis=1)
    print(f"\n## DEMETR, {len(rows):,} pairs\n\n| kind | pairs | {' | '.join(SITUATIONS)} |")
    print("|---|---|---|---|---|")
    for name, some in by_kind(rows, order).items():
        shares = " | ".join(f"{share:.3f}" for share in some.mean(axis=0))
        print(f"| {name} | {len(some)} | {shares} |")


def is_tried(row: dict[str, Any]) -> bool:
    """Whether a pair was held out, and the second text is the worse one."""
    is_worse = row["mt"] != row["mt_bad"] and REFERENCE_KIND not in row["pert"]
    return is_worse and tenth(row["src"]) == MEASURED


def by_kind(rows: Sequence[dict[str, Any]], order: np.ndarray) -> dict[str, np.ndarray]:
    """Which pairs of each kind are right, the hardest kinds first, then totals."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        kinds[row["pert"]].append(at)
    is_new = {kind: int(kind.split("_id")[1].split("_")[0]) % HELD_OUT_KINDS == 0 for kind in kinds}
    ordered = sorted(kinds, key=lambda kind: float(order[kinds[kind]].mean()))
    found = {kind + "*" * is_new[kind]: order[kinds[kind]] for kind in ordered}
    new = [at for kind, its in kinds.items() if is_new[kind] for at in its]
    return found | {"**all**": order, "**kinds never trained on**": order[new]}


def indonesian() -> None:
    """The weaker system below the stronger one, both below the professional."""
    rows = table(folder() / "id_mt_sample" / "ntrex75.en-id.mt.tsv.gz")
    names = [name for name in rows[0] if name.startswith("mt_")]
    weak = next(name for name in names if "weak" in name)
    strong = next(name for name in names if name != weak)
    weaker, stronger, professional = (
        points([Texts(row[name], row["en"]) for row in rows], "id")
        for name in (weak, strong, "ref_id")
    )
    gap = np.asarray([chrf(row, strong) - chrf(row, weak) for row in rows])
    clear = np.abs(gap) > CLEAR
    print(f"\n## id_mt_sample, source only, {len(rows)} segments\n")
    for what, share in (
        ("as chrF orders them", np.sign(stronger - weaker)[clear] == np.sign(gap)[clear]),
        ("the stronger system above the weaker", (stronger > weaker)[clear]),
    ):
        print(f"chrF apart by more than {CLEAR:.0f} ({clear.sum()}), {what}: {share.mean():.3f}")
    for what, above in (
        ("both", (professional > weaker) & (professional > stronger)),
        ("the stronger", professional > stronger),
        ("the weaker", professional > weaker),
    ):
        print(f"the professional translation above {what}: {above.mean():.3f}")


def chrf(row: dict[str, str], name: str) -> float:
    """The score of one of a row's translations."""
    return CHRF().sentence_score(row[name], [row["ref_id"]]).score


def article() -> None:
    """Marked phrases among those that the estimator doubts most."""
    print("\n## The bundled article")
    for name, source, references in (
        ("source", SOURCE, ()),
        ("source and reference", SOURCE, (REFERENCE,)),
        ("alone", None, ()),
    ):
        languages = Languages("id", "en" if source else None)
        (document,) = read(Measuring(Inputs((MT,), source, references), languages), [])
        hit = overlapped(document)
        print(f"{name}: the {SHOWN} phrases doubted most overlap {hit} of {len(marked_ranges())}")


def ranked(document: Document, most: int) -> list[Doubt]:
    """The phrases that are doubted most, whatever the threshold, the worst first."""
    every, language = list(estimated(document)), languages_of(document).target
    found: list[Doubt] = []
    limits = sorted({word.risk for _, estimate in every for word in estimate.words})
    while limits and len(found) < most:
        limit = limits.pop()
        found = [
            doubt
            for segment, estimate in every
            if any(word.risk >= limit for word in estimate.words)
            for doubt in doubts_of(segment, estimate, language, limit)
        ]
    return sorted(found, key=lambda doubt: -doubt.risk)[:most]


def overlapped(document: Document) -> int:
    """How many marked phrases the most doubtful ones overlap."""
    found = ranked(document, SHOWN)
    places = [document.segments[d.segment].mt.to_file(d.span) for d in found]
    return sum(any(m.start < p.end and p.start < m.end for p in places) for m in marked_ranges())


def main() -> None:
    """Print all three."""
    article()
    indonesian()
    demetr()


if __name__ == "__main__":
    main()
