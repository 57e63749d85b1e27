"""A baseline that nobody wrote: the files as they were at a commit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.baseline.stored import StoredPortion
from qa.examine import Looking, examine
from qa.flagger import Flagger
from qa.git.earlier import NothingEarlierError, earlier
from qa.measure import read
from qa.portions import Part, rows_by_metric
from qa.progress import Progress
from qa.since import beside, stored_portion


@dataclass(frozen=True, slots=True)
class Committed:
    """The files as they were at a commit, looked at with the rules and metrics of now."""

    ref: str
    request: Looking
    flagger: Flagger

    @property
    def name(self) -> str:
        """As the user called it."""
        return f"git:{self.ref}"

    @property
    def is_whole(self) -> bool:
        """It is of the very files that are looked at now."""
        return True

    def portion(self, part: Part, notes: list[str], progress: Progress) -> StoredPortion | None:
        """What was there."""
        try:
            with earlier(part.inputs, self.ref) as then:
                notes += then.notes
                asked = replace(
                    self.request,
                    inputs=then.inputs,
                    languages=part.languages,
                    metrics=part.metrics,
                    origin=part.origin,
                )
                documents = then.named(read(asked, [], progress))
                examined = examine(asked, documents, self.flagger, progress)
        except NothingEarlierError as error:
            notes.append(f"{error}: all of it counts as new")
            return None
        found = beside(examined, self.flagger, self.name, None)
        return stored_portion(part, found.entries, rows_by_metric(examined))
