"""What to say of a name that nothing bears."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], none: str) -> str:
    """`did you mean 'x'?`, or what there is; `none` is said where there is nothing."""
    names = list(known)
    if near := difflib.get_close_matches(name, names, n=1):
        return f"did you mean '{near[0]}'?"
    return f"there are: {', '.join(names)}" if names else none
