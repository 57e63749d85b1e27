"""Languages as people write them, to BCP 47 (RFC 5646), by langcodes.

`id_ID`, `ind`, `ind_Latn`, `Indonesian` and `Bahasa Indonesia` are all understood. The commonest
way to write a language, `id` or `pt-BR`, is understood without langcodes: its tables take a tenth
of a second to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from corpora.errors import LanguageError

_ISO_639 = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tn to tr ts
tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_ISO_639.split())
"""ISO 639-1, but for the codes that others have replaced (`iw`, `in`)."""
_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER
ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU
ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT
LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL
NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH
SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM
US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
_REGIONS = frozenset(_ISO_3166.split())
"""ISO 3166-1's two letters."""
_PLAIN = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}))?")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_EXTENDED = re.compile(r"[a-z]{2,3}-[a-z]{3}(?:-|$)", re.IGNORECASE)
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
_QUALIFIED = re.compile(r"(.+?)\s*[(（]\s*(.+?)\s*[)）]|(.+)\s(\S+)")
_BAHASA = re.compile(r"bahasa\s+(?=\S)", re.IGNORECASE)
_NO_NAME = re.compile(r"[\x00-\x7f]{0,3}")
_LONGEST = 60
_NEAR, _NEAREST = 80, 3
_PRIMARY_SHORT, _SCRIPT, _COUNTRY = 2, 4, 2
_SAME = {"nb": "no"}


@lru_cache(maxsize=256)
def parse(text: str) -> str:
    """The BCP 47 tag of a language, written as a tag, in another standard's code or by its name.

    Raises LanguageError, with the languages of similar names, where it is none.
    """
    text = text.strip()
    plain = _PLAIN.fullmatch(text)
    if plain and plain[1].lower() in _TWO_LETTERS:
        region = (plain[2] or "").upper()
        if not region or region in _REGIONS:
            return f"{plain[1].lower()}-{region}" if region else plain[1].lower()
    found = None
    if len(text) <= _LONGEST and text.isprintable():
        found = _of_tag(text.replace("_", "-")) or _of_name(text)
    if found is None:
        raise LanguageError(f"{text[:_LONGEST]!r} is no language; {_hint(text[:_LONGEST])}")
    return found


def is_language(text: str) -> bool:
    """Whether `parse` understands it."""
    try:
        parse(text)
    except LanguageError:
        return False
    return True


def primary_of(tag: str | None) -> str:
    """The primary subtag of a tag; empty where there is none."""
    return (tag or "").replace("_", "-").split("-", 1)[0].lower()


def fallbacks(tag: str) -> Iterator[str]:
    """The tag, then what is left of it when its last subtag goes: `sr-Latn-RS`, `sr-Latn`, `sr`."""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


def covers(wanted: str, tag: str) -> bool:
    """Whether a tag is of a wanted language: `zh` covers `zh-Hant`, which covers `zh-TW`.

    As in RFC 4647, 3.3.2; what the tag does not say is what is likeliest: `id-ID` covers `id`.
    """
    (ours, *asked), (theirs, *said) = _parts(wanted), _parts(tag)
    if ours != theirs:
        return False
    if set(asked) <= set(said):
        return True
    _, *likely = _parts(_codes().Language.get(tag).maximize().to_tag())
    return set(asked) <= {*said, *likely}


def is_in_usual_script(tag: str) -> bool:
    """Whether a language is written as it mostly is: `sr-Cyrl`, `zh-Hant`, but not `hi-Latn`."""
    script = next((part for part in tag.split("-")[1:] if len(part) == _SCRIPT), None)
    if script is None or not script.isalpha() or script.lower() in {"hans", "hant"}:
        return True
    usual = _codes().Language.get(primary_of(tag)).maximize().script
    return str(usual).lower() == script.lower()


def _parts(tag: str) -> list[str]:
    first, *rest = tag.lower().replace("_", "-").split("-")
    return [_SAME.get(first, first), *rest]


def _codes() -> Any:  # noqa: ANN401 — a module, imported only where it is needed
    return import_module("langcodes")


def _of_tag(tag: str) -> str | None:
    if not _TAG.fullmatch(tag) or not _codes().tag_is_valid(tag):
        return None
    found = str(_codes().standardize_tag(tag))
    if len(primary_of(found)) > _PRIMARY_SHORT:  # Tosk Albanian, Mandarin: as Albanian, Chinese
        found = str(_codes().standardize_tag(found, macro=True))
    # The standard's form has no extended languages (`zh-cmn`): one that is left is none.
    return None if primary_of(found) in _NO_LANGUAGE or _EXTENDED.match(found) else found


def _of_name(name: str) -> str | None:
    """The tag of `German`, `Deutsch`, `Serbian (Latin)`, `Brazilian Portuguese`."""
    whole = _named(name)
    if not (parts := _QUALIFIED.fullmatch(name)):
        return whole
    base, qualifier = _named(parts[1] or parts[3]), _qualifier(parts[2] or parts[4])
    if base and qualifier:
        return _of_tag(f"{base}-{qualifier}")
    return None if parts[1] and whole == base else whole


def _named(name: str) -> str | None:
    """The tag of a language's name in any language that CLDR knows; `Bahasa …` is Indonesian."""
    if _NO_NAME.fullmatch(name):
        return None
    for one in (name, _BAHASA.sub("", name, count=1)):
        try:
            return _of_tag(str(_codes().find(one)))
        except LookupError:
            continue
    return None


def _english() -> Any:  # noqa: ANN401 — as above
    return import_module("babel").Locale("en")


def _qualifier(name: str) -> str | None:
    """The subtag of a script's or a country's English name."""
    locale = _english()
    names = ((code, known) for table in (locale.scripts, locale.territories)
             for code, known in table.items())  # fmt: skip
    return next((code for code, known in names if known.casefold() == name.casefold()), None)


def _hint(text: str) -> str:
    near = list(dict.fromkeys((*_of_country(text), *_similar(text))))
    if near:
        return f"did you mean {' or '.join(near)}?"
    return "write its BCP 47 code or its name: id, pt-BR, zh-Hant, Indonesian"


def _of_country(text: str) -> Iterator[str]:
    """What is mostly spoken in a country whose code was written for a language's: `jp`."""
    if len(text) == _COUNTRY and text.upper() in _REGIONS:
        likely = _codes().Language.get(f"und-{text}").maximize().language
        yield f"{_english().languages.get(likely, likely)} ({likely})"


def _similar(text: str) -> Iterator[str]:
    if _NO_NAME.fullmatch(text):
        return
    names = {code: name for code, name in _english().languages.items() if code not in _NO_LANGUAGE}
    own = {f"{code} ": _codes().Language.get(code).autonym() for code in _TWO_LETTERS}
    fuzzy = import_module("rapidfuzz")
    found = fuzzy.process.extract(
        text, names | own, scorer=fuzzy.fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR,
        limit=_NEAREST,
    )  # fmt: skip
    for name, _, code in found:
        yield f"{name} ({code.strip().replace('_', '-')})"
