"""What the elements of a vocabulary (HTML, NITF) mean for reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NONE: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Elements by what they do.

    `blocks` set a paragraph apart, all others are part of a line. What is `left_out` is not read,
    nor is `code` in what is `verbatim`, where lines and spaces stay as they are. `void` elements
    have no end, `headings` are one line, `parts` are the parts of a page. `ends`: which elements
    that are still open end where one begins.
    """

    blocks: frozenset[str]
    left_out: frozenset[str]
    verbatim: frozenset[str] = _NONE
    code: frozenset[str] = _NONE
    void: frozenset[str] = _NONE
    headings: frozenset[str] = _NONE
    parts: frozenset[str] = _NONE
    ends: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def hides(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element holds what nobody sees, or a post that was embedded."""
        if name in self.left_out or not attributes:
            return name in self.left_out
        if "hidden" in attributes or _INVISIBLE.search(attributes.get("style", "")):
            return True
        return not _EMBEDDED.isdisjoint(attributes.get("class", "").split())

    def ended_by(self, name: str) -> frozenset[str]:
        """The elements that end where this one begins."""
        return self.ends.get(name, self.ends.get("", _NONE) if name in self.blocks else _NONE)


_EMBEDDED = _words(
    """twitter-tweet twitter-video instagram-media tiktok-embed fb-post fb-video bluesky-embed
    reddit-embed-bq reddit-card imgur-embed-pub text-post-media"""
)


_EMBEDDED = _words(
    """twitter-tweet twitter-video instagram-media tiktok-embed fb-post fb-video bluesky-embed
    reddit-embed-bq reddit-card imgur-embed-pub text-post-media"""
)


_PARTS = _words("html head body main article section header nav aside footer form dialog menu")
_BLOCKS = _PARTS | _words(
    """title p h1 h2 h3 h4 h5 h6 hgroup address blockquote center details summary dir div dl
    dt dd fieldset legend figure figcaption hr li ol ul pre listing search table caption colgroup
    thead tbody tfoot tr td th"""
)
_ITEM, _CELL = _words("p li"), _words("p td th")
HTML = Vocabulary(
    blocks=_BLOCKS,
    left_out=_words(
        """script style template noscript textarea select option button datalist svg math object
        iframe noembed noframes canvas audio video map rt rp xmp"""
    ),
    verbatim=_words("pre listing"),
    code=_words("code samp kbd"),
    void=_words("area base br col embed hr img input link meta param source track wbr"),
    headings=_words("title h1 h2 h3 h4 h5 h6"),
    parts=_PARTS,
    ends={
        "": _words("p"),
        "li": _ITEM,
        "dt": _words("p dt dd"),
        "dd": _words("p dt dd"),
        "td": _CELL,
        "th": _CELL,
        "tr": _CELL | {"tr"},
        "body": _words("p head title"),
    },
)
NITF = Vocabulary(
    blocks=_words(
        """nitf head title body body.head body.content body.end hedline hl1 hl2 abstract note p
        block bq media media-caption table caption tr td th thead tbody tfoot ul ol li dl dt dd
        hr pre fn datasource credit dateline byline distributor tagline bibliography"""
    ),
    left_out=_words(
        """docdata pubdata revision-history meta tobject byline dateline distributor rights
        bibliography tagline media-reference media-metadata media-object media-producer
        credit datasource"""
    ),
    verbatim=_words("pre"),
    void=_words("br hr"),
    headings=_words("title hl1 hl2"),
    parts=_words("head body body.head body.content body.end"),
)
