"""Every number equals what sacreBLEU's command prints for the same files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sacrebleu.metrics.base import Metric as SacreMetric
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import _bootstrap_resample, estimate_ci

from tests.conftest import Run

EXACT = 1e-9
FLOAT32 = 1e-3  # sacreBLEU sums its resamples in single precision
LATIN = (
    ["The cat sat on the mat.", "", "It's 45,000 people, isn't it?", "Äöü – “quoted” text!", "a b"],
    ["The cat is sitting on a mat.", "", "It is 45,000 people.", "Äöü — “quoted” words!", "a b c"],
    ["A cat sat on the mat.", "Nothing.", "45,000 people it is.", "Aou “quoted”.", "a"],
)
CHINESE = (
    ["猫坐在垫子上。", "他说，谈判将继续 2018 年。", "今天天气很好"],
    ["猫坐在地垫上。", "他表示，谈判将在 2018 年继续。", "今天天气非常好。"],
    ["一只猫坐在垫子上。", "他说谈判会继续。", "天气很好。"],
)
JAPANESE = (
    ["猫がマットの上に座った。", "交渉は続く。"],
    ["猫はマットに座っている。", "交渉は続きます。"],
    ["猫が座る。", "続く。"],
)
KOREAN = (
    ["고양이가 매트 위에 앉았다.", "협상은 계속된다."],
    ["고양이는 매트에 앉아 있다.", "협상은 계속될 것이다."],
    ["고양이.", "계속."],
)
TEXTS = {"en": LATIN, "zh": CHINESE, "ja": JAPANESE, "ko": KOREAN}


def _files(folder: Path, language: str) -> list[str]:
    paths = [folder / name for name in ("mt.txt", "ref.txt", "ref2.txt")]
    for path, lines in zip(paths, TEXTS[language], strict=True):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [str(path) for path in paths]


def _sacrebleu(*arguments: str) -> Any:
    command = [sys.executable, "-m", "sacrebleu", *arguments]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


METRICS = {
    "bleu": ("-m", "bleu"),
    "chrf": ("-m", "chrf"),
    "chrf++": ("-m", "chrf", "--chrf-word-order", "2"),
    "ter": ("-m", "ter"),
}


@pytest.mark.parametrize("references", [1, 2])
@pytest.mark.parametrize("metric", METRICS)
def test_corpus_score_and_signature_are_sacrebleus(
    metric: str, references: int, tmp_path: Path, copydesk: Run
) -> None:
    mt, *refs = _files(tmp_path, "en")
    given = [word for ref in refs[:references] for word in ("--reference", ref)]
    ours = copydesk(
        "score", "--mt", mt, *given, "-m", metric, "--lang", "en", "--resamples", "0", "--json"
    )
    theirs = _sacrebleu(*refs[:references], "-i", mt, *METRICS[metric], "-w", "15")
    assert ours.data[0]["value"] == pytest.approx(theirs["score"], abs=EXACT)
    assert ours.data[0]["signature"] == theirs["signature"]
    assert ours.data[0]["label"] == theirs["name"]


@pytest.mark.parametrize(
    ("tokenizer", "language"),
    [
        ("13a", "en"),
        ("intl", "en"),
        ("char", "en"),
        ("none", "en"),
        ("zh", "zh"),
        ("char", "zh"),
        ("ja-mecab", "ja"),
        ("ko-mecab", "ko"),
    ],
)
def test_bleu_with_each_tokenizer_is_sacrebleus(
    tokenizer: str, language: str, tmp_path: Path, copydesk: Run
) -> None:
    mt, ref, _ = _files(tmp_path, language)
    ours = copydesk(
        "score",
        "--mt",
        mt,
        "--reference",
        ref,
        "-m",
        "bleu",
        "--lang",
        "en",
        "--tokenize",
        tokenizer,
        "--resamples",
        "0",
        "--json",
    )
    theirs = _sacrebleu(ref, "-i", mt, "-m", "bleu", "-tok", tokenizer, "-w", "15")
    assert ours.data[0]["value"] == pytest.approx(theirs["score"], abs=EXACT)
    assert ours.data[0]["signature"] == theirs["signature"]


@pytest.mark.parametrize(
    ("language", "tokenizer"),
    [
        ("id", "13a"),
        ("zh", "zh"),
        ("zh-Hant", "zh"),
        ("ja", "ja-mecab"),
        ("ko", "ko-mecab"),
        ("th", "char"),
    ],
)
def test_tokenizer_follows_the_language_and_is_printed(
    language: str, tokenizer: str, tmp_path: Path, copydesk: Run
) -> None:
    mt, ref, _ = _files(tmp_path, language[:2] if language[:2] in TEXTS else "en")
    done = copydesk("score", "--mt", mt, "--reference", ref, "-m", "bleu", "--lang", language)
    assert f"tok:{tokenizer}" in done.out
    assert done.err == ""


CORPUS: dict[str, type[SacreMetric] | Any] = {
    "bleu": BLEU,
    "chrf": CHRF,
    "chrf++": lambda: CHRF(word_order=2),
    "ter": TER,
}


@pytest.mark.parametrize("metric", METRICS)
def test_interval_is_sacrebleus(metric: str, tmp_path: Path, copydesk: Run) -> None:
    mt, ref, _ = _files(tmp_path, "en")
    arguments = ("score", "--mt", mt, "--reference", ref, "-m", metric, "--lang", "en", "--json")
    (ours,) = copydesk(*arguments).data
    engine = CORPUS[metric]()  # its public method fails on intervals of chrF and TER
    rows = engine._extract_corpus_statistics(list(LATIN[0]), [list(LATIN[1])])
    _, resampled = _bootstrap_resample(rows, engine)
    mean, margin = estimate_ci(np.array([float(one.score) for one in resampled]))
    assert ours["interval"]["mean"] == pytest.approx(mean, abs=FLOAT32)
    assert ours["interval"]["margin"] == pytest.approx(margin, abs=FLOAT32)
    assert "|bs:1000|seed:12345|" in ours["signature"]


SINGLE: dict[str, SacreMetric] = {
    "bleu": BLEU(effective_order=True),
    "chrf": CHRF(),
    "chrf++": CHRF(word_order=2),
    "ter": TER(),
}


@pytest.mark.parametrize("metric", METRICS)
def test_segment_scores_are_sacrebleus_sentence_scores(
    metric: str, tmp_path: Path, copydesk: Run
) -> None:
    mt, ref, _ = _files(tmp_path, "en")
    done = copydesk(
        "score",
        "--mt",
        mt,
        "--reference",
        ref,
        "-m",
        metric,
        "--lang",
        "en",
        "--level",
        "segment",
        "--json",
    )
    expected = [
        SINGLE[metric].sentence_score(hypothesis, [reference]).score
        for hypothesis, reference in zip(LATIN[0], LATIN[1], strict=True)
    ]
    assert [row["value"] for row in done.data] == pytest.approx(expected, abs=EXACT)


def test_document_scores_are_sacrebleus_corpus_scores_of_each(
    tmp_path: Path, copydesk: Run
) -> None:
    rows = ["doc\tmt\tref"]
    rows += [
        f"{'one' if n < 3 else 'two'}\t{m}\t{r}"
        for n, (m, r) in enumerate(zip(*LATIN[:2], strict=True))
    ]
    path = tmp_path / "rows.tsv"
    path.write_text("\n".join(rows), encoding="utf-8")
    done = copydesk(
        "score", "--mt", path, "-m", "bleu", "--lang", "en", "--level", "document", "--json"
    )
    expected = [
        BLEU().corpus_score(LATIN[0][part], [LATIN[1][part]]).score
        for part in (slice(3), slice(3, None))
    ]
    assert [row["value"] for row in done.data] == pytest.approx(expected, abs=EXACT)
    assert [row["document"] for row in done.data] == ["one", "two"]


def test_no_metric_is_ever_given_a_document_as_one_segment(tmp_path: Path, copydesk: Run) -> None:
    long = " ".join(f"word{n}." for n in range(400))
    (tmp_path / "a.txt").write_text(f"{long}\n\n{long} And more of it.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{long}\n{long} And more.\n", encoding="utf-8")
    done = copydesk(
        "score", "--mt", "a.txt", "--reference", "b.txt", "-m", "ter", "--lang", "en", "--json"
    )
    assert done.code == 0, done.err
    assert done.data[0]["segments"] >= 2


def test_missing_tokenizer_and_missing_reference_are_one_line_and_exit_2(
    tmp_path: Path, copydesk: Run
) -> None:
    mt, ref, _ = _files(tmp_path, "en")
    unknown = copydesk("score", "--mt", mt, "--reference", ref, "--tokenize", "nonsense")
    alone = copydesk("score", "--mt", mt)
    metric = copydesk("score", "--mt", mt, "--reference", ref, "-m", "blue")
    for done, word in ((unknown, "nonsense"), (alone, "--reference"), (metric, "blue")):
        assert (done.code, done.out) == (2, "")
        assert word in done.err.strip().splitlines()[-1]
