"""Prometheus' text format, read back by Prometheus' own client."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given
from prometheus_client.parser import text_string_to_metric_families

from corpora.text import Severity
from reports.marks import visible
from reports.result import Outcome, Result
from reports.writer import Style
from reports.writers.prometheus import writer
from tests.reports.ci_samples import TEXTS, dated, hostile, portion, two_portions
from tests.reports.html_samples import everything, result

NEW = {"set": "news", "system": "new"}
UNNAMED = {"set": "", "system": ""}


@dataclass(frozen=True)
class Read:
    """What was read: every sample's value by its name and labels."""

    samples: dict[tuple[str, frozenset[tuple[str, str]]], float]

    def value(self, name: str, **labels: str) -> float:
        return self.samples[f"copydesk_{name}", frozenset(labels.items())]

    def names(self) -> set[str]:
        return {name for name, _ in self.samples}


def _read(value: Result) -> Read:
    text = writer.render(value, Style())
    assert isinstance(text, str)
    assert text.endswith("\n")
    families = list(text_string_to_metric_families(text))
    assert all(family.documentation and family.type == "gauge" for family in families)
    assert len({family.name for family in families}) == len(families)
    samples = [sample for family in families for sample in family.samples]
    assert all(sample.timestamp is None for sample in samples)
    read = {(one.name, frozenset(one.labels.items())): one.value for one in samples}
    assert len(read) == len(samples)
    return Read(read)


def test_scores_come_with_their_intervals() -> None:
    read = _read(dated())
    assert read.value("score", metric="bleu", **NEW) == 32.14
    assert read.value("score_low", metric="bleu", **NEW) == 27.2
    assert read.value("score_high", metric="bleu", **NEW) == 36.9
    assert read.value("score_change", metric="ter", against="main", **NEW) == 5.06
    assert ("copydesk_score_low", frozenset({"metric": "ter", **NEW}.items())) not in read.samples


def test_flags_are_counted_by_severity_and_by_age() -> None:
    read = _read(dated())
    assert read.value("flags", severity="minor", **NEW) == 2
    assert read.value("flags", severity="critical", **NEW) == 0
    assert (read.value("flags_new", **NEW), read.value("flags_old", **NEW)) == (1, 2)
    assert (read.value("flags_fixed", **NEW), read.value("flags_dismissed", **NEW)) == (1, 3)


def test_sizes_are_told() -> None:
    read = _read(dated())
    sizes = [read.value(name, **NEW) for name in ("documents", "segments", "words")]
    assert sizes == [1, 2, 90]


def test_an_outcome_is_one_of_three() -> None:
    read = _read(two_portions())
    told = {"condition": "BLEU at least 30", "portion": "news, other"}
    gate = [read.value("gate", outcome=outcome.value, **told) for outcome in Outcome]
    assert gate == [0, 0, 1]
    assert [read.value("verdict", outcome=outcome.value) for outcome in Outcome] == [0, 0, 1]


def test_a_result_without_portions_is_one() -> None:
    read = _read(everything())
    counts = [read.value("flags", severity=one.word, **UNNAMED) for one in sorted(Severity)]
    assert counts == [1, 5, 1, 1]
    assert read.value("words", **UNNAMED) == 180
    assert read.value("score", metric="ter", **UNNAMED) == 55.06
    assert "copydesk_flags_new" not in read.names()
    assert _read(result()).value("documents", **UNNAMED) == 0


def test_no_sample_stands_there_twice() -> None:
    _read(replace(dated(), portions=(portion(), portion())))


@given(text=TEXTS)
def test_any_text_is_a_label_and_comes_back(text: str) -> None:
    read = _read(hostile(text))
    shown = visible(text)
    named = {"set": shown, "system": shown}
    assert read.value("score", metric="bleu", **named) == 32.14
    assert read.value("gate", condition=shown, portion="", outcome="error") == 1
