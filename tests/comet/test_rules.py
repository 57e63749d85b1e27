"""Languages, licences and vetoes: what needs no model."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import MetricError
from metrics.comet import catalogue, languages
from metrics.comet.veto import Veto, veto

pytestmark = pytest.mark.comet
EN_DE = ("en", "de")
SENTENCE = "The minister opened the new bridge over the river"
LONG_EN = "the talks with the other side would go on for as long as they are needed he said"
LONG_DE = (
    "die Gespräche mit der anderen Seite werden so lange weiter gehen wie sie nötig sind sagte er"
)

LONG_ID = (
    "menteri itu mengatakan bahwa perundingan dengan pihak lain akan terus dilanjutkan selama masih"
    " diperlukan"
)
LONG_NO = (
    "regjeringen sier at samtalene med den andre siden vil fortsette så lenge som det er nødvendig"
    " for alle"
)


def test_the_list_has_the_93_languages_of_the_100_entries() -> None:
    assert len(languages.CODES) == 93


@pytest.mark.parametrize("code", ["en", "pt-BR", "zh-Hant-TW", "nb", "iw", "tl", "fil", "en_GB"])
def test_languages_that_were_read(code: str) -> None:
    assert languages.is_read(code)


@pytest.mark.parametrize("code", ["mt", "yo", "zu", "lb", "ckb", "yue", "tt"])
def test_languages_that_were_not(code: str) -> None:
    assert not languages.is_read(code)
    with pytest.raises(MetricError, match="the source's language"):
        languages.refuse(code, "en")


def test_an_unknown_language_passes() -> None:
    languages.refuse(None, None)


def test_short_names() -> None:
    assert catalogue.full_name("wmt22-comet-da") == "Unbabel/wmt22-comet-da"
    assert catalogue.full_name("xcomet-xl") == "Unbabel/XCOMET-XL"
    assert catalogue.full_name("unbabel/XCOMET-XXL") == "Unbabel/XCOMET-XXL"
    assert catalogue.full_name("me/wmt22-comet-da") == "me/wmt22-comet-da"


def test_licences() -> None:
    free, bound = catalogue.licence("wmt22-comet-da"), catalogue.licence("Unbabel/XCOMET-XL")
    assert free is not None
    assert free.name == "Apache-2.0"
    assert free.commercial
    assert bound is not None
    assert bound.name == "CC-BY-NC-SA-4.0"
    assert not bound.commercial
    assert catalogue.licence("me/other") is None
    assert catalogue.is_gated("wmt22-cometkiwi-da")
    assert not catalogue.is_gated("wmt22-comet-da")


def test_the_first_use_is_noted_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    note = catalogue.first_use_note("XCOMET-XL", folder)
    assert note is not None
    assert "CC-BY-NC-SA-4.0" in note
    assert "not be used for commercial purposes" in note
    assert catalogue.first_use_note("Unbabel/XCOMET-XL", folder) is None
    assert catalogue.first_use_note("wmt22-comet-da", folder) is not None
    assert catalogue.first_use_note("me/other", folder) is None


def test_a_folder_that_cannot_be_written_means_a_note_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    notes = [catalogue.first_use_note("XCOMET-XL", tmp_path / "file" / "x") for _ in range(2)]
    assert all(notes)


@pytest.mark.parametrize("mt", ["", " ", "\u3000\n"])
def test_blank(mt: str) -> None:
    assert veto(mt, SENTENCE, EN_DE) is Veto.BLANK


@pytest.mark.parametrize(
    ("mt", "source"),
    [
        (SENTENCE, SENTENCE),
        (f" {SENTENCE.upper()[:-5]}river .", f"{SENTENCE}!"),
        ("中国的大人是在了国人", "中国的大人，是在了国人。"),
        ("הוא אמר את זה אתמול", "הוא אמר את זה אתמול"),
    ],
)
def test_copies(mt: str, source: str) -> None:
    assert veto(mt, source, EN_DE) is Veto.COPY
    assert veto(mt, source, (None, None)) is Veto.COPY


@pytest.mark.parametrize(
    ("mt", "source"),
    [
        ("Angela Merkel", "Angela Merkel"),
        ("European Central Bank Frankfurt", "European Central Bank Frankfurt"),
        ("in New York", "in New York"),
        ("1 2 3 4 5", "1 2 3 4 5"),
        ("中国大人", "中国大人"),
        (SENTENCE, f"{SENTENCE} again"),
        (SENTENCE, None),
    ],
)
def test_no_copies(mt: str, source: str | None) -> None:
    assert veto(mt, source, EN_DE) is Veto.NONE


@pytest.mark.parametrize("pair", [("en", "en"), ("en-GB", "en-US"), ("nb", "nn")])
def test_the_same_language_may_be_copied(pair: tuple[str, str]) -> None:
    assert veto(SENTENCE, SENTENCE, pair) is Veto.NONE


def test_another_language() -> None:
    assert veto(LONG_EN, LONG_DE, ("de", "id")) is Veto.LANGUAGE
    assert veto(LONG_DE, None, ("en", "en")) is Veto.LANGUAGE


@pytest.mark.parametrize(
    ("mt", "target"),
    [
        (LONG_EN, "en-GB"),
        (LONG_EN, None),
        (LONG_EN, "kk"),
        (SENTENCE, "de"),
        (LONG_ID, "ms"),
        (LONG_NO, "da"),
    ],
)
def test_no_verdict(mt: str, target: str | None) -> None:
    assert veto(mt, None, ("fr", target)) is Veto.NONE
