"""What the model is shown beside a translation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """Is it shown the source, is it shown a reference?"""

    source: bool
    reference: bool


SITUATIONS = {
    "mt": Situation(source=False, reference=False),
    "src": Situation(source=True, reference=False),
    "ref": Situation(source=False, reference=True),
    "src+ref": Situation(source=True, reference=True),
}
