"""The two languages of a label such as `en-id`, `eng_Latn-ind_Latn` or `english-german`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from corpora.languages import is_language, parse

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """The languages (BCP 47) of source and translation, as far as they are known."""

    source: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class _Split:
    left: str
    right: str

    @property
    def as_written(self) -> int:
        """How many parts have the letter case that is usual for what they are taken for."""
        return sum(
            part == own
            for text in (self.left, self.right)
            for part, own in zip(text.replace("_", "-").split("-"), _cased(text), strict=True)
        )

    @property
    def speakers(self) -> int:
        """How many speak the rarer one: Breton in Germany is no likely reading."""
        known = import_module("langcodes").Language
        both = (self.left, self.right)
        return min(int(known.get(parse(one)).speaking_population()) for one in both)


@lru_cache(maxsize=256)
def language_pair(label: str) -> LanguagePair:
    """The two languages of `en-id`; none where it is not clear where the first one ends.

    Both sides must be languages: `zh-Hant-en` is `zh-Hant` and `en`. Of `en-pt-BR` it is the letter
    case that tells country from language, and after it the number of speakers.
    """
    splits = _splits(label.strip()) if len(label) <= _LONGEST else []
    if len(splits) > 1:
        most = max(one.as_written for one in splits)
        splits = [one for one in splits if one.as_written == most]
    if not splits:
        return LanguagePair()
    best = splits[0] if len(splits) == 1 else max(splits, key=lambda one: one.speakers)
    return LanguagePair(parse(best.left), parse(best.right))


def _splits(label: str) -> list[_Split]:
    mark = "-" if "-" in label else "_"
    places = [at for at, sign in enumerate(label) if sign == mark]
    halves = [_Split(label[:at], label[at + 1 :]) for at in places]
    return [one for one in halves if is_language(one.left) and is_language(one.right)]


def _cased(text: str) -> list[str]:
    first, *rest = text.replace("_", "-").split("-")
    usual = {2: str.upper, 4: str.title}
    return [first.lower(), *(usual.get(len(part), str.lower)(part) for part in rest)]
