"""What copydesk knows of a language: data, one TOML file a language, in `qa/languages/`.

A language without a file works too, with the empty defaults below. Every entry carries its own
bad and good example, which the tests run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from corpora.errors import LanguageError
from corpora.languages import fallbacks
from corpora.text import Severity
from qa.terms import Term

_PLAIN_SHARE, _PLAIN_KINDS = 0.12, 2


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    r"""One wording to look for.

    `find` is a regular expression (letter case ignored unless it starts with `(?-i:`),
    `replace` what to write instead (with `\1` for a group; absent: no proposal), `why` the
    reason an editor reads, `source` who says so. `bad` marks the words with `[[words →
    suggestion]]`; `good` holds what must stay silent. `safe` says that the replacement is
    right wherever the words are found, so that `copydesk fix` may write it.
    """

    find: str
    why: str
    source: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    replace: str | None = None
    severity: str = "minor"
    safe: bool = False

    def __post_init__(self) -> None:
        if self.severity.upper() not in Severity.__members__:
            known = ", ".join(s.word for s in Severity)
            raise ValueError(f"no severity is called '{self.severity}'; there are: {known}")
        try:
            re.compile(self.find)
        except re.error as error:
            raise ValueError(f"'{self.find}' is no regular expression: {error}") from None


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How numbers are written: separators, and the words for them.

    `units` add up (`two` = 2), `multipliers` multiply the unit before them (`hundred`, `puluh`
    = 10), `scales` all before them (`thousand`, `juta`), `teens` add 10 (`belas`), `links` may
    stand between (`and`). `others` are values of single words: ordinals, months, fractions.
    `customary_units` are those that a translator may convert.
    """

    decimal: str = "."
    group: str = ","
    units: dict[str, int] = {}
    multipliers: dict[str, int] = {}
    scales: dict[str, int] = {}
    teens: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    others: dict[str, float] = {}
    customary_units: frozenset[str] = frozenset()


class Quotes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The double quotation marks of a language."""

    open: str = "“"
    close: str = "”"


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A language file.

    `code` is BCP 47; `dash` is the sign that parts words, `space_before` holds the signs that a
    space belongs before (French `;:!?»`). Lists of words, in small letters:
    `function_words` are the little words, `dangling_words` cannot end a sentence, `doubled_words`
    may stand twice in a row (`reduplicates`: any may), no punctuation can follow `proclitics`
    (`the`) and no little word `determiners`, `speech_verbs` report what somebody said, `pronouns`
    are the personal ones by gender. `negations` deny (`not`), but not before `focus_words` (`not
    only`); `implied_negations` are beginnings of words that may deny, too (`fail`, `unlikel`),
    `denying_affixes` do so within a word (`un-`, `-less`). `longest_sentence` is how many words a
    newspaper's sentence bears. `fixed_order`: noun phrases have one order only, so that a
    reference can show a wrong one. `capital_nouns`: every noun has a capital, name or not.
    `checks_spelling`: the rule `misspelling` may speak.
    """

    code: str
    name: str = ""
    abbreviations: tuple[str, ...] = ()
    function_words: frozenset[str] = frozenset()
    dangling_words: frozenset[str] = frozenset()
    doubled_words: frozenset[str] = frozenset()
    reduplicates: bool = False
    fixed_order: bool = False
    capital_nouns: bool = False
    dash: str = "–"
    proclitics: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    focus_words: frozenset[str] = frozenset()
    implied_negations: frozenset[str] = frozenset()
    denying_affixes: tuple[str, ...] = ()
    speech_verbs: frozenset[str] = frozenset()
    pronouns: dict[str, frozenset[str]] = {}
    longest_sentence: int = 60
    checks_spelling: bool = False
    space_before: str = ""
    numbers: Numbers | None = None
    quotes: Quotes = Quotes()
    calques: tuple[Entry, ...] = ()
    false_friends: tuple[Entry, ...] = ()
    grammar: tuple[Entry, ...] = ()
    redundant: tuple[Entry, ...] = ()
    spelling: tuple[Entry, ...] = ()
    word_order: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """What is known beside a document.

    The translation's language, the source's where it is known, and the terms to keep to.
    """

    target: Language
    source: Language | None = None
    glossary: tuple[Term, ...] = ()


def is_plainly(language: Language, words: Sequence[str]) -> bool:
    """Whether its little words settle which language words (in small letters) are in."""
    own = [word for word in words if word in language.function_words]
    return len(own) >= _PLAIN_SHARE * len(words) and len(set(own)) >= _PLAIN_KINDS


@cache
def load(code: str | None) -> Language:
    """The language file for a BCP 47 code: `id-ID` takes `id.toml` where there is no `id-id.toml`.

    `sr-Latn-RS` looks for `sr-latn-rs.toml`, then for `sr-latn.toml`, then for `sr.toml`.

    An unknown code, or None, gives a language with nothing but its defaults. Raises
    LanguageError for a file that does not fit.
    """
    wanted = (code or "und").lower()
    for name in fallbacks(wanted):
        file = resources.files("qa") / "languages" / f"{name}.toml"
        if file.is_file():
            return parse(file.read_text(encoding="utf-8"), f"{name}.toml", wanted)
    return Language(code=wanted)


def parse(text: str, name: str, code: str) -> Language:
    """A language from the text of its file; `name` is the file's, for the error message."""
    try:
        data = tomllib.loads(text)
        return msgspec.convert({"code": code, **data}, Language)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LanguageError(f"{name}: {error}") from None


def known_languages() -> tuple[str, ...]:
    """The codes that have a file."""
    files = (resources.files("qa") / "languages").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))
