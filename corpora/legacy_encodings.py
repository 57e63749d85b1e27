"""Which of the older encodings some bytes are in: charset-normalizer's guess, put right for Latin.

charset-normalizer tells scripts apart; among the code pages of Latin letters (`è` or `č`?) the
alphabets of the languages decide.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

_LATIN = (
    "windows-1252", "windows-1250", "iso-8859-2", "windows-1254", "windows-1257", "iso-8859-15",
)  # fmt: skip
_JAPANESE = ("cp932", "euc-jp")
_OTHERS = (
    "windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "windows-1253", "iso-8859-7", "windows-1255",
    "iso-8859-8", "windows-1256", "iso-8859-6", "gb18030", "big5", "cp950", "cp932", "euc-jp",
    "cp949",
)  # fmt: skip
_OUR_NAMES = {codecs.lookup(one).name.replace("-", "_"): one for one in (*_LATIN, *_OTHERS)}
"""By the names that charset-normalizer goes by."""
_WEST, _EAST = ("windows-1252", "iso-8859-15"), ("windows-1250", "iso-8859-2")
_BALTIC = ("windows-1257",)
_ALPHABETS = (
    ("äöüß", _WEST),  # German
    ("àâæçéèêëîïôœùûÿ", _WEST),  # French
    ("áéíñóúü¿¡ªº", _WEST),  # Spanish
    ("ãáâàçéêíóôõúªº", _WEST),  # Portuguese
    ("àèéìòù", _WEST),  # Italian
    ("éëïöüèêáó", _WEST),  # Dutch
    ("æøåé", _WEST),  # Danish, Norwegian
    ("åäöé", _WEST),  # Swedish, Finnish
    ("áðéíóúýþæö", _WEST),  # Icelandic
    ("àçèéíïòóúü·", _WEST),  # Catalan
    ("çë", _WEST),  # Albanian
    ("áčďéěíňóřšťúůýž", _EAST),  # Czech
    ("áäčéíľňóôšťúýž", _EAST),  # Slovak
    ("ąćęłńóśźż", _EAST),  # Polish
    ("áéíóöőúüű", _EAST),  # Hungarian
    ("ăâîşţ", _EAST),  # Romanian
    ("čćđšž", _EAST),  # Croatian, Slovene
    ("çğıi̇öşü", ("windows-1254",)),  # Turkish
    ("äõöüšž", ()),  # Estonian: in windows-1252 and in windows-1257
    ("āčēģīķļņšūž", _BALTIC),  # Latvian
    ("ąčęėįšųūž", _BALTIC),  # Lithuanian
)
"""The letters beyond ASCII that are common in a language, and its usual code pages."""
_SIGNS = frozenset("“”„‘’‚«»‹›–—…•·€£§°®©™½¼¾²³×´\xa0")
_FRACTION_IN_WORD = re.compile(r"(?<=[^\W\d_])[½¼¾]|[½¼¾](?=[^\W\d_])")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_SAMPLE, _WINDOW, _LONGEST = 65_536, 512, 65_536
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_GAP = re.compile(rb"[ \n]")  # no part of any character longer than a byte
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TYPOGRAPHY = frozenset(b"\x85\x91\x92\x93\x94\x96\x97\xa0")
"""Quotation marks, dashes, dots and hard spaces of Windows."""
_FEWEST, _FEWEST_KINDS, _MANY = 6, 3, 12
_BROKEN_UTF_8 = 0.5
_COVERED = 0.85
_FOREIGN = 0.5
_IN_JAPANESE = 0.2
_MOST_CHAOS = 0.35


def guess(data: bytes) -> str | None:
    """The encoding of bytes that are not in UTF-8; None where it is not clear."""
    sample = _sample(data)
    strange = _NON_ASCII.findall(sample)
    if len(strange) > 1 and {byte[0] for byte in strange} <= _TYPOGRAPHY:
        return "windows-1252"  # and the same in every other Windows code page of letters
    kinds = len(set(strange))
    enough = len(strange) >= (_FEWEST if kinds >= _FEWEST_KINDS else _MANY)
    if (
        not enough
        or kinds == 1
        or _CONTROL.search(sample)
        or _is_broken_utf_8(sample, len(strange))
    ):
        return None
    name = _by_script(sample)
    if name is None or _is_latin(_decoded(sample, name) or ""):
        name = _by_alphabet(sample)
    return name if name and _fits(data, name) else None


def _sample(data: bytes) -> bytes:
    """The first stretches with characters beyond ASCII."""
    pieces: list[bytes] = []
    size = 0
    for piece in _windows(data):
        pieces.append(piece)
        size += len(piece)
        if size >= _SAMPLE:
            break
    return b"".join(pieces)


def _windows(data: bytes) -> Iterator[bytes]:
    """Stretches that begin with a character beyond ASCII and end at the end of a character."""
    position = 0
    while found := _NON_ASCII.search(data, position):
        start = found.start()
        gap = _GAP.search(data, start + _WINDOW, start + _LONGEST)
        position = gap.end() if gap else min(len(data), start + _LONGEST)
        yield data[start:position]
        if not gap:
            return  # the end, or perhaps within a character


def _is_broken_utf_8(sample: bytes, strange: int) -> bool:
    """Whether most of the bytes beyond ASCII make sense as UTF-8."""
    sound = len(_NON_ASCII.findall(sample.decode("utf-8", "ignore").encode("utf-8")))
    return sound >= _BROKEN_UTF_8 * strange


def _by_script(sample: bytes) -> str | None:
    if japanese := next((name for name in _JAPANESE if _is_japanese(sample, name)), None):
        return japanese
    from_bytes = import_module("charset_normalizer").from_bytes
    best = from_bytes(sample, cp_isolation=[*_OUR_NAMES], threshold=_MOST_CHAOS).best()
    name = None if best is None else _OUR_NAMES.get(best.encoding)
    return None if name in _JAPANESE else name  # without hiragana it is none


def _is_japanese(sample: bytes, name: str) -> bool:
    """Whether there are hiragana; what charset-normalizer takes for rare Chinese may be them."""
    text = _decoded(sample, name) or ""
    strange = sum(not sign.isascii() for sign in text)
    return strange > 0 and len(_HIRAGANA.findall(text)) >= _IN_JAPANESE * strange


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as one code page reads it: how many signs fit its language, and whether both do."""

    name: str
    fitting: float
    share: float
    is_usual: bool


