"""Train the estimator, from the data to the files that ship.

Run: python -m training [DATA] [--steps 2500] [--seeds 3] [--without made,ted,zh-en] [--out FOLDER]
     python -m training [DATA] --pack FILE          only pack the data
     python -m training --from FILE …               train from such a file: where the GPU is

DATA is the folder with the sets of benchmarks/data.py. Training is repeated with so many seeds,
from one start, and the weights averaged. On a GPU 2,500 steps and three seeds are the default, on
a CPU 320 steps and one. The graphs go where they ship from, or to FOLDER, with the weights.
`python -m training.calibrate` comes after it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training import graphs, measure, pack, sets, train
from training.feed import Feed

CACHE = Path(__file__).parent / "cache"
SHIPPED = Path(__file__).resolve().parent.parent / "metrics" / "estimator" / "model"
_STEPS, _SEEDS = {"cuda": 2500, "cpu": 320}, {"cuda": 3, "cpu": 1}


def main() -> None:
    """Train, measure and write."""
    options, device = _options(), "cuda" if torch.cuda.is_available() else "cpu"
    target, kept = options.out or SHIPPED, options.out or CACHE
    for folder in (CACHE, target):
        folder.mkdir(parents=True, exist_ok=True)
    path = options.start or options.pack or kept / "pack.npz"
    if not options.start:
        pack.write(sets.learned(), sets.held_out(), path)
    if options.pack:
        return
    packed = pack.read(path)
    ends = []
    for seed in range(1, (options.seeds or _SEEDS[device]) + 1):
        model = train.untrained(packed, device)
        steps = options.steps or _STEPS[device]
        course = train.Course(steps, seed, options.size, train.left_out(packed, options.without))
        train.train(model, packed, course)
        ends.append(train.state(model))
    model.load_state_dict(train.average(ends))
    train.save(train.state(model), kept / "weights.pt")
    measure.report(model, Feed(packed, device))
    graphs.write(model, target)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training")
    parser.add_argument("data", nargs="?", help="the folder with the sets")
    parser.add_argument("--steps", type=int, help="of each seed")
    parser.add_argument("--seeds", type=int, help="how often, to average")
    parser.add_argument("--size", type=int, default=128, help="translations in a batch")
    parser.add_argument(
        "--without",
        default="",
        help="sets to leave out, by their beginning or pair; contrast, chrf, twins",
    )
    parser.add_argument("--pack", type=Path, help="write the packed data there, and stop")
    parser.add_argument("--from", dest="start", type=Path, help="train from packed data")
    parser.add_argument("--out", type=Path, help="a folder for the graphs and the weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
