"""Which language a text is in, by langdetect, seeded so that it never changes its mind.

langdetect knows 55 languages; Malay looks like Indonesian to it, Bosnian and Serbian like
Croatian or Macedonian.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpora.languages import is_in_usual_script

_SEED = 0
_LONGEST = 5_000
_SAME_TO_LANGDETECT = {"ms": "id", "nb": "no", "nn": "no", "bs": "hr", "iw": "he", "fil": "tl"}


_LOOKALIKES = tuple(frozenset(group.split()) for group in (
    "da no sv", "bg hr mk ru sl sr uk be", "cs sk pl", "ca es gl it pt ro", "af nl de",
    "id tl su jv", "hi mr ne", "ar fa ur ug", "et fi", "lt lv", "ja ko zh", "tr az",
))  # fmt: skip
"""Languages that langdetect confuses, in short texts at least: among them there is no verdict."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A language (its primary subtag) and how probable it is, 0 to 1."""

    code: str
    probability: float


@cache
def factory() -> Any:  # noqa: ANN401 — an untyped package, imported only where it is asked
    """langdetect with the profiles of all its languages."""
    made = import_module("langdetect.detector_factory").DetectorFactory()
    made.set_seed(_SEED)
    made.load_profile(str(_profiles()))
    return made


def _profiles() -> Path:
    """The folder of langdetect's profiles, found without importing it."""
    (place,) = find_spec("langdetect").submodule_search_locations  # type: ignore[union-attr,misc]
    return Path(place) / "profiles"


def guess_language(text: str) -> Guess | None:
    """The most probable language of a text; None where nothing in it tells."""
    detector = detector_of(text)
    nothing = import_module("langdetect.lang_detect_exception").LangDetectException
    try:
        best = detector.get_probabilities()
    except nothing:
        return None
    return Guess(best[0].lang.split("-", 1)[0], float(best[0].prob)) if best else None


def detector_of(text: str) -> Any:  # noqa: ANN401 — of an untyped package
    """langdetect's detector, given a text."""
    detector = factory().create()
    detector.append(text[:_LONGEST])
    return detector


def detectable(code: str) -> bool:
    """Whether `guess_language` can tell this language (a BCP 47 code) from others."""
    return primary(code) in _detectable() and is_in_usual_script(code)


@cache
def _detectable() -> frozenset[str]:
    """The languages with a profile; to read their names is a thousand times quicker than them."""
    return frozenset(path.name.split("-", 1)[0] for path in _profiles().iterdir())


def primary(code: str) -> str:
    """The primary subtag of a BCP 47 code, as langdetect names it."""
    tag = code.split("-", 1)[0].lower()
    return _SAME_TO_LANGDETECT.get(tag, tag)


def alike(one: str, other: str) -> bool:
    """Whether two languages (BCP 47) are one, or are confused by langdetect in short texts."""
    both = {primary(one), primary(other)}
    return len(both) == 1 or any(both <= group for group in _LOOKALIKES)
