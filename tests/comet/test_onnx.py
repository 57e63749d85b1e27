"""An exported model says the same, and needs neither torch nor comet."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.errors import MetricError
from metrics.comet.checkpoint import TorchEngine
from metrics.comet.export import export
from metrics.comet.find import find
from metrics.comet.judge import judge
from metrics.comet.onnx import OnnxEngine, read_card
from metrics.metric import MetricOptions, Sample
from metrics.scorers.comet import metric
from tests.comet.conftest import NAMES, OPTIONAL, SAMPLES, without_reference

pytestmark = pytest.mark.comet
Torch = Callable[[str], TorchEngine]
Onnx = Callable[[str], OnnxEngine]
Exported = Callable[[str], Path]
_WITHOUT = """
import json, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in {"torch", "comet", "transformers", "lightning", "yaml", "huggingface_hub"}:
            raise ModuleNotFoundError(f"blocked: {name}", name=name)

sys.meta_path.insert(0, Blocked())
from metrics.metric import MetricOptions, Sample
from metrics.scorers import xcomet
scorer = xcomet.metric.open(MetricOptions(parameters={"model": sys.argv[1], "veto": "off"}))
samples = [Sample(*one) for one in json.load(sys.stdin)]
rows = scorer.statistics(samples)
spans = [[(s.span.start, s.span.end) for s in one] for one in scorer.spans(samples)]
print(json.dumps([rows[:, 0].tolist(), spans, scorer.signature(samples, 0), scorer.identity()]))
"""


@pytest.mark.parametrize("name", NAMES)
def test_an_exported_model_says_the_same(name: str, engine: Torch, onnx_engine: Onnx) -> None:
    ours, torchs = judge(onnx_engine(name), SAMPLES), judge(engine(name), SAMPLES)
    assert [one.score for one in ours] == pytest.approx([one.score for one in torchs], abs=1e-5)
    assert [one.cut for one in ours] == [one.cut for one in torchs]
    places = [[(s.span, s.severity) for s in one.spans] for one in ours]
    assert places == [[(s.span, s.severity) for s in one.spans] for one in torchs]


@pytest.mark.parametrize("name", OPTIONAL)
def test_it_says_the_same_without_reference(name: str, engine: Torch, onnx_engine: Onnx) -> None:
    texts = without_reference(SAMPLES)
    ours, torchs = judge(onnx_engine(name), texts), judge(engine(name), texts)
    assert [one.score for one in ours] == pytest.approx([one.score for one in torchs], abs=1e-5)


def test_it_runs_without_torch_and_comet(exported: Exported, engine: Torch) -> None:
    given = [[one.mt, [one.ref], one.src] for one in SAMPLES]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _WITHOUT, str(exported("xcomet"))],
        input=json.dumps(given), text=True, capture_output=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    scores, spans, signature, identity = json.loads(done.stdout)
    torchs = judge(engine("xcomet"), SAMPLES)
    assert scores == pytest.approx([one.score for one in torchs], abs=1e-5)
    assert spans == [
        [[s.span.start, s.span.end] for s in one.spans] if text.mt else []
        for one, text in zip(torchs, SAMPLES, strict=True)
    ]
    assert "|runtime:onnxruntime-" in signature
    assert "torch" not in signature
    assert "model:tiny/xcomet" in identity


def test_the_card_says_what_the_model_is(exported: Exported) -> None:
    card = read_card(exported("cometkiwi-da"))
    assert (card.name, card.kind) == ("tiny/cometkiwi-da", "unified_metric")
    assert card.layout.segments == ("mt", "src")
    assert card.layout.joint_limit == 512
    assert len(card.weights) == 64
    found = find(str(exported("cometkiwi-da")))
    assert found.exported


def test_signature_names_the_runtime_and_the_checkpoints_hash(exported: Exported) -> None:
    scorer = metric.open(MetricOptions(parameters={"model": str(exported("comet-da"))}))
    signature = scorer.signature([Sample("a", ("b",), "c")], 1000)
    card = read_card(exported("comet-da"))
    start = f"bs:1000|seed:12345|model:tiny/comet-da|rev:{card.weights[:12]}|runtime:onnxruntime-"
    assert signature.startswith(start)
    assert signature.endswith("|dtype:float32|device:cpu|veto:on")


def test_it_is_written_whole_or_not_at_all(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cache
    monkeypatch.setattr("metrics.comet.export._write_graph", boom)
    with pytest.raises(KeyboardInterrupt):
        export("tiny/comet-da", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def boom(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_there_is_not_written_over(exported: Exported, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(MetricError, match="exists already"):
        export("tiny/comet-da", tmp_path / "mine")
    with pytest.raises(MetricError, match="is exported already"):
        export(str(exported("comet-da")), tmp_path / "again")


def test_weights_beside_the_graph(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Torch
) -> None:
    assert cache
    monkeypatch.setattr("metrics.comet.export._MOST", 1000)
    export("tiny/unite-mup", tmp_path / "out")
    names = {one.name for one in (tmp_path / "out").iterdir()}
    assert names == {"model.onnx", "model.onnx.data", "tokenizer.json", "copydesk-comet.json"}
    ours = judge(OnnxEngine(tmp_path / "out"), SAMPLES[:4])
    expected = [one.score for one in judge(engine("unite-mup"), SAMPLES[:4])]
    assert [one.score for one in ours] == pytest.approx(expected, abs=1e-5)


def copied(exported: Exported, to: Path) -> Path:
    to.mkdir()
    for one in exported("comet-da").iterdir():
        (to / one.name).write_bytes(one.read_bytes())
    return to


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("copydesk-comet.json", b"{", "copydesk-comet.json is damaged"),
        ("copydesk-comet.json", b'{"format": 1}', "copydesk-comet.json is damaged"),
        ("model.onnx", b"nonsense", "is damaged"),
        ("tokenizer.json", b"{}", "is damaged"),
    ],
)
def test_a_damaged_folder_is_one_line(
    exported: Exported, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    folder = copied(exported, tmp_path / "copy")
    (folder / name).write_bytes(content)
    with pytest.raises(MetricError, match=said) as caught:
        OnnxEngine(folder)
    assert "\n" not in str(caught.value)


def test_an_exported_model_without_its_graph(exported: Exported, tmp_path: Path) -> None:
    folder = copied(exported, tmp_path / "copy")
    (folder / "model.onnx").unlink()
    with pytest.raises(MetricError, match=r"has no model\.onnx"):
        find(str(folder))


def test_another_format_is_refused(exported: Exported, tmp_path: Path) -> None:
    folder = copied(exported, tmp_path / "copy")
    card = folder / "copydesk-comet.json"
    card.write_text(card.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(MetricError, match="has format 2"):
        OnnxEngine(folder)
