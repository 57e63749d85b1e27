"""The estimator as it ships: its word pieces, its graphs, and what it thinks of plain cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import MetricError
from metrics.estimator import base, tokens
from metrics.estimator.estimate import Estimate, estimator
from metrics.estimator.identity import identity, refuse, speaks_of
from metrics.estimator.texts import Texts

TEXT = st.text(st.characters(codec="utf-8"), max_size=80)
GOOD = {
    "en": ("Der Minister eröffnete am Montag die neue Brücke über den Fluss.",
           "The minister opened the new bridge over the river on Monday.",
           "The minister river opened new on bridge the over banana Monday."),
    "de": ("The minister opened the new bridge over the river on Monday.",
           "Der Minister eröffnete am Montag die neue Brücke über den Fluss.",
           "Der Minister öffnen Montag neu Fluss die Brücke der Banane auf."),
    "id": ("The minister visited the weapons factory in the big city on Monday.",
           "Menteri mengunjungi pabrik senjata di kota besar itu pada hari Senin.",
           "Menteri itu mengunjungi lengan tanaman di besar kota pada Senin hari."),
}  # fmt: skip


def one(texts: Texts, language: str = "en") -> Estimate:
    return estimator().estimate([texts], language)[0]


@given(TEXT)
def test_word_pieces_lie_in_the_text_in_order(text: str) -> None:
    (pieces,) = tokens.pieces_of([text])
    real = pieces.ends > pieces.starts
    assert pieces.ids[0] == tokens.BEGIN
    assert pieces.ids[-1] == tokens.END
    assert (pieces.ends <= len(text)).all()
    assert (np.diff(pieces.starts[real]) >= 0).all()


@settings(max_examples=25)
@given(TEXT, st.none() | TEXT, st.none() | TEXT)
def test_any_text_gets_an_estimate(mt: str, source: str | None, reference: str | None) -> None:
    found = one(Texts(mt, source, reference))
    assert found.low <= found.points <= found.high <= 0
    assert 0 <= found.hter <= 1
    for word in found.words:
        assert mt[word.span.start : word.span.end].strip()
        assert 0 <= word.risk <= 1


def test_an_estimate_does_not_depend_on_the_texts_beside_it() -> None:
    source, good, bad = GOOD["en"]
    texts = [Texts(good, source), Texts(bad, source), Texts(good), Texts(f"{bad} " * 9, source)]
    model = estimator()
    together = model.raw(texts)
    model._known.clear()
    for text, expected in zip(texts, together, strict=True):
        alone = model.raw([text])[0]
        model._known.clear()
        assert alone.score == pytest.approx(expected.score, abs=0.02)
        assert alone.logits == pytest.approx(expected.logits, abs=0.1)


@pytest.mark.parametrize("language", GOOD)
@pytest.mark.parametrize("situation", ["src", "ref", "src+ref", "mt"])
def test_a_spoiled_translation_is_worse(language: str, situation: str) -> None:
    source, good, bad = GOOD[language]
    beside = (source if "src" in situation else None, good if "ref" in situation else None)
    better, worse = (one(Texts(text, *beside), language) for text in (good, bad))
    assert better.points > worse.points
    assert better.hter < worse.hter
    assert max(w.risk for w in better.words) < max(w.risk for w in worse.words)


def test_a_text_that_is_too_long_is_cut_and_said_to_be() -> None:
    found = one(Texts("word " * 2000))
    assert found.is_cut
    assert not one(Texts("word")).is_cut


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "SHA256", "0" * 64)
    base.load.cache_clear()
    with pytest.raises(MetricError, match="not the weights"):
        base.load()
    base.load.cache_clear()


@pytest.mark.parametrize(
    ("name", "value"), [("PACKAGE", "no_such_package"), ("FILE", "nothing.bin")]
)
def test_missing_weights_are_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setattr(base, name, value)
    for cached in (base.load, base.is_usable):
        cached.cache_clear()
    assert not speaks_of("en", "de")
    with pytest.raises(MetricError, match="pip install"):
        refuse("en", "de")
    for cached in (base.load, base.is_usable):
        cached.cache_clear()


def test_a_language_that_was_not_measured_gets_no_estimate() -> None:
    with pytest.raises(MetricError, match="no estimate for this language pair"):
        refuse("en", "kk")
    with pytest.raises(MetricError, match="no estimate for this language pair"):
        refuse("is", "en")
    refuse("en-GB", "de-AT")
    refuse(None, "en")


def test_a_translation_in_no_known_language_gets_none() -> None:
    with pytest.raises(MetricError, match="say it with --lang"):
        refuse("en", None)


def test_the_model_has_a_name_that_changes_with_it() -> None:
    assert len(identity()) == 8
    assert identity() == identity()
