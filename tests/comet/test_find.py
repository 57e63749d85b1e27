"""Models are found wherever they are, and what is wrong with one is said in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpora.errors import MetricError
from metrics.comet import checkpoint
from metrics.comet.find import Found, encoder_folder, find
from metrics.comet.hashes import sha256
from metrics.comet.info import info

pytestmark = pytest.mark.comet


@pytest.fixture
def mine(cache: Path, tmp_path: Path) -> Path:
    """A model's folder of one's own, to be spoiled."""
    snapshot = next((cache / "models--tiny--comet-da" / "snapshots").iterdir())
    return Path(shutil.copytree(snapshot, tmp_path / "mine"))


def refused(model: str | Path) -> str:
    with pytest.raises(MetricError) as caught:
        checkpoint.load(find(str(model)))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_by_id_folder_file_snapshot_and_cache_folder(cache: Path, mine: Path) -> None:
    top = cache / "models--tiny--comet-da"
    snapshot = next((top / "snapshots").iterdir())
    named: list[Found] = [find("tiny/comet-da"), find(str(snapshot)), find(str(top))]
    assert {(one.name, one.folder) for one in named} == {("tiny/comet-da", snapshot)}
    here = [find(str(mine)), find(str(mine / "checkpoints" / "model.ckpt"))]
    assert {(one.name, one.folder) for one in here} == {("mine", mine)}
    assert find("tiny/comet-da").settings["class_identifier"] == "regression_metric"


def test_a_checkpoint_beside_its_hparams(mine: Path) -> None:
    (mine / "checkpoints" / "model.ckpt").rename(mine / "model.ckpt")
    assert find(str(mine)).weights == find(str(mine / "model.ckpt")).weights == mine / "model.ckpt"


def test_a_moved_cache_is_still_a_cache(cache: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(cache, tmp_path / "hub"))
    found = find("tiny/xcomet", cache=moved)
    assert found.folder.is_relative_to(moved)
    assert encoder_folder(found, cache=moved).is_relative_to(moved)


def test_the_last_snapshot_where_no_ref_says_which(cache: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(cache, tmp_path / "hub"))
    shutil.rmtree(moved / "models--tiny--comet-da" / "refs")
    assert find("tiny/comet-da", cache=moved).folder.is_relative_to(moved)


def test_offline_is_one_line(cache: Path) -> None:
    said = refused("wmt22-comet-da")
    assert said == (
        f"model Unbabel/wmt22-comet-da is not in the cache ({cache}), and the hub is not to be "
        "asked; download it once with `hf download Unbabel/wmt22-comet-da`, or give its folder"
    )


@pytest.mark.parametrize("name", ["wmt22-comet-de", "WMT22-comet-dq"])
def test_an_unknown_name_gets_near_ones(cache: Path, name: str) -> None:
    assert cache
    assert "did you mean wmt22-comet-da" in refused(name)
    assert "give owner/name, or its folder" in refused("zzzz")


def test_a_model_that_is_not_on_the_hub(cache: Path) -> None:
    assert cache
    assert "wmt21-comet-mqm.tar.gz" in refused("wmt21-comet-mqm")


def test_a_path_that_is_not_there(cache: Path, tmp_path: Path) -> None:
    assert cache
    assert "there is no model at" in refused(tmp_path / "none")
    assert "there is no model at" in refused("./none")
    assert "there is no model at" in refused("none/model.ckpt")


def test_a_folder_that_is_no_model(cache: Path, tmp_path: Path) -> None:
    assert cache
    assert "is not a COMET model: it has neither" in refused(tmp_path)
    (tmp_path / "x.txt").write_text("x")
    assert "is not a model" in refused(tmp_path / "x.txt")


def test_without_hparams_or_checkpoint(mine: Path) -> None:
    (mine / "hparams.yaml").rename(mine / "kept")
    assert "has no hparams.yaml beside it" in refused(mine / "checkpoints" / "model.ckpt")
    (mine / "kept").rename(mine / "hparams.yaml")
    shutil.rmtree(mine / "checkpoints")
    assert "has no checkpoints/model.ckpt" in refused(mine)


@pytest.mark.parametrize("content", ["a: [", "just text", "a: 1", "\x00"])
def test_damaged_hparams(mine: Path, content: str) -> None:
    (mine / "hparams.yaml").write_text(content)
    assert "hparams.yaml is damaged" in refused(mine)


def test_a_kind_that_is_not_run(mine: Path) -> None:
    path = mine / "hparams.yaml"
    path.write_text(path.read_text().replace("regression_metric", "ranking_metric"))
    assert "is a ranking_metric, which copydesk does not run" in refused(mine)
    path.write_text(path.read_text().replace("ranking_metric", "regression_metric"))
    path.write_text(path.read_text().replace("encoder_model: XLM-RoBERTa", "encoder_model: MiniLM"))
    assert "is a MiniLM, which copydesk does not run" in refused(mine)


def test_a_damaged_checkpoint(mine: Path) -> None:
    path = mine / "checkpoints" / "model.ckpt"
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"nonsense", b""):
        path.write_bytes(content)
        assert "is damaged" in refused(mine)


def resaved(mine: Path, change: str, value: object) -> None:
    import torch  # noqa: PLC0415

    path = mine / "checkpoints" / "model.ckpt"
    content = torch.load(path, weights_only=True)
    if value is None:
        del content["state_dict"][change]
    else:
        content[change] = value
    torch.save(content, path)


def test_weights_that_are_missing_are_not_made_up(mine: Path) -> None:
    resaved(mine, "encoder.model.encoder.layer.1.output.dense.weight", None)
    assert "1 weights are missing, encoder.model.encoder.layer.1" in refused(mine)


def test_code_in_a_checkpoint_is_not_run(mine: Path) -> None:
    resaved(mine, "hyper_parameters", {"x": Path("y")})
    assert "or holds more than weights: not read, as it might run code" in refused(mine)


def test_weights_that_do_not_fit(mine: Path) -> None:
    resaved(mine, "hyper_parameters", {"hidden_sizes": [8, 4], "pretrained_model": "x"})
    assert "do not fit" in refused(mine)


def pointed_at(mine: Path, encoder: str) -> None:
    path = mine / "hparams.yaml"
    path.write_text(path.read_text().replace("tiny/xlmr", encoder))


def test_an_encoder_that_is_not_cached(mine: Path) -> None:
    pointed_at(mine, "owner/encoder")
    said = refused(mine)
    assert said.startswith("the encoder of mine, owner/encoder, is not in the cache")
    assert "`hf download owner/encoder config.json tokenizer.json`" in said


def test_an_encoder_that_has_moved_is_found_beside_the_model(mine: Path, cache: Path) -> None:
    pointed_at(mine, "/home/elsewhere/xlmr")
    assert "has moved: /home/elsewhere/xlmr; put its" in refused(mine)
    own = next((cache / "models--tiny--xlmr" / "snapshots").iterdir())
    for place in (mine / "encoder", mine / "xlmr", mine.parent / "xlmr"):
        shutil.copytree(own, place)
        assert encoder_folder(find(str(mine))) == place
        assert checkpoint.load(find(str(mine)))
        shutil.rmtree(place)


def test_hashes_are_remembered_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, memory = tmp_path / "weights", tmp_path / "memory"
    file.write_bytes(b"a")
    first = sha256(file, memory)
    assert first == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    with monkeypatch.context() as patch:
        patch.setattr("hashlib.file_digest", None)
        assert sha256(file, memory) == first
    file.write_bytes(b"ab")
    assert sha256(file, memory) != first
    (memory / "comet-hashes.json").write_text("{")
    assert len(sha256(file, memory)) == 64
    monkeypatch.setenv("COPYDESK_CACHE", "off")
    assert sha256(file) == sha256(file, memory)


def test_info_of_a_model(cache: Path, tmp_path: Path) -> None:
    assert cache
    facts = info("tiny/unite-mup", memory=tmp_path)
    assert (facts.name, facts.kind, facts.encoder) == (
        "tiny/unite-mup", "unified_metric", "tiny/xlmr",
    )  # fmt: skip
    assert facts.tags_words
    assert facts.reads_reference
    assert not facts.needs_reference
    assert facts.megabytes > 0.01
    assert facts.licence is None
    assert facts.runtime["unbabel-comet"]
