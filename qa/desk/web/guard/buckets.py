"""Token buckets, one for each client that was seen lately."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from qa.desk.web.guard.limits import Rate


class Buckets:
    """Buckets by key: each full at first; taking is refused, with a time to wait, when empty.

    Those longest unused are forgotten when there are too many. Threads may share it.
    """

    def __init__(self, rate: Rate, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most, self._clock = rate, most, clock
        self._kept: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """Take one; 0 if there was one, else the seconds until there is."""
        with self._lock:
            bucket = self._filled(key)
            if bucket.left >= 1:
                bucket.left -= 1
                return 0.0
            return (1 - bucket.left) / self._rate.per_second

    def give_back(self, key: str) -> None:
        """Put one back that was taken."""
        with self._lock:
            bucket = self._filled(key)
            bucket.left = min(bucket.left + 1, self._rate.burst)

    def __len__(self) -> int:
        return len(self._kept)

    def _filled(self, key: str) -> _Bucket:
        moment = self._clock()
        bucket = self._kept.setdefault(key, _Bucket(self._rate.burst, moment))
        self._kept.move_to_end(key)
        gained = (moment - bucket.moment) * self._rate.per_second
        bucket.left, bucket.moment = min(bucket.left + gained, self._rate.burst), moment
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return bucket


class _Bucket:
    __slots__ = ("left", "moment")

    def __init__(self, left: float, moment: float) -> None:
        self.left, self.moment = left, moment
