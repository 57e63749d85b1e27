"""Word pieces of a text, each with its place in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from metrics.estimator import base

BEGIN, END, UNKNOWN = 0, 2, 3
MOST = 254
_SIGN = "▁"


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's word pieces between `<s>` and `</s>`, and the code points that each covers.

    `starts` and `ends` have a place for every id; those of `<s>` and `</s>` are empty.
    `is_cut` says that the text had more than fits.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    is_cut: bool


@cache
def _tokenizer() -> Tokenizer:
    weights = base.load()
    pieces = list(zip(weights.pieces, weights.scores, strict=True))
    tokenizer = Tokenizer(Unigram(pieces, unk_id=UNKNOWN, byte_fallback=False))
    tokenizer.pre_tokenizer = Metaspace(replacement=_SIGN, prepend_scheme="always")
    return tokenizer


def pieces_of(texts: list[str]) -> list[Pieces]:
    """The word pieces of each text, at most 254 of each."""
    plain = [_plain(text) for text in texts]
    found = _tokenizer().encode_batch([text for text, _ in plain], add_special_tokens=False)
    return [
        _pieces(encoding.ids, encoding.offsets, places)
        for encoding, (_, places) in zip(found, plain, strict=True)
    ]


def _pieces(ids: list[int], offsets: list[tuple[int, int]], places: NDArray[np.int64]) -> Pieces:
    kept = min(len(ids), MOST)
    spans = np.asarray(offsets[:kept], dtype=np.int64).reshape(-1, 2)
    starts, ends = places[spans[:, 0]], places[spans[:, 1]]
    return Pieces(
        np.asarray([BEGIN, *ids[:kept], END], dtype=np.int64),
        np.concatenate(([0], starts, [0])),
        np.concatenate(([0], ends, [0])),
        len(ids) > MOST,
    )


def _plain(text: str) -> tuple[str, NDArray[np.int64]]:
    """A text as the encoder knows it, and where each of its characters (and the end) came from.

    Characters are mapped as SentencePiece does (about NFKC); runs of white space become a space.
    """
    characters = base.load().characters
    parts, places, after_space = [], [], True
    for at, sign in enumerate(text):
        for letter in characters.get(ord(sign), sign):
            is_space = letter.isspace()
            if not (is_space and after_space):
                parts.append(" " if is_space else letter)
                places.append(at)
            after_space = is_space
    return "".join(parts), np.asarray([*places, len(text)], dtype=np.int64)
