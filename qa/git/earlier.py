"""What is to be read as it was at a commit, so that it can be the baseline of what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from corpora.errors import CopydeskError, InputError, UsageError
from corpora.folders import matching
from corpora.load import Inputs
from corpora.text import Document
from qa.git.command import one_line
from qa.git.gathered import Gathered
from qa.git.past import past
from qa.git.places import Places
from qa.git.renaming import Renaming
from qa.git.repository import repository_around
from qa.git.scratch import scratch


class NothingEarlierError(UsageError):
    """None of the translations was there at a commit."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Inputs as they were at `ref`, the commit `commit`.

    `inputs` lead to a temporary folder. `missing` are those of today's paths that were not there;
    `today` are all of today's, patterns resolved. `notes` are what the user should know.
    """

    ref: str
    commit: str
    inputs: Inputs
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    today: tuple[str, ...]
    places: Places

    def named(self, documents: Iterable[Document]) -> list[Document]:
        """Documents read from `inputs` with the ids and files that they have in today's run."""
        renaming = Renaming(self.places, self.inputs.paths, self.today)
        return [renaming.document(one) for one in documents]


@contextmanager
def earlier(inputs: Inputs, ref: str) -> Iterator[Earlier]:
    """The inputs as they were at a commit, as long as the context lasts.

    Sources and references that git did not know then are taken as they are now. An error that is
    raised within and speaks of an earlier file speaks of it by today's name. Raises UsageError
    where git cannot tell, NothingEarlierError where no translation was there.
    """
    repository = repository_around(inputs.paths)
    today = tuple(one for path in inputs.paths for one in _matching(path))
    with scratch() as root:
        places = Places(root)
        with past(repository, ref) as then:
            gathered = Gathered(then, places, frozenset(today))
            found = gathered.inputs(inputs)
        missing, notes = tuple(gathered.missing), tuple(gathered.notes)
        if not found.paths:
            raise NothingEarlierError(one_line(f"{_listed(missing)}: not in git at {ref}"))
        result = Earlier(ref, then.commit, found, missing, notes, today, places)
        try:
            yield result
        except CopydeskError as error:
            said = places.said(str(error))
            if said == str(error):
                raise
            raise UsageError(f"at {ref}: {said}") from None


def _matching(path: str) -> Sequence[str]:
    try:
        return matching(path)
    except InputError:
        return ()  # it may have fitted files that are gone


def _listed(paths: Sequence[str]) -> str:
    """The first of some paths, and how many others there are."""
    more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    return f"{paths[0]}{more}"
