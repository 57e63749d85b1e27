"""Tiny but real COMET checkpoints, made offline, in the hub cache's layout.

    python tests/comet/tiny.py FOLDER

writes FOLDER/models--tiny--NAME/snapshots/SHA/{hparams.yaml,checkpoints/model.ckpt} for each
NAME in MODELS, with random weights, and the two encoders that they name. The folder can be moved.
"""

from __future__ import annotations

import json
import string
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
from tokenizers.processors import TemplateProcessing
from transformers import XLMRobertaConfig, XLMRobertaTokenizerFast, XLMRobertaXLConfig

from metrics.comet import packages

SHA = "0123456789abcdef" * 2 + "01234567"
LAYERS = 2


@dataclass(frozen=True, slots=True)
class Size:
    """How large an encoder is; `between` is the width between two layers."""

    hidden: int
    layers: int
    heads: int
    between: int


TINY = Size(32, LAYERS, 4, 64)
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_WORDS = (
    "the", "a", "of", "to", "and", "in", "is", "on", "minister", "said", "opened", "new", "bridge",
    "river", "monday", "der", "die", "und", "das", "sagte", "neue", "brücke", "fluss", "montag",
    "pada", "hari", "senin", "menteri", "jembatan", "sungai", "baru", "ing", "tion", "er", "en",
)  # fmt: skip
_LETTERS = f"{string.ascii_letters}{string.digits}äöüß.,;:!?'-()的是在了中国大人"
_SHARED = {
    "encoder_model": "XLM-RoBERTa", "pretrained_model": "tiny/xlmr", "hidden_sizes": [64, 32],
    "train_data": ["train.csv"], "validation_data": ["dev.csv"], "local_files_only": True,
    "dropout": 0.1, "keep_embeddings_frozen": True,
}  # fmt: skip
_MIX = {"layer": "mix", "layer_norm": False, "layer_transformation": "sparsemax", "pool": "avg"}
_JOINT = {"sent_layer": "mix", "layer_norm": False, "layer_transformation": "sparsemax",
          "word_layer": LAYERS}  # fmt: skip
MODELS: dict[str, tuple[str, dict[str, Any]]] = {
    "comet-da": ("regression_metric", {**_SHARED, **_MIX}),
    "comet-norm": ("regression_metric", {**_SHARED, **_MIX, "layer_norm": True, "pool": "cls",
                                         "layer_transformation": "softmax"}),
    "comet-max": ("regression_metric", {**_SHARED, **_MIX, "layer": 1, "pool": "max"}),
    "comet-qe": ("referenceless_regression_metric", {**_SHARED, **_MIX, "layer_norm": True}),
    "cometkiwi-da": ("unified_metric", {**_SHARED, **_JOINT, "input_segments": ["mt", "src"],
                                        "word_level_training": False}),
    "unite-mup": ("unified_metric", {**_SHARED, **_JOINT, "input_segments": ["mt", "src", "ref"],
                                     "word_level_training": True,
                                     "error_labels": ["minor", "major"]}),
    "xcomet": ("xcomet_metric", {**_SHARED, **_JOINT, "encoder_model": "XLM-RoBERTa-XL",
                                 "pretrained_model": "tiny/xlmr-xl",
                                 "error_labels": ["minor", "major", "critical"]}),
}  # fmt: skip


def snapshot(cache: Path, name: str) -> Path:
    """A new snapshot's folder for `tiny/name`."""
    folder = cache / f"models--tiny--{name}"
    (folder / "refs").mkdir(parents=True)
    (folder / "refs" / "main").write_text(SHA)
    (folder / "snapshots" / SHA).mkdir(parents=True)
    return folder / "snapshots" / SHA


def tokenizer() -> Tokenizer:
    """A tokenizer of XLM-R's make: the same marks, the same handling of white space."""
    pieces = [(mark, 0.0) for mark in _SPECIAL] + [("▁", -4.0)]
    pieces += [(f"▁{word}", -5.0 - len(word) / 10) for word in _WORDS]
    pieces += [(letter, -8.0) for letter in _LETTERS] + [("<mask>", 0.0)]
    made = Tokenizer(models.Unigram(pieces, unk_id=3))
    made.normalizer = normalizers.NFKC()
    space = pre_tokenizers.Metaspace(prepend_scheme="always")
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), space])
    made.decoder = decoders.Metaspace(prepend_scheme="always")
    made.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )  # fmt: skip
    made.add_special_tokens([AddedToken(mark, special=True) for mark in (*_SPECIAL, "<mask>")])
    return made


def encoders(cache: Path, size: Size = TINY) -> None:
    """Write the configurations and tokenizers of both encoders; COMET needs no more of them."""
    made = tokenizer()
    for name, kind, spread in (
        ("xlmr", XLMRobertaConfig, 0.3), ("xlmr-xl", XLMRobertaXLConfig, 0.1),
    ):  # fmt: skip
        folder = snapshot(cache, name)
        XLMRobertaTokenizerFast(tokenizer_object=made, model_max_length=512).save_pretrained(folder)
        config = kind(
            vocab_size=made.get_vocab_size(), hidden_size=size.hidden,
            num_hidden_layers=size.layers, num_attention_heads=size.heads,
            intermediate_size=size.between, max_position_embeddings=514,
            type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2,
            initializer_range=spread,
        )  # fmt: skip
        config.save_pretrained(folder)


def checkpoint(cache: Path, name: str) -> None:
    """Write one model with random weights, large enough that scores and tags differ."""
    kind, settings = MODELS[name]
    comet = packages.comet()
    encoder = snapshot_of(cache, settings["pretrained_model"].partition("/")[2])
    torch.manual_seed(len(name))
    with packages.quiet():
        local = {**settings, "pretrained_model": str(encoder), "load_pretrained_weights": False}
        model = comet.str2model[kind](**local)
    with torch.no_grad():
        for key, weight in model.named_parameters():
            if "scalar_parameters" in key:
                weight.normal_(std=0.2)
        if hasattr(model, "hidden2tag"):
            model.hidden2tag.weight.normal_()
            model.hidden2tag.bias.zero_()
            model.hidden2tag.bias[0] = 1.0
    saved = {**dict(model.hparams), **settings, "class_identifier": kind}
    folder = snapshot(cache, name)
    (folder / "checkpoints").mkdir()
    content = {"state_dict": model.state_dict(), "hyper_parameters": saved,
               "pytorch-lightning_version": "2.6.6"}  # fmt: skip
    torch.save(content, folder / "checkpoints" / "model.ckpt")
    plain = json.loads(json.dumps(saved, default=str))
    (folder / "hparams.yaml").write_text(yaml.safe_dump(plain), encoding="utf-8")


def snapshot_of(cache: Path, name: str) -> Path:
    """Where `tiny/name` stands."""
    return cache / f"models--tiny--{name}" / "snapshots" / SHA


def build(cache: Path) -> Path:
    """Write both encoders and every model; the cache's folder."""
    encoders(cache)
    for name in MODELS:
        checkpoint(cache, name)
    return cache


if __name__ == "__main__":
    build(Path(sys.argv[1]))
