"""What stands within an article and is no part of it: marks of notes, lines that lead elsewhere."""

from __future__ import annotations

import re

from corpora.markup.html_tokens import Tag, tag_at

_NOTE_ROLES = frozenset({"doc-noteref", "doc-backlink"})  # of WAI-ARIA's module for publishing
_MARK = r"(?:\d{1,3}|[*†‡§¶#]{1,3}|[a-z]|[ivxlc]{1,6}|note \d{1,3}|[↩↑^⤴]\ufe0e?)"
_TAGS = r"(?:\s|</?(?:sup|sub|span|small|b|i|em|strong)\b[^<>]*>)*+"
_LINK = re.compile(rf"{_TAGS}[\[(]?{_TAGS}{_MARK}{_TAGS}[\])]?{_TAGS}</a\s*>", re.IGNORECASE)
_BEFORE, _AFTER = re.compile(r"\s*+[\[(]?\s*+"), re.compile(r"\s*+[\])]?\s*+</sup", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"""\W*(?:
    baca(?:\ juga|\ selengkapnya)? | (?:lihat|simak|tonton)\ juga | artikel\ terkait
    | read\ (?:also|more|next) | also\ read | see\ also | more\ on\ this | related(?:\ articles?)?
    | lesen\ sie\ auch | lesen\ sie\ mehr | mehr\ zum\ thema | lees\ ook | læs\ også | les\ også
    | läs\ också | lue\ myös | (?:à\ )?lire\ aussi | (?:lee|lea|leer)\ también
    | leia\ (?:também|mais) | leggi\ anche | citește\ și | czytaj\ (?:też|także)
    | čtěte\ také | přečtěte\ si | olvasta\ már
    | чита(?:йте|ть)\ (?:также|ещё|еще) | читайте\ також | прочетете\ (?:още|и)
    | сондай-ақ\ оқыңыз | оқи\ отырыңыз | ayrıca\ okuyun | bunu\ da\ oku\w* | ilgili\ haber
    | xem\ thêm | đọc\ thêm | อ่านเพิ่มเติม | อ่านต่อ | यह\ भी\ पढ़ें | ये\ भी\ पढ़ें | আরও\ পড়ুন
    | [اإ]قرأ\ أيض[ا\u064b]* | קראו\ גם | 延伸阅读 | 延伸閱讀 | 相关阅读 | 相關閱讀
    | 関連記事 | 관련\ ?기사
    )\s*[:：»>|–—-]*\s*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_mark_of_a_note(text: str, tag: Tag) -> bool:
    """Whether an element is but the mark of a note, or leads back from one.

    `tag` is where it begins in `text`: a link within the page that shows a number or a sign, or
    what raises such a link above the line, brackets included.
    """
    if tag.name == "a":
        return _end_of_mark(text, tag) is not None
    if tag.name != "sup":
        return False
    before = _BEFORE.match(text, tag.end)
    link = tag_at(text, before.end() if before else tag.end)
    end = _end_of_mark(text, link) if link is not None and link.name == "a" else None
    return end is not None and _AFTER.match(text, end) is not None


def _end_of_mark(text: str, link: Tag) -> int | None:
    """Where a link ends that is the mark of a note."""
    attributes = link.attributes()
    roles = frozenset(attributes.get("role", "").lower().split())
    shown = _LINK.match(text, link.end)
    if shown and (roles & _NOTE_ROLES or attributes.get("href", "").startswith("#")):
        return shown.end()
    return None


def leads_elsewhere(text: str, linked: int) -> bool:
    """Whether a paragraph only names another article; `linked` of its code points are links."""
    label = _ELSEWHERE.match(text)
    return label is not None and 0 < len(text) - label.end() <= linked
