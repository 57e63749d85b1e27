"""What can be asserted of a translation, and what is nonsense."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import UsageError
from qa.assertions import Copydesk
from tests.conftest import Article

GERMAN = ["Es gibt 36 Hunde.", "Niemand sah sie."]
RIGHT = ["There are 36 dogs.", "Nobody saw them."]
WRONG = ["There are 35 dogs.", "Nobody saw them."]
PAIR: dict[str, Any] = {"lang": "en", "source_lang": "de"}


@pytest.fixture
def desk(tmp_path: Path) -> Copydesk:
    return Copydesk(tmp_path)


def complaint(desk: Copydesk, *texts: Any, **demands: Any) -> str:
    with pytest.raises(AssertionError) as found:
        desk.assert_translation(*texts, **demands)
    return str(found.value)


def refusal(desk: Copydesk, *texts: Any, **demands: Any) -> str:
    with pytest.raises(UsageError) as found:
        desk.assert_translation(*texts, **demands)
    said = str(found.value)
    assert "\n" not in said
    return said


def test_segments_texts_and_files_are_judged_alike(desk: Copydesk, tmp_path: Path) -> None:
    mt, source = tmp_path / "a.txt", tmp_path / "b.txt"
    mt.write_text("\n".join(WRONG), encoding="utf-8")
    source.write_text("\n".join(GERMAN), encoding="utf-8")
    said = [
        complaint(desk, WRONG, source=GERMAN, **PAIR),
        complaint(desk, "\n".join(WRONG), source="\n".join(GERMAN), **PAIR),
        complaint(desk, mt, source=source, **PAIR),
        complaint(desk, "\n".join(WRONG), source=source, **PAIR),
    ]
    places = ["mt", "mt", str(mt), "mt"]
    for one, place in zip(said, places, strict=True):
        assert one == (
            "1 flag of severity minor or worse, 0 allowed\n"
            f"  {place}:1:11: major number-mismatch: ‘35’: '35', but the source has '36' → 36"
        )
    desk.assert_translation(RIGHT, source=GERMAN, **PAIR)


def test_a_few_flags_may_be_allowed(desk: Copydesk) -> None:
    desk.assert_translation(WRONG, source=GERMAN, max_flags=1, **PAIR)
    desk.assert_translation(WRONG, source=GERMAN, max_flags=None, **PAIR)
    desk.assert_translation(WRONG, source=GERMAN, severity="critical", **PAIR)


def test_rules_are_named_or_left_out(desk: Copydesk) -> None:
    desk.assert_translation(WRONG, source=GERMAN, ignore=["number-mismatch"], **PAIR)
    desk.assert_translation(WRONG, source=GERMAN, ignore="accuracy", **PAIR)
    desk.assert_translation(WRONG, source=GERMAN, rules=["doubled-word"], **PAIR)
    assert "number-mismatch" in complaint(
        desk, WRONG, source=GERMAN, rules="number-mismatch", **PAIR
    )


def test_scores_have_a_least_value_and_ter_a_greatest(desk: Copydesk) -> None:
    asked = {"reference": RIGHT, "max_flags": None, "lang": "en"}
    desk.assert_translation(WRONG, at_least={"chrf": 50, "ter": 50}, **asked)
    said = complaint(desk, WRONG, at_least={"chrf": 99.5, "TER": 1}, **asked)
    assert re.search(r"^chrF2 at least 99\.5 is demanded: chrF2 is \d\d\.\d\d$", said, re.MULTILINE)
    assert re.search(r"^TER at most 1 is demanded: TER is \d\d?\.\d\d$", said, re.MULTILINE)


def test_gates_are_sentences(desk: Copydesk) -> None:
    asked = {"source": GERMAN, "max_flags": None, **PAIR}
    desk.assert_translation(WRONG, gates=["at most 1 major", "no critical"], **asked)
    assert "number-mismatch" in complaint(desk, WRONG, gates="rule number-mismatch = 0", **asked)
    assert "no baseline" in refusal(desk, WRONG, gates="no new major", **asked)
    assert "is not understood" in refusal(desk, WRONG, gates="be good", **asked)


def test_many_flags_are_cut_short(desk: Copydesk) -> None:
    said = complaint(desk, WRONG[:1] * 30, source=GERMAN[:1] * 30, rules="number-mismatch", **PAIR)
    assert said.startswith("30 flags of severity minor or worse, 0 allowed\n")
    assert len(said.splitlines()) == 22
    assert said.endswith("  and 10 more")


def test_the_bundled_article_is_not_fit_to_print(desk: Copydesk, article: Article) -> None:
    said = complaint(
        desk, article.mt, source=article.source, reference=article.reference,
        lang="id", source_lang="en", severity="major", at_least={"chrf": 60},
    )  # fmt: skip
    assert "false-friend" in said
    assert "chrF2 is 77.91" in said


@pytest.mark.slow
def test_the_estimate_is_asked_where_it_is_wanted(desk: Copydesk, article: Article) -> None:
    asked = {"source": article.source, "lang": "id", "source_lang": "en", "max_flags": None}
    desk.assert_translation(article.mt, at_least={"estimate": -20}, **asked)
    said = complaint(desk, article.mt, at_least={"estimate": -0.1}, estimate=True, **asked)
    assert "estimate at least -0.1 is demanded" in said


@pytest.mark.parametrize(
    ("mt", "demands", "why"),
    [
        (3, {}, "mt is no text (int); give a str, a list of segments or a Path"),
        (b"x", {}, "mt is no text (bytes); give a str, a list of segments or a Path"),
        ("", {}, "mt is empty"),
        ([], {}, "mt is empty"),
        (["", " "], {}, "mt is empty"),
        (["a", 3], {}, "mt[1] is no text (int)"),
        (["a\nb"], {}, "mt[0] holds a line break; a list holds a segment in each place"),
        ("a\ud800", {}, "mt holds half a character at 1: no text"),
        (Path("none.txt"), {}, "none.txt: no such file"),
        (["a"], {"reference": ["b", "c"]}, "mt and reference have 1 and 2 segments; give as many"),
        (["a"], {"source": "b"}, "mt is a list of segments and source is not; give lists"),
        ("A good day.", {"max_flags": -1}, "max_flags=-1: a number of flags is needed"),
        ("A good day.", {"max_flags": True}, "max_flags=True: a number of flags is needed"),
        ("A good day.", {"severity": "mild"}, "severity='mild': there are only neutral,"),
        ("A good day.", {"rules": ["caque"]}, "rules: no rule or kind is called 'caque'; did you"),
        ("A good day.", {"rules": "fluency"}, "rules='fluency': name single rules;"),
        ("A good day.", {"at_least": {"chrf": "55"}}, "at_least={'chrf': '55'}: a score is needed"),
        ("A good day.", {"at_least": {"chrf": 55}}, "chrf of 55: there is no reference"),
        ("A good day.", {"allow": "all"}, "--allow all: there are only"),
        ("A good day.", {"lang": "xx-nope"}, "'xx-nope' is no language"),
    ],
)  # fmt: skip
def test_nonsense_is_said_in_a_line(
    desk: Copydesk, mt: object, demands: dict[str, Any], why: str
) -> None:
    assert refusal(desk, mt, **{"lang": "en", **demands}).startswith(why)


def test_a_files_name_is_not_its_text(desk: Copydesk, article: Article) -> None:
    said = refusal(desk, str(article.mt), lang="id")
    assert said == f"mt is a file's name, not its text; give Path('{article.mt}')"


def test_files_of_ours_are_never_named(desk: Copydesk) -> None:
    story = "\n".join(f"Sentence number {number} of a story." for number in range(40))
    said = refusal(desk, "One day he left.", reference=story, lang="en")
    assert said.startswith("mt has 1 sentences and reference has 40; ")


def test_the_projects_configuration_counts(desk: Copydesk, tmp_path: Path) -> None:
    config = '[rules]\nignore = ["number-mismatch"]\n'
    (tmp_path / "copydesk.toml").write_text(config, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    desk.assert_translation(WRONG, source=GERMAN, **PAIR)
    Copydesk(tmp_path / "tests").assert_translation(WRONG, source=GERMAN, **PAIR)


@settings(max_examples=10)
@given(st.lists(st.text(alphabet="ab .,\x85\u2028\x1c\x0b\ufeff<&{\"'#"), min_size=1, max_size=5))
def test_a_list_holds_as_many_segments_as_it_has_places(segments: list[str]) -> None:
    mt = ["A good day.", *segments]
    desk = Copydesk()
    desk.assert_translation(mt, lang="en", max_flags=None)
    asked = {"reference": mt, "allow": ["copied-reference"], "max_flags": None, "lang": "en"}
    desk.assert_translation(mt, at_least={"chrf": 99.9}, **asked)
