"""Training from data to a model that runs, on a made-up set of every kind; a few steps only."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.training

PAIRS = ("en-de", "en-zh", "et-en", "ne-en", "ro-en", "ru-en", "si-en")
LANGUAGES = (
    "chinese_simple", "czech", "french", "german", "hindi", "italian", "japanese", "polish",
    "russian", "spanish",
)  # fmt: skip
SOURCE = "The minister opened bridge number {n} over the long river on Monday."
GOOD = "Der Minister eröffnete am Montag die Brücke Nummer {n} über den langen Fluss."
BAD = "Der Minister öffnen Montag Nummer {n} Fluss die Brücke der Banane."
INDONESIAN = "Menteri membuka jembatan nomor {n} di atas sungai panjang pada hari Senin."


def lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def table(path: Path, header: str, rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines("\t".join(row.split("|")) + "\n" for row in (header, *rows))


def judged(pair: str, number: int) -> list[dict[str, Any]]:
    texts = (("a", GOOD, 0.0), ("b", BAD, -11.0), ("ref-A", INDONESIAN, -1.0))
    return [
        {"lp": pair, "doc": f"d{number}", "seg_in_doc": 1, "system": system,
         "src": SOURCE.format(n=number), "mt": text.format(n=number), "mqm": mqm,
         "refs": {"ref-B": GOOD.format(n=number + 1)},
         "raters": [{"spans": [{"start": 4, "end": 20, "sev": "Major", "cat": "Fluency/Grammar"}]
                     if mqm < -2 else []}]}
        for system, text, mqm in texts
    ]  # fmt: skip


def edited(split: str, number: int) -> dict[str, Any]:
    tags = ["OK", "OK"] * len(BAD.split()) + ["OK"]
    tags[3] = "BAD"
    texts = {"src": SOURCE, "mt": BAD, "pe": GOOD}
    said = {"hter": 0.4, "mt_tags": " ".join(tags), "da_z": -0.5}
    return {"split": split, **{k: text.format(n=number) for k, text in texts.items()}, **said}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("data")
    for pair in ("en-de", "zh-en"):
        for name in ("mqm_news/newstest2020", "mqm_news/newstest2021", "mqm_ted/ted"):
            rows = [row for n in range(40) for row in judged(pair, n)]
            lines(tmp_path / f"{name}.{pair}.jsonl.gz", rows)
    for pair in PAIRS:
        rows = [edited(split, n) for n in range(40) for split in ("train", "test")]
        lines(tmp_path / f"mlqe_pe/{pair}.jsonl.gz", rows)
    spoiled = [
        {"pert": f"minor_id{n % 35 + 1}_x", "sev": "minor", "lang": LANGUAGES[n % 10],
         "src": GOOD.format(n=n), "ref": SOURCE.format(n=n), "mt": SOURCE.format(n=n),
         "mt_bad": SOURCE.format(n=n).replace("bridge", "banana")}
        for n in range(100)
    ]  # fmt: skip
    lines(tmp_path / "demetr/demetr.jsonl.gz", spoiled)
    pairs = [f"doc{n}|{SOURCE.format(n=n)}|{INDONESIAN.format(n=n)}" for n in range(40)]
    for name in ("id_ntrex/ntrex", "id_pud/pud", "id_tico19/tico19"):
        table(tmp_path / f"{name}.en-id.tsv.gz", "doc|en|id", pairs)
    news = [f"train|{INDONESIAN.format(n=n + 50)}" for n in range(40)]
    table(tmp_path / "id_mono_news/ud_csui.news.tsv.gz", "split|id", news)
    table(tmp_path / "id_mono_news/idner_news_2k.tokenised.tsv.gz", news[0], news[1:])
    sample = [f"{SOURCE.format(n=99)}|{INDONESIAN.format(n=99)}|x|y"]
    table(tmp_path / "id_mt_sample/ntrex75.en-id.mt.tsv.gz", "en|ref_id|mt_strong|mt_weak", sample)
    return tmp_path


@pytest.fixture(scope="module")
def packed(data: Path) -> Path:
    trained(data, "--pack", data / "pack.npz")
    return data / "pack.npz"


def trained(*options: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "training", *map(str, options)],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_model_is_trained_from_packed_data_measured_and_written(
    packed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    told = trained(
        "--from", packed, "--steps", 2, "--seeds", 2, "--size", 16, "--without", "ted,chrf,zh-en",
        "--out", out,
    )  # fmt: skip
    assert "newstest2020.en-de src+ref" in told
    assert "mlqe.ro-en src" in told
    assert "good above spoiled" in told
    assert {path.name for path in out.iterdir()} >= {"weights.pt", "lower.onnx", "upper.onnx"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_written_graphs_say_what_the_trained_model_says(packed: Path, tmp_path: Path) -> None:
    import onnxruntime as ort  # noqa: PLC0415
    import torch  # noqa: PLC0415

    from metrics.estimator.lower import given  # noqa: PLC0415
    from training import graphs, pack, train  # noqa: PLC0415
    from training.feed import Feed  # noqa: PLC0415
    from training.situations import SITUATIONS  # noqa: PLC0415

    examples = pack.read(packed)
    model, feed = train.untrained(examples, "cpu"), Feed(examples, "cpu")
    rows = feed.learned()[:3]
    batch = feed.batch([rows], [SITUATIONS["src"]])
    with torch.no_grad():
        states = model.states(batch.ids, batch.there).numpy()
        expected = model(batch)
    graphs.write(model, tmp_path)
    lower, upper = (
        ort.InferenceSession(str(tmp_path / f"{name}.onnx")) for name in ("lower", "upper")
    )
    ids, there = examples["vocabulary"][batch.ids.numpy()], batch.there.numpy()
    mask = there.astype(np.float32)
    (found,) = lower.run(None, {"given": given(ids), "mask": mask})
    assert np.abs(found - states)[there].mean() < 0.1 * np.abs(states[there]).mean()
    parts = [
        part
        for which, side in ((batch.mt, 1), (batch.source, 2))
        for part in (found[which], ids[which], there[which] * side)
    ]
    scores, words = upper.run(None, dict(zip(graphs.INPUTS, parts, strict=True)))
    assert np.abs(scores[:, 0] - expected.score.numpy()).max() < 0.1
    assert np.abs(words - expected.words.numpy())[there[batch.mt]].max() < 0.1


def test_what_is_left_out_must_be_something(packed: Path) -> None:
    from training import pack, train  # noqa: PLC0415

    examples = pack.read(packed)
    found = train.left_out(examples, "zh-en,mlqe,twins")
    assert {"newstest2020.zh-en", "ted.zh-en", "mlqe.ro-en", "twins"} <= set(found)
    assert "newstest2020.en-de" not in found
    with pytest.raises(ValueError, match="demeter"):
        train.left_out(examples, "demeter")


def test_a_spoiled_twin_differs_from_the_good_text_in_its_foreign_words_only(packed: Path) -> None:
    from training import draw, pack  # noqa: PLC0415
    from training.feed import Feed  # noqa: PLC0415
    from training.situations import SITUATIONS  # noqa: PLC0415

    feed = Feed(pack.read(packed), "cpu", spoiled=1.0)
    rng = np.random.default_rng(0)
    groups = draw.chunks(feed.pack, feed.learned(), rng)[:60]
    rows = sum(map(len, groups))
    batch = feed.batch(groups, [SITUATIONS["src"]] * len(groups), rng)
    assert len(batch.mt) > rows + 10
    texts = [batch.ids[n][batch.there[n]].tolist() for n in range(len(batch.ids))]
    for twin in range(rows, len(batch.mt)):
        alike = (batch.chunk[:rows] == batch.chunk[twin]) & (batch.score[:rows] == 0)
        good = [texts[batch.mt[n]] for n in alike.nonzero().flatten()]
        spoiled, marked = texts[batch.mt[twin]], batch.words[twin, :, 0] > 0
        kept = [piece for piece, is_bad in zip(spoiled, marked, strict=False) if not is_bad]
        assert any(is_part(kept, one) for one in good)
        assert batch.score[twin] < -5
        assert batch.hter[twin].isnan()


def is_part(some: list[int], whole: list[int]) -> bool:
    left = iter(whole)
    return all(piece in left for piece in some)


def test_matching_finds_for_each_piece_what_the_other_side_has() -> None:
    import torch  # noqa: PLC0415

    from training.matching import TOTALS, matches, totals  # noqa: PLC0415
    from training.model import Side  # noqa: PLC0415

    torch.manual_seed(1)
    ids = torch.tensor([[5, 6, 7, 1]]), torch.tensor([[7, 9, 5, 6, 6, 1]])
    sides = torch.tensor([[1, 1, 1, 0]]), torch.tensor([[2, 2, 3, 3, 3, 0]])
    states = [torch.randn(*where.shape, 16) for where in sides]
    mt, others = (Side(*each) for each in zip(states, ids, sides, strict=True))
    ours, theirs = matches(mt, others, torch.zeros(16))
    unit = [torch.nn.functional.normalize(each[0], dim=-1) for each in states]
    cosine = unit[0] @ unit[1].T
    assert torch.allclose(ours[0, :3, 0], cosine[:3, :2].amax(1))
    assert torch.allclose(ours[0, :3, 1], cosine[:3, 2:5].amax(1))
    assert ours[0, :3, 2].tolist() == [1, 1, 0]  # the same piece in the reference
    assert ours[0, :3, 3].tolist() == [0, 1, 0]  # after the same piece
    assert ours[0, :3, 4].tolist() == [0, 0, 1]  # in the source
    assert torch.allclose(theirs[0, :2, 0], cosine[:3, :2].amax(0))
    assert theirs[0, 2:5, 2].tolist() == [1, 1, 1]
    assert not ours[0, 3].any()
    assert not theirs[0, 5].any()
    weights = [torch.zeros(1, 4), torch.zeros(1, 6)]
    assert totals(mt, others, (ours, theirs), weights).shape == (1, TOTALS)
