"""What COMET's tests share: tiny models, made once, and what unbabel-comet itself says of texts.

Nothing here imports torch or comet before a test runs, so that the tests can be collected without.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from metrics.comet import packages
from metrics.comet.checkpoint import Options, TorchEngine
from metrics.comet.export import export
from metrics.comet.find import encoder_folder, find
from metrics.comet.layout import Texts
from metrics.comet.onnx import OnnxEngine

Own = Callable[[str, tuple[Texts, ...]], Any]
TAGGING = ("unite-mup", "xcomet")
OPTIONAL = ("cometkiwi-da", *TAGGING)
NAMES = ("comet-da", "comet-norm", "comet-max", "comet-qe", *OPTIONAL)
LONG = "the new bridge over a river " * 90
SAMPLES = (
    Texts("The minister opened the bridge", "Der Minister öffnet die Brücke", "the new bridge"),
    Texts("  on monday  ,  said", "am Montag", "the minister said on monday."),
    Texts("人大代 的是在 了中国", "the people", "中国 大人"),
    Texts("a 😀 the 👩\u200d👩\u200d👧 b", "die Brücke 😀", "é ﬁn … e\u0301"),
    Texts("", "die", "the"),
    Texts("river", LONG, "river"),
    Texts(LONG, "Fluss", LONG),
    Texts(LONG[:1200], LONG[:900], LONG[:1000]),
    Texts("the <pad> bridge </s> a", "b <s> c", "<unk> the"),
    *(Texts("river is new " * n, "der Fluss " * (9 - n), "is the river " * n) for n in range(1, 9)),
)


@pytest.fixture(scope="session")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Path:
    """A hub cache with a tiny model of each kind; the hub itself is not to be asked."""
    if packages.version("unbabel-comet") is None:
        pytest.fail("needs the extra `comet`: make test-comet")
    from tests.comet import tiny  # noqa: PLC0415 — it imports torch

    folder = tmp_path_factory.mktemp("hub")
    patch.setenv("HF_HUB_CACHE", str(folder))
    patch.setenv("HF_HUB_OFFLINE", "1")
    patch.setenv("COPYDESK_CACHE", str(tmp_path_factory.mktemp("cache")))
    tiny.torch.set_num_threads(1)  # so small a model is slower on two
    return tiny.build(folder)


@pytest.fixture(scope="session")
def engine(cache: Path) -> Callable[[str], TorchEngine]:
    """A tiny model, run with torch."""
    assert cache

    @lru_cache
    def load(name: str) -> TorchEngine:
        return TorchEngine(find(f"tiny/{name}"), Options())

    return load


@pytest.fixture(scope="session")
def exported(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a tiny model as ONNX."""
    assert cache
    home = tmp_path_factory.mktemp("onnx")

    @lru_cache
    def write(name: str) -> Path:
        export(f"tiny/{name}", home / name)
        return home / name

    return write


@pytest.fixture(scope="session")
def onnx_engine(exported: Callable[[str], Path]) -> Callable[[str], OnnxEngine]:
    """A tiny model, run with onnxruntime."""
    return lru_cache(lambda name: OnnxEngine(exported(name)))


@pytest.fixture(scope="session")
def own(cache: Path) -> Own:
    """What unbabel-comet's own `predict` says."""
    assert cache

    @lru_cache
    def load(name: str) -> Any:
        with packages.quiet():
            found = find(f"tiny/{name}")
            kind = packages.comet().str2model[found.settings["class_identifier"]]
            return kind.load_from_checkpoint(
                str(found.weights),
                load_pretrained_weights=False,
                pretrained_model=str(encoder_folder(found)),
                strict=False,
            )

    @lru_cache
    def predict(name: str, texts: tuple[Texts, ...]) -> Any:
        with packages.quiet(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load(name).predict(
                comets(texts), gpus=0, num_workers=0, progress_bar=False, batch_size=8
            )

    return predict


def comets(texts: Sequence[Texts]) -> list[dict[str, str]]:
    rows = [{"src": one.src, "mt": one.mt, "ref": one.ref} for one in texts]
    return [{key: text for key, text in row.items() if text is not None} for row in rows]


def without_reference(texts: Sequence[Texts]) -> tuple[Texts, ...]:
    return tuple(Texts(one.mt, one.src, None) for one in texts)
