"""Which paragraphs of a page are the article, and which navigation, advertising and comments.

trafilatura decides. It gives text, not places; so it is shown a copy of the page in which every
paragraph begins with a sign of its own, and those whose signs come back are the article. The
headline and the captions, which it tends to leave out, are added.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence

from corpora.markup.asides import leads_elsewhere
from corpora.markup.blocks import Block

_FIRST_SIGN, _LAST_SIGN = 0x20000, 0x2A6DF  # ideographs that hardly any page holds
_SIGNS = re.compile(f"[{chr(_FIRST_SIGN)}-{chr(_LAST_SIGN)}]")
_ANY_IDEOGRAPH = "\u8a9e"
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_MOST_BLOCKS, _LONGEST_PAGE = 10_000, 1 << 23
_LEAST_SHARE = 0.1
_BESIDE = frozenset({"nav", "aside", "footer", "form", "menu", "dialog"})
_FRAME = _BESIDE | {"header"}
_WHOLE_PAGE = frozenset({"html", "body"})
_CORE = frozenset({"main", "article"})
_HEADLINES = frozenset({"h1", "title"})


def article(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The paragraphs of a page that are its article, with its headline first.

    A page that holds nothing but text, without a link, is read whole, as is a part of a page.
    """
    body = [block for block in blocks if block.name != "title" and "head" not in block.parts]
    kept = _chosen(text, body) if _is_page(body) else body
    return [*_headline(blocks, kept), *kept]


def _is_page(blocks: Iterable[Block]) -> bool:
    """Whether there may be more than an article: parts such as a page's foot, or links."""
    return any(
        block.parts & _FRAME or (block.linked and block.parts & _WHOLE_PAGE) for block in blocks
    )


def _chosen(text: str, blocks: list[Block]) -> list[Block]:
    found = sorted(_asked(text, blocks)) if len(blocks) <= _MOST_BLOCKS else []
    while found and _is_link(blocks[found[0]]):
        found.pop(0)
    while found and _is_link(blocks[found[-1]]):
        found.pop()
    rest = _without_frame(blocks)
    if not found or _size(blocks[n] for n in found) < _LEAST_SHARE * _size(rest):
        return rest
    wanted = {n for n in found if not _is_teaser(blocks[n])} or set(found)
    headlines = [number for number, block in enumerate(blocks) if _is_headline(block)]
    if wanted.isdisjoint(headlines):
        wanted.update(headlines[:1])
    wanted.update(_captions(blocks, min(wanted), found[-1]))
    return [blocks[n] for n in sorted(wanted)]


def _is_linked(block: Block) -> bool:
    return block.linked >= len(block.passage.text)


def _is_link(block: Block) -> bool:
    """Whether it is nothing but a link, and no heading."""
    is_heading = block.name[:1] == "h" and block.name[1:].isdigit()
    return _is_linked(block) and not is_heading


def _is_teaser(block: Block) -> bool:
    return leads_elsewhere(block.passage.text, block.linked)


def _is_headline(block: Block) -> bool:
    """Whether it is the article's; a heading that is a link is the site's name."""
    return block.name == "h1" and not block.parts & _BESIDE and not _is_linked(block)


def _captions(blocks: Sequence[Block], first: int, last: int) -> Iterable[int]:
    for number in range(first, last):
        block = blocks[number]
        if block.name == "figcaption" and not block.parts & _BESIDE:
            yield number


def _without_frame(blocks: list[Block]) -> list[Block]:
    """What is left if nobody knows better: the page's core without what stands beside it."""
    inner = [block for block in blocks if not block.parts & _BESIDE]
    core = [block for block in inner if block.parts & _CORE]
    return core or inner or blocks


def _size(blocks: Iterable[Block]) -> int:
    return sum(len(block.passage.text) for block in blocks)


def _headline(blocks: Sequence[Block], kept: Sequence[Block]) -> list[Block]:
    """The page's title, where the article has no headline and does not say it itself."""
    titles = [block for block in blocks if block.name == "title" and "body" not in block.parts]
    if not titles or any(block.name in _HEADLINES for block in kept):
        return []
    title = titles[0].passage.text.casefold()
    said = any(block.passage.text.casefold() in title for block in kept[:2])
    return [] if said else titles[:1]


def _asked(text: str, blocks: Sequence[Block]) -> set[int]:
    """The numbers of the paragraphs that trafilatura takes for the article."""
    if len(text) > _LONGEST_PAGE:
        return set()
    from trafilatura import bare_extraction  # noqa: PLC0415 — takes half a second to import

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    try:
        found = bare_extraction(
            _signed(text, blocks),
            fast=True,
            include_comments=False,
            include_tables=True,
            include_images=False,
            include_formatting=False,
            include_links=False,
            deduplicate=False,
            with_metadata=False,
        )
    except Exception:  # noqa: BLE001 — a page that it stumbles over is read without it
        return set()
    said = getattr(found, "text", None) or ""
    return {ord(sign) - _FIRST_SIGN for sign in _SIGNS.findall(said)}


def _signed(text: str, blocks: Sequence[Block]) -> str:
    """The page with a sign before each paragraph."""
    begun = _DECLARATION.match(text)
    at = begun.end() if begun else 0
    parts = list[str]()
    for number, block in enumerate(blocks):
        start = block.passage.begin(0)
        parts += [_SIGNS.sub(_ANY_IDEOGRAPH, text[at:start]), chr(_FIRST_SIGN + number)]
        at = start
    return "".join([*parts, _SIGNS.sub(_ANY_IDEOGRAPH, text[at:])])
