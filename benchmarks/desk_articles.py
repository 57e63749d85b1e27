"""Articles for the desk's benchmark: paragraphs of the bundled one, each a little different."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
_FEWEST, _MOST = 3, 6
_DESKS, _ORIGINS = ("nasional", "ekonomi", "dunia"), ("agency A", "agency B")


@dataclass(frozen=True, slots=True)
class New:
    """An article to be sent, with its source."""

    name: str
    title: str
    mt: str
    source: str
    desk: str
    origin: str

    def form(self) -> dict[str, str]:
        """As the page's form or the API takes it."""
        languages = {"language": "id", "source_language": "en", "system": "bench"}
        own = ("name", "title", "mt", "source", "desk", "origin")
        return {name: getattr(self, name) for name in own} | languages


def articles(count: int) -> Iterator[New]:
    """So many articles: some paragraphs each, in another order, with a number of their own."""
    targets, sources = _paragraphs("article.mt.id.txt"), _paragraphs("article.src.en.txt")
    pairs = list(zip(targets, sources, strict=False))
    chosen = random.Random(8)  # noqa: S311 — the same articles each time
    for number in range(count):
        some = chosen.sample(pairs, chosen.randint(_FEWEST, min(_MOST, len(pairs))))
        yield New(
            name=f"bench-{number}",
            title=f"Article {number}",
            mt="\n".join([*(target for target, _ in some), f"Artikel nomor {number} selesai."]),
            source="\n".join([*(source for _, source in some), f"Article number {number} ends."]),
            desk=chosen.choice(_DESKS),
            origin=chosen.choice(_ORIGINS),
        )


def _paragraphs(name: str) -> Sequence[str]:
    lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip()]