def _by_alphabet(sample: bytes) -> str | None:
    """The Latin code page in which most letters are of one language's alphabet."""
    found: dict[str, _Reading] = {}
    for name in _LATIN:
        text = _decoded(sample, name)
        if text is not None and text not in found:
            found[text] = _reading(text, name)
    most = max((one.fitting for one in found.values()), default=0)
    best = [one for one in found.values() if one.fitting > most - 1 and one.share >= _COVERED]
    if len(best) > 1:
        best = [one for one in best if one.is_usual]
    top = max((one.fitting for one in best), default=0)
    first = [one for one in best if one.fitting == top]
    return first[0].name if len(first) == 1 else None


def _reading(text: str, name: str) -> _Reading:
    text = _FRACTION_IN_WORD.sub("¤", text.lower())
    counts = Counter(sign for sign in text if not sign.isascii())
    signs = sum(counts[sign] for sign in counts.keys() & _SIGNS)
    letters, alphabet, pages = max(
        ((sum(counts[s] for s in set(a) & counts.keys()), a, pages) for a, pages in _ALPHABETS),
        key=lambda one: one[0],
    )
    foreign = sum(
        number * sum(sign in other for other, _ in _ALPHABETS)
        for sign, number in counts.items()
        if sign not in alphabet
    )
    fitting = signs + letters + _FOREIGN * foreign / len(_ALPHABETS)
    return _Reading(name, fitting, (signs + letters) / max(1, counts.total()), name in pages)


def _is_latin(text: str) -> bool:
    letters = [sign for sign in text if not sign.isascii() and sign.isalpha()]
    latin = sum(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    return 2 * latin >= len(letters)


def _decoded(sample: bytes, name: str) -> str | None:
    """The sample's text, if no sign in it is a control character."""
    decoder = codecs.getincrementaldecoder(name)()  # the sample may end within a character
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return None
    return None if re.search("[\x80-\x9f]", text) else text


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True
