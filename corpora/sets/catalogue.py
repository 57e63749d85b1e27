"""The catalogue of test sets: ours (`catalogue.toml`), sacreBLEU's, and those of a user's file."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from corpora.errors import ConfigError, UsageError
from corpora.sets.languages import Pair, find, named, splits, tag
from corpora.sets.recipe import Columns, Part, Parts, Recipe
from corpora.sets.remote import SHA256, Digest, RemoteFile

_SACREBLEU = "https://github.com/mjpost/sacrebleu"
_HASH_LENGTH = 64
_NAME, _CODE = re.compile(r"\w[\w./-]*", re.ASCII), re.compile(r"[\w-]+", re.ASCII)
_SIDES = ("", "src", "ref")
_FORMS = ("", "esa")


@dataclass(frozen=True, slots=True)
class TestSet:
    """A test set: what it is, whose, and how to get it.

    `gate` says what to do where a hub gives it only to people who accepted its terms.
    """

    name: str
    what: str
    licence: str
    citation: str
    homepage: str
    format: str
    recipe: Recipe
    segments: str = ""
    note: str = ""
    gate: str = ""

    def find(self, pair: str) -> Pair | None:
        """The pair that a user means by `en-id`, if the set has it."""
        return find(pair, self.recipe.pairs, self.recipe.languages)

    def speaks(self, asked: str) -> bool:
        """Whether it has a pair (`en-id`), or a language (`id`, `pt-BR`), that is asked for."""
        known = {one for pair in self.recipe.pairs for one in (pair.source, pair.target)}
        known |= {*self.recipe.languages}
        if "-" in asked:
            return self.find(asked) is not None or tag(asked) in map(tag, known)
        return named(asked, known) is not None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    url: str
    sha256: str = ""
    bytes: int | None = None
    pair: str = ""
    side: str = ""
    member: str = ""
    members: tuple[str, ...] = ()
    below: str = ""
    columns: Columns | None = None
    judged: str = ""


class _Set(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    what: str
    licence: str
    citation: str
    homepage: str
    format: str
    segments: str = ""
    note: str = ""
    gate: str = ""
    pairs: str = ""
    languages: str = ""
    pivot: str = ""
    code: str = "{code}"
    codes: dict[str, str] = {}
    file: tuple[_File, ...] = ()


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    set: tuple[_Set, ...]


def catalogue(own: Path | None = None) -> Mapping[str, TestSet]:
    """Every set by its name; those of a user's own file come first.

    Raises ConfigError for a file that does not say what it should.
    """
    ours = files("corpora.sets") / "catalogue.toml"
    sets = [*(_read(own) if own else ()), *_parsed("catalogue.toml", ours.read_text("utf-8"))]
    sets += sacrebleu_sets()
    found: dict[str, TestSet] = {}
    for one in sets:
        if one.name in found:
            raise ConfigError(f"{own}: there is a test set '{one.name}' already; rename this one")
        found[one.name] = one
    return MappingProxyType(found)


def lookup(sets: Mapping[str, TestSet], name: str) -> TestSet:
    """The set of this name. Raises UsageError that names those alike."""
    if found := sets.get(name):
        return found
    inside = [one for one in sets if one.startswith(f"{name}/")]
    near = inside or difflib.get_close_matches(name, sets, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "'copydesk corpora list' lists them"
    raise UsageError(f"no test set is called '{name}'; {hint}")


def sacrebleu_sets() -> list[TestSet]:
    """sacreBLEU's sets, as the installed package has them."""
    from sacrebleu.dataset import DATASETS  # noqa: PLC0415 — slow

    from corpora.sets.sacre import SacreBleu  # noqa: PLC0415

    return [
        TestSet(
            name, dataset.description or "", "not stated by sacreBLEU; see the publishers' pages",
            dataset.citation or "the overview paper of that year's task", _SACREBLEU, "lines",
            SacreBleu(dataset),
        )
        for name, dataset in DATASETS.items()
    ]  # fmt: skip


def _read(path: Path) -> list[TestSet]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: cannot be read ({reason})") from None
    return _parsed(str(path), text)


def _parsed(path: str, text: str) -> list[TestSet]:
    try:
        table: dict[str, Any] = tomllib.loads(text)
        sets = msgspec.convert(table, _Catalogue).set
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}; docs/corpora.md says what stands in it") from None
    return [_made(path, one) for one in sets]


def _made(path: str, one: _Set) -> TestSet:
    recipe = Parts(
        tuple(_part(path, one.name, file) for file in one.file), _pairs(path, one),
        () if one.pivot else tuple(one.languages.split()), one.pivot, one.code, one.codes,
    )  # fmt: skip
    codes = [*one.languages.split(), one.pivot or "x", *map(str, recipe.pairs)]
    if not _NAME.fullmatch(one.name) or not all(map(_CODE.fullmatch, codes)):
        raise ConfigError(f"{path}: {one.name!r}: names are letters, digits and . _ - /")
    if not one.gate and not (recipe.parts and (recipe.pairs or recipe.languages)):
        raise ConfigError(f"{path}: {one.name} has no files, or neither pairs nor languages")
    return TestSet(
        one.name, one.what, one.licence, one.citation, one.homepage, one.format, recipe,
        one.segments, one.note, one.gate,
    )  # fmt: skip


def _pairs(path: str, one: _Set) -> tuple[Pair, ...]:
    if one.pivot:
        others = [code for code in one.languages.split() if code != one.pivot]
        return (
            *(Pair(one.pivot, code) for code in others),
            *(Pair(code, one.pivot) for code in others),
        )
    names = dict.fromkeys([*one.pairs.split(), *(file.pair for file in one.file if file.pair)])
    if wrong := next((name for name in names if "-" not in name), None):
        raise ConfigError(f"{path}: {one.name}: '{wrong}' is no pair of languages, as en-id is")
    return tuple(next(splits(name)) for name in names)


def _part(path: str, name: str, file: _File) -> Part:
    where = f"{path}: {name}"
    if not file.url.startswith(("https://", "http://")):
        raise ConfigError(f"{where}: {file.url} is no address of a file (https://…)")
    if file.side not in _SIDES or file.judged not in _FORMS:
        raise ConfigError(f"{where}: a side is src or ref; judged is esa")
    digits = file.sha256.lower()
    if digits and (len(digits) != _HASH_LENGTH or set(digits) - set("0123456789abcdef")):
        raise ConfigError(f"{where}: '{file.sha256}' is no sha256 (64 hexadecimal digits)")
    remote = RemoteFile(file.url, Digest(SHA256, digits) if digits else None, file.bytes)
    return Part(
        remote, file.pair, file.side, file.member, file.members, file.below, file.columns,
        file.judged,
    )  # fmt: skip
