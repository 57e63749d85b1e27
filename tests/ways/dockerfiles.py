"""A Dockerfile's instructions, and what .dockerignore leaves of a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

_CONTINUED = re.compile(r"\\\n\s*")


@dataclass(frozen=True, slots=True)
class Instruction:
    """`word` is upper case, `rest` what follows on the line and those that continue it."""

    word: str
    rest: str


def stages(text: str) -> list[list[Instruction]]:
    """The instructions of each stage, which begins with its FROM."""
    found: list[list[Instruction]] = []
    lines = [line for line in text.split("\n") if not line.lstrip().startswith("#")]
    for line in _CONTINUED.sub("", "\n".join(lines)).split("\n"):
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            if word.upper() == "FROM":
                found.append([])
            found[-1].append(Instruction(word.upper(), rest.strip()))
    return found


def context(root: Path) -> Iterator[Path]:
    """The files that the build sees, relative to the root; patterns are those used here only."""
    rules = [
        line
        for line in (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    for top in sorted(root.iterdir()):
        if not _is_ignored(top.name, rules):
            inside = sorted(top.rglob("*")) if top.is_dir() else [top]
            for path in inside:
                name = path.relative_to(root).as_posix()
                if path.is_file() and not _is_ignored(name, rules):
                    yield path.relative_to(root)


def _is_ignored(name: str, rules: list[str]) -> bool:
    """Whether the last rule that fits a path, or a folder above it, leaves it out."""
    parts = name.split("/")
    places = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    ignored = False
    for rule in rules:
        pattern = rule.removeprefix("!")
        if any(_fits(place, pattern) for place in places):
            ignored = not rule.startswith("!")
    return ignored


def _fits(place: str, pattern: str) -> bool:
    anywhere = pattern.startswith("**/")
    if anywhere:
        return fnmatch(place.rsplit("/", 1)[-1], pattern.removeprefix("**/"))
    return "/" not in place and fnmatch(place, pattern)
