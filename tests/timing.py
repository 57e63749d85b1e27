"""How long a call takes, whatever else the process of the tests holds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """The processor's time of a call while Python's garbage collector is at rest.

    A full collection goes through all that the process holds. After so many tests that is enough
    for one of them, in the longer of two calls, to pass for a steep growth.
    """
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()
