"""What the readers of prose share: paragraphs become sentences, sentences become segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpora.reader import ReadOptions
from corpora.segmentation import Segmenter, Stretch
from corpora.text import Document, Passage, Segment


def document(identity: str, paragraphs: Iterable[Passage], options: ReadOptions) -> Document:
    """A document of these paragraphs, blank ones left out; each is cut into its sentences."""
    kept = [passage for passage in paragraphs if not passage.is_blank]
    segmenter = options.segmenter_for("\n".join(passage.text for passage in kept))
    return Document(identity, tuple(_segments(kept, segmenter)), options.language)


def _segments(paragraphs: list[Passage], segmenter: Segmenter) -> Iterator[Segment]:
    index = 0
    for number, passage in enumerate(paragraphs):
        for one in segmenter.sentences(passage.text, Stretch(0, len(passage.text))):
            yield Segment(index, passage.part(one.start, one.end), paragraph=number)
            index += 1
