"""The languages that COMET's encoders have read: XLM-R's 100, as BCP 47 codes.

A score for any other language is noise that looks like a score. The list: Conneau et al. 2020,
aclanthology.org/2020.acl-main.747, appendix A, and fairseq's `examples/xlmr`. Of its 100 entries
six are second spellings of a language (romanised Bengali, Hindi, Tamil, Telugu, Urdu; Burmese in
Zawgyi), and Chinese counts twice.
"""

from __future__ import annotations

from types import MappingProxyType

from corpora.errors import MetricError

CODES = frozenset((
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "br", "bs", "ca", "cs", "cy", "da", "de", "el",
    "en", "eo", "es", "et", "eu", "fa", "fi", "fil", "fr", "fy", "ga", "gd", "gl", "gu", "ha", "he",
    "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "jv", "ka", "kk", "km", "kn", "ko", "ku", "ky",
    "la", "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "om", "or",
    "pa", "pl", "ps", "pt", "ro", "ru", "sa", "sd", "si", "sk", "sl", "so", "sq", "sr", "su", "sv",
    "sw", "ta", "te", "th", "tr", "ug", "uk", "ur", "uz", "vi", "xh", "yi", "zh",
))  # fmt: skip
"""Primary subtags: whatever script or country follows, the language is known."""

_ALIASES = MappingProxyType({
    "arb": "ar", "als": "sq", "azj": "az", "cmn": "zh", "ekk": "et", "gaz": "om", "in": "id",
    "iw": "he", "ji": "yi", "jw": "jv", "khk": "mn", "kmr": "ku", "lvs": "lv", "mo": "ro",
    "nb": "no", "nn": "no", "npi": "ne", "ory": "or", "pbt": "ps", "pes": "fa", "plt": "mg",
    "prs": "fa", "sh": "sr", "swh": "sw", "tl": "fil", "uzn": "uz", "ydd": "yi", "zsm": "ms",
})  # fmt: skip
"""Other codes for the same languages, or for the part of them that was read."""


def code_of(language: str) -> str:
    """The primary subtag under which a language (BCP 47, `_` allowed) stands in the list."""
    tag = language.replace("_", "-").split("-", 1)[0].lower()
    return _ALIASES.get(tag, tag)


def is_read(language: str | None) -> bool:
    """Whether the encoder has read a language; True where it is unknown which it is."""
    return language is None or code_of(language) in CODES


def refuse(source: str | None, target: str | None) -> None:
    """Raise MetricError for a language pair of which the encoder has read only a part."""
    for side, language in (("translation", target), ("source", source)):
        if not is_read(language):
            raise MetricError(
                f"COMET has never read the {side}'s language ({language}): its score would be "
                "noise; any-language=yes computes it all the same"
            )
