"""COMET from the command line: scores, flags, comparison, export, licence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Article, Done, Run

pytestmark = [pytest.mark.comet]


@pytest.fixture
def hub(cache: Path, tmp_path: Path) -> dict[str, str]:
    """The environment in which the tiny models are found, and nothing is fetched."""
    kept = str(tmp_path / "kept")
    return {"HF_HUB_CACHE": str(cache), "HF_HUB_OFFLINE": "1", "COPYDESK_CACHE": kept}


@pytest.fixture
def score(copydesk: Run, article: Article, hub: dict[str, str]) -> Callable[..., Done]:
    sides = ("--source", article.source, "--reference", article.reference)
    common = (*sides, "--lang", "id", "--source-lang", "en")
    return lambda *more: copydesk("score", "--mt", article.mt, *common, *more, env=hub)


def test_the_article_is_scored_with_interval_and_signature(score: Callable[..., Done]) -> None:
    done = score("-m", "comet:tiny/comet-da", "-m", "chrf", "--json")
    assert done.code == 0, done.err
    comet, chrf = done.data
    assert (comet["label"], comet["segments"]) == ("COMET", chrf["segments"])
    assert comet["interval"]["low"] <= comet["value"] <= comet["interval"]["high"]
    for part in (
        "model:tiny/comet-da",
        "|rev:",
        "|comet:2.",
        "|torch:",
        "|dtype:float32",
        "|device:",
    ):
        assert part in comet["signature"]


def test_a_second_run_and_an_exported_model_say_the_same(
    score: Callable[..., Done], exported: Callable[[str], Path]
) -> None:
    first, second = (score("-m", "comet:tiny/comet-da", "--json").data[0] for _ in range(2))
    assert first == second
    folder = exported("comet-da")
    third = score("-m", f"comet:{folder}", "--json").data[0]
    assert third["value"] == pytest.approx(first["value"], abs=1e-5)
    assert "|runtime:onnxruntime-" in third["signature"]
    assert third["signature"].split("rev:")[1][:12] == first["signature"].split("rev:")[1][:12]


def test_a_signature_is_reproduced_and_another_revision_is_told(score: Callable[..., Done]) -> None:
    (found,) = score("-m", "comet:model=tiny/comet-da,device=cpu", "--json").data
    whole = f"COMET|{found['signature']}"
    again = score("--signature", whole, "--json")
    assert again.code == 0, again.err
    assert again.data[0]["value"] == found["value"]
    other = score("--signature", whole.replace("rev:", "rev:0"), "--json")
    assert other.code == 1
    assert "COMET: the signature has rev 0" in other.err


def test_marked_errors_become_flags(
    copydesk: Run, article: Article, hub: dict[str, str], tmp_path: Path
) -> None:
    done = copydesk(
        "check", article.mt, "--source", article.source, "--lang", "id", "--source-lang", "en",
        "-m", "xcomet:tiny/xcomet", "--report", "json=out.json", "--report", "html=out.html",
        "--max-flags", "0", env=hub,
    )  # fmt: skip
    assert done.code in {0, 1}, done.err
    result = json.loads((tmp_path / "out.json").read_text("utf-8"))
    flags = [f for d in result["documents"] for f in d["flags"]]
    spoke = [f for f in flags if "xcomet" in {f["rule"], *(e["rule"] for e in f["evidence"])}]
    assert spoke
    text = article.mt.read_text("utf-8")
    for flag in spoke:
        assert text[flag["file"]["start"] : flag["file"]["end"]] == flag["text"]
        assert flag["text"].strip() == flag["text"] != ""
    assert any(rule["id"] == "xcomet" for rule in result["rules"])
    assert "XCOMET takes this for a" in (tmp_path / "out.html").read_text("utf-8")


def test_systems_are_compared_by_comet(copydesk: Run, hub: dict[str, str], tmp_path: Path) -> None:
    lines = {
        "src": ["der Minister sagte am Montag", "die Brücke ist neu", "der Fluss"],
        "ref": ["the minister said on monday", "the bridge is new", "the river"],
        "a": ["the minister said monday", "a bridge is new", "a river"],
        "b": ["on monday the said", "new is bridge", "river the the"],
    }
    for name, column in lines.items():
        (tmp_path / f"{name}.txt").write_text("\n".join(column), encoding="utf-8")
    done = copydesk(
        "compare", "a.txt", "b.txt", "--source", "src.txt", "--reference", "ref.txt", "--lang",
        "en", "--source-lang", "de", "-m", "comet:tiny/comet-da", "--no-flags",
        "--report", "json=-", env=hub,
    )  # fmt: skip
    assert done.code == 0, done.err
    (contest,) = done.data["contests"]
    first, second = contest["systems"]
    assert second["apart"]["delta"] == pytest.approx(second["score"] - first["score"])


def test_what_a_comparison_vetoes_is_told_with_its_place(
    copydesk: Run, hub: dict[str, str], tmp_path: Path
) -> None:
    source = "der Minister öffnet am Montag die neue Brücke"
    for name, text in (
        ("src", source),
        ("ref", "the new bridge"),
        ("a", "a bridge"),
        ("b", source),
    ):
        (tmp_path / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")
    done = copydesk(
        "compare", "a.txt", "b.txt", "--source", "src.txt", "--reference", "ref.txt", "--lang",
        "en", "--source-lang", "de", "-m", "comet:tiny/comet-da", "--no-flags", env=hub,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "COMET of b: 1 of 1 segments: veto: the translation is a copy" in done.err
    assert "(b.txt:1)" in done.err


def test_a_copied_source_gets_nothing_and_says_so(
    copydesk: Run, hub: dict[str, str], tmp_path: Path
) -> None:
    source = "der Minister öffnet am Montag die neue Brücke"
    rows = [("the minister opens the new bridge", source), (source, source)]
    text = "mt\tsrc\tref\n" + "".join(f"{mt}\t{src}\tthe new bridge\n" for mt, src in rows)
    (tmp_path / "rows.tsv").write_text(text, encoding="utf-8")
    common = ("score", "--mt", "rows.tsv", "--lang", "en", "--source-lang", "de", "--level",
              "segment", "--json")  # fmt: skip
    done = copydesk(*common, "-m", "comet:tiny/comet-da", env=hub)
    assert done.data[1]["value"] == 0.0
    assert "copy of the source" in done.data[1]["remarks"][0]
    assert "rows.tsv:3" in done.err
    off = copydesk(*common, "-m", "comet:model=tiny/comet-da,veto=off", env=hub)
    assert off.data[1]["value"] != 0.0


def test_a_model_is_exported_and_told_of(
    copydesk: Run, hub: dict[str, str], tmp_path: Path
) -> None:
    done = copydesk("comet", "export", "tiny/comet-da", "small", env=hub)
    assert done.code == 0, done.err
    assert "score with -m comet:small" in done.out
    assert sorted(p.name for p in (tmp_path / "small").iterdir()) == [
        "copydesk-comet.json", "model.onnx", "tokenizer.json",
    ]  # fmt: skip
    told = copydesk("comet", "info", "small", env=hub)
    assert "tiny/comet-da" in told.out
    assert "needs a reference" in told.out
    again = copydesk("comet", "export", "tiny/comet-da", "small", env=hub)
    assert (again.code, len(again.err.splitlines())) == (2, 1)


def test_a_licence_is_shown_once_before_the_first_use(
    copydesk: Run, article: Article, hub: dict[str, str]
) -> None:
    command = ("score", "--mt", article.mt, "--source", article.source, "--lang", "id",
               "--source-lang", "en", "-m", "cometkiwi")  # fmt: skip
    first, second = (copydesk(*command, env=hub) for _ in range(2))
    for done in (first, second):
        assert (done.code, done.out) == (2, "")
        assert "wmt22-cometkiwi-da is not in the cache" in done.err.splitlines()[-1]
    assert "CC-BY-NC-SA-4.0" in first.err
    assert "may not be used for commercial purposes" in first.err
    assert "CC-BY-NC-SA-4.0" not in second.err


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("comet:wmt22-comet-dq", "did you mean wmt22-comet-da"),
        ("comet:tiny/none", "is not in the cache"),
        ("comet:/nowhere/at/all", "there is no model at"),
        ("comet:model=tiny/comet-da,veto=perhaps", "it can be on or off"),
        ("cometkiwi:tiny/comet-da", "needs a reference: use the metric comet"),
    ],
)
def test_what_cannot_be_is_one_line(score: Callable[..., Done], name: str, word: str) -> None:
    done = score("-m", name)
    assert (done.code, done.out) == (2, "")
    assert word in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_a_language_that_the_model_never_read_is_refused(
    copydesk: Run, article: Article, hub: dict[str, str]
) -> None:
    done = copydesk("score", "--mt", article.mt, "--source", article.source, "--reference",
                    article.reference, "--lang", "mi", "--source-lang", "en",
                    "-m", "comet:tiny/comet-da", env=hub)  # fmt: skip
    assert done.code == 2
    assert "mi" in done.err.splitlines()[-1]
