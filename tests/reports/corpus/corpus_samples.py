"""Made-up corpora for the tests of their page and of drift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.score import Interval, Score
from metrics.sketch import Sketch
from reports.corpus.result import (
    CorpusPart,
    CorpusResult,
    Distribution,
    Rejected,
    RuleCount,
    WorstArticle,
)
from reports.result import Condition, Need, Outcome, RuleResult, Verdict

HOSTILE = "<script>alert(1)</script>\"'&]]>--><!--\x00\udcff{{ 7*7 }}$x^2$\u202e一個很長的系統名稱"
RULES = {
    "doubled-word": ("minor", 40),
    "number-mismatch": ("major", 25),
    "untranslated": ("critical", 6),
    "unbalanced-quotes": ("minor", 12),
    "calque": ("minor", 90),
    "wrong-language": ("critical", 1),
    "estimated-error": ("major", 210),
    "house-style": ("neutral", 33),
}


def part(
    system: str | None = "online-a",
    language: str | None = "id",
    *,
    documents: int = 400,
    **usual: float,
) -> CorpusPart:
    """A part whose chrF is about `good` (55), with `rate` times the usual number of flags.

    It is another one for another `seed`.
    """
    good, rate = usual.get("good", 55.0), usual.get("rate", 1.0)
    random = np.random.default_rng(int(usual.get("seed", 0)))
    segments, words = documents * 25, documents * 500
    chrf = np.clip(random.normal(good, 18, segments), 0, 100)
    chrf[: segments // 50] = 100.0
    rules = tuple(
        RuleCount(rule, severity, int(random.poisson(often * rate * words / 100_000)))
        for rule, (severity, often) in sorted(RULES.items())
    )
    flags: dict[str, int] = {}
    for one in rules:
        flags[one.severity] = flags.get(one.severity, 0) + one.count
    each = random.poisson(sum(flags.values()) / documents, documents) * 2.0
    need = np.clip(random.gamma(2.0, 0.09, documents), 0, 1)
    pair = f"en-{language or '?'}"
    return CorpusPart(
        name=f"{system} {pair}" if system else pair,
        system=system,
        source_language="en",
        language=language,
        documents=documents,
        segments=segments,
        words=words,
        flags=flags,
        rules=rules,
        scores=(score("chrf", "chrF2", good), score("ter", "TER", 100 - good, better=False)),
        distributions=(
            Distribution("chrf", "chrF2", "segment", True, Sketch.of(chrf)),  # noqa: FBT003
            Distribution("need", "need, share of words", "article", False, Sketch.of(need)),  # noqa: FBT003
            Distribution("flags", "flags per 1,000 words", "article", False, Sketch.of(each)),  # noqa: FBT003
        ),
    )


def score(
    metric: str, label: str, value: float, *, better: bool = True, half: float | None = 0.8
) -> Score:
    """A score with an interval of so much to either side."""
    interval = half and Interval(value - half, value + half, value, half, 0.95, 1000)
    return Score(metric, label, value, better, f"nrefs:1|{metric}|v:1", 10_000, interval or None)


def result(*parts: CorpusPart, articles: int = 30) -> CorpusResult:
    """A corpus of these parts, with what there may be beside them."""
    conditions = tuple(
        Condition(
            "chrF2 at least 50",
            Outcome.PASS if one.scores and one.scores[0].value >= 50 else Outcome.FAIL,
            f"chrF2 is {one.scores[0].value:.2f}" if one.scores else "there is no reference",
            portion=one.name,
        )
        for one in parts
    )
    return CorpusResult(
        version="1.0",
        out="out/today",
        inputs=("data/a.jsonl", "s3://bucket/b.parquet"),
        rows=sum(one.segments for one in parts) + 17,
        parts=parts,
        worst=tuple(article(number, parts) for number in range(articles)),
        rejected=(
            Rejected("not-utf-8", 12, "data/a.jsonl:17: byte 0xff"),
            Rejected("too-long", 5, "data/a.jsonl:99: 1,048,576 code points"),
        ),
        rules=tuple(
            RuleResult(rule, f"About {rule}.", f"About {rule}.\n\n## What it finds\n\n`It` finds.")
            for rule in RULES
        ),
        verdict=Verdict(conditions),
        notes=("data/a.jsonl: the language was guessed: Indonesian",),
    )


def article(number: int, parts: tuple[CorpusPart, ...]) -> WorstArticle:
    """An article of one of the parts."""
    its = parts[number % len(parts)]
    return WorstArticle(
        path="data/a.jsonl",
        row=1 + 25 * number,
        document=f"story-{number:05d}",
        system=its.system,
        source_language=its.source_language,
        language=its.language,
        segments=25,
        words=500 - number,
        flags=40 - number // 3,
        weight=90 - number,
        need=None if number % 7 == 6 else Need(210.0 - number, 500 - number),
        scores=(("chrf", 31.5), ("ter", 78.25)),
        beginning="Menteri Pertahanan menegaskan bahwa kedua negara akan menandatangani tiga "
        "perjanjian pada hari Senin di Jakarta.",
    )


def systems(count: int, language: str = "id") -> tuple[CorpusPart, ...]:
    """So many systems, each a little better than the one before."""
    return tuple(
        part(f"team-{n:03d}-constrained", language, seed=n, good=30 + 40 * n / count, documents=60)
        for n in range(count)
    )


def renamed(text: str) -> CorpusResult:
    """A corpus in which every name and text is this one."""
    one = part(text)
    hostile = replace(
        one,
        name=text,
        source_language=text,
        language=text,
        rules=(RuleCount(text, "minor", 3),),
        flags={"minor": 3},
        scores=tuple(replace(s, label=text, signature=text) for s in one.scores),
        distributions=tuple(replace(d, label=text) for d in one.distributions),
    )
    whole = result(hostile, part("b"))
    return replace(
        whole,
        out=text,
        inputs=(text,),
        notes=(text,),
        rejected=(Rejected(text, 1, text),),
        rules=(RuleResult(text, text, text),),
        worst=(replace(whole.worst[0], path=text, document=text, system=text, beginning=text),),
        verdict=Verdict((Condition(text, Outcome.FAIL, text, text),)),
    )
