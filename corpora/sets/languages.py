"""The names of languages in test sets: `ind`, `ind_Latn`, `id` and `id-ID` are one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from corpora.errors import LanguageError
from corpora.languages import parse


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and a target language, each called as the test set calls it."""

    source: str
    target: str

    def __str__(self) -> str:
        """As `en-id`."""
        return f"{self.source}-{self.target}"


@cache
def tag(name: str) -> str:
    """A language as BCP 47 writes it, in small letters: `ind_Latn` is `id`."""
    try:
        return parse(name).casefold()
    except LanguageError:  # a name of the test set's own
        return name.replace("_", "-").casefold()


def primary(name: str) -> str:
    """The language without script and country."""
    return tag(name).partition("-")[0]


def short(name: str, known: Iterable[str]) -> str:
    """A tag without script and country, where these tell no two of the known ones apart."""
    alike = {tag(one) for one in known if primary(one) == primary(name)} - {tag(name)}
    return tag(name) if alike else primary(name)


def named(asked: str, languages: Iterable[str]) -> str | None:
    """The language that is meant by a name: the same tag, or else the first of the language.

    Who names a country or a script does not get another one, but a language without any.
    """
    wanted, known = tag(asked), tuple(languages)
    if exact := next((one for one in known if tag(one) == wanted), None):
        return exact
    alike = (one for one in known if primary(one) == primary(asked))
    return next((one for one in alike if "-" not in wanted or "-" not in tag(one)), None)


def splits(asked: str) -> Iterator[Pair]:
    """Every way to read `en-pt-BR` as two languages."""
    parts = asked.split("-")
    for place in range(1, len(parts)):
        yield Pair("-".join(parts[:place]), "-".join(parts[place:]))


def find(asked: str, pairs: Iterable[Pair], languages: Iterable[str]) -> Pair | None:
    """The pair that is meant, among given ones or of any two of the languages."""
    known, spoken = tuple(pairs), tuple(languages)
    for read in splits(asked):
        sources = [pair for pair in known if _means(read.source, pair.source)]
        target = named(read.target, (pair.target for pair in sources))
        if found := next((pair for pair in sources if pair.target == target), None):
            return found
        two = named(read.source, spoken), named(read.target, spoken)
        if two[0] and two[1] and two[0] != two[1]:
            return Pair(two[0], two[1])
    return None


def _means(asked: str, name: str) -> bool:
    return named(asked, [name]) is not None
