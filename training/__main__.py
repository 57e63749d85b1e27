"""Train the estimator, from the data to the files that ship.

Run: python -m training [DATA] [--steps 5600] [--then 2400] [--seed 1] [--without made,ted]
     [--start WEIGHTS] [--out FOLDER]

DATA is the folder with the sets of benchmarks/data.py. Without a GPU, two cores need 25 minutes to
compute what the lower layers say of every text (kept in training/cache), then 70 minutes for the
first part of training the upper ones, and 45 for the second. The graph goes where it ships from, or
to FOLDER. `python -m training.calibrate` comes after it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training import graphs, made, measure, sets, train
from training.batches import Library
from training.examples import Example
from training.states import States

CACHE = Path(__file__).parent / "cache"
SHIPPED = Path(__file__).resolve().parent.parent / "metrics" / "estimator" / "model"


def main() -> None:
    """Train, measure and write."""
    options = _options()
    target, kept = options.out or SHIPPED, options.out or CACHE
    for folder in (CACHE, target):
        folder.mkdir(parents=True, exist_ok=True)
    if not (SHIPPED / "lower.onnx").exists():
        graphs.lower(SHIPPED / "lower.onnx")
    judged, spoiled = sets.judged(), list(made.examples())
    held_out = sets.held_out()
    library = Library(states([*judged, *held_out]), states(spoiled))
    left = sets.without([*judged, *spoiled], options.without)
    print(Counter(example.set for example in left), flush=True)
    examples = train.levelled(left, library)
    model, weights = train.untrained(library, options.seed), kept / "upper.pt"
    if options.start:
        train.load(model, options.start)
    else:
        train.train(model, examples, library, train.broad(options.steps, options.seed), weights)
    again, course = sets.judged_by_raters(examples), train.narrow(options.then, options.seed + 1)
    first = {name: value.clone() for name, value in model.state_dict().items()}
    train.train(model, again, library, course, weights)
    train.average(model, first)
    measure.report(model, held_out, library)
    graphs.upper(model, target / "upper.onnx")


def states(examples: Sequence[Example]) -> States:
    """The states of all texts of these examples, computed or from the cache."""
    found = States(list(sets.texts_of(examples)))
    print(f"{len(found.texts):,} texts, {found.offsets[-1]:,} word pieces", flush=True)
    found.open(CACHE)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training")
    parser.add_argument("data", nargs="?", help="the folder with the sets")
    parser.add_argument("--steps", type=int, default=5600)
    parser.add_argument("--then", type=int, default=2400, help="more steps, mostly on MQM")
    parser.add_argument("--start", type=Path, help="weights to go on from with these")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", default="", help="sets to leave out, by how they begin")
    parser.add_argument("--out", type=Path, help="a folder for the graph and the weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
