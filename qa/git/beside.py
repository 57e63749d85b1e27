"""A source or a reference at a commit: what of it was there, what is only there now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.folders import folder, is_folder
from qa.git.named import is_local
from qa.git.past import Past, key


@dataclass(frozen=True, slots=True)
class Beside:
    """A source or a reference as the user names it.

    `file` is the content of a file that was there. Of a folder `then` are the files that were
    there, `now` those that are there now, named from there; git calls it `name`.
    """

    path: str
    name: str = ""
    file: str | None = None
    then: tuple[str, ...] = ()
    now: tuple[str, ...] = ()

    def answered(self, names: list[str]) -> list[str]:
        """Those translations of a folder with which something goes."""
        if not (self.then or self.now):
            return names  # it is no folder
        known = {key(one) for one in (*self.then, *self.now)}
        return [name for name in names if key(name) in known]

    def added(self, translations: list[str]) -> list[str]:
        """The files of now that go with translations with which nothing went then."""
        wanted = {key(one) for one in translations} - {key(one) for one in self.then}
        return [name for name in self.now if key(name) in wanted]


def beside(past: Past, path: str) -> Beside:
    """A source or a reference, looked up; without `file` and `then` it was not there."""
    now = _names_now(past, path)
    name = past.repository.relative(path) if is_local(path) else None
    if name is None:
        return Beside(path, now=now)
    file = past.today.blob(name)
    then = () if file else tuple(past.readable(past.both.below(name)))
    return Beside(path, name, file, then, now)


def _names_now(past: Past, path: str) -> tuple[str, ...]:
    try:
        names = folder(path, past.suffixes).names if is_folder(path) else ()
    except InputError:
        names = ()  # reading it will say what is wrong
    return tuple(Path(name).as_posix() for name in names)
